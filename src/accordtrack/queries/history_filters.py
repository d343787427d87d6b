"""Validation of history filters (record, dates, speaker, kind, words) and conversion to the terms of the log.

Speakers and kinds are accepted as codes or labels, in English or Spanish, regardless of case and accents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from accordtrack import i18n
from accordtrack.core import safe_text
from accordtrack.core.dates import date_problem, is_partial_date
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.ledger.kinds import KINDS
from accordtrack.store.columns import ENTRY as E
from accordtrack.types import HistoryQuery
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

FIELDS: Mapping[str, tuple[str, ...]] = {
    "speaker": ("by", "declara", "speaker"),
    "kind": ("kind", "tipo"),
    "since": ("since", "desde"),
    "until": ("until", "hasta"),
    "changed": ("changed", "cambio"),
}
"""The names of each filter field: English, Spanish, then others."""
SPANISH_SPEAKERS = {"eeuu": "US", "mexico": "MX", "ambas": "JOINT", "independiente": "OBS", "observador": "OBS"}
SPANISH_KINDS = {
    "situacion": "status",
    "soporte": "evidence",
    "respuesta": "position",
    "solicitud": "answer",
    "nota": "note",
    "compromiso": "commitment",
    "modificacion": "amend",
    "rectificacion": "retract",
    "indicador": "indicator",
    "medicion": "measurement",
    "vinculo": "link",
    "evento": "event",
    "cifras": "conflict",
    "evaluacion": "evaluation",
    "cadena": "chain",
    "fuente": "source",
    "institucion": "body",
    "marco": "framework",
    "objetivo": "goal",
    "ambito": "area",
    "unidad": "desk",
    "acuerdo": "accord",
}
"""Spanish words for kinds. The first word for a kind is the preferred one; all are accepted."""
_NEWER = re.compile(r">([0-9]{1,9})(?:-([a-z]+-[0-9]+))?")
_TOKEN = re.compile(r'(?:([^\s:"]+):)?("[^"]*"|\S*)')


def has_entries_about(connection: Connection, ref: str) -> bool:
    """Return whether any entry is about ``ref``."""
    return connection.execute(E.select().with_only_columns(E.c.id).where(E.c.ref == ref).limit(1)).first() is not None


def check_partial_date(text: str | None) -> str | None:
    """Return a date, month or year unchanged. Raise ``Refused`` for anything else."""
    if text is not None and not is_partial_date(text):
        raise Refused(date_problem(text))
    return text


def parse_changed(text: str | None) -> tuple[int, str | None] | None:
    """Return the entry after which ``>412-us-1`` lists entries, and the desk whose entries it leaves out."""
    if text is None:
        return None
    found = _NEWER.fullmatch(safe_text.casefold_plain(text))
    if found is None:
        values = {"x": safe_text.sanitize_line(text)}
        advice = "Write the number of an entry, and the desk to leave out: >412 or >412-us-1"
        raise Refused(Problem('"{x}" cannot be used here', advice, values=values, usage=True))
    return int(found[1]), found[2]


def parse_speaker(text: str | None) -> str | None:
    """Return the code of a speaker given by code or label. Raise ``Refused`` for an unknown one."""
    if text is None:
        return None
    known = {_normalize_word(speaker): speaker.value for speaker in Speaker} | SPANISH_SPEAKERS
    known |= {
        _normalize_word(words): speaker.value for speaker in Speaker for words in i18n.label_spellings("side", speaker)
    }
    return _look_up_word("speaker", text, known, value_words("speaker"))


def parse_kinds(text: str | None) -> list[str]:
    """Return the kinds of entry that a word names.

    The word is a whole kind, its first part (``status``), its second part (``retract``), or a label. Raise ``Refused``
    for any other.
    """
    if text is None:
        return []
    named = SPANISH_KINDS.get(_normalize_word(text), safe_text.casefold_plain(text).strip())
    found = [name for name in KINDS if named in {name, *name.split(".")}]
    return found or [_look_up_word("kind", text, _labels(), value_words("kind"))]


def kind_word(text: str) -> str:
    """Return the log's word for a kind: ``status`` for ``situación``. Raise ``Refused`` for an unknown word."""
    found = parse_kinds(text)
    plain = SPANISH_KINDS.get(_normalize_word(text), safe_text.casefold_plain(text).strip())
    return plain if any(plain in {name, *name.split(".")} for name in found) else found[0]


def parse_history_filter(words: str) -> HistoryQuery:
    """Parse a filter line. Raise ``Refused`` for an unknown field or value, and for a field given twice."""
    fields = {word: name for name, spelled in FIELDS.items() for word in spelled}
    found: dict[str, str] = {}
    free: list[str] = []
    for word, raw_value in _TOKEN.findall(
        "".join(one for one in words if one.isspace() or not safe_text.forbidden_character(one))
    ):
        value = raw_value.strip('"').strip()
        name = fields.get(safe_text.casefold_plain(word)) if word else None
        if not word:
            free += [value] if value else []
        elif name is None or (value and name in found):
            refuse_field(word, value)
        elif value:
            found[name] = value
    speaker, kind = parse_speaker(found.get("speaker")), found.get("kind")
    parse_changed(found.get("changed"))
    return HistoryQuery(
        speaker=speaker,
        kind=None if kind is None else kind_word(kind),
        since=check_partial_date(found.get("since")),
        until=check_partial_date(found.get("until")),
        changed=found.get("changed"),
        words=" ".join(free) or None,
    )


def value_words(name: str) -> tuple[str, ...]:
    """Return the values to type for ``speaker`` or ``kind``, in the current language."""
    spanish = i18n.language() == "es"
    if name == "speaker":
        wanted = [speaker.value for speaker in Speaker]
        table = SPANISH_SPEAKERS
    else:
        wanted = [*dict.fromkeys(SPANISH_KINDS.values())]
        table = SPANISH_KINDS
    written: dict[str, str] = {}
    for word, value in table.items():
        written.setdefault(value, word)
    return tuple(written.get(value, value) if spanish else value for value in i18n.sides(wanted))


def field_words() -> tuple[str, ...]:
    """Return the field names to type, in the current language."""
    return tuple(spelled[i18n.language() == "es"] for spelled in FIELDS.values())


def refuse_field(word: str, value: str) -> NoReturn:
    """Raise ``Refused`` for a field that a filter does not have."""
    advice = "Known fields: {known}; words without a field are searched for in titles and codes."
    text = ", ".join(f"{one}:" for one in field_words())
    values = {"x": safe_text.sanitize_line(f"{word}:{value}"), "known": text}
    raise Refused(Problem('"{x}" cannot be used here', advice, values=values, usage=True))


def _normalize_word(word: str) -> str:
    return safe_text.casefold_plain(word).strip().replace(".", "").replace("-", "_").replace(" ", "_")


def _labels() -> dict[str, str]:
    """Map the labels of kinds in both languages to the kinds: ``status_reported``, ``situacion_declarada``."""
    return {_normalize_word(words): name for name in KINDS for words in i18n.label_spellings("entry kind", name)}


def _look_up_word(field: str, text: str, known: Mapping[str, str], proposed: Iterable[str]) -> str:
    found = known.get(_normalize_word(text))
    if found is not None:
        return found
    raise Refused(unknown_word_problem(("field", field), text, proposed))
