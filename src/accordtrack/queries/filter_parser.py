"""The filter language: free words and ``field:value`` terms, in English and Spanish.

Example: ``firearms side:US status:limited,substantial due:<2026-12 asked:>90 -theme:health``. ``parse`` returns terms,
or raises ``Refused`` with the nearest known word; ``filter_conditions.where`` converts terms to SQL on ``commitment``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core import safe_text
from accordtrack.core.dates import date_problem, is_partial_date
from accordtrack.core.problems import Problem, Refused
from accordtrack.fields import COMMITMENT
from accordtrack.statuses import DEFINITIONS, UNREPORTED, Status
from accordtrack.vocabulary import Basis, CommitmentKind, Grade, Provenance, Side, Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 100
"""Most words and values of one filter. Each is a part of one SQL expression, whose depth is limited."""

WHOLE, FOUND = "==", "found"

_TOKEN = re.compile(r'(-?)(?:([^\s:"]+):)?("[^"]*"|\S+)')
_NUMBER = re.compile(r"[0-9]{1,9}")
_CHANGED = re.compile(r"([0-9]{1,9})(?:-([a-z]+-[0-9]+))?")
_COMPARE = re.compile(r"(<=|>=|<|>|)(.+)")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``field`` is empty for free words; one matching value of ``values`` is enough.

    ``op`` is one of = < <= > >=, or ``WHOLE`` for ids: ``id:BF-1`` matches every id with this prefix, ``id:=BF-1`` only
    this id. ``changed:>412`` matches commitments with an entry after number 412; ``changed:>412-us-1`` ignores the
    entries of desk us-1. ``FOUND`` marks values that were already looked up: ``US 12`` is the key of a commitment for
    which a report of the United States was not found.
    """

    field: str
    values: tuple[str, ...]
    op: str = "="
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The halves that fields in ``HALVES`` are about.

    These are the halves of ``sides``; for a side in ``still``, only halves that it still owes. ``owes:`` and ``open:``
    name the sides. A filter with neither matches any half of a commitment.
    """

    sides: tuple[str, ...] = tuple(str(side) for side in Side)
    still: frozenset[str] = frozenset()
    named: bool = False


ANY = Scope()
HALVES = frozenset({"status", "standing", "basis", "grade", "lead", "asked", "missed"})
"""Fields with a separate value for each side that owes the commitment."""


def scope(terms: Iterable[Term]) -> Scope:
    """Return the scope that a filter's ``owes:`` and ``open:`` terms set for its other terms."""
    named = {field: _sides(terms, field) for field in ("owes", "open")}
    sides = named["owes"] | named["open"]
    if not sides:
        return ANY
    return Scope(tuple(side for side in ANY.sides if side in sides), named["open"], named=True)


def _sides(terms: Iterable[Term], field: str) -> frozenset[str]:
    return frozenset(value for term in terms if term.field == field and not term.negated for value in term.values)


NAMED = ("theme", "status", "standing", "due", "kind")
"""Fields whose values people also type as free words."""


@dataclass(frozen=True, slots=True)
class AmbiguousWord:
    """A free word, from ``begin`` to ``end`` in a filter, that is also a field value: ``firearms`` is also a theme."""

    word: str
    begin: int
    end: int
    field: str
    value: str

    def replace_in(self, words: str, token: str) -> str:
        """Return the filter ``words`` with ``token`` in place of the free word."""
        return words[: self.begin] + token + words[self.end :]


def ambiguous_word(words: str) -> AmbiguousWord | None:
    """Return the first free word that may be meant as a field value, or None. It is still searched as a word."""
    for found in _TOKEN.finditer(words):
        minus, field, value = found.groups()
        if minus or field:
            continue
        word = value.strip('"')
        for name in NAMED:
            if (text := spellings(name).get(_normalize_value(word))) is not None:
                return AmbiguousWord(word, found.start(), found.end(), name, text)
    return None


def matches_only_commitments(terms: Sequence[Term]) -> bool:
    """Return whether a filter can match only commitments, not actions, requests or recommendations."""
    kind = (CommitmentKind.COMMITMENT.value,)
    return scope(terms).named or any(
        term.field == "kind" and term.values == kind and not term.negated for term in terms
    )


def _words(*values: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(value) for group in values for value in group)


_STATUS = _words(Status, (UNREPORTED,))
RECORDED = {one.filter: one for one in COMMITMENT if one.filter}
"""Commitment fields that can be filtered, by filter word."""
_DERIVED: dict[str, tuple[str, ...]] = {
    "owes": ("US", "MX"),
    "open": ("US", "MX"),
    "reply": ("US", "MX"),
    "waits": ("US", "MX"),
    "provenance": _words(Provenance),
    "unpublished": ("US", "MX"),
    "retracted": ("US", "MX"),
    "turn": ("US", "MX"),
    "missed": ("US", "MX"),
    "status": _STATUS,
    "standing": _words(Standing),
    "due": _words(Timeliness),
    "grade": _words(Grade),
    "basis": _words(Basis),
}
_CHOICES = _DERIVED | {
    word: ("yes", "no") if one.value_type == "flag" else one.values
    for word, one in RECORDED.items()
    if one.values or one.value_type == "flag"
}
_DATES = tuple(word for word, one in RECORDED.items() if one.value_type == "day")
_NUMBERS = ("asked", "evidence", "changed")
_LISTED = [
    "side",
    "owes",
    "open",
    "reply",
    "turn",
    "waits",
    "provenance",
    "unpublished",
    "retracted",
    "missed",
    "status",
    "standing",
    "due",
    "theme",
    "text",
    "kind",
    "level",
    "grade",
    "basis",
    "rests",
    "handling",
    "verifiable",
    "lead",
    "place",
    "framework",
    "area",
    "source",
    "inferred",
    "id",
    "agreed",
]
"""Filter words in display order. All others come after these, and numeric ones last."""
FIELDS = (*dict.fromkeys((*_LISTED, *_CHOICES, *RECORDED)), *_NUMBERS)

_SPANISH_FIELDS = {
    **{one.filter_es: word for word, one in RECORDED.items()},
    "acargo": "owes",
    "abierto": "open",
    "contestacion": "reply",
    "espera": "waits",
    "procedencia": "provenance",
    "nodifundido": "unpublished",
    "rectificado": "retracted",
    "turno": "turn",
    "sininforme": "missed",
    "situacion": "status",
    "respuesta": "standing",
    "pendiente": "asked",
    "respaldo": "grade",
    "base": "basis",
    "soporte": "evidence",
    "cambio": "changed",
}
_SPANISH_VALUES = {
    "side": {"eeuu": "US", "mexico": "MX", "ambas": "JOINT"},
    "owes": {"eeuu": "US", "mexico": "MX"},
    "open": {"eeuu": "US", "mexico": "MX"},
    "reply": {"eeuu": "US", "mexico": "MX"},
    "waits": {"eeuu": "US", "mexico": "MX"},
    "provenance": {
        "propia": "own",
        "fuente_publica": "third_party",
        "contraparte": "counterpart",
        "no_admitida": "not_admitted",
    },
    "unpublished": {"eeuu": "US", "mexico": "MX"},
    "retracted": {"eeuu": "US", "mexico": "MX"},
    "turn": {"eeuu": "US", "mexico": "MX"},
    "missed": {"eeuu": "US", "mexico": "MX"},
    "status": {word: one.status.value for one in DEFINITIONS for word in one.spanish} | {"sin_declaracion": UNREPORTED},
    "standing": {
        "sin_declaracion": "unreported",
        "sin_respuesta": "unanswered",
        "solicitada": "asked",
        "resuelta": "settled",
        "coincidencia": "agreed",
        "discrepancia": "disputed",
        "distintas": "divergent",
    },
    "due": {
        "sin_fecha": "no_deadline",
        "por_vencer": "upcoming",
        "vence_pronto": "due_soon",
        "vencido": "overdue",
        "horizonte": "past_horizon",
        "en_plazo": "done_on_time",
        "declarado_en_plazo": "claimed_on_time",
        "fuera_de_plazo": "done_late",
    },
    "theme": {
        "armas": "firearms",
        "finanzas": "finance",
        "justicia": "justice",
        "salud": "health",
        "frontera": "border",
        "sinteticas": "synthetics",
        "movilidad": "migration",
        "violencia": "violence",
        "transparencia": "governance",
    },
    "kind": {
        "compromiso": "commitment",
        "medida": "unilateral_action",
        "solicitud": "request",
        "recomendacion": "recommendation",
    },
    "level": {
        "insumo": "input",
        "actividad": "activity",
        "producto": "output",
        "efecto": "outcome",
        "impacto": "impact",
    },
    "grade": {
        "declarado": "claimed",
        "documentado": "documented",
        "corroborado": "corroborated",
        "verificado": "verified",
    },
    "basis": {"declarado": "stated", "interpretado": "reading"},
    "rests": {"texto": "text", "horizonte": "horizon", "inferido": "inferred", "reprogramado": "amended"},
    "text": {
        "conjunto": "joint_text",
        "ambas_versiones": "both_readouts",
        "propio": "own_text",
        "eeuu": "us_text",
        "mexico": "mx_text",
        "tercero": "third_party",
    },
    **{word: {"si": "yes", "no": "no"} for word, one in RECORDED.items() if one.value_type == "flag"},
}


def parse(words: str) -> tuple[Term, ...]:
    """Parse a filter into terms. Raise ``Refused`` (wrong usage) for an unknown field, value, date or number."""
    terms = []
    seen = "".join(mark for mark in words if mark.isspace() or not safe_text.forbidden_character(mark))
    for minus, field, value in _TOKEN.findall(seen):
        quoted = value.startswith('"')
        plain = value.strip('"')
        if field and not quoted and value.startswith("//"):
            terms.append(Term("", (f"{field}:{value}",), negated=bool(minus)))
        elif field:
            terms.append(_term(field, plain, negated=bool(minus)))
        elif plain.strip():
            terms.append(Term("", (plain,), negated=bool(minus)))
    if sum(len(term.values) for term in terms) > MOST:
        _raise_usage_error("A filter can have at most {n} words and values", "Leave some out.", n=MOST)
    return tuple(terms)


def _term(field: str, value: str, *, negated: bool) -> Term:
    name = _field(field)
    found = _COMPARE.fullmatch(value)
    op, rest = (found.group(1), found.group(2)) if found else ("", value)
    changed = _CHANGED.fullmatch(safe_text.casefold_plain(rest)) if name == "changed" else None
    if changed is not None:
        return Term(name, tuple(part for part in changed.groups() if part), op or "=", negated)
    if name in _NUMBERS:
        if not _NUMBER.fullmatch(rest):
            _raise_usage_error(
                "{field} takes a number of days or items", "Write it as {field}:>90", field=field_word(name)
            )
        return Term(name, (rest,), op or "=", negated)
    if name in _DATES and (op or rest[:1].isdigit() or name not in _CHOICES):
        if not is_partial_date(rest):
            raise Refused(date_problem(rest))
        return Term(name, (rest,), op or "=", negated)
    whole = name == "id" and rest.startswith("=")
    if whole:
        op, rest = "", rest[1:]
    if op:
        _raise_usage_error(
            "{field} cannot be compared", "Write it as {field}:{value}", field=field_word(name), value=rest
        )
    values = tuple(_value(name, part) for part in rest.split(",") if part)
    if not values:
        _raise_usage_error("{field} has no value", "Write it as {field}:{value}", field=field_word(name), value="…")
    return Term(name, values, WHOLE if whole else "=", negated)


def spanish_words() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Map Spanish words to canonical ones: of fields, and of values by field. The preferred word comes first."""
    return dict(_SPANISH_FIELDS), {field: dict(known) for field, known in _SPANISH_VALUES.items()}


def spellings(field: str) -> dict[str, str]:
    """Map each word of a field, in lower case without accents, to the canonical one; empty if any word will do."""
    known = {safe_text.casefold_plain(choice).replace("-", "_"): choice for choice in _CHOICES.get(field, ())}
    return known | _SPANISH_VALUES.get(field, {})


def choices(field: str) -> tuple[str, ...]:
    """Return the canonical values of a field, in order. Empty if any word is accepted."""
    return _CHOICES.get(field, ())


def field_word(field: str) -> dict[str, str]:
    """Return the preferred name of a field in each language."""
    return {"en": field, "es": next((word for word, name in _SPANISH_FIELDS.items() if name == field), field)}


def value_word(field: str, value: str) -> dict[str, str]:
    """Return the preferred word for a value in each language."""
    known = _SPANISH_VALUES.get(field, {})
    return {"en": value, "es": next((word for word, name in known.items() if name == value), value)}


def field_spellings() -> dict[str, str]:
    """Map every name of a field in both languages to the canonical one."""
    return {name: name for name in FIELDS} | _SPANISH_FIELDS


def _field(word: str) -> str:
    plain = safe_text.casefold_plain(word)
    name = plain if plain in FIELDS else _SPANISH_FIELDS.get(plain)
    if name is None:
        likely = safe_text.nearest(plain, (*FIELDS, *_SPANISH_FIELDS))
        if likely:
            _raise_usage_error('Unknown filter word "{x}"; did you mean {y}?', "", x=word, y=likely)
        _raise_usage_error('Unknown filter word "{x}"', "Known are: {known}.", x=word, known=[*map(field_word, FIELDS)])
    return str(name)


def _value(field: str, word: str) -> str:
    choices = _CHOICES.get(field)
    if choices is None:
        return word
    plain = _normalize_value(word)
    known = spellings(field)
    if plain not in known:
        if field == "status" and plain in spellings("due"):
            advice = "Write {due}:{x}."
            values = {"field": field_word(field), "x": word, "due": field_word("due")}
            _raise_usage_error('Unknown {field} "{x}"', advice, **values)
        likely = safe_text.nearest(plain, known)
        if likely:
            _raise_usage_error(
                'Unknown {field} "{x}"; did you mean {y}?', "", field=field_word(field), x=word, y=likely
            )
        listed = [value_word(field, choice) for choice in i18n.sides(choices)]
        _raise_usage_error(
            'Unknown {field} "{x}"', "Known are: {known}.", field=field_word(field), x=word, known=listed
        )
    return known[plain]


def _normalize_value(word: str) -> str:
    """Normalize a value to the form of ``spellings``: case, accents, dots and hyphens do not matter."""
    return safe_text.casefold_plain(word).replace("-", "_").replace(".", "").replace(" ", "_")


def _raise_usage_error(message: str, advice: str, **values: object) -> None:
    shown = {
        name: safe_text.sanitize_line(value) if isinstance(value, str) else value for name, value in values.items()
    }
    raise Refused(Problem(message, advice, values=shown, usage=True))


def match_expression(words: str) -> str | None:
    """Return an FTS5 query for words that begin with ``words``, or None if they have no letter or digit."""
    names = [word for word in words.split() if any(character.isalnum() for character in word)]
    return " AND ".join('"' + word.replace('"', "") + '"*' for word in names) or None
