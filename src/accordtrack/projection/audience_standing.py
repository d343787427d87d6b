"""The standing entries that an audience may read. Entries that it may not read also decide what stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import POSITION_TAKE, POSITION_WITHDRAW, STATUS_REPORT
from accordtrack.projection.authorization import FoldContext, rulings_of, standing_items
from accordtrack.projection.dual_control import RULES, is_amendment
from accordtrack.projection.judging_commitment import standing_of_rulings
from accordtrack.store.items import as_of_dates, in_force, is_kind, of_kind, without_retracted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import PositionTake, RecordAmend
    from accordtrack.projection.audience import Audience
    from accordtrack.store.items import Item


@dataclass(frozen=True, slots=True)
class Readable:
    """The standing entries that an audience may read, by the record that they are about. Records are in order.

    ``whole`` are all standing entries of the records that it may read only in part, and ``hidden`` the hashes of
    those that it may not read.
    """

    items: Mapping[str, Sequence[Item[Record]]]
    whole: Mapping[str, Sequence[Item[Record]]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @property
    def withheld(self) -> dict[str, list[Item[RecordAmend]]]:
        """The amendments that the audience may not read, by record: which others are in force depends on them."""
        return {
            ref: [item for item in items if item.hash in self.hidden and is_amendment(item)]
            for ref, items in self.whole.items()
        }


def context_for(
    connection: Connection,
    audience: Audience | None,
    everything: Sequence[Item[Record]] | None = None,
    *,
    rules: int = RULES,
) -> FoldContext:
    """Return the context in which to read for an audience. If marks are in force, it judges by all entries.

    A source that the audience may not read then supports nothing. In documents made under rules 1, what an audience may
    not read does not exist.
    """
    alone = audience if audience is not None and audience.marks is None else None
    readers = audience if alone is None else None
    return FoldContext(connection, audience=alone, everything=everything, rules=rules, readers=readers)


def readable_by_ref(world: FoldContext, audience: Audience | None) -> Readable:
    """Return what stands for an audience, whatever the dates. ``world`` is that of ``context_for``.

    A status that a withheld entry retracted is among the entries, so that it can be shown as the last one that was public.
    """
    about: dict[str, list[Item[Record]]] = {}
    for item in world.items():
        about.setdefault(item.ref, []).append(item)
    if audience is None or audience.marks is None:
        return Readable({ref: standing_items(about[ref], world) for ref in sorted(about)})
    hidden = {item.entry_id for items in about.values() for item in items if not audience.may_read_counted(item)}
    found: dict[str, Sequence[Item[Record]]] = {}
    whole: dict[str, Sequence[Item[Record]]] = {}
    for ref in sorted(about):
        rulings = rulings_of(about[ref], world)
        standing = standing_of_rulings(rulings)
        if not any(item.entry_id in hidden for item in about[ref]):
            found[ref] = [audience.without_hidden(item) for item in standing]
            continue
        admitted = [item for item, ruling in rulings if ruling.problem is None]
        public = without_retracted([item for item in admitted if item.entry_id not in hidden])
        kept = {item.hash for item in standing} | {item.hash for item in of_kind(public, STATUS_REPORT)}
        whole[ref] = standing
        if shown := [audience.without_hidden(item) for item in public if item.hash in kept]:
            found[ref] = shown
    secret = frozenset(item.hash for items in whole.values() for item in items if item.entry_id in hidden)
    return Readable(found, whole, secret)


def answers_ended_by_withheld_entries(read: Readable, at: TwoDates | None) -> frozenset[str]:
    """Return the hashes of the answers that a withheld entry of the same side withdrew, or replaced by another stance.

    They count no longer: a side cannot withdraw an answer unseen and leave it in the numbers of others. One that it repeats
    unseen goes on counting: a side cannot take back in public what it still says.
    """
    standing = in_force(as_of_dates((item for items in read.whole.values() for item in items), at))
    withheld = [item for item in standing if item.hash in read.hidden]
    withdrawn = {item.body.position for item in of_kind(standing, POSITION_WITHDRAW)}
    ends = {item.body.position: item.seat for item in of_kind(withheld, POSITION_WITHDRAW)}
    later: dict[tuple[str, ...], Item[PositionTake]] = {}
    for item in of_kind(withheld, POSITION_TAKE):
        if item.hash in withdrawn:
            continue
        key = _subject(item)
        later[key] = max(item, later.get(key, item), key=lambda one: one.order)
    if not ends and not later:
        return frozenset()
    return frozenset(
        item.hash
        for items in read.items.values()
        for item in items
        if is_kind(item, POSITION_TAKE) and _is_ended(item, later.get(_subject(item)), ends)
    )


def _is_ended(item: Item[PositionTake], newest: Item[PositionTake] | None, ends: Mapping[str, str]) -> bool:
    """Whether the newest withheld answer of its side contradicts an answer; without one, whether its side withdrew it."""
    if newest is not None and newest.order > item.order:
        return newest.body.stance is not item.body.stance
    return ends.get(item.hash) == item.seat


def _subject(item: Item[PositionTake]) -> tuple[str, ...]:
    """Return what an answer answers, and who answers: of two with one subject the later counts."""
    body = item.body
    about = body.answers or f"{item.ref} {body.half}"
    return (about, body.speaker.value, item.seat)
