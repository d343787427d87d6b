"""Text about the uncertainty of the numbers (method, section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr
from accordtrack.text import attainment
from accordtrack.text import score as words
from accordtrack.text.numbers import format_exact, format_percent
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.scoring.results import NodeScore, Score
    from accordtrack.scoring.uncertainty_results import Interval, Uncertain


def heading(number: str, draws: int, seed: int) -> str:
    """Return which number was drawn, and how often."""
    text = label("number", number)
    return tr("{number}, {n} draws from seed {seed}: 5%, 50%, 95%", number=text, n=draws, seed=seed)


def facts(number: str, score: Score, uncertainty: Uncertain | None, title: Callable[[str], str]) -> list[words.Fact]:
    """Return the intervals of the whole, the sides and the groups (named by ``title``), if printable."""
    if uncertainty is None or (number == "attainment" and not score.overall.printable):
        lines = attainment.lines(score.overall) if number == "attainment" else [tr("n/a")]
        return [(tr("whole"), lines)]
    whole = score.overall.delivery if number == "delivery" else score.overall.attainment
    rows: list[words.Fact] = [
        (tr("whole"), [_interval(uncertainty.whole, bare=whole is not None and whole.score is not None)])
    ]
    cards = {"US": uncertainty.us, "MX": uncertainty.mx}
    for side in sides(cards):
        interval = cards[side]
        if interval is not None:
            rows.append(
                (label("side", side), [_interval(interval, bare=_is_assessed(score.sides.get(Side(side)), number))])
            )
    if uncertainty.gap is not None and score.is_comparable:
        rows.append((tr("difference"), [_interval(uncertainty.gap, bare=True)]))
    groups = {group.id: group for group in score.groups}
    for name, interval in uncertainty.groups.items():
        bare = _is_assessed(groups.get(name), number)
        line = _interval(interval, bare=bare)
        if bare:
            best, worst = uncertainty.ranks[name]
            values = {"best": best, "worst": worst, "all": len(uncertainty.ranks)}
            line = tr("{interval}; rank {best} to {worst} of {all}", interval=line, **values)
        rows.append((title(name), [line]))
    rows.append(("", [tr("In parentheses: too little is assessed to score the whole.")]))
    if uncertainty.shares:
        rows.append(
            ("", [tr("Share of the spread of the whole that comes from each choice, alone and with the others:")])
        )
    for factor, (first, total) in (uncertainty.shares or {}).items():
        line = tr("alone {first}, with others {total}", first=format_percent(first), total=format_percent(total))
        rows.append((label("factor", factor), [line]))
    return rows


def _is_assessed(node: NodeScore | None, number: str) -> bool:
    result = None if node is None else node.delivery if number == "delivery" else node.attainment
    return result is not None and result.score is not None


def _interval(interval: Interval, *, bare: bool) -> str:
    line = f"{format_exact(interval.p05)}, {format_exact(interval.p50)}, {format_exact(interval.p95)}"
    return line if bare else f"({line})"
