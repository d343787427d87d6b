"""The commitment by which the rules of authority judge the entries about it."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from accordtrack.ledger.context import (
    SELF_CONTAINED_KINDS,
    Context,
    Target,
    context_from,
    mark_in,
    named_entry,
    speaker_body,
    speaker_of,
)
from accordtrack.ledger.kinds import COMMITMENT, COMMITMENT_AMEND
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.projection.fold import fold
from accordtrack.projection.same_ids import precedence
from accordtrack.store.items import Item, is_kind, of_kind, without_retracted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from accordtrack.ledger.authority import Ruling
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Commitment
    from accordtrack.projection.authorization import FoldContext
    from accordtrack.vocabulary import Handling

    Rulings = Sequence[tuple[Item[Record], Ruling]]

_RULING = frozenset({"responsible_side", "handling"})
"""Fields of a commitment on which decisions of authority depend."""


class JudgingCommitment:
    """The commitment of one ref as each entry finds it. ``refused`` are the entries that do not count, under rules 2.

    Of several entries that add it, the first counts that is in force; its side and its mark decide. An entry that concerns
    no commitment, such as an expected result, is judged by none, though one has its id. Under rules 1, the first one added
    judges every entry.
    """

    def __init__(self, items: Sequence[Item[Record]], refused: Collection[str], world: FoldContext) -> None:
        self._world = world
        self._dual_control = world.rules >= FIRST_RULES_WITH_WAITING
        adds = [item for item in of_kind(items, COMMITMENT) if item.hash not in refused]
        if len(adds) > 1 and self._dual_control:
            kept = {item.hash for item in without_retracted(items)}
            adds.sort(key=lambda item: (item.hash not in kept, precedence(item)))
        self._adds = adds
        self._others = {item.hash for item in adds[1:]} if self._dual_control else set()
        self._changing = any(_RULING & item.body.fields.keys() for item in of_kind(items, COMMITMENT_AMEND))
        self._record = adds[0].body if adds else None
        self.exists = False
        """Whether the entries before the last one that was judged add it, under rules 1."""

    def context_of(self, item: Item[Record], known: Mapping[str, Item[Record]], found: Rulings) -> Context:
        """Return the context that authority needs for ``item``.

        ``known`` maps hashes, and ids of evidence, to entries of the same ref; ``found`` are the rulings on those before it.
        """
        if found and (self._changing or (item.kind == COMMITMENT.name and not self._dual_control)):
            before = fold(standing_of_rulings(self._counting(found)), rules=self._world.rules)
            self.exists = before is not None
            self._record = before.record if before else self._record
        record = self._record
        if self._dual_control and not _is_under_commitment(item):
            record = item.body if is_kind(item, COMMITMENT) else None
        elif self._dual_control and record is not None and (self._changing or self._others):
            mark = self._binding_mark(item, record, found)
            return replace(_context_of(item, known, record, self._world), commitment_handling=mark)
        return _context_of(item, known, record, self._world)

    def _binding_mark(self, item: Item[Record], record: Commitment, found: Rulings) -> Handling:
        """Return the mark that an entry must not be laxer than. Amendments of the mark that it had not seen raise it no further.

        Of several entries that add the commitment, it is that of the first which the entry had seen.
        """
        saw = self._world.history.item_saw
        if self._others and not saw(item, self._adds[0]):
            return next((one.body.handling for one in self._adds if saw(item, one)), record.handling)
        rulings = self._counting(found)
        seen = [pair for pair in rulings if not _sets_mark(pair[0]) or self._world.history.saw_in_force(item, pair[0])]
        state = fold(standing_of_rulings(seen), rules=self._world.rules) if len(seen) < len(rulings) else None
        return min((record.handling, (state.record if state else record).handling), key=attrgetter("rank"))

    def _counting(self, found: Rulings) -> Rulings:
        """Return the rulings without those on entries that add the commitment and do not count."""
        return [pair for pair in found if pair[0].hash not in self._others] if self._others else found


def _is_under_commitment(item: Item[Record]) -> bool:
    """Whether an entry concerns the commitment whose id is its ref."""
    return item.kind == COMMITMENT_AMEND.name or getattr(item.body, "commitment", None) is not None


def _sets_mark(item: Item[Record]) -> bool:
    return is_kind(item, COMMITMENT_AMEND) and "handling" in item.body.fields


def _context_of(
    item: Item[Record], known: Mapping[str, Item[Record]], record: Commitment | None, world: FoldContext
) -> Context:
    if item.kind in SELF_CONTAINED_KINDS:
        return context_from(None, record=record, target=None, voice=None)
    body = item.body
    named = known.get(named_entry(body) or "") or world.withdrawn_answer(item)
    text = (speaker_of(named.body) or named.seat) if named else None
    mark = mark_in(getattr(named.body, "fields", None)) if named else None
    target = (
        Target(named.feed, named.kind, text, official=named.official, seat=named.seat, mark=mark) if named else None
    )
    code = speaker_body(body)
    return context_from(
        body, record=record, target=target, voice=world.body(code, speaker_of(body), item) if code else None
    )


def standing_of_rulings(rulings: Iterable[tuple[Item[Record], Ruling]]) -> list[Item[Record]]:
    """Return the entries that are admitted and stand."""
    return without_retracted([item for item, ruling in rulings if ruling.problem is None])
