"""Records, indicators, leaves and nodes that are scored, as frozen values (method, sections 2 and 3).

``OBS`` is the independent party; grades and levels are those of the vocabulary. Dates are ISO text; shares and weights
are plain numbers. This module does not depend on the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType, TypeVar

from accordtrack.vocabulary import Level, Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.vocabulary import Grade

Value = TypeVar("Value")
Flag = NewType("Flag", str)
"""A name in ``flags``, with its count if it has one: ``NOT_SUSTAINED 2/4``."""


@dataclass(frozen=True, slots=True)
class Record:
    """One value of an indicator in one period from one party. A rejection may have no value.

    ``id`` breaks ties between records of the same party, slot, release and period; it is never a hash.
    """

    party: Speaker
    period: str
    published: str
    grade: Grade
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    rejects: bool = False
    id: str = ""
    by: str = ""
    """The side of the desk that recorded it; empty outside a register, where every record is its party's own."""

    @property
    def standing(self) -> int:
        """2 for a party's own record, 1 for an observer's record of it, 0 for that of another side's desk."""
        return 2 if self.by == self.party else 0 if self.by in {Speaker.US, Speaker.MX} else 1


@dataclass(frozen=True, slots=True)
class Indicator:
    """A definition with its records.

    ``step`` is the months per slot: 0 for one slot per period end, None for a single slot. ``direction`` is +1 or -1,
    or None for the sign of target minus baseline. ``marks`` are flags that come with the inputs, such as
    WORKING_TARGET.
    """

    id: str
    level: Level
    baseline: float | None
    target: float | None
    t0: str | None
    t1: str | None
    records: tuple[Record, ...] = ()
    weight: float = 1.0
    direction: int | None = None
    span: float | None = None
    ratio: bool = False
    path: tuple[tuple[str, float], ...] = ()
    step: int | None = 3
    hold: int = 1
    max_age: int | None = 550
    marks: tuple[Flag, ...] = ()

    @property
    def is_result(self) -> bool:
        """Whether it is on the results rung."""
        return self.level in (Level.OUTCOME, Level.IMPACT)


_OWING = {
    (True, True): frozenset({Speaker.US, Speaker.MX}),
    (True, False): frozenset({Speaker.US}),
    (False, True): frozenset({Speaker.MX}),
    (False, False): frozenset[Speaker](),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A commitment, or one half of it, with shares of responsibility that sum to 1."""

    id: str
    share_us: float
    share_mx: float
    indicators: tuple[Indicator, ...]
    start: str | None = None
    in_scope: bool = True
    marks: tuple[Flag, ...] = ()
    half: bool = False
    """Whether it is one half of a joint commitment."""

    def share_of(self, side: Side) -> float:
        """Return the share of one side, 0 to 1."""
        return self.share_us if side is Side.US else self.share_mx

    @property
    def responsible_parties(self) -> frozenset[Speaker]:
        """The responsible sides, as speakers."""
        return _OWING[self.share_us > 0, self.share_mx > 0]

    def owes(self, party: Speaker) -> bool:
        """Return whether a party is a responsible side."""
        return party in self.responsible_parties


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree with its weight among its siblings: either children, or a leaf by its id."""

    id: str
    weight: float = 1.0
    children: tuple[Node, ...] = ()
    leaf: str | None = None

    def leaves(self) -> tuple[str, ...]:
        """Return the ids of all leaves below, in order."""
        if self.leaf is not None:
            return (self.leaf,)
        return tuple(name for child in self.children for name in child.leaves())


def group_by(values: Iterable[Value], key: Callable[[Value], str]) -> dict[str, list[Value]]:
    """Group values by a key, each group in the order of the values."""
    found: dict[str, list[Value]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found
