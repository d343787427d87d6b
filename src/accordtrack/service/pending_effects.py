"""The effect of concurring with an act, and the three numbers of a scorecard, from one reading of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.projection.facts import FactsReader
from accordtrack.queries import effect_summary
from accordtrack.scorecard.context import Effects as ScorecardEffects
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.score import score
from accordtrack.store.acceptance import NumberBasis
from accordtrack.types.effects import NumberByAcceptance
from accordtrack.types.pending import PendingEffect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.facts import Facts
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.types.pending import PendingAct

Place = tuple[str, str | None, str | None]
"""A number of the scorecard: its measure, theme and side; None for all themes and for no side."""


class Effects:
    """Scores the register once, then once for each act that is asked about."""

    def __init__(self, connection: Connection, at: TwoDates) -> None:
        self._reader, self._at = FactsReader(connection, at), at
        self._method = parameter_file.standard_method()
        self._now = self._numbers(self._reader.facts())

    def of_act(self, act: PendingAct) -> tuple[PendingEffect, ...]:
        """Return the numbers that concurring with an act would change, the largest change first."""
        accepting: Collection[int] = {entry.key for entry in act.entries}
        return self._compare(self._numbers(self._reader.facts(accepting=accepting)))

    def numbers(self, basis: NumberBasis) -> Mapping[Place, float | None]:
        """Return the numbers on this basis."""
        return self._now if basis is NumberBasis.IN_FORCE else self._numbers(self._reader.facts(basis))

    def _compare(self, then: Mapping[Place, float | None]) -> tuple[PendingEffect, ...]:
        effects = [
            PendingEffect(*place, self._now.get(place), then.get(place))
            for place in dict.fromkeys((*self._now, *then))
            if self._now.get(place) != then.get(place)
        ]
        return tuple(sorted(effects, key=lambda effect: effect.size, reverse=True))

    def _numbers(self, facts: Facts) -> Mapping[Place, float | None]:
        return numbers_of(score(build_inputs(facts, self._at, self._method), self._method))


def effects_of(connection: Connection, reader: FactsReader, audience: Audience, found: ScoreAccess) -> ScorecardEffects:
    """Return what a scorecard for an audience says about what waits."""
    at = found.inputs.at
    return ScorecardEffects(
        effect_summary.summarize(connection, audience, at), _three_numbers(reader, at, found.by_theme)
    )


def _three_numbers(reader: FactsReader, at: TwoDates, in_force: Score) -> tuple[NumberByAcceptance, ...]:
    """Return the delivery of each side and the results trends, overall and by theme, on each basis.

    ``in_force`` is the score of the entries in force, so that it is not computed again.
    """
    method = parameter_file.standard_method()
    now = numbers_of(in_force)
    accepted, everything = (
        numbers_of(score(build_inputs(facts, at, method), method)) if (facts := reader.facts_if_changed(basis)) else now
        for basis in (NumberBasis.ACCEPTED_BY_BOTH, NumberBasis.EVERYTHING)
    )
    places = [place for place in now if place[0] == "trend" or place[2] is not None]
    return tuple(NumberByAcceptance(*place, now[place], accepted.get(place), everything.get(place)) for place in places)


def numbers_of(found: Score) -> dict[Place, float | None]:
    """Return delivery and results trend of all themes and of each, and the delivery of each side."""
    numbers: dict[Place, float | None] = {}
    for theme, node in ((None, found.overall), *((group.id, group) for group in found.groups)):
        numbers["delivery", theme, None] = node.delivery.displayed_score if node.delivery else None
        numbers["trend", theme, None] = node.trend.score if node.trend else None
    for side, node in found.sides.items():
        numbers["delivery", None, side] = node.delivery.displayed_score if node.delivery else None
    return numbers
