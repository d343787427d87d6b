"""Requests for scores: their options, checks and dispatch to the right output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from accordtrack.cli import score_explained, score_page, score_rows
from accordtrack.cli.progress import item_progress
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.i18n import tr
from accordtrack.scoring.uncertainty_results import DRAWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.log_prefix import RecordedBy
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.uncertainty_results import Uncertain
    from accordtrack.service import Desk

    Drawn: TypeAlias = Mapping[str, Uncertain | None]
    """Draws of delivery and of attainment; None for a number without assessments."""

MOST_DRAWS = 100_000


@dataclass(frozen=True, slots=True)
class Draws:
    """Number of draws and their seed; ``shares`` adds how much of the spread each choice explains."""

    count: int
    seed: int
    shares: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Options of a request for scores."""

    by: str
    explain: str | None
    all_targets: bool
    all_texts: bool
    base: str | None
    at: TwoDates | None
    recorded_by: RecordedBy | None
    method: Path | None
    draws: Draws | None


def parse_draws(option: str, value: int | None) -> int:
    """Return the number of draws, or the default for None. Raise ``Refused`` above ``MOST_DRAWS``."""
    if value is None:
        return DRAWS
    if value > MOST_DRAWS:
        values = {"option": option, "n": value, "most": MOST_DRAWS}
        raise Refused(Problem("{option} {n} is more than {most}", "A thousand tell as much.", "", values, usage=True))
    return value


def parse_choice(option: str, value: str, names: Sequence[str]) -> str:
    """Return the value of an option. Raise ``Refused`` if it is not among the known values."""
    if value not in names:
        raise Refused(unknown_word_problem(option, value, names))
    return value


def write(options: Globals, desk: Desk, ask: Question) -> None:
    """Write the scores in the requested format."""
    if ask.explain is not None and ask.draws is not None:
        raise Refused(Problem("--explain has no draws", "Leave out --uncertainty and its options.", usage=True))
    score_rows.refuse_unsupported_csv(options.format, ask.by, ask.draws)
    scores = desk.scores(
        ask.at,
        all_targets=ask.all_targets,
        all_texts=ask.all_texts,
        method=ask.method,
        base=ask.base,
        recorded_by=ask.recorded_by,
    )
    if ask.explain is not None:
        score_explained.write(options, desk, scores, ask.explain)
        return
    score = scores.by_group(ask.by)
    uncertainties = _draw_uncertainty(options, scores, score, ask.draws) if ask.draws is not None else None
    if options.format != "table":
        score_rows.write(options, scores, score, ask.draws, uncertainties)
        return
    score_page.write(options, scores, score)
    if uncertainties is not None and ask.draws is not None:
        score_page.write_spread(options, scores, ask.draws, uncertainties)
    score_page.print_footer(options, desk, scores)


def _draw_uncertainty(options: Globals, scores: ScoreAccess, score: Score, draws: Draws) -> Drawn:
    uncertainties: dict[str, Uncertain | None] = {}
    for number in ("delivery", "attainment"):
        with item_progress(options, tr("drawing")) as report:
            uncertainties[number] = scores.estimate_uncertainty(
                score, number=number, draws=draws.count, seed=draws.seed, shares=draws.shares, progress=report
            )
    return uncertainties
