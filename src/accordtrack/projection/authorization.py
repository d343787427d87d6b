"""Which entries of one ref stand: each is judged by the rules of authority and by the commitment as it then was."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem
from accordtrack.ledger.authority import Ruling, rule_on_entry
from accordtrack.ledger.context import (
    KINDS_WITHOUT_COMMITMENT,
    SELF_CONTAINED_KINDS,
    Context,
    Target,
    context_from,
    named_entry,
    speaker_body,
    speaker_of,
)
from accordtrack.ledger.kinds import (
    BODY,
    COMMITMENT,
    COMMITMENT_AMEND,
    EVIDENCE_ADD,
    POSITION_TAKE,
    POSITION_WITHDRAW,
)
from accordtrack.projection.fold import fold
from accordtrack.store import desk_keys, log
from accordtrack.store.items import CLOCK, Item, as_of_dates, is_kind, of_kind, without_retracted
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.records import Body, Commitment
    from accordtrack.ledger.statements import PositionTake
    from accordtrack.projection.audience import Audience


class FoldContext:
    """What a fold needs besides the entries of its own ref: the sides of feeds, and bodies. Each is read once.

    With ``judging``, every entry is validated against the model of its kind, as when the projection is built. Otherwise
    the verdicts stored in the projection are used, so that readers do not wait for the models to load. ``audience``
    restricts everything to what it may read. ``everything`` is the complete log as returned by ``log.items`` or
    ``log.written``, if the caller has read it.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        judging: bool = False,
        audience: Audience | None = None,
        everything: Sequence[Item[Record]] | None = None,
    ) -> None:
        self._connection = connection
        self._everything = everything
        self._audience = audience
        self._judging = judging
        self._bodies: dict[str, Body | None] = {}
        self.sides = desk_keys.sides_by_feed(connection)

    def items(self, ref: str | None = None) -> Iterator[Item[Record]]:
        """Return the admitted entries of one ref, or of all refs in order.

        If ``everything`` was given, all entries come in its order.
        """
        if self._judging:
            items = log.items_unvalidated(self._connection, ref, self.sides)
            found: Iterator[Item[Record]] = (item for one in items if (item := self.admitted_item(one)) is not None)
        elif ref is None and self._everything is not None:
            found = iter(self._everything)
        else:
            found = log.items(self._connection, ref, self.sides)
        if self._audience is None:
            return found
        return filter(self._audience.may_read_counted if ref is None else self._audience.may_read, found)

    def unjudged_items(self, ref: str | None = None) -> Iterator[Item[Mapping[str, Any]]]:
        """Yield every entry of one ref, or of all refs in order, with plain values, to be passed to ``admitted_item``."""
        return log.items_unvalidated(self._connection, ref, self.sides)

    def admitted_item(self, item: Item[Mapping[str, Any]]) -> Item[Record] | None:
        """Return the entry with its record; None unless its desk is open and the model accepts the body."""
        from accordtrack.ledger import admission  # noqa: PLC0415  (the models are slow to import)

        record = admission.admitted_record(item.kind, item.ref, item.handling, item.body) if item.seat else None
        return None if record is None else item.with_body(record)

    def withdrawn_answer(self, item: Item[Record]) -> Item[Record] | None:
        """Return the answer to a value that ``item`` withdraws (it has its own ref); None for any other entry."""
        if not is_kind(item, POSITION_WITHDRAW) or item.body.commitment is not None:
            return None
        digest = item.body.position
        found = self._answers.get(digest) or log.item_with_hash(self._connection, digest, self.sides)
        own = found is not None and found.seat == speaker_of(found.body) and found.seat in set(Side)
        return None if found is None else found.with_official(official=own)

    def body(self, code: str) -> Body | None:
        """Return the body with that code, or None."""
        if code not in self._bodies:
            about = self.items(code) if self._everything is None else self._bodies_by_code.get(code, [])
            self._bodies[code] = next((item.body for item in of_kind(about, BODY)), None)
        return self._bodies[code]

    @cached_property
    def _bodies_by_code(self) -> Mapping[str, Sequence[Item[Body]]]:
        """Entries that add bodies, by code, from a log that is already in memory."""
        found: dict[str, list[Item[Body]]] = {}
        for item in of_kind(self._everything or (), BODY):
            if self._audience is None or self._audience.may_read(item):
                found.setdefault(item.ref, []).append(item)
        return found

    @cached_property
    def _answers(self) -> Mapping[str, Item[PositionTake]]:
        """Answers to values, by hash, from a log that is already in memory."""
        items = of_kind(self._everything or (), POSITION_TAKE)
        return {item.hash: item for item in items if item.body.commitment is None}


def context_of(
    item: Item[Record], known: Mapping[str, Item[Record]], record: Commitment | None, world: FoldContext
) -> Context:
    """Return the context that authority needs for ``item``.

    ``known`` maps hashes, and ids of evidence, to entries of the same ref.
    """
    body = item.body
    named = known.get(named_entry(body) or "") or world.withdrawn_answer(item)
    text = (speaker_of(named.body) or named.seat) if named else None
    target = Target(named.feed, named.kind, text, official=named.official) if named else None
    code = speaker_body(body)
    return context_from(body, record=record, target=target, voice=world.body(code) if code else None)


_RULING = frozenset({"responsible_side", "handling"})
"""Fields of a commitment on which decisions of authority depend."""

_TWICE = Ruling(problem=Problem("A commitment with this id already exists", "Amend it, or give another id."))


def rulings_of(items: Sequence[Item[Record]], world: FoldContext) -> list[tuple[Item[Record], Ruling]]:
    """Return every entry of one ref with its ruling, in clock order; ``official`` is set on the item.

    Each entry is judged by the commitment as it was when the entry was written, as on append. So an admitted entry
    stays admitted when the responsible side or the handling mark changes later. A commitment that stands cannot be
    replaced by adding it again.
    """
    ordered = sorted(items, key=CLOCK)
    if KINDS_WITHOUT_COMMITMENT.issuperset([item.kind for item in ordered]):
        return [_rule_independently(item) for item in ordered]
    named: dict[str, Item[Record]] = {item.id: item for item in of_kind(ordered, EVIDENCE_ADD)}
    named |= {item.hash: item for item in ordered}
    changing = any(_RULING & item.body.fields.keys() for item in of_kind(ordered, COMMITMENT_AMEND))
    record = next((item.body for item in of_kind(ordered, COMMITMENT)), None)
    alone = context_from(None, record=record, target=None, voice=None)
    found: list[tuple[Item[Record], Ruling]] = []
    for item in ordered:
        adding = item.kind == COMMITMENT.name
        before = fold(_standing_of_rulings(found)) if found and (changing or adding) else None
        if before:
            record = before.record
            alone = context_from(None, record=record, target=None, voice=None)
        context = alone if item.kind in SELF_CONTAINED_KINDS else context_of(item, named, record, world)
        ruling = rule_on_entry(item.seat, item.feed, item.kind, item.body, item.handling, context)
        if adding and before:
            ruling = _TWICE
        if item.official != ruling.official:
            named[item.hash] = item.with_official(official=ruling.official)
        found.append((named[item.hash], ruling))
    return found


def _rule_independently(item: Item[Record]) -> tuple[Item[Record], Ruling]:
    """Rule on an entry that depends on no commitment and no other entry: an indicator or a measurement."""
    ruling = rule_on_entry(item.seat, item.feed, item.kind, item.body, item.handling, _NOTHING)
    return item.with_official(official=ruling.official), ruling


_NOTHING = Context()


def _standing_of_rulings(rulings: Iterable[tuple[Item[Record], Ruling]]) -> list[Item[Record]]:
    return without_retracted([item for item, ruling in rulings if ruling.problem is None])


def standing_items(items: Sequence[Item[Record]], world: FoldContext, at: TwoDates | None = None) -> list[Item[Record]]:
    """Return the entries of one ref that are admitted and stand, as of two dates."""
    return as_of_dates(_standing_of_rulings(rulings_of(items, world)), at)
