"""The search index of a language: one line per page with its filter fields, as a script that sets one constant.

The search looks for a word in each line in both languages: in titles, in the labels of theme, status, date and kind,
and in the names of lead bodies. The labels are stored once, before the lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import casefold_plain, natural_sort_key, sanitize, sanitize_line, shorten
from accordtrack.counts import NO_LEAD
from accordtrack.i18n import tr
from accordtrack.projection.fold import timeliness_of
from accordtrack.queries import filter_parser
from accordtrack.site import method_html
from accordtrack.site.page_paths import FOLDERS, GLOSSARY, METHOD, record_path
from accordtrack.statuses import UNREPORTED
from accordtrack.text import glossary
from accordtrack.vocabulary import CommitmentKind
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from accordtrack.documents.model import Family
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Page

ALIKE = (
    "gun firearm weapon arms arma",
    "fentanyl fentanilo",
    "drug droga narcotic narcotico estupefaciente",
    "extradition extradite extradicion extraditar",
    "transfer traslado",
    "overdue vencido",
    "trace tracing rastreo",
    "smuggling trafficking contrabando trafico",
    "laundering lavado",
    "money dinero",
    "bank banco",
    "border frontera",
    "customs aduana",
    "migrant migration migrante migracion",
    "cartel mafia delincuencia",
    "crime delito crimen",
    "homicide murder homicidio asesinato",
    "missing disappeared desaparecido desaparecida",
    "kidnapping secuestro",
    "seizure seized incautacion aseguramiento decomiso",
    "arrest detention detencion arresto",
    "prosecutor fiscal fiscalia",
    "court judge tribunal juez",
    "police policia",
    "treatment tratamiento",
    "addiction adiccion",
    "training capacitacion",
    "tariff arancel",
    "audit auditoria",
    "agreement acuerdo",
)
"""Synonyms in both languages, a row each: lower-case words without accents, in the singular. They are never displayed."""
FACETS = ("side", "owes", "open", "status", "standing", "due", "theme", "kind", "level", "text")
"""Filter fields with a fixed list of values, in line order. A line holds canonical values separated by spaces."""
OPEN = ("lead", "place", "framework", "area")
HALVES = ("status", "standing", "lead")
"""Filter fields with a value for each half. A line holds values such as ``US.limited``, and the script splits them."""
DATES = ("due", "agreed")
"""Filter fields for dates. After ``FACETS``, a line has ``OPEN`` (fields that take any code), then ``DATES``.

The filter field ``id`` is the code of the line.
"""
_LABELLED = {"status": "status", "due": "timeliness", "kind": "kind"}
"""Fields whose labels are searchable, with their label group. Labels of themes come from the data instead."""
LONGEST = 600
"""Maximum number of characters of a page's text that are searchable."""
_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Line:
    """A page, or an anchor on a page. ``also`` is searched but not displayed: its name in the other language.

    ``facet_values`` are the values of ``FACETS``; ``code_values`` are the values of ``OPEN`` and ``DATES``.
    """

    kind: str
    path: str
    title: str
    code: str = ""
    text: str = ""
    also: str = ""
    facets: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def kind_names() -> dict[str, str]:
    """Return the kinds of lines with their names, in display order."""
    return {
        "commitment": tr("Commitments"),
        "theme": tr("Areas"),
        "body": tr("Responsible bodies"),
        "event": tr("Events"),
        "term": tr("Glossary"),
        "method": tr("Method"),
        "page": tr("Other pages"),
    }


class IndexBuilder:
    """Collects the lines of one language as its pages are made."""

    def __init__(self, site: SiteData) -> None:
        self._made = site
        self._records: dict[str, tuple[Family, str]] = {
            record_path(family, code): (family, code)
            for family, codes in site.index.known.items()
            if family in kind_names()
            for code in codes
        }
        self._states = {str(state.record.id): state for state in site.held.commitments()}
        self._found: list[Line] = []

    def add_page(self, page: Page) -> None:
        """Add a page."""
        text = shorten(sanitize(page.summary), LONGEST)
        if page.path not in self._records:
            self._found.append(Line("page", page.path, sanitize_line(page.title), text=text))
            return
        family, code = self._records[page.path]
        state = self._states.get(code) if family == "commitment" else None
        self._found.append(
            Line(
                family,
                page.path,
                self._made.held.title(family, code),
                sanitize_line(code),
                text,
                sanitize_line(" ".join(self._other_names(family, code))),
                facet_values(state, self._made.held.at.as_of)
                if state
                else _theme_facets(code)
                if family == "theme"
                else (),
                code_values(state) if state else (),
            )
        )

    def lines(self) -> tuple[Line, ...]:
        """Return all lines by kind from A to Z, including glossary terms and sections of the method."""
        _title, chapters = method_html.parse_chapters(self._made.method)
        with i18n.using_language(i18n.other_language()):
            others = {term.anchor: term.name for term in glossary.terms()}
        lines = [
            Line("term", f"{GLOSSARY}#{t.anchor}", t.name, text=t.told, also=others[t.anchor]) for t in glossary.terms()
        ]
        lines += [Line("method", f"{METHOD}#{place}", title) for place, title in method_html.headings(chapters)]
        order = list(kind_names())

        def key(one: Line) -> tuple[int, str, str]:
            words = "" if one.kind == "method" else casefold_plain(one.title)
            return order.index(one.kind), words, natural_sort_key(one.code)

        return tuple(sorted([*self._found, *lines], key=key))

    def labels(self) -> dict[str, dict[str, str]]:
        """Return the labels in both languages, by field and canonical value."""
        found: dict[str, dict[str, list[str]]] = {"theme": {}}
        for language in i18n.LANGUAGES:
            with i18n.using_language(language):
                for code in self._made.index.known["theme"]:
                    found["theme"].setdefault(code, []).append(self._made.held.title("theme", code))
                for name, group in _LABELLED.items():
                    for word in filter_parser.choices(name):
                        found.setdefault(name, {}).setdefault(word, []).append(label(group, word))
        return {name: {word: " ".join(lines) for word, lines in sorted(of.items())} for name, of in found.items()}

    def _other_names(self, family: Family, code: str) -> Iterator[str]:
        with i18n.using_language(i18n.other_language()):
            yield self._made.held.title(family, code)
        if family == "theme":
            for name, body in self._made.held.facts.indicators.items():
                if body.theme == code:
                    yield self._made.held.title("indicator", name)


def facet_values(state: State, as_of: str) -> tuple[str, ...]:
    """Return the values of a commitment for ``FACETS``."""
    commitment = state.record
    owed = state.halves if commitment.kind == CommitmentKind.COMMITMENT else ()
    return (
        str(commitment.responsible_side),
        " ".join(half.side for half in owed),
        " ".join(half.side for half in owed if half.is_open),
        " ".join(f"{half.side}.{half.status or UNREPORTED}" for half in state.halves),
        " ".join(f"{half.side}.{half.standing}" for half in state.halves),
        str(timeliness_of(state, as_of)),
        str(commitment.theme),
        str(commitment.kind),
        str(commitment.level),
        str(commitment.text_basis),
    )


def code_values(state: State) -> tuple[str, ...]:
    """Return the values of a commitment for ``OPEN`` and ``DATES``; spaces separate several values."""
    commitment = state.record
    owing = {half.side for half in state.halves}
    leads = (
        (side, body or (NO_LEAD if side in owing else ""))
        for side, body in (("MX", commitment.lead.MX), ("US", commitment.lead.US))
    )
    return (
        " ".join(f"{side}.{body}" for side, body in leads if body),
        " ".join(map(str, commitment.places)),
        *(word or "" for word in (commitment.framework, commitment.area, commitment.due_on, commitment.agreed_on)),
    )


def _theme_facets(code: str) -> tuple[str, ...]:
    return tuple(code if name == "theme" else "" for name in FACETS)


def index_script(lines: Sequence[Line], labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return the index as a script with one constant; register text is escaped, so that it cannot end the script."""
    order = list(kind_names())
    head = {
        "kinds": list(kind_names().values()),
        "folders": [FOLDERS.get(kind, "") for kind in order],  # type: ignore[call-overload]
        "facets": FACETS,
        "open": OPEN,
        "halves": HALVES,
        "dates": DATES,
        "fields": _unlike(filter_parser.field_spellings()),
        "labels": labels,
        "alike": ALIKE,
        "values": {name: _unlike(filter_parser.spellings(name)) for name in FACETS},
        "known": _known_fields(),
        "words": _script_messages(),
    }
    entries = ",\n".join(_json(_line_values(one, order)) for one in lines)
    return f'const ACCORDTRACK = {_json(head)[:-1]},\n"entries":[\n{entries}\n]}};\n'


def _unlike(spellings: Mapping[str, str]) -> dict[str, object]:
    """Return spellings with the words they stand for; those that are the word itself are listed once, under an empty one."""
    return {"": [one for one, word in spellings.items() if one == word]} | {
        one: word for one, word in spellings.items() if one != word
    }


def _known_fields() -> dict[str, tuple[str, list[str]]]:
    """Return the name and the values of each field as written in the current language."""
    language = i18n.language()
    return {
        name: (
            filter_parser.field_word(name)[language],
            [filter_parser.value_word(name, word)[language] for word in i18n.sides(filter_parser.choices(name))],
        )
        for name in (*FACETS, *OPEN, "agreed", "id")
    }


def _line_values(one: Line, order: list[str]) -> list[object]:
    folder = FOLDERS.get(one.kind, "")  # type: ignore[call-overload]
    path = "" if folder and one.path == f"{folder}/{one.code}.html" else one.path
    line: list[object] = [order.index(one.kind), path, one.title, one.code, one.text, one.also]
    line += ["|".join(one.facets), *one.codes]
    while not line[-1]:
        line.pop()
    return line


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _script_messages() -> dict[str, str | list[str]]:
    """Return the messages of the script, with unfilled ``{names}``."""
    return {
        "found": [tr("1 page found"), tr("{n} pages found")],
        "none": tr("No page contains all of these words."),
        "more": [tr("1 more; add a word to narrow the list."), tr("{n} more; add a word to narrow the list.")],
        "field": tr('Unknown filter word "{x}"'),
        "value": tr('Unknown {field} "{x}"'),
        "elsewhere": tr('The filter word "{x}" works in the program, not on this page'),
        "date": tr('"{x}" is not a date'),
        "write": tr("Write it as 2026, 2026-12 or 2026-12-31."),
        "compared": tr("{field} cannot be compared"),
        "known": tr("Known are: {known}."),
    }


def group_by_kind(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return the lines grouped by the name of their kind, in display order."""
    found: dict[str, list[Line]] = {}
    names = kind_names()
    for line in lines:
        found.setdefault(names[line.kind], []).append(line)
    return found
