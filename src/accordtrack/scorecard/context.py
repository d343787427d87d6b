"""Source data of a scorecard: scores of the facts that its audience may read, as of two dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Item
from accordtrack.i18n import localize
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import Measurement
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.text.covered_part import CoveredPart
    from accordtrack.types import ScoreChanges
    from accordtrack.types.effects import EffectSummary, NumberByAcceptance


@dataclass(frozen=True, slots=True)
class Effects:
    """What waits for each side, and the numbers on each basis; ``numbers`` is empty for a part of the register."""

    summary: EffectSummary
    numbers: tuple[NumberByAcceptance, ...]


@dataclass(frozen=True, slots=True)
class ScorecardData:
    """Scores of facts filtered for the audience; ``since`` holds those of an earlier pair of dates.

    ``effects`` is None under rules of effect by which nothing waits.
    """

    scores: ScoreAccess
    since: ScoreAccess | None = None
    effects: Effects | None = None
    score_changes: ScoreChanges | None = None
    """What changed the numbers of the whole register since then."""
    has_paths: bool = False
    """Whether the method has sections on paths and on events."""
    part: CoveredPart | None = None
    """What the scorecard covers; the whole register if None."""

    @property
    def facts(self) -> Facts:
        """All states, definitions and measurements that the audience may read."""
        return self.scores.facts

    @property
    def has_authorship(self) -> bool:
        """Whether the rules of effect give the authorship of each statement."""
        return self.facts.rules >= FIRST_RULES_WITH_WAITING

    @property
    def hides(self) -> bool:
        """Whether something that the audience may not read earns nothing now, or did on the earlier dates."""
        scores = (one.by_theme.overall for one in (self.scores, self.since) if one is not None)
        return any(one.hidden or one.not_public for one in scores)

    @property
    def score(self) -> Score:
        """The score by theme."""
        return self.scores.by_theme

    @property
    def at(self) -> TwoDates:
        """The effective date and the known date."""
        return self.scores.inputs.at

    def knows(self, measured: Measurement) -> bool:
        """Whether a value was measured and published by the two dates; the facts also hold later ones."""
        return measured.period_end <= self.at.as_of and measured.published_on <= self.at.known_on

    def title(self, family: str, code: str) -> str:
        """Return the cleaned title of a record in the current language; ``family`` is its kind, such as theme."""
        return sanitize_line(localize(self.scores.title_of(family, code)))

    def item(self, state: State) -> Item:
        """Return a commitment as a row of a list."""
        code = state.record.id
        return Item(code, self.title("commitment", code))

    def commitments(self) -> list[State]:
        """Return the commitments in the order of their codes."""
        return sorted(self.facts.states.values(), key=lambda state: natural_sort_key(state.record.id))
