"""What waits for a side: entries that it has neither accepted nor disputed, grouped by act."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.ledger import kinds
from accordtrack.ledger.amended_parts import parts_of
from accordtrack.projection import proposed_records, record_lookup
from accordtrack.projection.amendments import (
    Change,
    apply_amendments,
    fields_in_force,
    replaced_in_record,
    replaced_in_turn,
    waiting_replacements,
)
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.dual_control import VERSIONED, DualControl, author_of, is_amendment
from accordtrack.projection.log_desks import SeenInLog
from accordtrack.projection.refusals import answers_about
from accordtrack.queries import commitment_detail
from accordtrack.store import desk_keys, log
from accordtrack.store.acceptance import FIRST_WITH_ACCEPTANCES, StoredVerdicts
from accordtrack.store.file_check import version
from accordtrack.store.items import CLOCK, in_force, is_kind, of_kind, open_answers
from accordtrack.types import Text
from accordtrack.types.pending import PendingAct, PendingChange, PendingDispute, PendingEntry
from accordtrack.vocabulary import Side, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.statements import PositionTake, RecordAmend
    from accordtrack.projection.amendments import Replacements
    from accordtrack.projection.desk_history import DeskHistory
    from accordtrack.store.items import Item

_WAITING = """
SELECT a.entry_id FROM acceptance a JOIN record r ON r.entry_id = a.entry_id
WHERE a.waits != '' AND r.retracted_by IS NULL AND r.refused IN (0, 3) AND instr(a.waits, :side) ORDER BY a.entry_id
"""
_ALONE = """
SELECT a.entry_id FROM acceptance a JOIN record r ON r.entry_id = a.entry_id
WHERE a.waits = '' AND instr(a.absent, :side) AND r.retracted_by IS NULL AND r.refused IN (0, 3) ORDER BY a.entry_id
"""


def pending_acts(connection: Connection, side: str | None = None, *, disputed: bool = False) -> tuple[PendingAct, ...]:
    """Return the acts with entries that wait for ``side``, or for any side, those with the most entries first.

    Entries that the side disputed are not among them, or with ``disputed`` are the only ones; changes that a newer one
    replaced never are.
    """
    return _acts(connection, side, waiting_items(connection, side, disputed=disputed), disputed=disputed)


def acts_in_force_alone(connection: Connection, side: str) -> tuple[PendingAct, ...]:
    """Return the acts with entries of others that are in force only because ``side`` had no open desk.

    Entries that ``side`` disputed since are not among them.
    """
    return _acts(connection, side, items_in_force_alone(connection, side), disputed=False)


def _acts(
    connection: Connection, side: str | None, found: Sequence[Item[Record]], *, disputed: bool
) -> tuple[PendingAct, ...]:
    if not found:
        return ()
    refused: Mapping[str, list[Item[PositionTake]]] = {}
    if disputed:
        refused = answers_about(FoldContext(connection), [item.ref for item in found], {item.hash for item in found})
    described = _Described(connection, _SeenDays(connection, side), refused)
    ordered = sorted(found, key=lambda item: (item.feed, item.act, item.seq))
    grouped = groupby(ordered, key=lambda item: (item.feed, item.act))
    history = FoldContext(connection).history
    acts = [_act(list(group), described, history) for _act_id, group in grouped]
    return tuple(sorted(acts, key=lambda act: (-len(act.entries), act.at, act.act)))


def described_entry(connection: Connection, item: Item[Record]) -> PendingEntry:
    """Return one entry as the list shows it."""
    return _Described(connection, _SeenDays(connection, None), {}).entry(item)


def waiting_items(connection: Connection, side: str | None = None, *, disputed: bool = False) -> list[Item[Record]]:
    """Return the entries that wait for ``side``, or for any side, and that it did or did not dispute, in log order."""
    return _items_for(connection, side, _WAITING, disputed=disputed)


def count_in_force_alone(connection: Connection, side: str) -> int:
    """Return how many entries ``acts_in_force_alone`` returns."""
    return len(items_in_force_alone(connection, side))


def items_in_force_alone(connection: Connection, side: str) -> list[Item[Record]]:
    """Return the entries of the other side that are in force only because ``side`` had no open desk, in log order."""
    return _items_for(connection, side, _ALONE, disputed=False)


def _items_for(connection: Connection, side: str | None, statement: str, *, disputed: bool) -> list[Item[Record]]:
    if version(connection) < FIRST_WITH_ACCEPTANCES:
        return []
    keys = [int(key) for key in connection.execute(text(statement), {"side": side or ""}).scalars()]
    if not keys:
        return []
    world = FoldContext(connection)
    items = _without_lapsed(world, without_replaced(world.items_with_keys(keys)))
    refused = proposed_records.refusing_sides(connection, world, items)
    wanted = {side} if side else set()
    return [item for item in items if refused[item.hash].issuperset(wanted or item.waits) is disputed]


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry with its verdict, and why it can no longer be answered: the entry that took it back or replaced it."""

    item: Item[Record]
    taken_back_by: str | None
    replaced_by: str | None
    has_lapsed: bool


def find_entry(connection: Connection, digest: str) -> FoundEntry | None:
    """Return the entry with a hash and its state; None if its body is not in this copy."""
    world = FoldContext(connection)
    found = log.item_with_hash(connection, digest, world.sides)
    if found is None:
        return None
    item = found.with_verdict(StoredVerdicts(connection).of([found.ref]).get(found.entry_id))
    newer = _replaced_by(world, item) if _replaceable(item) and item.waits else None
    return FoundEntry(item, _taken_back_by(connection, item), newer, has_lapsed(world, item))


def was_refused_by(connection: Connection, item: Item[Record], side: str) -> bool:
    """Whether a side ever disputed an entry, or did not subscribe to its text."""
    world = FoldContext(connection)
    answers = of_kind([*world.items(item.ref), *world.answers_elsewhere([item])], kinds.POSITION_TAKE)
    return any(answer.body.answers == item.hash and answer.seat == side and answer.body.refuses for answer in answers)


def final_agreement(
    connection: Connection, world: FoldContext, digest: str, feed: str, day: str
) -> Item[Record] | None:
    """Return what the entry with a hash agreed to, if the next act of a desk, on ``day``, can no longer take that back."""
    answer = log.item_with_hash(connection, digest, world.sides)
    if answer is None or not is_kind(answer, kinds.POSITION_TAKE) or answer.body.stance is not Stance.CONCUR:
        return None
    item = log.item_with_hash(connection, str(answer.body.answers), world.sides)
    if item is None:
        return None
    about = list(world.items(item.ref))
    control = DualControl([*about, *world.answers_elsewhere(about)], world.history, world.bodies_in_force)
    return item if control.is_final(answer, feed, day) else None


_RETRACTED = """
SELECT e.feed || '-' || e.seq FROM record r JOIN entry e ON e.id = r.retracted_by WHERE r.entry_id = :key
"""


def _taken_back_by(connection: Connection, item: Item[Record]) -> str | None:
    found = connection.execute(text(_RETRACTED), {"key": item.entry_id}).scalar()
    return None if found is None else str(found)


def _replaced_by(world: FoldContext, item: Item[Record]) -> str | None:
    """Return the newest proposal of the same author, if newer ones name every waiting field of an amendment.

    A version is also replaced by a newer one that was accepted. A change is not: then it lapses.
    """
    by, whole = author_of(item), item.kind in VERSIONED
    found = standing_items(list(world.items(item.ref)), world) if whole else world.items(item.ref)
    others = [one for one in found if one.kind == item.kind and (whole or (author_of(one) == by and one.waits))]
    kept = without_replaced(others)
    if any(one.hash == item.hash for one in kept) or not kept:
        return None
    own = [one for one in kept if author_of(one) == by]
    return (own or kept)[-1].id


def is_act(connection: Connection, act: str) -> bool:
    """Whether the log has an act with that id."""
    return connection.execute(text("SELECT 1 FROM entry WHERE act = :act LIMIT 1"), {"act": act}).first() is not None


def count_pending(connection: Connection, side: str) -> int:
    """Return how many entries ``pending_acts`` returns."""
    return len(waiting_items(connection, side))


def _act(items: Sequence[Item[Record]], described: _Described, history: DeskHistory) -> PendingAct:
    first = items[0]
    return PendingAct(
        first.act, first.feed, first.by, history.recorded_at(first), tuple(described.entry(item) for item in items)
    )


def without_replaced(items: Iterable[Item[Record]]) -> list[Item[Record]]:
    """Return the entries without those that their author proposed again: amendments, and kinds that have versions.

    A settlement is also replaced by another one that its author accepted since.
    """
    ordered = sorted(items, key=CLOCK)
    newest: dict[tuple[str, str, str], str] = {}
    for item in ordered:
        for part in _replaceable(item):
            newest[author_of(item), item.ref, part] = item.hash
    return [
        item
        for item in ordered
        if not (parts := _replaceable(item))
        or (
            any(newest[author_of(item), item.ref, part] == item.hash for part in parts)
            and not any(_settles_otherwise(other, item) for other in ordered)
        )
    ]


def waiting_again(connection: Connection, digest: str, ref: str) -> list[str]:
    """Return the ids of the proposals that wait again once the one with this hash is taken back: those that it had replaced."""
    world = FoldContext(connection)
    standing = standing_items(list(world.items(ref)), world)
    gone = next((one for one in standing if one.hash == digest and _replaceable(one)), None)
    if gone is None:
        return []
    same = [one for one in standing if one.waits and one.kind == gone.kind and author_of(one) == author_of(gone)]
    hidden = {one.hash for one in same} - {one.hash for one in without_replaced([*same, gone])}
    back = [one for one in without_replaced(one for one in same if one is not gone) if one.hash in hidden]
    refused = proposed_records.refusing_sides(connection, world, back) if back else {}
    return [one.id for one in back if not refused[one.hash].issuperset(one.waits)]


def _settles_otherwise(other: Item[Record], item: Item[Record]) -> bool:
    """Whether the author of a settlement that waits accepted another one of the same conflict since."""
    if not is_kind(item, kinds.CONFLICT_SETTLE) or (other.kind, other.ref) != (item.kind, item.ref):
        return False
    accepted = other.verdict.accepted if other.verdict else None
    return bool(item.waits and accepted and accepted.side == item.seat and accepted.lc > item.lc)


def _replaceable(item: Item[Record]) -> tuple[str, ...]:
    """Return what a newer proposal of the same side replaces: the waiting parts of an amendment, or the whole proposal."""
    if item.verdict is None:
        return ()
    if is_amendment(item):
        return tuple(part for name in item.verdict.fields for part in parts_of(name, item.body.fields[name]))
    return (item.kind,) if item.kind in VERSIONED else ()


def _without_lapsed(world: FoldContext, items: Iterable[Item[Record]]) -> list[Item[Record]]:
    """Return the entries without those that nobody can accept: lapsed amendments, and versions replaced since."""
    return [
        item
        for item in items
        if not has_lapsed(world, item) and not (item.kind in VERSIONED and _replaced_by(world, item))
    ]


def has_lapsed(world: FoldContext, item: Item[Record]) -> bool:
    """Whether each value that a waiting amendment would replace was replaced by something else."""
    waiting = item.verdict.fields if item.verdict and item.waits else ()
    return bool(waiting) and set(outdated_fields(world, item)).issuperset(waiting)


def outdated_fields(world: FoldContext, item: Item[Record]) -> list[str]:
    """Return the fields of an amendment that somebody changed after it was proposed, so that they lapse if it is accepted."""
    if not is_amendment(item) or not item.body.replaces:
        return []
    holders = value_holders(world, item.ref)
    if holders is None or item.verdict is None:
        return []
    outdated = Change.of(item).outdated(holders, holders[""], _waiting_changes(world, item.ref))
    return [name for name in outdated if name in item.verdict.fields]


def overtaken_changes(world: FoldContext, item: Item[Record]) -> list[str]:
    """Return the ids of the changes that wait and on which an amendment was built, so that they lapse if it is accepted."""
    if not is_amendment(item):
        return []
    waiting = _waiting_changes(world, item.ref)
    passed = {
        digest
        for part, replaced in Change.of(item).replaced.items()
        for digest in replaced_in_turn(part, replaced, waiting)
        if digest in waiting
    }
    return [one.id for one in sorted(world.items(item.ref), key=CLOCK) if one.hash in passed]


def _waiting_changes(world: FoldContext, ref: str) -> Replacements:
    """Return what the amendments of a record that wait would replace."""
    standing = standing_items(list(world.items(ref)), world)
    return waiting_replacements(Change.of(item) for item in standing if is_amendment(item))


_AMENDED: tuple[tuple[Kind[Any], Kind[RecordAmend]], ...] = (
    (kinds.INDICATOR, kinds.INDICATOR_AMEND),
    (kinds.FRAMEWORK, kinds.FRAMEWORK_AMEND),
)


def value_holders(world: FoldContext, ref: str) -> Mapping[str, str] | None:
    """Return the hash of the entry that set each amended field of a record; under "" that of the one that added it.

    The keys are parts, those of a target as in ``amendments.holder_key``. None if the record is not in force.
    """
    standing = standing_items(list(world.items(ref)), world)
    added = next(iter(of_kind(in_force(standing), kinds.COMMITMENT)), None)
    if added is not None:
        latest = sorted(standing, key=attrgetter("order"), reverse=True)
        amends, answers = of_kind(latest, kinds.COMMITMENT_AMEND), open_answers(latest)
        missing = world.cited([added, *amends]).missing
        return {**apply_amendments(added, amends, answers, rules=world.rules, missing=missing).holders, "": added.hash}
    for adding, amending in _AMENDED:
        record: Item[Any] | None = min(of_kind(in_force(standing), adding), key=CLOCK, default=None)
        if record is not None:
            holders: dict[str, str] = {}
            list(fields_in_force(map(Change.of, of_kind(standing, amending)), record.hash, holders))
            return {**holders, "": record.hash}
    return None


class _SeenDays:
    """Finds the day of the first act of a waiting side that had seen an entry. Heads never go back within a feed."""

    def __init__(self, connection: Connection, side: str | None) -> None:
        self._seen = SeenInLog(connection)
        seats = desk_keys.sides_by_feed(connection)
        self._feeds = {
            one: [feed for feed, seat in seats.items() if seat == one] for one in ([side] if side else [*Side])
        }
        self._days: dict[tuple[str, str, int], str | None] = {}

    def day(self, item: Item[Record]) -> str | None:
        """Return the day on which the first of the sides that an entry waits for had seen it; None if none had."""
        feeds = [feed for side in item.waits for feed in self._feeds.get(side, ())]
        return min((day for feed in feeds if (day := self._first(feed, item.feed, item.seq))), default=None)

    def _first(self, reader: str, feed: str, seq: int) -> str | None:
        if (reader, feed, seq) not in self._days:
            last = self._seen.last_seq(reader)
            place = bisect_left(range(1, last + 1), seq, key=lambda at: self._upto(reader, at, feed)) + 1
            self._days[reader, feed, seq] = self._seen.latest_time(reader, place)[:10] if place <= last else None
        return self._days[reader, feed, seq]

    def _upto(self, reader: str, at: int, feed: str) -> int:
        return (self._seen.heads_at(reader, at) or {}).get(feed, 0)


class _Described:
    """Describes entries: what each is about, and the values that it would change."""

    def __init__(
        self, connection: Connection, seen: _SeenDays, refused: Mapping[str, Sequence[Item[PositionTake]]]
    ) -> None:
        self._connection = connection
        self._seen = seen
        self._refused = refused
        self._values: dict[tuple[str, str], Mapping[str, Any]] = {}

    def entry(self, item: Item[Record]) -> PendingEntry:
        """Return an entry as the list shows it."""
        body: Any = item.body
        gone = self._taken_back(body)
        return PendingEntry(
            key=item.entry_id,
            hash=item.hash,
            id=item.id,
            kind=item.kind,
            about=item.ref,
            title=self._title(item),
            status=getattr(body, "status", None),
            speaker=getattr(body, "speaker", None),
            provenance=item.verdict.provenance.value if item.verdict else "",
            sides=item.waits,
            handling=item.handling,
            changes=self._changes(item),
            seen=self._seen.day(item),
            takes_back=None if gone is None else gone.id,
            taken_back=None if gone is None else kinds.canonical_body(gone.body),
            number=f"{item.feed}-{item.seq}",
            disputes=tuple(_dispute(answer) for answer in self._refused.get(item.hash, ())),
            body=kinds.canonical_body(body),
            settles=self._settled_claim(item),
        )

    def _settled_claim(self, item: Item[Record]) -> Mapping[str, Any] | None:
        """Return the claim that a settlement names; None for other kinds, or if the conflict has no such claim."""
        if not is_kind(item, kinds.CONFLICT_SETTLE):
            return None
        claims = self._current(item).get("claims") or ()
        return next(iter(claims[item.body.claim - 1 :]), None)

    def _taken_back(self, body: Any) -> Item[Record] | None:  # noqa: ANN401
        """Return the entry that a retraction or withdrawal names; None for other kinds."""
        digest = getattr(body, "target", None) or getattr(body, "position", None)
        return log.item_with_hash(self._connection, digest, {}) if isinstance(digest, str) else None

    def _title(self, item: Item[Record]) -> Text | None:
        own = record_lookup.title(item.body)
        if own is not None:
            return own
        values = self._current(item)
        title = values.get("title") or values.get("name")
        return Text(**title) if isinstance(title, dict) else None

    def _changes(self, item: Item[Record]) -> tuple[PendingChange, ...]:
        fields = getattr(item.body, "fields", None)
        if fields is None or item.verdict is None:
            return ()
        old = replaced_in_record(self._current(item), fields)
        return tuple(PendingChange(name, old[name], fields[name]) for name in item.verdict.fields)

    def _current(self, item: Item[Record]) -> Mapping[str, Any]:
        """Return the plain values of the record that an entry is about: those in force, or those of its proposal."""
        family = "commitment" if item.kind.startswith(_ABOUT_COMMITMENTS) else item.kind.partition(".")[0]
        if (family, item.ref) not in self._values:
            self._values[family, item.ref] = self._read(family, item.ref)
        return self._values[family, item.ref]

    def _read(self, family: str, ref: str) -> Mapping[str, Any]:
        if family == "commitment":
            if not record_lookup.exists(self._connection, family, ref):
                return self._read_proposed(family, ref)
            return kinds.canonical_body(commitment_detail.state_of(self._connection, ref)[0].record)
        kind = kinds.INDICATOR if family == "measurement" else kinds.FAMILIES.get(family)
        found = record_lookup.record(self._connection, kind, ref) if kind is not None else None
        return (
            self._read_proposed(kind.family if kind else family, ref) if found is None else kinds.canonical_body(found)
        )

    def _read_proposed(self, family: str, ref: str) -> Mapping[str, Any]:
        key = proposed_records.proposed_entry(self._connection, family, ref)
        found = log.items_with_keys(self._connection, [key], {}) if key is not None else ()
        return next((kinds.canonical_body(item.body) for item in found), {})


def _dispute(answer: Item[PositionTake]) -> PendingDispute:
    body = answer.body
    return PendingDispute(
        id=answer.id,
        side=answer.seat,
        feed=answer.feed,
        by=answer.by,
        said_on=body.said_on,
        stance=body.stance,
        ground=body.ground,
        reason=Text.from_bilingual(body.reason),
    )


_ABOUT_COMMITMENTS = (
    "commitment.",
    "status.",
    "evidence.",
    "position.",
    "indicator.link",
    "answer.",
    "note.",
    "entry.",
)
