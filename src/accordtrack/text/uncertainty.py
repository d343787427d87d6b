"""Text about the uncertainty of the numbers (method, section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr
from accordtrack.text import attainment
from accordtrack.text import score as words
from accordtrack.text.numbers import exact, percent
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.scoring.results import NodeScore, Score
    from accordtrack.scoring.spread import Interval, Uncertain


def head(number: str, draws: int, seed: int) -> str:
    """Return which number was drawn, and how often."""
    told = label("number", number)
    return tr("{number}, {n} draws from seed {seed}: 5 %, 50 %, 95 %", number=told, n=draws, seed=seed)


def facts(number: str, found: Score, drawn: Uncertain | None, title: Callable[[str], str]) -> list[words.Fact]:
    """Return the intervals of the whole, the sides and the groups. Attainment is shown only if printable.

    ``title`` returns the name of a group.
    """
    if drawn is None or (number == "attainment" and not found.overall.printable):
        lines = attainment.lines(found.overall) if number == "attainment" else [tr("n/a")]
        return [(tr("whole"), lines)]
    whole = found.overall.delivery if number == "delivery" else found.overall.attainment
    told: list[words.Fact] = [
        (tr("whole"), [_interval(drawn.whole, bare=whole is not None and whole.score is not None)])
    ]
    cards = {"US": drawn.us, "MX": drawn.mx}
    for side in sides(cards):
        interval = cards[side]
        if interval is not None:
            told.append(
                (label("side", side), [_interval(interval, bare=_assessed(found.sides.get(Side(side)), number))])
            )
    if drawn.gap is not None and found.comparable:
        told.append((tr("difference"), [_interval(drawn.gap, bare=True)]))
    groups = {group.id: group for group in found.groups}
    for name, interval in drawn.groups.items():
        bare = _assessed(groups.get(name), number)
        line = _interval(interval, bare=bare)
        if bare:
            best, worst = drawn.ranks[name]
            values = {"best": best, "worst": worst, "all": len(drawn.ranks)}
            line = tr("{interval}; place {best} to {worst} of {all}", interval=line, **values)
        told.append((title(name), [line]))
    told.append(("", [tr("In brackets: too little is assessed for the whole.")]))
    if drawn.shares:
        told.append(("", [tr("Share of the spread of the whole that each choice makes, alone and with the others:")]))
    for factor, (first, total) in (drawn.shares or {}).items():
        line = tr("alone {first}, with others {total}", first=percent(first), total=percent(total))
        told.append((label("factor", factor), [line]))
    return told


def _assessed(node: NodeScore | None, number: str) -> bool:
    told = None if node is None else node.delivery if number == "delivery" else node.attainment
    return told is not None and told.score is not None


def _interval(told: Interval, *, bare: bool) -> str:
    line = f"{exact(told.p05)}, {exact(told.p50)}, {exact(told.p95)}"
    return line if bare else f"({line})"
