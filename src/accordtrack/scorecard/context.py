"""What a scorecard is made from: the scores of what its audience may read, on two dates, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural, wash_line
from accordtrack.documents.model import Item
from accordtrack.i18n import local

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import Measurement
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class Held:
    """Scores whose facts were already filtered for the audience. ``since``: the same on an earlier pair of dates."""

    scores: Scores
    since: Scores | None = None

    @property
    def facts(self) -> Facts:
        """Every state, definition and measurement that the audience may read."""
        return self.scores.facts

    @property
    def score(self) -> Score:
        """The score by theme."""
        return self.scores.by_theme

    @property
    def at(self) -> TwoDates:
        """As of and known on."""
        return self.scores.inputs.at

    def knows(self, measured: Measurement) -> bool:
        """Whether a value was measured and published by the two dates; the facts hold those of later dates too."""
        return measured.period_end <= self.at.as_of and measured.published_on <= self.at.known_on

    def title(self, family: str, code: str) -> str:
        """The title of a theme, framework, body, indicator, event or commitment, in the language in force, washed."""
        return wash_line(local(self.scores.name(family, code)))

    def item(self, state: State) -> Item:
        """A commitment as a row of a list."""
        code = state.record.id
        return Item(code, self.title("commitment", code))

    def commitments(self) -> list[State]:
        """Commitments in the order of their codes."""
        return sorted(self.facts.states.values(), key=lambda state: natural(state.record.id))
