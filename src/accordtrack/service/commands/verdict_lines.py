"""Lines that say whether written entries are in force, which side they wait for, and whose statement they record.

A plan runs the rule of dual control on the planned entries; after a write, the projection holds the verdicts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.core import dates
from accordtrack.i18n import gettext_lazy, in_both_languages
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.dual_control import DualControl
from accordtrack.projection.fold import fold, halves_covered_by
from accordtrack.queries.commitment_detail import state_of
from accordtrack.service.commands.attribution import KEEPS
from accordtrack.service.commands.signing import entry_ref
from accordtrack.store import desk_keys, log
from accordtrack.store.items import Item, is_kind, of_kind
from accordtrack.text.pending import provenance_text
from accordtrack.types import Line
from accordtrack.vocabulary import Provenance, Responsible, Side, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import StatusReport
    from accordtrack.projection.desk_history import Citation, Heads, Seen
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.service.commands.write_context import Proposal, ProposedEntry, WriteContext

_PLANNED = "planned"
_MOST = 10
"""Most statements of an act about which a line says whose they are."""
_OWN_WRITTEN = {
    Side.US: gettext_lazy("Recorded. The United States' own *{status}* remains in force."),
    Side.MX: gettext_lazy("Recorded. Mexico's own *{status}* remains in force."),
}
_OWN_PLANNED = {
    Side.US: gettext_lazy("The United States' own *{status}* remains in force."),
    Side.MX: gettext_lazy("Mexico's own *{status}* remains in force."),
}
"""What remains in force on the half of each side."""
_OWN_VALUES = {
    Side.US: gettext_lazy("The United States' own value is shown at once; it counts once {side} agrees."),
    Side.MX: gettext_lazy("Mexico's own value is shown at once; it counts once {side} agrees."),
}
_ALONE = frozenset({kinds.NOTE_ADD.name, kinds.SOURCE.name})
"""Kinds whose verdict depends on no other entry."""


def with_verdicts(bench: WriteContext, planned: Proposal) -> Proposal:
    """Return a plan with lines about the sides that its entries would wait for."""
    lines = _planned_lines(bench, planned.entries)
    ends = planned.lines[-1:] == (KEEPS,)
    return replace(planned, lines=(*planned.lines[:-1], *lines, KEEPS) if ends else (*planned.lines, *lines))


def written_lines(connection: Connection, act: str, digests: Sequence[str]) -> list[Line]:
    """Return the lines about the entries of an act, by the verdicts of the projection."""
    rows = connection.execute(text(_OF_ACT), {"act": act}).all()
    waits = [(tuple(row.waits.split()), tuple(row.fields.split())) for row in rows if row.waits]
    reports = _reports_of_act(connection, act) if len(digests) <= _MOST else []
    lines: list[Line] = []
    for report in reports:
        state = state_of(connection, report.body.commitment)[0]
        lines += _statement_lines(report, state, written=True)
    values = [(str(row.ref), str(row.feed)) for row in rows if row.waits and row.kind == kinds.MEASUREMENT.name]
    return [*lines, *_own_value_lines(connection, values), *_waiting_lines(waits)]


def _own_value_lines(connection: Connection, waiting: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """Yield a line if a desk gave values about its own country that wait: each by its indicator and the feed of the desk."""
    if not waiting:
        return
    indicators = record_lookup.records(connection, kinds.INDICATOR, sorted({ref for ref, _feed in waiting}))
    seats = desk_keys.sides_by_feed(connection)
    sides = {seats[feed] for ref, feed in waiting if ref in indicators and indicators[ref].side.value == seats[feed]}
    yield from (Line(_OWN_VALUES[Side(side)], {"side": ("the side", Side(side).other.value)}) for side in sorted(sides))


_OF_ACT = "SELECT a.waits, a.fields, e.kind, e.ref, e.feed FROM entry e JOIN acceptance a ON a.entry_id = e.id WHERE e.act = :act"
_REPORTS = "SELECT id FROM entry WHERE act = :act AND kind = 'status.report' ORDER BY id"


def _reports_of_act(connection: Connection, act: str) -> list[Item[StatusReport]]:
    keys = [int(key) for key in connection.execute(text(_REPORTS), {"act": act}).scalars()]
    return of_kind(FoldContext(connection).items_with_keys(keys), kinds.STATUS_REPORT) if keys else []


def _waiting_lines(waits: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Iterator[Line]:
    """Yield one line for each side that entries wait for, and one for the fields that keep their values until then."""
    fields: dict[str, dict[str, None]] = {}
    for sides, names in waits:
        for side in sides:
            fields.setdefault(side, {}).update(dict.fromkeys(names))
    for side in sorted(fields, reverse=True):
        yield Line("Waits for {side}.", {"side": ("the side", str(side))})
    for side in sorted(fields, reverse=True):
        if fields[side]:
            values = {"side": ("the side", str(side)), "fields": [("field", name) for name in fields[side]]}
            yield Line("Until {side} agrees, the old value stays in force: {fields}", values)


def _statement_lines(report: Item[StatusReport], state: State, *, written: bool) -> Iterator[Line]:
    """Yield whose statement a report is, and whether it is in force on the halves that it is about."""
    speaker = report.body.speaker
    word = report.verdict.provenance if report.verdict else _plain_provenance(report)
    if written or word != Provenance.OWN:  # A plan's first line says in which side's name the user writes.
        name = in_both_languages(lambda: provenance_text(word, report.seat, speaker))
        yield Line("Provenance: {provenance}", {"provenance": name})
    covered = halves_covered_by(speaker, report.body.half, Responsible(state.record.responsible_side))
    for half in state.halves:
        if half.side in covered:
            yield _force_line(report, half, written=written)


def _plain_provenance(item: Item[Any]) -> str:
    return (Provenance.OWN if item.seat in {*Side} else Provenance.THIRD_PARTY).value


def _force_line(report: Item[StatusReport], half: HalfState, *, written: bool) -> Line:
    claim = half.claim
    values: dict[str, object] = {"side": ("the side", half.side)}
    if claim is not None and claim.hash == report.hash:
        if half.withdrawal_waits:
            values = {"side": ("the side", str(report.waits[0])), "owner": ("the side", half.side)}
            return Line(
                (
                    "Shown at once. Until {side} agrees, it counts among what {owner} is responsible for and earns "
                    "nothing."
                ),
                values,
            )
        if written:
            return Line("Recorded. It is the statement in force on what {side} is responsible for.", values)
        return Line("It will be the statement in force on what {side} is responsible for.", values)
    if claim is None:
        if written:
            return Line("Recorded. No statement is in force on what {side} is responsible for.", values)
        return Line("No statement will be in force on what {side} is responsible for.", values)
    values["status"] = ("status", claim.body.status)
    if claim.seat == half.side:
        return Line((_OWN_WRITTEN if written else _OWN_PLANNED)[Side(half.side)], values)
    if written:
        return Line(
            ("Recorded. On what {side} is responsible for, *{status}*, taken from a source, remains in force."), values
        )
    return Line("On what {side} is responsible for, *{status}*, taken from a source, remains in force.", values)


# A plan


def _planned_lines(bench: WriteContext, entries: Sequence[ProposedEntry[Record]]) -> list[Line]:
    world = FoldContext(bench.connection)
    items = _planned_items(bench, entries)
    heads = {feed: seq for feed, seq, _digest in log.signed_heads(bench.connection, but=bench.feed)}
    seen = _SeenWithPlan(world.history.seen, bench.feed, bench.next_seq, heads)
    history = replace(world.history, seen=seen)
    lines: list[Line] = []
    waits: list[tuple[Sequence[str], Sequence[str]]] = []
    values: list[Side] = []
    own: list[tuple[str, str]] = []
    for ref in dict.fromkeys(item.ref for item in items):
        planned = [item for item in items if item.ref == ref]
        about = [] if all(map(_is_alone, planned)) else list(world.items(ref))
        # A retraction depends on the answers to what it takes back; those to records have refs of their own.
        takes_back = any(item.kind == kinds.ENTRY_RETRACT.name for item in planned)
        elsewhere = world.answers_elsewhere(about) if takes_back and not of_kind(about, kinds.COMMITMENT) else []
        control = DualControl([*about, *elsewhere, *planned], history, world.bodies_in_force)
        judged = [item.with_verdict(control.verdict(item)) for item in planned]
        waits += [(item.waits, item.verdict.fields if item.verdict else ()) for item in judged if item.waits]
        values += [side for item in of_kind(judged, kinds.MEASUREMENT) for side in item.waits]
        own += [(item.ref, item.feed) for item in of_kind(judged, kinds.MEASUREMENT) if item.waits]
        reports = of_kind(judged, kinds.STATUS_REPORT)
        before = standing_items(about, world) if reports else []
        everything = [*before, *judged]
        state = fold(everything, rules=world.rules, cited=world.cited(everything)) if reports else None
        if state is not None:
            lines += [line for report in reports for line in _statement_lines(report, state, written=False)]
            lines += _weaker_lines(fold(before, rules=world.rules, cited=world.cited(before)), state)
    shared = Line("A value moves a number that both sides share, so it counts once {side} agrees.")
    lines += [replace(shared, values={"side": ("the side", side.value)}) for side in sorted({*values})]
    lines += _own_value_lines(bench.connection, own)
    return [*lines, *_waiting_lines(waits)]


def _weaker_lines(before: State | None, after: State) -> Iterator[Line]:
    """Yield a line for each half whose statement will have weaker evidence than the one that it replaces."""
    old = {half.side: half.grade for half in before.halves} if before is not None else {}
    for half in after.halves:
        was = old.get(half.side)
        if was is not None and half.grade is not None and half.grade.rank < was.rank:
            values = {"side": ("the side", half.side), "old": ("grade", was), "new": ("grade", half.grade)}
            yield Line(
                "The evidence on what {side} is responsible for weakens: {old} → {new}. Cite it again to keep it.",
                values,
            )


def _is_alone(item: Item[Any]) -> bool:
    """Whether the verdict on a planned entry is independent of all other entries."""
    return item.kind in _ALONE or (is_kind(item, kinds.POSITION_TAKE) and item.body.stance is Stance.CONCUR)


def _planned_items(bench: WriteContext, entries: Sequence[ProposedEntry[Record]]) -> list[Item[Record]]:
    """Return planned entries as the rule reads entries of the log."""
    clock = log.latest_clock(bench.connection)
    items = []
    for place, entry in enumerate(entries):
        name = bench.new_entry_id(place)
        speaker = getattr(entry.body, "speaker", None)
        items.append(
            Item(
                entry_id=-1 - place,
                hash=f"{_PLANNED} {place}",
                feed=bench.feed,
                seq=bench.next_seq + place,
                lc=clock + 1 + place,
                by="",
                kind=entry.kind,
                ref=entry_ref(bench.connection, entry.kind, entry.body, name),
                handling=entry.handling,
                body=entry.body,
                seat=bench.seat,
                official=bench.side is not None and speaker == bench.side,
                act=_PLANNED,
                at=dates.now(),
            )
        )
    return items


@dataclass(frozen=True, slots=True)
class _SeenWithPlan:
    """What desks had seen, with the planned entries of a feed, which will state the heads of the register."""

    inner: Seen
    feed: str
    first: int
    heads: Heads

    def heads_at(self, feed: str, seq: int) -> Heads | None:
        """Return the heads stated by the act of entry ``seq`` of a feed; None if it states none."""
        return self.heads if feed == self.feed and seq >= self.first else self.inner.heads_at(feed, seq)

    def acts(self, feed: str) -> Sequence[tuple[int, Heads | None]]:
        """Return, for each act of a feed, the number of its first entry and the heads that it states."""
        found = self.inner.acts(feed)
        return (*found, (self.first, self.heads)) if feed == self.feed else found

    def next_act(self, feed: str, seq: int, act: str) -> str | None:
        """Return the act that follows entry ``seq`` of ``act`` in a feed; None if there is none."""
        found = self.inner.next_act(feed, seq, act)
        return _PLANNED if found is None and feed == self.feed and act != _PLANNED else found

    def first_after(self, feed: str, seq: int, acts: tuple[str, str]) -> int | None:
        """Return the number of the first entry after ``seq`` that follows both acts; None if there is none."""
        found = self.inner.first_after(feed, seq, acts)
        return self.first if found is None and feed == self.feed and _PLANNED not in acts else found

    def last_seq(self, feed: str) -> int:
        """Return the number of the last entry of a feed; 0 if it has none."""
        return self.inner.last_seq(feed)

    def latest_time(self, feed: str, seq: int) -> str:
        """Return the latest time that an entry of a feed up to ``seq`` states; empty if there is none."""
        return self.inner.latest_time(feed, seq)

    def citing(self, name: str) -> Sequence[Citation]:
        """Return every entry that cites a source or names a body."""
        return self.inner.citing(name)

    def answering(self, digest: str) -> Sequence[Citation]:
        """Return every answer to the entry with this hash."""
        return self.inner.answering(digest)
