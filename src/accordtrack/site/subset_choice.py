"""The part of the register that a site covers: parse a place, theme or body, and describe the part on pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.i18n import localize, term_spelling, tr
from accordtrack.queries import filter_parser
from accordtrack.types import Text
from accordtrack.types.regions import NAMES, name_with_code

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.ledger.records import Commitment, Event, ThemeRecord
    from accordtrack.projection.facts import Facts
    from accordtrack.queries.filter_parser import Term


_ALIKE = 0.7
"""Minimum similarity of a suggestion. It is high because short codes easily resemble each other."""


@dataclass(frozen=True, slots=True)
class FoundPart:
    """The commitments that a filter found, what belongs to them, and the names of the part in both languages."""

    commitments: frozenset[str]
    indicators: frozenset[str]
    themes: frozenset[str]
    places: frozenset[str]
    names: Text


@dataclass(frozen=True, slots=True)
class SitePart:
    """The requested part by place, theme and body code; None means all. A country includes its states."""

    place: str | None = None
    theme: str | None = None
    body: str | None = None
    found: FoundPart | None = None
    """What a filter found, for a part that no code describes."""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any((self.place, self.theme, self.body, self.found))

    def includes(self, record: Commitment) -> bool:
        """Whether a commitment belongs to the part."""
        bodies = {record.lead.US, record.lead.MX, *record.supporting}
        return (
            (self.theme is None or record.theme == self.theme)
            and (self.place is None or any(is_within(place, self.place) for place in record.places))
            and (self.body is None or self.body in bodies)
            and (self.found is None or record.id in self.found.commitments)
        )

    def includes_event(self, event: Event) -> bool:
        """Whether an event belongs to the part."""
        places = self.found.places if self.found else frozenset[str]()
        near = not places or any(is_within(event.place, one) for one in places)
        return near and self.includes_directly(event, event.themes)

    def includes_theme(self, theme: str) -> bool:
        """Whether the part may hold commitments of a theme."""
        return self.theme in {None, theme} and (self.found is None or theme in self.found.themes)

    def includes_directly(self, body: AmendedIndicator | Event, themes: Collection[str]) -> bool:
        """Whether an indicator or event with these ``themes`` belongs to the part in its own right.

        Nothing does so if the part is limited to a body: only commitments belong to a body.
        """
        return (
            self.body is None
            and (self.theme is None or self.theme in themes)
            and (self.place is None or is_within(body.place, self.place))
            and (self.found is None or bool(self.found.themes & {*themes}))
        )

    def includes_indicator(self, body: AmendedIndicator) -> bool:
        """Whether an indicator that no commitment of the part links to belongs to it."""
        return self.includes_directly(body, (body.theme,)) or (
            self.found is not None and body.id in self.found.indicators
        )


def is_within(place: object, text: str) -> bool:
    """Whether a place is another one, or a state of that country."""
    return place is not None and (place == text or str(place).startswith(f"{text}-"))


def parse_part(facts: Facts, place: str | None, theme: str | None, body: str | None) -> SitePart:
    """Return the part for codes or names in either language. Raise ``Refused`` if unknown or without commitments."""
    part = SitePart(_parse_place(facts, place), _parse_theme(facts, theme), _parse_body(facts, body))
    if part and not any(part.includes(state.record) for state in facts.states.values()):
        advice = "Use fewer limits: leave out one of --place, --theme and --body, or give another value."
        raise Refused(
            Problem(
                "No commitment in this register belongs to this part: {part}",
                advice,
                values={"part": describe_part(facts, part)},
            )
        )
    return part


def part_from_filter(line: str) -> SitePart | None:
    """Return the part that holds exactly what a filter matches, or None.

    Only a filter by one theme, one state, or both can match a part. A filter by body matches only what the body leads,
    and a filter by country only what names the country itself.
    """
    terms = filter_parser.parse(line)
    found = {term.field: term.values[0] for term in terms if _is_exact(term)}
    if not terms or len(found) < len(terms):
        return None
    return SitePart(found.get("place"), found.get("theme"))


def _is_exact(term: Term) -> bool:
    if term.negated or term.op != "=" or len(term.values) != 1:
        return False
    return term.field == "theme" or (term.field == "place" and "-" in term.values[0])


def _parse_place(facts: Facts, word: str | None) -> str | None:
    if word is None:
        return None
    used = {str(place) for state in facts.states.values() for place in state.record.places}
    known = {code: NAMES.get(code, Text(code, code)) for code in (*NAMES, *sorted(used))}
    return _find_code("--place", word, known)


def _parse_theme(facts: Facts, word: str | None) -> str | None:
    if word is None:
        return None
    used = dict.fromkeys(str(state.record.theme) for state in facts.states.values())
    listed = {one.code.value: Text(one.title.en, one.title.es) for one in _themes(facts)}
    known = {**{code: Text(code, code) for code in used}, **listed}
    spanish = {folded: code for folded, code in filter_parser.spanish_words()[1]["theme"].items() if code in known}
    return spanish.get(safe_text.casefold_plain(word)) or _find_code("--theme", word, known)


def _themes(facts: Facts) -> tuple[ThemeRecord, ...]:
    return facts.accord.themes if facts.accord else ()


def _parse_body(facts: Facts, word: str | None) -> str | None:
    if word is None:
        return None
    known = {code: Text(body.name.en, body.name.es) for code, body in facts.bodies.items()}
    return _find_code("--body", word, known)


def _find_code(option: str, word: str, known: Mapping[str, Text]) -> str:
    """Return the code that equals ``word`` or has that name, ignoring case and accents. Raise ``Refused``."""
    codes = {safe_text.casefold_plain(code): code for code in known}
    names = {safe_text.casefold_plain(name): code for code, both in known.items() for name in (both.en, both.es)}
    plain = safe_text.casefold_plain(word)
    found = codes.get(plain) or names.get(plain)
    if found is not None:
        return found
    near = safe_text.nearest(word, known, alike=_ALIKE) or names.get(
        safe_text.casefold_plain(safe_text.nearest(word, names, alike=_ALIKE) or "")
    )
    listed = [term_spelling("theme", code) if option == "--theme" else safe_text.sanitize_line(code) for code in known]
    raise Refused(
        unknown_word_problem(option, word, listed, safe_text.sanitize_line(near) if near else None, alike=_ALIKE)
    )


def describe_part(facts: Facts, part: SitePart) -> str:
    """Return a description of the part in the current language: ``theme Firearms; place Texas (US-TX)``."""
    lines = []
    if part.theme:
        lines.append(tr("area {x}", x=_part_title(facts, "theme", part.theme)))
    if part.place:
        lines.append(tr("place {x}", x=localize(name_with_code(part.place))))
    if part.body:
        lines.append(tr("responsible body {x}", x=_part_title(facts, "body", part.body)))
    return "; ".join(safe_text.sanitize_line(one) for one in lines)


def part_note(facts: Facts, part: SitePart, record_count: int, withheld: int) -> str:
    """Return the note that every page has about the part. ``facts`` are those of the whole register.

    ``withheld`` counts withheld entries of the whole register, because a count for the part would reveal what they
    concern.
    """
    values = {"part": describe_part(facts, part), "n": f"{record_count:,}", "all": f"{len(facts.states):,}"}
    found = tr("This site holds only: {part}; {n} of {all} records of the register.", **values)
    return f"{found} {tr('Entries that are not public are counted across the whole register.')}" if withheld else found


def _part_title(facts: Facts, family: str, code: str) -> str:
    both = title_of(facts, family, code)
    return f"{localize(both)} ({code})" if family == "body" and both.en != code else localize(both)


def title_of(facts: Facts, family: str, code: str) -> Text:
    """Return the title of a place, theme or body in both languages, or its code if it has no title."""
    if family == "place":
        return NAMES.get(code, Text(code, code))
    if family == "body":
        title = facts.bodies[code].name if code in facts.bodies else None
    else:
        title = next((one.title for one in _themes(facts) if one.code == code), None)
    return Text(title.en, title.es) if title else Text(code, code)
