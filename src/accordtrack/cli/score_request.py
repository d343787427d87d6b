"""Requests for scores: their options, checks and dispatch to the right output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from accordtrack.cli import score_explained, score_page, score_rows
from accordtrack.cli.progress import progress
from accordtrack.core.problems import Problem, Refused, unknown
from accordtrack.i18n import tr
from accordtrack.scoring.spread import DRAWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.results import Score
    from accordtrack.scoring.scores import ScoreAccess
    from accordtrack.scoring.spread import Uncertain
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
    method: Path | None
    draws: Draws | None


def draws(option: str, value: int | None) -> int:
    """Return the number of draws, or the default for None. Raise ``Refused`` above ``MOST_DRAWS``."""
    if value is None:
        return DRAWS
    if value > MOST_DRAWS:
        values = {"option": option, "n": value, "most": MOST_DRAWS}
        raise Refused(Problem("{option} {n} is more than {most}", "A thousand say as much.", "", values, usage=True))
    return value


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """Return the value of an option. Raise ``Refused`` if it is not among the known values."""
    if value not in known:
        raise Refused(unknown(option, value, known))
    return value


def write(options: Globals, desk: Desk, ask: Question) -> None:
    """Write the scores in the requested format."""
    if ask.explain is not None and ask.draws is not None:
        raise Refused(Problem("--explain has no draws", "Leave out --uncertainty and its options.", usage=True))
    score_rows.refuse(options.format, ask.by, ask.draws)
    held = desk.scores(ask.at, all_targets=ask.all_targets, all_texts=ask.all_texts, method=ask.method, base=ask.base)
    if ask.explain is not None:
        score_explained.write(options, desk, held, ask.explain)
        return
    found = held.by(ask.by)
    drawn = _drawn(options, held, found, ask.draws) if ask.draws is not None else None
    if options.format != "table":
        score_rows.write(options, held, found, ask.draws, drawn)
        return
    score_page.write(options, held, found)
    if drawn is not None and ask.draws is not None:
        score_page.write_spread(options, held, ask.draws, drawn)
    score_page.foot(options, desk, held)


def _drawn(options: Globals, held: ScoreAccess, found: Score, asked: Draws) -> Drawn:
    drawn: dict[str, Uncertain | None] = {}
    for number in ("delivery", "attainment"):
        with progress(options, tr("drawing")) as report:
            drawn[number] = held.uncertain(
                found, number=number, draws=asked.count, seed=asked.seed, shares=asked.shares, progress=report
            )
    return drawn
