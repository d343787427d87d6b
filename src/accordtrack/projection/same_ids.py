"""Which of several entries counts that add a record under the same id. A pure function of the entries of the log.

A desk chooses its own clock and may hide what it had seen, so both decide only where nothing else does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from accordtrack.ledger.kinds import (
    ACCORD,
    AREA,
    BODY,
    COMMITMENT,
    CONFLICT,
    ENTRY_RETRACT,
    EVALUATION,
    EVENT,
    FRAMEWORK,
    GOAL,
    INDICATOR,
    PANEL_SERIES,
    RESULT_EXPECT,
    SOURCE,
    canonical_body,
)
from accordtrack.store.items import CLOCK, can_retract, of_kind
from accordtrack.vocabulary import COMPILER, FEED_NAME, Provenance, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.statements import EntryRetract
    from accordtrack.projection.desk_history import DeskHistory
    from accordtrack.store.items import Item

ADDING = frozenset(
    kind.name
    for kind in (ACCORD, BODY, SOURCE, FRAMEWORK, GOAL, AREA, COMMITMENT, INDICATOR, EVENT, CONFLICT, EVALUATION)
)
"""Kinds that add a record under an id of their own."""
_HOLDING = ADDING | {PANEL_SERIES.name, RESULT_EXPECT.name}
"""Kinds whose ``ref`` is an id that no record of another kind may have."""
_ENTRY_ID = re.compile(f"{FEED_NAME.pattern}-[1-9][0-9]{{0,14}}")
CITED = frozenset({SOURCE.name, BODY.name})
"""Kinds of records that entries of other desks cite by their id."""
_SIDES = frozenset(Side)
_OF_BOTH, _WAITS, _LAST = 2, 4, 5
"""Groups of ``precedence``: the last one in which a record is that of both sides, of what waits, and of what is not admitted."""


class _World(Protocol):
    """What the rule needs besides the entries about an id."""

    @property
    def history(self) -> DeskHistory:
        """The entries about desks in the log."""

    def folder_statement(self, name: str) -> int | None:
        """Return the number of the entry of the data folder that is a statement with that id; None if there is none.

        A desk's statement has the id of its own entry.
        """


def precedence(item: Item[Any]) -> tuple[int, int, str, int]:
    """Sort key of entries that add a record with the same id, if nothing else decides which of them counts.

    Entries of the data folder come first, then those of admitted observers, then entries that the other side accepted,
    then entries that a side added alone, and last entries that wait and those of observers that are not admitted. Clocks
    decide only within these groups, because a desk chooses its own clock.
    """
    verdict = item.verdict
    if verdict is not None and verdict.waits:
        return (_WAITS, *CLOCK(item))
    if item.seat not in _SIDES:
        return (_LAST if _is_not_admitted(item) else 0 if item.feed == COMPILER else 1, *CLOCK(item))
    if verdict is not None and verdict.accepted is not None:
        return (_OF_BOTH, *verdict.accepted[1:4])
    return (_OF_BOTH if verdict is not None and verdict.absent else 3, *CLOCK(item))


def _is_not_admitted(item: Item[Any]) -> bool:
    """Whether an observer's desk that is not admitted wrote an entry, and no side found it when it opened a desk."""
    verdict = item.verdict
    return verdict is not None and verdict.provenance is Provenance.NOT_ADMITTED and not verdict.absent


def is_entry_id(name: str) -> bool:
    """Whether an id has the form of those of entries, such as ``us-1-12``, and so may be that of a later one."""
    return _ENTRY_ID.fullmatch(name) is not None


def refused_adds(items: Sequence[Item[Any]], history: DeskHistory, kind: str) -> frozenset[str]:
    """Return the hashes of the entries that add a record of a kind and do not count, because another one does.

    ``items`` are entries about one id with their verdicts, its retractions included.
    """
    adds = [item for item in items if item.kind == kind]
    return _Adds(adds, of_kind(items, ENTRY_RETRACT), history).refused() if len(adds) > 1 else frozenset()


def taken_ids(items: Sequence[Item[Any]], world: _World) -> frozenset[str]:
    """Return the hashes of the entries that add a record under an id that something of another kind has, as its side had seen.

    Entries have their ids before they are written.

    ``items`` are entries about one id with their verdicts, its retractions included.
    """
    adds = [item for item in items if item.kind in ADDING]
    return frozenset(item.hash for item in adds if item.feed != COMPILER and _is_taken(item, items, world))


def _is_taken(item: Item[Any], items: Sequence[Item[Any]], world: _World) -> bool:
    if is_entry_id(item.ref):
        return True
    statement = world.folder_statement(item.id)
    if statement is not None and world.history.side_had_seen(item, COMPILER, statement):
        return True
    holding = (other for other in items if other.kind in _HOLDING)
    others = [other for other in holding if other.kind != item.kind and _holds_its_id(other)]
    gone = _retractions_of(others, of_kind(items, ENTRY_RETRACT)) if others else {}
    return any(
        not world.history.item_saw(other, item)
        and world.history.side_had_seen(item, other.feed, other.seq)
        and not any(_frees_the_id(one, other, item, world.history) for one in gone.get(other.hash, ()))
        for other in others
    )


def _retractions_of(
    adds: Sequence[Item[Any]], retractions: Sequence[Item[EntryRetract]]
) -> dict[str, list[Item[EntryRetract]]]:
    """Return the retractions in force of entries, by the hash of the entry."""
    named = {item.hash: item for item in adds}
    found: dict[str, list[Item[EntryRetract]]] = {}
    for one in retractions:
        item = named.get(one.body.target)
        if not one.waits and item is not None and can_retract(one, item):
            found.setdefault(one.body.target, []).append(one)
    return found


def _frees_the_id(retraction: Item[EntryRetract], other: Item[Any], item: Item[Any], history: DeskHistory) -> bool:
    """Whether an entry had seen that another one was taken back in force, so that it may use the id again.

    The id of a source or body that others cite stays taken, even if they agreed to the retraction: they cite it still.
    """
    accepted = retraction.verdict.accepted if retraction.verdict else None
    if accepted is None:
        return history.item_saw(item, retraction)
    return other.kind not in CITED and history.saw(item.feed, item.seq, accepted.feed, accepted.seq)


class _Adds:
    """Entries that add a record of one kind under one id."""

    def __init__(
        self, adds: Sequence[Item[Any]], retractions: Sequence[Item[EntryRetract]], history: DeskHistory
    ) -> None:
        self._history = history
        self._adds = sorted(adds, key=CLOCK)
        self._retractions = _retractions_of(adds, retractions)
        self._knew: dict[str, bool] = {}

    def refused(self) -> frozenset[str]:
        """Return the hashes of those that do not count.

        An entry whose desk had seen another one is refused. Of entries whose desks had not seen each other, the one
        counts that the side of the other had acknowledged first; if neither did, the source or body that is cited. If this
        leaves several in force, precedence decides. An entry that waits for the other side goes on waiting beside them, unless both sides have the record already.
        """
        knew = {item.hash for item in self._adds if self._knew_another(item)}
        left = [item for item in self._adds if item.hash not in knew and item.hash not in self._retractions]
        beaten = {item.hash for item in left if any(self._comes_before(other, item) for other in left)}
        if len(beaten) < len(left):
            left = [item for item in left if item.hash not in beaten]
        else:  # only desks that lie about what they had seen get here
            beaten = set()
        return frozenset(knew | beaten | self._not_preferred(left))

    def _knew_another(self, item: Item[Any]) -> bool:
        """Whether an entry had seen another one that adds the record and that had not seen any itself."""
        if item.hash not in self._knew:
            self._knew[item.hash] = False  # desks that state that each saw the other
            self._knew[item.hash] = any(
                other is not item
                and _holds_its_id(other)
                and self._history.item_saw(item, other)
                and not self._saw_it_retracted(item, other)
                and not self._knew_another(other)
                for other in self._adds
            )
        return self._knew[item.hash]

    def _saw_it_retracted(self, item: Item[Any], other: Item[Any]) -> bool:
        return any(_frees_the_id(one, other, item, self._history) for one in self._retractions.get(other.hash, ()))

    def _comes_before(self, one: Item[Any], other: Item[Any]) -> bool:
        """Whether the other entry's side, or else an entry that cites ``one``, shows that it was there before the other.

        Of two entries of one side's desks, the other side shows that.
        """
        if other.seat not in _SIDES or not _holds_its_id(one):
            return False
        history = self._history
        if one.seat == other.seat:
            reader = Side(other.seat).other
            return history.acknowledges(reader, one, other) and not history.acknowledges(reader, other, one)
        here = history.acknowledges(Side(other.seat), one, other)
        there = one.seat in _SIDES and history.acknowledges(Side(one.seat), other, one)
        if here == there and one.kind in CITED:
            here, there = history.is_cited_without(one, other), history.is_cited_without(other, one)
        return here and not there

    def _not_preferred(self, left: Sequence[Item[Any]]) -> set[str]:
        """Return what precedence decides against."""
        ordered = sorted(left, key=precedence)
        first = next(iter(ordered), None)
        if first is None:
            return set()
        out = {item.hash for item in ordered[1:] if not item.waits and not _is_same(item, first)}
        waiting = sorted((item for item in ordered if item.waits), key=_is_not_admitted)
        if not first.waits and precedence(first)[0] <= _OF_BOTH:
            return out | {item.hash for item in waiting}
        proposers = {item.seat: item for item in reversed(waiting)}
        return out | {item.hash for item in waiting if proposers[item.seat] is not item}


def _holds_its_id(item: Item[Any]) -> bool:
    """Whether an entry keeps others from using its id: not that of an observer who is not admitted."""
    return not _is_not_admitted(item) or (item.feed == COMPILER and not item.waits)


def _is_same(item: Item[Any], other: Item[Any]) -> bool:
    """Whether two entries add the same record, so that it makes no difference which of them counts."""
    return item.kind != COMMITMENT.name and canonical_body(item.body) == canonical_body(other.body)
