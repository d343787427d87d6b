"""What both sides signed beforehand: where each proposed target and each expected result stands.

A proposal is agreed once the side that did not write it accepted that very entry at a desk of its own. A side without an
open desk is never taken as agreeing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from accordtrack.core.dates import days_between
from accordtrack.store.items import CLOCK, Item
from accordtrack.vocabulary import Side, Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.statements import EntryRetract, PositionTake
    from accordtrack.ledger.targets import ExpectedResult, TargetPropose
    from accordtrack.projection.desk_history import DeskHistory

ANSWER_DAYS = 60
"""Days after which a missing answer is printed as such."""


class Standing(StrEnum):
    """Where a proposal stands."""

    AGREED = "agreed"
    REPLACED = "replaced"
    """Agreed once; a newer agreed one took its place."""
    LAPSED = "lapsed"
    """Accepted, but it does not name the one that was agreed by then."""
    DECLINED = "declined"
    """Whatever was proposed since, and also if its side took it back afterwards: a refusal stays on record."""
    AMENDED = "amended"
    """A newer proposal names it, or its own side proposed again."""
    WAITING = "waiting"
    NO_ANSWER = "no_answer"
    NO_DESK = "no_desk"


OPEN = frozenset({Standing.WAITING, Standing.NO_ANSWER, Standing.NO_DESK})
"""Standings of a proposal that the other side may still answer."""

B_co = TypeVar("B_co", "TargetPropose", "ExpectedResult", covariant=True)


@dataclass(frozen=True, slots=True)
class Signed(Generic[B_co]):
    """A proposal and where it stands. ``other`` is the side that has to answer, ``days`` how long it has had it.

    ``on`` is the day on which it was accepted or declined, ``signed_on`` the day by which both sides had recorded it,
    ``stated_on`` the day by which they say so, if nothing of the other side contradicts it, and ``reason`` that of a refusal.
    """

    item: Item[B_co]
    standing: Standing
    other: Side
    days: int
    on: str | None = None
    signed_on: str | None = None
    stated_on: str | None = None
    reason: LocalText | None = None
    taken_back_on: str | None = None
    """The day on which its side took it back, after it was declined."""

    @property
    def body(self) -> B_co:
        """What is proposed."""
        return self.item.body

    @property
    def id(self) -> str:
        """The id of its entry."""
        return f"{self.item.feed}-{self.item.seq}"

    @property
    def by(self) -> Side:
        """The side that proposed it."""
        return self.other.other


def standings(
    items: Iterable[Item[B_co]],
    answers: Sequence[Item[PositionTake]],
    known_on: str,
    history: DeskHistory,
    signing: Mapping[tuple[str, int], Item[Any]],
    missing: Collection[str] = (),
    withheld: Collection[str] = (),
    taken_back: Iterable[tuple[Item[B_co], Item[EntryRetract]]] = (),
) -> tuple[Signed[B_co], ...]:
    """Return where each proposal stands, by what it is about and then in the order of the log.

    ``signing`` are the entries by feed and number, among them the acceptances. ``missing`` are the hashes of replaced
    entries whose bodies are not in this copy of the register: a proposal that replaces one of them does not lapse.
    ``withheld`` are those of proposals that the readers may not read: a side cannot answer a proposal in secret.
    ``taken_back`` are proposals that no longer stand, each with its retraction. One that was declined before stays: its
    side does not take the refusal back with it.
    """
    ordered = sorted((item for item in items if item.seat in {*Side}), key=lambda item: item.ref)
    found = [
        one
        for _ref, about in groupby(ordered, key=lambda item: item.ref)
        for one in _standings_of(sorted(about, key=CLOCK), answers, known_on, history, signing, missing, withheld)
    ]
    for item, by in taken_back:
        other = Side(item.seat).other
        refusal = _refusal(item, other, answers)
        if refusal is not None and CLOCK(refusal) < CLOCK(by):
            days = max(0, days_between(max(item.body.said_on, history.recorded_at(item)[:10]), known_on))
            said_on, reason, back_on = refusal.body.said_on, refusal.body.reason, history.recorded_at(by)[:10]
            declined = Signed(item, Standing.DECLINED, other, days, said_on, reason=reason, taken_back_on=back_on)
            found.append(declined)
    return tuple(sorted(found, key=lambda one: (one.item.ref, *CLOCK(one.item))))


def _standings_of(
    items: Sequence[Item[B_co]],
    answers: Sequence[Item[PositionTake]],
    known_on: str,
    history: DeskHistory,
    signing: Mapping[tuple[str, int], Item[Any]],
    missing: Collection[str],
    withheld: Collection[str],
) -> list[Signed[B_co]]:
    """Return where the proposals about one indicator or operation stand."""
    holder, past, lapsed = _agreed(items, missing)
    shown = {item.hash for item in items} - {*withheld}
    found = []
    for item in items:
        other, accepted = Side(item.seat).other, item.verdict.accepted if item.verdict else None
        refusal = _refusal(item, other, answers)
        on, signed_on, stated_on, reason = None, None, None, None
        recorded_on = history.recorded_at(item)[:10]
        if accepted is not None:
            standing = Standing.AGREED if item.hash == holder else Standing.REPLACED
            standing = Standing.LAPSED if item.hash in lapsed else standing
            on = accepted.known_on
            last = signing.get((accepted.feed, accepted.seq))
            if last is not None:
                signed_on = max(recorded_on, history.signed_on(last))
                stated_on = max(recorded_on, history.stated_on(last))
        elif refusal is not None:
            standing, on, reason = Standing.DECLINED, refusal.body.said_on, refusal.body.reason
        elif any(_amends(one, item) for one in items if one.seat == item.seat or one.hash in shown):
            standing = Standing.AMENDED
        elif item.hash in past:
            standing = Standing.LAPSED
        elif item.verdict is not None and other in item.verdict.absent:
            standing = Standing.NO_DESK
        else:
            standing = Standing.WAITING
        days = max(0, days_between(max(item.body.said_on, recorded_on), known_on))
        if standing is Standing.WAITING and days > ANSWER_DAYS:
            standing = Standing.NO_ANSWER
        found.append(Signed(item, standing, other, days, on, signed_on, stated_on, reason))
    return found


def _agreed(items: Sequence[Item[B_co]], missing: Collection[str]) -> tuple[str | None, set[str], set[str]]:
    """Return the hash of the proposal in force, those that lapse if accepted now, and those that lapsed.

    Proposals take effect in the order in which they were accepted. One that does not name the proposal in force by then
    lapses, so that what both sides signed is never changed unseen.
    """

    def place(item: Item[Any]) -> tuple[int, str, int]:
        return item.verdict.accepted[1:4]  # type: ignore[union-attr, index]

    holder: str | None = None
    lapsed: set[str] = set()
    for item in sorted((one for one in items if one.verdict and one.verdict.accepted), key=place):
        if holder in {None, item.body.replaces} or item.body.replaces in missing:
            holder = item.hash
        else:
            lapsed.add(item.hash)
    past = {item.hash for item in items if holder not in {None, item.body.replaces, item.hash}}
    return holder, past, lapsed


def _amends(newer: Item[Any], item: Item[Any]) -> bool:
    """Whether a later proposal takes the place of one, because it says so or because the same side made it."""
    later = CLOCK(newer) > CLOCK(item)
    return later and (newer.body.replaces == item.hash or newer.seat == item.seat)


def _refusal(item: Item[Any], other: Side, answers: Iterable[Item[PositionTake]]) -> Item[PositionTake] | None:
    """Return the refusal of the other side's own desk, if that is its latest word."""
    found = [
        answer
        for answer in answers
        if answer.body.answers == item.hash and answer.seat == other and answer.body.speaker.side is other
    ]
    last = max(found, key=CLOCK, default=None)
    return last if last is not None and last.body.stance is not Stance.CONCUR else None
