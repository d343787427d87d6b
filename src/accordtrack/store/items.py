"""Log entries as the fold reads them, and selections of them: by dates, by kind, not retracted, open answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar

from accordtrack.ledger.kinds import (
    ENTRY_RETRACT,
    EVIDENCE_ADD,
    KINDS,
    NOTE_ADD,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    PROPOSED_KINDS,
    RESULT_EXPECT,
    STATUS_REPORT,
    TARGET_PROPOSE,
)
from accordtrack.vocabulary import Seat, Side, Speaker, speaks_for, speaks_for_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.entry import Heads
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.statements import EntryRetract, PositionTake
    from accordtrack.store.acceptance import Verdict

B_co = TypeVar("B_co", covariant=True)
"""Type of a body: the record of its kind, or plain JSON values if the entry is not yet admitted."""
R = TypeVar("R", bound="Record")
STATUS = "status"
"""The field of a verdict on a status that would return a withdrawn half to scope."""


@dataclass(frozen=True, slots=True)
class Item(Generic[B_co]):
    """One entry with its body, as the fold reads it. ``seat`` is the side of the desk that wrote it.

    ``at`` is the day and time at which its desk says it was recorded. ``heads`` are the last entries of other feeds that
    the desk states it had seen; only the first entry of an act states them. ``raw`` holds the canonical bytes of the
    body, if the reader of the log supplies them. ``verdict`` says whether the entry waits for a side; None if it is plainly
    in force. ``retracted`` is the status, evidence, note, target or expected result that a retraction in force took back, if a side
    takes back its own.
    """

    entry_id: int
    hash: str
    feed: str
    seq: int
    lc: int
    by: str
    kind: str
    ref: str
    handling: str
    body: B_co
    seat: str
    official: bool = False
    raw: bytes = b""
    act: str = ""
    at: str = ""
    heads: Heads | None = None
    verdict: Verdict | None = None
    retracted: Item[Any] | None = None

    def with_official(self, *, official: bool) -> Item[B_co]:
        """Return the entry with ``official`` set."""
        return self if official == self.official else self._copy(self.body, self.verdict, official=official)

    def with_verdict(self, verdict: Verdict | None) -> Item[B_co]:
        """Return the entry with ``verdict`` set."""
        return self._copy(self.body, verdict, official=self.official)

    def with_body(self, body: R) -> Item[R]:
        """Return the entry with the record made from its plain values."""
        return self._copy(body, self.verdict, official=self.official)

    def _copy(self, body: Any, verdict: Verdict | None, *, official: bool) -> Item[Any]:  # noqa: ANN401
        """Return the entry with these three set. ``replace`` takes four times as long, and this is frequent."""
        origin = (self.entry_id, self.hash, self.feed, self.seq, self.lc, self.by, self.kind, self.ref, self.handling)
        signed = (self.seat, official, self.raw, self.act, self.at, self.heads)
        return Item(*origin, body, *signed, verdict, self.retracted)

    @property
    def waits(self) -> tuple[Side, ...]:
        """The sides that the entry waits for."""
        return self.verdict.waits if self.verdict else ()

    @property
    def waits_whole(self) -> bool:
        """Whether the entry waits and has no effect in any part.

        A joint statement is in force for its author's half, an owner's withdrawal is shown, and an amendment may have
        fields that need no acceptance. A status that would return a withdrawn half to scope waits as a whole.
        """
        if not self.waits or self.verdict is None:
            return False
        speaker = getattr(self.body, "speaker", None)
        if self.kind == STATUS_REPORT.name and self.seat != Seat.OBS:
            return speaker not in {self.seat, Speaker.JOINT} or STATUS in self.verdict.fields
        changed = getattr(self.body, "fields", None)
        return changed is None or len(self.verdict.fields) == len(changed)

    def speaks_for(self, side: str) -> bool:
        """Whether the statement counts as the word of a side: its own, or a joint text that does not wait for it."""
        return speaks_for(getattr(self.body, "speaker", None), self.waits, side)

    @property
    def is_joint(self) -> bool:
        """Whether the statement counts as the word of both sides."""
        return speaks_for_both(getattr(self.body, "speaker", None), self.waits)

    @property
    def id(self) -> str:
        """The id in the body, or else ``<feed>-<seq>``."""
        key = KINDS[self.kind].key
        return key(self.body) if key else f"{self.feed}-{self.seq}"

    @property
    def order(self) -> tuple[bool, str, str, int, str, int]:
        """Sort key: official last, then by effective date, known date and clock. The last entry takes precedence."""
        effective, text = KINDS[self.kind].dates(self.body)
        return (self.official, effective, text, self.lc, self.feed, self.seq)


CLOCK = attrgetter("lc", "feed", "seq")
"""Sort key: the order in which entries were written."""


def is_kind(item: Item[Any], kind: Kind[R]) -> TypeGuard[Item[R]]:
    """Whether an entry is of that kind, so that its body is a record of that kind."""
    return item.kind == kind.name


def of_kind(items: Iterable[Item[Any]], kind: Kind[R]) -> list[Item[R]]:
    """Return the entries of that kind, in order."""
    return [item for item in items if item.kind == kind.name]


def as_of_dates(items: Iterable[Item[B_co]], at: TwoDates | None) -> list[Item[B_co]]:
    """Return the entries effective and known on two dates; all for None. One that was accepted later waits.

    A retraction has the dates of the statement that it took back: it takes it back on every day.
    """
    if at is None:
        return list(items)
    entries = []
    for item in items:
        dated: Item[Any] = item.retracted or item
        effective, text = KINDS[dated.kind].dates(dated.body)
        if effective <= at.as_of and text <= at.known_on:
            verdict = item.verdict
            known = verdict.as_of(at.known_on) if verdict else None
            entries.append(item if known is verdict else item.with_verdict(known))
    return entries


def known_at(items: Iterable[Item[B_co]], at: TwoDates) -> list[Item[B_co]]:
    """Return the entries with their verdicts as known on ``at.known_on``; none is left out."""
    return [item.with_verdict(item.verdict.as_of(at.known_on)) if item.verdict else item for item in items]


def open_answers(items: Iterable[Item[Any]]) -> list[Item[PositionTake]]:
    """Return positions that are not withdrawn, latest first; only the last of each speaker on each entry.

    What a side says itself precedes what others record in its name, and only that side can withdraw it. This also holds for
    entries that authority did not rule on.
    """
    found = sorted(items, key=lambda item: (_is_own_answer(item), item.order), reverse=True)
    own = {item.hash: item.seat for item in of_kind(found, POSITION_TAKE) if _is_own_answer(item)}
    back = of_kind(found, POSITION_WITHDRAW)
    gone = {item.body.position for item in back if own.get(item.body.position, item.seat) == item.seat}
    latest_positions: dict[tuple[str, str], Item[PositionTake]] = {}
    for item in of_kind(found, POSITION_TAKE):
        if item.hash not in gone:
            latest_positions.setdefault((item.body.speaker, str(item.body.answers)), item)
    return list(latest_positions.values())


def _is_own_answer(item: Item[Any]) -> bool:
    """Whether a desk of a side wrote an answer in the name of the side."""
    return item.seat in {*Side} and item.seat == getattr(item.body, "speaker", None)


def can_retract(retraction: Item[EntryRetract], item: Item[Any]) -> bool:
    """Whether a desk can retract an entry: its own, or one that its side proposed. No retraction can be retracted."""
    if item.kind == ENTRY_RETRACT.name:
        return False
    own_side = retraction.seat in {*Side} and retraction.seat == item.seat
    return retraction.feed == item.feed or (own_side and item.kind in PROPOSED_KINDS)


def without_retracted(items: Iterable[Item[B_co]]) -> list[Item[B_co]]:
    """Return the entries that stand: without retracted entries, and without retractions unless a side took back its own words."""
    found = list(items)
    retractions = [item for item in of_kind(found, ENTRY_RETRACT) if not item.waits]
    if not retractions:
        return found
    named = {item.hash: item for item in found}
    gone = {
        one.body.target: one
        for one in reversed(retractions)
        if (item := named.get(one.body.target)) and can_retract(one, item)
    }
    standing = [item for item in found if item.hash not in gone and item.kind != ENTRY_RETRACT.name]
    return [*standing, *with_retracted(gone.values(), named)]


def with_retracted(retractions: Iterable[Item[EntryRetract]], named: Mapping[str, Item[Any]]) -> Iterator[Item[Any]]:
    """Yield the retractions by which a side took back words of its own, each with them; ``named`` has entries by hash."""
    for one in retractions:
        item = named.get(one.body.target)
        if item is None or item.seat not in {*Side}:
            continue
        if item.kind in _SIGNED_BY_BOTH or (_is_own_word(item) and not item.waits_whole):
            yield replace(one, retracted=item)


def taken_back(retractions: Iterable[Item[EntryRetract]], kind: Kind[R]) -> list[tuple[Item[R], Item[EntryRetract]]]:
    """Return the entries of a kind that their side took back, each with its retraction."""
    return [(one.retracted, one) for one in retractions if one.retracted is not None and is_kind(one.retracted, kind)]


_SIGNED_BY_BOTH = frozenset({TARGET_PROPOSE.name, RESULT_EXPECT.name})
"""Kinds of proposals that the other side may have declined before they were taken back."""


def _is_own_word(item: Item[Any]) -> bool:
    """Whether an entry is a note, or a status or evidence that a desk of a side gave in the name of its side or of both."""
    if item.kind == NOTE_ADD.name:
        return True
    return item.kind in {STATUS_REPORT.name, EVIDENCE_ADD.name} and item.body.speaker in {item.seat, Speaker.JOINT}


def in_force(items: Iterable[Item[B_co]]) -> list[Item[B_co]]:
    """Return the entries that have an effect, at least in part."""
    return [item for item in items if not item.waits_whole]
