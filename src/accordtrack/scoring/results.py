"""Score results as frozen values: leaves, nodes with three numbers each, and the whole (method, section 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from accordtrack.scoring import flags
from accordtrack.scoring.composition import compute_mix
from accordtrack.scoring.rollup import Cell
from accordtrack.vocabulary import Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.cards import Ends, OpenShares
    from accordtrack.scoring.composition import Mix
    from accordtrack.scoring.indicator import IndicatorResult
    from accordtrack.scoring.inputs import Inputs, Owed
    from accordtrack.scoring.ladder import LeafResult
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.sides import Sides
    from accordtrack.scoring.trend import TrendResult
    from accordtrack.scoring.values import Flag

BY = ("theme", "framework", "side", "body")


@dataclass(frozen=True, slots=True)
class Commitment:
    """A leaf with its attainment and its delivery. Delivery comes from its first indicator, the status."""

    owed: Owed
    result: LeafResult

    @property
    def status(self) -> IndicatorResult | None:
        """The result of the status indicator, or None if the leaf is not in scope."""
        return self.result.indicators[0] if self.result.indicators else None

    @property
    def delivery(self) -> Cell:
        """Delivery, 0 to 100: 100 times the credited progress of the status indicator."""
        status, in_scope = self.status, self.result.in_scope
        if status is None or status.pe is None or status.lo is None or status.hi is None or status.face is None:
            return Cell(None, None, None, None, 0.0, in_scope)
        point, low, high, face = (max(0.0, 100 * value) for value in (status.pe, status.lo, status.hi, status.face))
        return Cell(point, low, high, face, 1.0, in_scope, flags.NOT_PUBLIC in status.flags)

    @property
    def has_observer_status(self) -> bool:
        """Whether an observer's status is the value of the act, since the independent record comes first."""
        seen = self.status.seen if self.status else None
        has_observer_record = Speaker.OBS in [record.party for record in self.owed.leaf.indicators[0].records]
        return has_observer_record and seen is not None and (not seen.is_disputed or seen.settled)

    @property
    def delivery_flags(self) -> tuple[Flag, ...]:
        """Flags of the delivery. NO_DATA is left out, because the standing already says that there is no statement."""
        status_flags = (flag for flag in (self.status.flags if self.status else ()) if flag != flags.NO_DATA)
        return tuple(dict.fromkeys((*self.owed.leaf.marks, *status_flags)))


@dataclass(frozen=True)
class NodeScore:
    """One node: delivery, trend (accord and themes only) and attainment, each with its own coverage.

    ``inside`` holds its leaves; ``open_shares`` holds the scores for other shares, if any share was not agreed.
    ``stated`` and ``read`` count the halves with a statement by status; ``standing`` counts halves by standing.
    """

    id: str
    n: int
    commitments: int
    leaves: frozenset[str]
    delivery: NodeResult | None
    attainment: NodeResult | None
    trend: TrendResult | None
    usable: int
    printable: bool
    stated: Mapping[str, int]
    read: Mapping[str, int]
    standing: Mapping[str, int]
    observed: int = 0
    """Number of halves whose value is an observer's status."""
    observed_alone: Mapping[str, int] = field(default_factory=dict)
    """Halves by the status that an observer gave, where their own side gave none; empty under rules 1."""
    delivered: int = 0
    """Number of halves with a delivery, from their own side's statement or from a verified observer alone."""
    flags: tuple[Flag, ...] = ()
    late: int | None = None
    """Number of late entries about its commitments; None where they are not counted."""
    inside: Sequence[Commitment] = field(default=(), repr=False, compare=False)
    open_shares: OpenShares | None = field(default=None, repr=False, compare=False)
    hidden: int = 0
    """Number of commitments that the audience may not read; they earn nothing, and ``n`` leaves them out."""
    hidden_leaves: Sequence[LeafResult] = field(default=(), repr=False, compare=False)

    @property
    def not_public(self) -> int:
        """Number of halves that earn nothing because their statement in force is not public."""
        return sum(one.delivery.withheld for one in self.inside)

    @property
    def delivery_ends(self) -> Ends | None:
        """Delivery for a United States share of 0 and of 1 where none was agreed, or None if all were agreed."""
        return self.open_shares.delivery_ends if self.open_shares else None

    @property
    def attainment_ends(self) -> Ends | None:
        """Attainment for a share of 0 and of 1, as ``delivery_ends``."""
        return self.open_shares.attainment_ends if self.open_shares else None

    @cached_property
    def contributions(self) -> Mapping[str, float]:
        """Points that each leaf adds to the attainment shown. They sum to it."""
        hidden = {result.leaf.id for result in self.hidden_leaves}
        points = ((result.leaf.id, weight * (result.score or 0.0)) for weight, result in self._weighted_leaves())
        return {name: value for name, value in points if name not in hidden}

    @cached_property
    def mix(self) -> Mix | None:
        """The composition of the attainment, or None if nothing is assessed."""
        weighted_leaves = self._weighted_leaves()
        return compute_mix(weighted_leaves) if weighted_leaves else None

    def _weighted_leaves(self) -> list[tuple[float, LeafResult]]:
        """Return the leaves behind the attainment with their weights in it."""
        weights = self.attainment.weights if self.attainment else {}
        results = (*(one.result for one in self.inside), *self.hidden_leaves)
        return [(weights[result.leaf.id], result) for result in results if result.leaf.id in weights]

    @property
    def statement_count(self) -> int:
        """Number of halves with a statement of their own side."""
        return sum(self.stated.values()) + sum(self.read.values())


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that was computed, as of two dates."""

    method: Method
    inputs: Inputs
    by: str
    overall: NodeScore
    groups: tuple[NodeScore, ...]
    attainment_sides: Sides | None
    commitments: tuple[Commitment, ...]
    sides: Mapping[Side, NodeScore]
    shared: Sides | None = None
    """Attainment of both sides, only in the themes in which both owe something."""
    shared_themes: tuple[str, ...] = ()

    @property
    def reasons_not_comparable(self) -> tuple[str, ...]:
        """Why the gap between the sides may not be printed. Empty if it may."""
        found = self.attainment_sides.why_not if self.attainment_sides else ("NOT_ASSESSABLE",)
        printable = all(side in self.sides and self.sides[side].printable for side in Side)
        return found if printable else tuple(dict.fromkeys(("NOT_PRINTABLE", *found)))

    @property
    def is_comparable(self) -> bool:
        """Whether the gap between the sides may be printed."""
        return not self.reasons_not_comparable

    @property
    def all_themes_shared(self) -> bool:
        """Whether both sides owe something in every theme that has a scored commitment."""
        themes = {one.theme for one in self.inputs.counted}
        return themes == {*self.shared_themes}

    def leaves_of(self, node: NodeScore) -> tuple[Commitment, ...]:
        """Return the leaves behind a node."""
        return tuple(one for one in self.commitments if one.owed.leaf.id in node.leaves)

    def leaves_of_commitment(self, name: str) -> tuple[Commitment, ...]:
        """Return the leaves of one commitment: two if both sides owe it."""
        return tuple(one for one in self.commitments if one.owed.commitment == name)
