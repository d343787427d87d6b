"""Series of a contrast: how each is named, its change and its periods, and those that the verdict counts as bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import minus, wash_line
from accordtrack.documents.model import Bar
from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections.cards import about
from accordtrack.scoring.contrast import IMPROVED, UNCHANGED, WORSENED
from accordtrack.scoring.rounding import rounded
from accordtrack.scoring.trend import TOO_SHORT
from accordtrack.text import contrast as words
from accordtrack.text import release_dates
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Moved
    from accordtrack.scorecard.context import Held
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.series import Pair, Point, Row


_WAYS: Mapping[str, Moved] = {IMPROVED: "improved", WORSENED: "worsened", UNCHANGED: "unchanged"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with where it comes from."""

    bar: Bar
    producers: tuple[str, ...]
    """Who made the figures; ``sources`` is where they were read."""
    sources: tuple[str, ...]
    latest: Row
    """The value of it that was released last."""


def bars(held: Held, found: Contrast) -> tuple[Drawn, ...]:
    """The outputs and outcomes that the verdict counts, so that the bars are as many as its counts; each by change, largest rise first."""
    made = []
    for lines in (found.outputs, found.outcomes):
        mine = [_bar(held, found, line) for line in lines if line.counted and line.pair and line.pair.first.value]
        made += sorted(mine, key=lambda one: -one.bar.change)
    return tuple(made)


def undrawn(held: Held, found: Contrast) -> list[str]:
    """Which counted series have no bar: those that begin at zero."""
    mine = [line for line in (*found.outputs, *found.outcomes) if line.counted]
    zero = [named(held, line) for line in mine if line.pair and not line.pair.first.value]
    return [tr("Not drawn, since the first value is 0: {names}.", names="; ".join(zero))] if zero else []


def _bar(held: Held, found: Contrast, line: Line) -> Drawn:
    pair = line.pair
    if pair is None:
        raise ValueError(line.gauge.id)
    marks = [
        *([tr("guard")] if is_guard(found, line) else []),
        *([tr("last period mostly before the base")] if words.early(pair, found.base or "") else []),
        *([label("no comparison", TOO_SHORT)] if is_short(held, pair) else []),
    ]
    start, end = period(pair.first), period(pair.last)
    rows = [row for point in (pair.first, pair.last) for row in point.rows]
    bar = Bar(
        held.title("indicator", line.gauge.id),
        100 * pair.change / abs(pair.first.value),
        tr("{change} ({start} to {end})", change=percent(pair), start=start, end=end),
        "outcome" if line.gauge.is_result else "output",
        "; ".join((label("movement", line.word), about(line.gauge), *marks)),
        _WAYS.get(line.word, "") if line.gauge.is_result else "",
    )
    sources = {row.source for row in rows}
    made = held.facts.indicators[line.gauge.id].publisher.split("; ")
    read = tuple(sorted(_source(held, source) for source in sources))
    return Drawn(bar, tuple(map(wash_line, made)), read, release_dates.latest(rows))


def is_short(held: Held, pair: Pair) -> bool:
    """Whether the trend would not take it: the two values lie less than a year apart."""
    return pair.years < held.scores.method.trend.years


def is_guard(found: Contrast, line: Line) -> bool:
    """Whether it guards another series of the theme."""
    return line.gauge.id in {one.gauge.id for one in found.guards}


def beside(found: Contrast) -> list[Line]:
    """Guards that are no series of the theme themselves."""
    listed = {one.gauge.id for one in (*found.outputs, *found.outcomes)}
    return [line for line in found.guards if line.gauge.id not in listed]


def _source(held: Held, code: str) -> str:
    """Who published it; its code stands in the table below."""
    source = held.facts.sources.get(code)
    return wash_line(source.publisher if source else code)


def percent(pair: Pair) -> str:
    """The change in percent of the first value, signed; whole where a value is not exact, n/a where the first is 0."""
    if not pair.first.value:
        return tr("n/a")
    value = 100 * pair.change / abs(pair.first.value)
    how = _exactness(pair)
    if how:
        return " ".join([*(label("qualifier", one) for one in how), _signed(rounded(value, 0), 0)])
    return _signed(rounded(value, 1), 1)


def _exactness(pair: Pair) -> list[Qualifier]:
    """What limits the change: a bound of one value bounds it on one side; bounds against each other leave it about so."""
    first, last = pair.first.qualifier, pair.last.qualifier
    least = last == Qualifier.MORE_THAN or first == Qualifier.AT_MOST
    most = last == Qualifier.AT_MOST or first == Qualifier.MORE_THAN
    if least != most:
        about = [Qualifier.ABOUT] if Qualifier.ABOUT in {first, last} else []
        return [Qualifier.MORE_THAN if least else Qualifier.AT_MOST, *about]
    return [] if {first, last} == {Qualifier.EXACT} else [Qualifier.ABOUT]


def _signed(value: float, decimals: int) -> str:
    return minus(f"{value:+,.{decimals}f} %") if value else "0 %"


def named(held: Held, line: Line) -> str:
    """The title of a series with its unit."""
    unit = wash_line(local(held.scores.unit(line.gauge.id)))
    return tr("{title}, {unit}", title=held.title("indicator", line.gauge.id), unit=unit)


def period(point: Point) -> str:
    """A period as short as it can be said: whole months without their days, two days so that a line can end between them."""
    after = date.fromisoformat(point.end) + timedelta(days=1)
    told = words.period(point)
    if "/" in told and point.start.endswith("-01") and after.day == 1:
        return f"{point.start[:7]}/{point.end[:7]}"
    return told.replace("/", " / ")
