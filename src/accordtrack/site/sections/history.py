"""The history for pages and feeds about a period: entries by category, as text, with links to their records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line, with_minus_signs
from accordtrack.documents.model import Link
from accordtrack.i18n import in_alternat, localize, tr
from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import DESK_KINDS
from accordtrack.scorecard.sections import quotations
from accordtrack.site.entries import record_of
from accordtrack.site.page import Happenings, RecordEntries, Section
from accordtrack.site.page_paths import record_path
from accordtrack.site.sections import deadline, entry_text, statement_block
from accordtrack.text import release_dates
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import CLOSENESS, MeasurementState, Qualifier, Stance
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accordtrack.documents.model import Family, Sentence
    from accordtrack.ledger.indicators import Measurement
    from accordtrack.ledger.records import Conflict
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import EntryBlock
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
QUIET = frozenset({"accord.set", "body.add", "source.add", "goal.add", "area.add", "indicator.link", *DESK_KINDS})
"""Supporting kinds of entries, which are counted but not shown individually."""
_PAGES: tuple[Family, ...] = ("commitment", "event", "body", "theme")


class History:
    """The entries of the history in the current language, the most recently written first."""

    def __init__(self, site: SiteData) -> None:
        """Take the entries of ``site``."""
        self._made = site
        self.views = site.entries_newest_first
        self._moves = {
            entry: move for state in site.held.facts.states.values() for entry, move in _deadline_moves(state).items()
        }
        self._measured = _chart_commitments(site)

    def is_after_search(self, month: str) -> bool:
        """Whether a month is after the last day up to which statements were searched; not if that day is unknown."""
        until = self._made.card.facts_until
        return until is not None and month > until[:7]

    def category_of(self, view: EntryView) -> str:
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
            sorts.setdefault(self.category_of(view), []).append(view)
        return tuple(
            Section(name, title, (Happenings(tuple(self._record_entries(sorts[name]))),))
            for name, title in _category_titles()
            if name in sorts
        )

    def _record_entries(self, views: Sequence[EntryView]) -> Iterator[RecordEntries]:
        records: dict[str, list[EntryView]] = {}
        for view in views:
            records.setdefault(view.ref, []).append(view)
        for entries in records.values():
            yield RecordEntries(self.linked_title(entries[0]), tuple(map(self.build_entry_block, entries)))

    def linked_title(self, view: EntryView) -> Sentence:
        """Return the title of an entry's record, linked to its page if it has one, and the record's code."""
        title, code, there = self.title(view), sanitize_line(view.ref), self.location_of(view)
        named = Link(title, path=there[0]) if there else title
        return (named,) if title == code else (named, f" ({code})")

    def title(self, view: EntryView) -> str:
        """Return the current title of an entry's record."""
        facts = self._made.held.facts
        records_by_family = {"commitment": facts.states, "event": facts.events, "indicator": facts.indicators}
        family = next((name for name, records in records_by_family.items() if view.ref in records), None)
        if family is not None:
            return self._made.held.title(family, view.ref)
        return sanitize_line(localize(view.title)) or sanitize_line(view.ref)

    def location_of(self, view: EntryView) -> tuple[str, str] | None:
        """Return the page that shows an entry and the anchor on it, or None if the record has no page."""
        index = self._made.index
        path = index.page_path("commitment", view.ref)
        if path is not None:
            return path, statement_block.entry_anchor(view.hash)
        if view.ref in self._measured:
            return record_path("commitment", self._measured[view.ref]), f"indicator-{view.ref}"
        found = next((path for family in _PAGES if (path := index.page_path(family, view.ref))), None)
        return (found, "") if found else None

    def build_entry_block(self, view: EntryView) -> EntryBlock:
        """Return an entry as text; its day links to the place that shows it."""
        entry_block = entry_text.build_entry_block(self._made, view, linked=False)
        day = view.known_on or entry_block.day
        if value := record_of(view, kinds.MEASUREMENT):
            entry_block = replace(entry_block, head=self._value_text(value), words=sanitize(localize(value.note)))
            day = release_dates.day(value.published_on, value.precision)
        elif status := record_of(view, kinds.STATUS_REPORT):
            who = quotations.speaker_with_body(status.speaker, status.speaker_body)
            entry_block = replace(entry_block, head=f"{who}: {wording.status(status.status, status.basis)}")
        elif conflict := record_of(view, kinds.CONFLICT):
            entry_block = replace(entry_block, words=sanitize(_claims_text(conflict)))
        elif view.hash in self._moves:
            entry_block = replace(
                entry_block, head=sanitize_line(f"{label('side', view.speaker)}: {_move_text(self._moves[view.hash])}")
            )
        there = self.location_of(view)
        link = Link(sanitize_line(day), path=there[0], anchor=there[1]) if there else None
        return replace(entry_block, day=sanitize_line(day), about=link)

    def _value_text(self, body: Measurement) -> str:
        """Return a value as released: number, unit, period, party, and its state if it is not final."""
        gauge, whole = self._made.held.facts.indicators.get(body.indicator), body.value
        number = (
            f"{body.numerator}/{body.denominator}" if whole is None else with_minus_signs(format_amount(float(whole)))
        )
        if body.qualifier is not Qualifier.EXACT:
            number = f"{label('qualifier', body.qualifier)} {number}"
        parts = (
            f"{number} {localize(gauge.unit) if gauge else ''}".strip(),
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
        record = facts.events.get(view.ref) or facts.conflicts.get(view.ref)
        return frozenset(map(str, record.themes)) if record else frozenset()


def _category_titles() -> tuple[tuple[str, str], ...]:
    """Return the categories and their titles, in display order."""
    return (
        ("statuses", tr("Statuses, stated or assessed")),
        ("answers", tr("Answers given and asked for")),
        ("disagreements", tr("Disagreements and conflicting figures, opened or settled")),
        ("deadlines", tr("Deadlines moved")),
        ("evidence", tr("Evidence")),
        ("values", tr("Values released")),
        ("records", tr("Records added")),
        ("notes", tr("Notes")),
        ("amended", tr("Corrections: records amended")),
        ("back", tr("Corrections: entries taken back")),
    )


def _deadline_moves(state: State) -> dict[str, Move]:
    """Return the move of the deadline by each amendment, in force or pending, by entry hash."""
    return {
        item.hash: (state.replaced[item.hash]["due_on"], item.body.fields["due_on"], waits)
        for item, waits in deadline.date_amendments(state)
    }


def _move_text(move: Move) -> str:
    old, new, waits = move
    what = tr("deadline {old} → {new}", old=old or tr("without a date"), new=new or tr("without a date"))
    return tr("{what}, proposed and not yet agreed", what=what) if waits else what


def _claims_text(body: Conflict) -> str:
    """Return the claims of a conflict as lines of text, those of the reader's own country first."""
    claims = in_alternat(body.claims, lambda one: one.speaker)
    claimed = (f"{label('side', one.speaker)}, {one.said_on}: {localize(one.text)}" for one in claims)
    return "\n".join((localize(body.title), *claimed))


def _chart_commitments(site: SiteData) -> dict[str, str]:
    """Return, for each indicator, the most closely linked commitment, whose page shows its chart."""
    found: dict[str, tuple[int, str, str]] = {}
    for code, state in site.held.facts.states.items():
        for link in state.links:
            rank = (CLOSENESS[link.body.strength], natural_sort_key(code), code)
            name = link.body.indicator
            found[name] = min(found.get(name, rank), rank)
    return {name: code for name, (_strength, _order, code) in found.items()}
