"""What stands of the entries of one ref: authority's ruling on each, by the commitment as it stood when it was written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from accordtrack.ledger.authority import Ruling, may
from accordtrack.ledger.context import ALONE, APART, Context, Target, context_from, named_entry
from accordtrack.problems import Problem
from accordtrack.register import deskkeys, log
from accordtrack.register.fold import fold
from accordtrack.register.items import CLOCK, Item, cut, without_retracted
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates
    from accordtrack.register.audience import Audience


class World:
    """What a fold must know besides the entries of its own ref: sides of feeds, and bodies, each read once.

    ``judging``: every entry is held against the model of its kind, as the projection is made by; else what the
    projection says of it is taken, since a reader need not wait for the models. ``audience``: only what it may read.
    ``everything``: the whole log, where it was read before, as ``log.items`` or ``log.written`` gives it.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        judging: bool = False,
        audience: Audience | None = None,
        everything: Sequence[Item] | None = None,
    ) -> None:
        self._connection = connection
        self._everything = everything
        self._audience = audience
        self._judging = judging
        self._bodies: dict[str, Mapping[str, Any] | None] = {}
        self.sides = {feed: str(body.get("side", "")) for feed, body in deskkeys.seats(connection).items()}

    def items(self, ref: str | None = None) -> Iterator[Item]:
        """Entries of one ref, or of all in the order of their refs; in that of ``everything`` where it is given."""
        if ref is None and self._everything is not None:
            found = iter(self._everything)
        else:
            found = log.items(self._connection, ref, self.sides, every=self._judging)
        if self._audience is None:
            return found
        return filter(self._audience.admits if ref is None else self._audience.may_read, found)

    def admits(self, item: Item) -> bool:
        """Whether an entry can be read: its desk was opened, and the model of its kind takes it."""
        if not self._judging:
            return True
        from accordtrack.ledger.admission import admissible  # noqa: PLC0415  (the models are slow to import)

        return bool(item.seat) and admissible(item.kind, item.ref, item.handling, item.body)

    def withdrawn(self, item: Item) -> Item | None:
        """The answer to a value that ``item`` withdraws: it hangs from a ref of its own. None for any other entry."""
        if item.kind != "position.withdraw" or item.body["commitment"] is not None:
            return None
        digest = str(item.body["position"])
        found = self._answers.get(digest) or next(log.items_named(self._connection, digest, self.sides), None)
        own = found is not None and found.seat == found.body.get("speaker") and found.seat in set(Side)
        return None if found is None else found.spoken(official=own)

    def body(self, code: str) -> Mapping[str, Any] | None:
        """The body of that code, or None."""
        if code not in self._bodies:
            about = self.items(code) if self._everything is None else self._introduced.get(code, [])
            found = (item for item in about if item.kind == "body.add" and self.admits(item))
            self._bodies[code] = next((item.body for item in found), None)
        return self._bodies[code]

    @cached_property
    def _introduced(self) -> Mapping[str, Sequence[Item]]:
        """Of a log that was read before: what adds bodies, by code."""
        found: dict[str, list[Item]] = {}
        for item in self._everything or ():
            if item.kind == "body.add" and (self._audience is None or self._audience.may_read(item)):
                found.setdefault(item.ref, []).append(item)
        return found

    @cached_property
    def _answers(self) -> Mapping[str, Item]:
        """Of a log that was read before: answers to values, by hash."""
        taken = (item for item in self._everything or () if item.kind == "position.take")
        return {item.hash: item for item in taken if item.body["commitment"] is None}


def context_of(item: Item, known: Mapping[str, Item], record: Mapping[str, Any] | None, world: World) -> Context:
    """What authority must know of ``item``, from the entries of the same ref by hash and by id of evidence."""
    body = item.body
    named = known.get(named_entry(body) or "") or world.withdrawn(item)
    told = named.body.get("speaker", named.seat) if named else None
    target = Target(named.feed, named.kind, told, official=named.official) if named else None
    voice = world.body(body["speaker_body"]) if body.get("speaker_body") else None
    return context_from(body, record=record, target=target, voice=voice)


_RULING = frozenset({"responsible_side", "handling"})
"""Fields of a commitment that authority decides about."""

_TWICE = Ruling(problem=Problem("A commitment of this id stands already", "Amend it, or give another id."))


def ruled(items: Sequence[Item], world: World) -> list[tuple[Item, Ruling]]:
    """Every entry of one ref with authority's ruling, in the order of the clock; ``official`` is set on the item.

    An entry is judged by the commitment as it stood when it was written, as it was at its append: what was admitted
    stays admitted when the commitment changes hands, or its mark, later. While a commitment stands, nobody puts another
    in its place by adding it again.
    """
    ordered = sorted(items, key=CLOCK)
    if APART.issuperset([item.kind for item in ordered]):
        return [_apart(item) for item in ordered]
    named = {item.id: item for item in ordered if item.kind == "evidence.add"} | {item.hash: item for item in ordered}
    changing = any(item.kind == "commitment.amend" and _RULING & set(item.body["fields"]) for item in ordered)
    record: Mapping[str, Any] | None = next((item.body for item in ordered if item.kind == "commitment.add"), None)
    alone = context_from({}, record=record, target=None, voice=None)
    found: list[tuple[Item, Ruling]] = []
    for item in ordered:
        adding = item.kind == "commitment.add"
        before = fold(_standing(found)) if found and (changing or adding) else None
        if before:
            record = before.record
            alone = context_from({}, record=record, target=None, voice=None)
        context = alone if item.kind in ALONE else context_of(item, named, record, world)
        ruling = may(item.seat, item.feed, item.kind, item.body, item.handling, context)
        if adding and before:
            ruling = _TWICE
        if item.official != ruling.official:
            named[item.hash] = item.spoken(official=ruling.official)
        found.append((named[item.hash], ruling))
    return found


def _apart(item: Item) -> tuple[Item, Ruling]:
    """An entry that depends on no commitment and no other entry, with authority's ruling: an indicator, or a value of it."""
    ruling = may(item.seat, item.feed, item.kind, item.body, item.handling, _NOTHING)
    return item.spoken(official=ruling.official), ruling


_NOTHING = Context()


def _standing(rulings: Iterable[tuple[Item, Ruling]]) -> list[Item]:
    return without_retracted([item for item, ruling in rulings if ruling.problem is None])


def standing_items(items: Sequence[Item], world: World, at: TwoDates | None = None) -> list[Item]:
    """The entries of one ref that authority admits and that stand, as of two dates."""
    return cut(_standing(ruled(items, world)), at)
