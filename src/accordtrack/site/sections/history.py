"""The history for pages and feeds about a period: entries by category, as text, with links to their records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.safe_text import minus, natural_sort_key, sanitize, sanitize_line
from accordtrack.i18n import in_alternat, local, tr
from accordtrack.ledger import kinds
from accordtrack.scorecard.sections import quotations
from accordtrack.site.entries import record_of
from accordtrack.site.page import Happenings, Link, RecordEntries, Section
from accordtrack.site.page_paths import record
from accordtrack.site.sections import entry_text, statement_block
from accordtrack.store.items import of_kind
from accordtrack.text import release_dates
from accordtrack.text.numbers import amount
from accordtrack.vocabulary import CLOSENESS, MeasurementState, Qualifier, Stance
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accordtrack.ledger.indicators import Measurement
    from accordtrack.ledger.records import Conflict
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import EntryBlock, Family, Words
    from accordtrack.types import EntryView

    Move = tuple[object, object, bool]
    """The deadline before an amendment, the new deadline, and whether the change waits for the other side."""

_SORTS = {
    "status.report": "statuses",
    "position.take": "answers",
    "answer.ask": "answers",
    "position.withdraw": "disagreements",
    "conflict.record": "disagreements",
    "conflict.settle": "disagreements",
    "evidence.add": "evidence",
    "evidence.withhold": "evidence",
    "measurement.add": "values",
    "framework.amend": "amended",
    "commitment.amend": "amended",
    "indicator.amend": "amended",
    "note.add": "notes",
    "entry.retract": "back",
}
"""Category of each entry kind; kinds that are not listed are records."""
QUIET = frozenset(
    {"accord.set", "body.add", "source.add", "goal.add", "area.add", "indicator.link", "desk.open", "desk.rekey"}
)
"""Supporting kinds of entries, which are counted but not shown individually."""
_PAGES: tuple[Family, ...] = ("commitment", "event", "body", "theme")


class History:
    """The entries of the history in the current language, the most recently written first."""

    def __init__(self, made: SiteData) -> None:
        """Take the entries of ``made``."""
        self._made = made
        self.views = made.told
        self._moves = {
            entry: move for state in made.held.facts.states.values() for entry, move in _moves(state).items()
        }
        self._measured = _measured(made)

    def sort_of(self, view: EntryView) -> str:
        """Return the category of an entry, which names the section that shows it."""
        answer, amend = record_of(view, kinds.POSITION_TAKE), record_of(view, kinds.COMMITMENT_AMEND)
        if answer is not None and answer.stance is Stance.DISPUTE:
            return "disagreements"
        if amend is not None and "due_on" in amend.fields:
            return "deadlines"
        return _SORTS.get(view.kind, "records")

    def sections(self, views: Iterable[EntryView]) -> tuple[Section, ...]:
        """Return one section per category, grouped by record, with the entries in the given order."""
        sorts: dict[str, list[EntryView]] = {}
        for view in views:
            sorts.setdefault(self.sort_of(view), []).append(view)
        return tuple(
            Section(name, title, (Happenings(tuple(self._records(sorts[name]))),))
            for name, title in _titles()
            if name in sorts
        )

    def _records(self, views: Sequence[EntryView]) -> Iterator[RecordEntries]:
        records: dict[str, list[EntryView]] = {}
        for view in views:
            records.setdefault(view.ref, []).append(view)
        for found in records.values():
            yield RecordEntries(self.about(found[0]), tuple(map(self.entry, found)))

    def about(self, view: EntryView) -> Words:
        """Return the title of an entry's record, linked to its page if it has one, and the record's code."""
        title, code, there = self.title(view), sanitize_line(view.ref), self.where(view)
        named = Link(title, path=there[0]) if there else title
        return (named,) if title == code else (named, f" ({code})")

    def title(self, view: EntryView) -> str:
        """Return the current title of an entry's record."""
        facts = self._made.held.facts
        held = {"commitment": facts.states, "event": facts.events, "indicator": facts.indicators}
        family = next((name for name, records in held.items() if view.ref in records), None)
        if family is not None:
            return self._made.held.title(family, view.ref)
        return sanitize_line(local(view.title)) or sanitize_line(view.ref)

    def where(self, view: EntryView) -> tuple[str, str] | None:
        """Return the page that shows an entry and the anchor on it, or None if the record has no page."""
        index = self._made.index
        path = index.of("commitment", view.ref)
        if path is not None:
            return path, statement_block.anchor(view.hash)
        if view.ref in self._measured:
            return record("commitment", self._measured[view.ref]), f"indicator-{view.ref}"
        found = next((path for family in _PAGES if (path := index.of(family, view.ref))), None)
        return (found, "") if found else None

    def entry(self, view: EntryView) -> EntryBlock:
        """Return an entry as text; its day links to the place that shows it."""
        found = entry_text.entry(self._made, view, linked=False)
        day = view.known_on or found.day
        if value := record_of(view, kinds.MEASUREMENT):
            found = replace(found, head=self._value(value), words=sanitize(local(value.note)))
            day = release_dates.day(value.published_on, value.precision)
        elif status := record_of(view, kinds.STATUS_REPORT):
            who = quotations.who(status.speaker, status.speaker_body)
            found = replace(found, head=f"{who}: {wording.status(status.status, status.basis)}")
        elif conflict := record_of(view, kinds.CONFLICT):
            found = replace(found, words=sanitize(_claims(conflict)))
        elif view.hash in self._moves:
            found = replace(
                found, head=sanitize_line(f"{label('side', view.speaker)}: {_moved(self._moves[view.hash])}")
            )
        there = self.where(view)
        link = Link(sanitize_line(day), path=there[0], anchor=there[1]) if there else None
        return replace(found, day=sanitize_line(day), about=link)

    def _value(self, body: Measurement) -> str:
        """Return a value as released: number, unit, period, party, and its state if it is not final."""
        gauge, whole = self._made.held.facts.indicators.get(body.indicator), body.value
        number = f"{body.numerator}/{body.denominator}" if whole is None else minus(amount(float(whole)))
        if body.qualifier is not Qualifier.EXACT:
            number = f"{label('qualifier', body.qualifier)} {number}"
        parts = (
            f"{number} {local(gauge.unit) if gauge else ''}".strip(),
            tr("{start} to {end}", start=body.period_start, end=body.period_end),
            label("side", body.party),
            "" if body.state is MeasurementState.FINAL else label("state", body.state),
        )
        return sanitize_line(", ".join(part for part in parts if part))

    def themes(self, view: EntryView) -> frozenset[str]:
        """Return the codes of the themes of an entry's record."""
        facts = self._made.held.facts
        if view.ref in facts.states:
            return frozenset({str(facts.states[view.ref].record.theme)})
        if view.ref in facts.indicators:
            return frozenset({str(facts.indicators[view.ref].theme)})
        held = facts.events.get(view.ref) or facts.conflicts.get(view.ref)
        return frozenset(map(str, held.themes)) if held else frozenset()


def _titles() -> tuple[tuple[str, str], ...]:
    """Return the categories and their titles, in display order."""
    return (
        ("statuses", tr("Statuses said or read")),
        ("answers", tr("Answers given and asked for")),
        ("disagreements", tr("Disagreements and figures that do not fit, opened or settled")),
        ("deadlines", tr("Deadlines moved")),
        ("evidence", tr("Evidence")),
        ("values", tr("Values released")),
        ("records", tr("Records added")),
        ("amended", tr("Records amended")),
        ("notes", tr("Notes")),
        ("back", tr("Entries taken back")),
    )


def _moves(state: State) -> dict[str, Move]:
    """Return the move of the deadline by each amendment, in force or pending, by entry hash."""
    waiting = {held.item.hash for held in state.pending if held.field == "due_on"}
    return {
        item.hash: (state.replaced[item.hash]["due_on"], item.body.fields["due_on"], item.hash in waiting)
        for item in of_kind(state.items, kinds.COMMITMENT_AMEND)
        if "due_on" in item.body.fields
    }


def _moved(move: Move) -> str:
    old, new, waits = move
    what = tr("deadline {old} → {new}", old=old or tr("without a date"), new=new or tr("without a date"))
    return tr("{what}, proposed and not yet agreed", what=what) if waits else what


def _claims(body: Conflict) -> str:
    """Return the claims of a conflict as lines of text, those of the reader's own country first."""
    claims = in_alternat(body.claims, lambda one: one.speaker)
    claimed = (f"{label('side', one.speaker)}, {one.said_on}: {local(one.text)}" for one in claims)
    return "\n".join((local(body.title), *claimed))


def _measured(made: SiteData) -> dict[str, str]:
    """Return, for each indicator, the most closely linked commitment, whose page shows its chart."""
    found: dict[str, tuple[int, str, str]] = {}
    for code, state in made.held.facts.states.items():
        for link in state.links:
            rank = (CLOSENESS[link.body.strength], natural_sort_key(code), code)
            name = link.body.indicator
            found[name] = min(found.get(name, rank), rank)
    return {name: code for name, (_strength, _order, code) in found.items()}
