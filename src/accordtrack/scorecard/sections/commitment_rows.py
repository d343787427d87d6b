"""Commitments and halves as list rows, and counts of both sides in one phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack import i18n
from accordtrack.documents.model import Item
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import tr
from accordtrack.vocabulary import CommitmentKind, Responsible, Side, Speaker, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from accordtrack.documents.model import Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.scorecard.context import ScorecardData

BOTH_SIDES = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS})
"""Text bases in which both sides say that a commitment was agreed."""


class Half(NamedTuple):
    """One side's half of a commitment; the whole commitment if one side owes it alone."""

    state: State
    half: HalfState

    @property
    def side(self) -> str:
        """The side that owes the half."""
        return str(self.half.side)


def commitments(data: ScorecardData) -> list[State]:
    """Return the agreed commitments, without requests, recommendations and unilateral actions."""
    return [state for state in data.commitments() if state.record.kind == CommitmentKind.COMMITMENT]


def halves(states: Iterable[State]) -> list[Half]:
    """Return the halves of these commitments, in the language's order of the sides."""
    found = []
    for state in states:
        halves_by_side = {str(half.side): half for half in state.halves}
        found += [Half(state, halves_by_side[side]) for side in i18n.sides(halves_by_side)]
    return found


def has_other_words(one: Half) -> bool:
    """Whether the side that owes a half has other public words on it: evidence, alone or joint, or an answer."""
    state = one.state
    own = (item.body.speaker for item in state.positions if item.hash not in state.withdrawn_positions)
    speakers = {*(item.body.speaker for item in state.evidence), *own}
    return one.side in speakers or Speaker.JOINT in speakers


def row(data: ScorecardData, one: Half) -> Item:
    """Return a half as a list row, with its side if both sides owe the commitment."""
    item = data.item(one.state)
    if one.state.record.responsible_side != Responsible.JOINT:
        return item
    return Item(item.code, tr("{title} ({side})", title=item.words, side=label("the side", one.side)))


def phrase_by_side(data: ScorecardData, lists: Listings, name: str, title: str, found: Sequence[Half]) -> Sentence:
    """Return ``75 (owed by the United States 42, by Mexico 33)``, each number with its list; zero has no shares."""
    if not found:
        return (lists.count(name, title, ()),)
    (one, a), (two, b) = counts_by_side(data, lists, name, title, found)
    return sentence(
        tr("{n} ({a} of {one}, {b} of {two})"),
        n=lists.count(name, title, [row(data, half) for half in found]),
        one=label("the side", one),
        a=a,
        two=label("the side", two),
        b=b,
    )


def counts_by_side(
    data: ScorecardData, lists: Listings, name: str, title: str, found: Sequence[Half]
) -> list[tuple[str, Count]]:
    """Return the number of halves that each side owes, in the language's order of the sides."""
    return [
        (
            side,
            lists.count(
                f"{name}-{side.lower()}",
                tr("{title}: {side}", title=title, side=label("the side", side)),
                [row(data, half) for half in found if half.side == side],
            ),
        )
        for side in i18n.sides(Side)
    ]


def phrase_by_responsible(
    data: ScorecardData, lists: Listings, name: str, title: str, states: Sequence[State]
) -> Sentence:
    """Return a phrase such as ``owed by the United States alone 18, by Mexico alone 8, by both 133``."""

    def list_title(side: str) -> str:
        if side == Responsible.JOINT:
            return tr("{title}: joint", title=title)
        return tr("{title}: {side} alone", title=title, side=label("the side", side))

    def rows(side: str) -> list[Item]:
        return [data.item(state) for state in states if state.record.responsible_side == side]

    return _phrase_in_three(lists, name, tr("{a} by {one} alone, {b} by {two} alone, {c} joint"), list_title, rows)


def phrase_by_country(lists: Listings, name: str, title: str, found: Sequence[tuple[str, Item]]) -> Sentence:
    """Return ``about the United States 7, about Mexico 30, about both 1`` for pairs of a side and a row."""

    def list_title(side: str) -> str:
        if side == Responsible.JOINT:
            return tr("{title}: about both countries", title=title)
        return tr("{title}: about {side}", title=title, side=label("the side", side))

    def rows(side: str) -> list[Item]:
        return [item for whom, item in found if whom == side]

    return _phrase_in_three(lists, name, tr("{a} about {one}, {b} about {two}, {c} about both"), list_title, rows)


def _phrase_in_three(
    lists: Listings, name: str, template: str, titled: Callable[[str], str], rows: Callable[[str], list[Item]]
) -> Sentence:
    """Return counts of each side alone and of both, in ``template`` fields ``one``, ``a``, ``two``, ``b``, ``c``."""
    one, two = i18n.sides(Side)
    a, b, c = (
        lists.count(f"{name}-{side.lower()}", titled(side), rows(side)) for side in (one, two, str(Responsible.JOINT))
    )
    return sentence(template, one=label("the side", one), a=a, two=label("the side", two), b=b, c=c)
