"""Why the numbers of a card changed between two days: each entry that changed one, by act, and the passage of time.

The walk starts with the register as of the first day and adds one entry after another, in order of (day, known date, lc,
feed, seq). The effect of an entry is the difference of the numbers after and before it, so the effects add up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import ALWAYS
from accordtrack.projection.dual_control import RULES, provenance_of
from accordtrack.projection.late_entries import is_late_entry
from accordtrack.scoring.change_steps import Phase, steps_of, time_driven_days
from accordtrack.scoring.running_score import RunningScore, no_citations
from accordtrack.types import MovingEntry, Points, ScoreChange, ScoreChanges
from accordtrack.vocabulary import COMPILER, ChangeClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.projection.desk_history import DeskHistory
    from accordtrack.scoring.change_steps import Standing, Step
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.running_score import Card, Cite
    from accordtrack.store.items import Item
    from accordtrack.types import Text

_CLASSES = {
    kinds.MEASUREMENT.name: ChangeClass.MEASUREMENT,
    kinds.STATUS_REPORT.name: ChangeClass.STATEMENT,
    kinds.POSITION_TAKE.name: ChangeClass.STATEMENT,
    kinds.POSITION_WITHDRAW.name: ChangeClass.STATEMENT,
    kinds.ANSWER_ASK.name: ChangeClass.STATEMENT,
    kinds.EVIDENCE_ADD.name: ChangeClass.EVIDENCE,
    kinds.EVIDENCE_WITHHOLD.name: ChangeClass.EVIDENCE,
}


def class_of(kind: str) -> ChangeClass:
    """Return the class of a kind of entry: measurement, statement or evidence; every other kind changes the scope."""
    return _CLASSES.get(kind, ChangeClass.SCOPE)


@dataclass(frozen=True)
class EntryContext:
    """Facts about entries beyond their content: the desks, the titles of records, and when the register was begun.

    ``by_place`` has every entry by feed and seq, ``titles`` the titles of records by id. ``withheld`` are the amendments
    that the readers may not read, by record.
    """

    history: DeskHistory
    began_on: str
    by_place: Mapping[tuple[str, int], Item[Any]]
    title_of: Callable[[str], Text | None]
    cite: Cite = no_citations
    withheld: Mapping[str, Sequence[Item[RecordAmend]]] = field(default_factory=dict)


def explain(
    standing: Standing,
    card: Card,
    days: tuple[str, str],
    context: EntryContext,
    method: Method,
    rules: int = RULES,
) -> ScoreChanges:
    """Return what changed the numbers of a card from the end of the first day to the end of the second."""
    since, until = days
    score = RunningScore(standing, since, card, method, rules, context.cite, context.withheld)
    first = before = score.numbers()
    printable = score.is_printable()
    found: list[ScoreChange] = []
    steps = [
        step
        for items in standing.values()
        for item in items
        for step in steps_of(item, score.target_day(item))
        if since < step.day <= until
    ]
    steps_by_day = {day: list(group) for day, group in groupby(sorted(steps, key=attrgetter("key")), attrgetter("day"))}
    aging = _refs_by_day(standing, since, until)
    for day in sorted({*steps_by_day, *aging}):
        score.let_time_pass(day, aging.get(day, ()))
        after = score.numbers()
        points, before = Points.between(before, after), after
        if points.is_move:
            found.append(ScoreChange(day, None, None, None, None, None, (ChangeClass.TIME.value,), points))
        acts: dict[object, _Act] = {}
        for step in steps_by_day.get(day, ()):
            score.apply(step)
            after = score.numbers()
            points, before = Points.between(before, after), after
            if points.is_move:
                writer = _writer(step, context)
                key = writer.hash if writer.feed == COMPILER else (writer.feed, writer.act)
                acts.setdefault(key, _Act(writer)).entries.append(_moving_entry(step, writer, context, points))
        found += [act.as_change(day, context) for act in acts.values()]
    printable = printable and score.is_printable()
    return ScoreChanges(
        card.kind, card.id, context.title_of(card.id), since, until, first, before, tuple(found), printable
    )


def _refs_by_day(standing: Standing, since: str, until: str) -> dict[str, list[str]]:
    """Return, by day, the records whose entries may count differently because of the passage of time."""
    found: dict[str, list[str]] = {}
    for ref, items in standing.items():
        for day in time_driven_days(items):
            if since < day <= until:
                found.setdefault(day, []).append(ref)
    return found


@dataclass(slots=True)
class _Act:
    """The entries of one act that changed a number on one day."""

    writer: Item[Any]
    entries: list[MovingEntry] = field(default_factory=list)

    def as_change(self, day: str, context: EntryContext) -> ScoreChange:
        writer = self.writer
        classes = tuple(dict.fromkeys(entry.change_class for entry in self.entries))
        provenance = provenance_of(writer, context.history).value
        points = _sum(entry.points for entry in self.entries)
        place = (writer.act, writer.feed, writer.by, writer.seat, provenance)
        return ScoreChange(day, *place, classes, points, tuple(self.entries))


def _sum(every: Iterable[Points]) -> Points:
    total = Points()
    for points in every:
        total = total.plus(points)
    return total


def _writer(step: Step, context: EntryContext) -> Item[Any]:
    """Return the entry that a step is attributed to. For an entry that waited, it is the concurrence that put it in force."""
    verdict = step.item.verdict
    if step.phase is not Phase.ACCEPTED or verdict is None or verdict.accepted is None:
        return step.item
    return context.by_place.get((verdict.accepted.feed, verdict.accepted.seq), step.item)


def _moving_entry(step: Step, writer: Item[Any], context: EntryContext, points: Points) -> MovingEntry:
    item = step.item
    known = step.order[0]
    return MovingEntry(
        id=writer.id,
        hash=writer.hash,
        kind=item.kind,
        ref=item.ref,
        title=context.title_of(subject_of(item)),
        known_on=None if known == ALWAYS else known,
        at=writer.at,
        change_class=class_of(item.kind).value,
        late=is_late_entry(writer, context.began_on),
        proposal=item.id if writer is not item else None,
        points=points,
    )


def subject_of(item: Item[Any]) -> str:
    """Return the id of the commitment or record that an entry is about."""
    return str(getattr(item.body, "commitment", None) or item.ref)
