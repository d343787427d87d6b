"""Series of a contrast: names, changes and periods, and the bars of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.model import Bar
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections.cards import place_of_series
from accordtrack.scoring.contrast import IMPROVED, UNCHANGED, WORSENED
from accordtrack.scoring.rounding import round_half_even
from accordtrack.scoring.trend import TOO_SHORT
from accordtrack.text import contrast as words
from accordtrack.text import release_dates, source_lines
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Moved
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.series import Pair, Point, Row


_WAYS: Mapping[str, Moved] = {IMPROVED: "improved", WORSENED: "worsened", UNCHANGED: "unchanged"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with its origin."""

    bar: Bar
    producers: tuple[str, ...]
    """Producers of the figures; ``sources`` holds where they were read."""
    sources: tuple[str, ...]
    latest: Row
    """The value of the bar with the latest release."""


def bars(data: ScorecardData, contrast: Contrast) -> tuple[Drawn, ...]:
    """Return the bars of the outputs, then of the outcomes, that the verdict counts, largest rise first.

    The chart shows as many bars as the verdict counts, except series that start at zero.
    """
    drawns = []
    for lines in (contrast.outputs, contrast.outcomes):
        mine = [
            _build_bar(data, contrast, line)
            for line in lines
            if line.is_counted and line.pair and line.pair.first.value
        ]
        drawns += sorted(mine, key=lambda one: -one.bar.change)
    return tuple(drawns)


def undrawn_note(data: ScorecardData, contrast: Contrast) -> list[str]:
    """Return a note on counted series without a bar, because they start at zero."""
    mine = [line for line in (*contrast.outputs, *contrast.outcomes) if line.is_counted]
    zero = [title_with_unit(data, line) for line in mine if line.pair and not line.pair.first.value]
    return [tr("Not drawn, since the first value is 0: {names}.", names="; ".join(zero))] if zero else []


def _build_bar(data: ScorecardData, contrast: Contrast, line: Line) -> Drawn:
    pair = line.pair
    if pair is None:
        raise ValueError(line.gauge.id)
    marks = [
        *([tr("read beside")] if is_guard(contrast, line) else []),
        *([tr("last period mostly before the base")] if words.ends_mostly_before(pair, contrast.base or "") else []),
        *([label("no comparison", TOO_SHORT)] if is_short(data, pair) else []),
    ]
    start, end = period(pair.first), period(pair.last)
    rows = [row for point in (pair.first, pair.last) for row in point.rows]
    bar = Bar(
        data.title("indicator", line.gauge.id),
        100 * pair.change / abs(pair.first.value),
        tr("{change} ({start} to {end})", change=percent_change(pair), start=start, end=end),
        "outcome" if line.gauge.is_result else "output",
        "; ".join((label("movement", line.word), place_of_series(line.gauge), *marks)),
        _WAYS.get(line.word, "") if line.gauge.is_result else "",
    )
    sources = {row.source for row in rows}
    lines = data.facts.indicators[line.gauge.id].publisher.split("; ")
    read = tuple(sorted(_publisher(data, source) for source in sources))
    return Drawn(bar, tuple(map(sanitize_line, lines)), read, release_dates.latest(rows))


def is_short(data: ScorecardData, pair: Pair) -> bool:
    """Whether the two values are less than a year apart, so that the trend does not use them."""
    return pair.years < data.scores.method.trend.years


def is_guard(contrast: Contrast, line: Line) -> bool:
    """Whether a series guards another series of the theme."""
    return line.gauge.id in {one.gauge.id for one in contrast.guards}


def outside_guards(contrast: Contrast) -> list[Line]:
    """Return the guards that are not themselves series of the theme."""
    listed = {one.gauge.id for one in (*contrast.outputs, *contrast.outcomes)}
    return [line for line in contrast.guards if line.gauge.id not in listed]


def _publisher(data: ScorecardData, code: str) -> str:
    """Return the publisher of a source; the table below the chart shows its code."""
    source = data.facts.sources.get(code)
    return sanitize_line(source_lines.credit(source) if source else code)


def percent_change(pair: Pair) -> str:
    """Return the signed change in percent of the first value, an integer if inexact; n/a if the first value is 0."""
    if not pair.first.value:
        return tr("n/a")
    value = 100 * pair.change / abs(pair.first.value)
    how = _change_qualifiers(pair)
    if how:
        return " ".join([*(label("qualifier", one) for one in how), _signed_percent(round_half_even(value, 0), 0)])
    return _signed_percent(round_half_even(value, 1), 1)


def _change_qualifiers(pair: Pair) -> list[Qualifier]:
    """Return the qualifiers of a change: a bound on one value bounds it, opposing bounds make it approximate."""
    first, last = pair.first.qualifier, pair.last.qualifier
    least = last == Qualifier.MORE_THAN or first == Qualifier.AT_MOST
    most = last == Qualifier.AT_MOST or first == Qualifier.MORE_THAN
    if least != most:
        about = [Qualifier.ABOUT] if Qualifier.ABOUT in {first, last} else []
        return [Qualifier.MORE_THAN if least else Qualifier.AT_MOST, *about]
    return [] if {first, last} == {Qualifier.EXACT} else [Qualifier.ABOUT]


def _signed_percent(value: float, decimals: int) -> str:
    return with_minus_signs(f"{value:+,.{decimals}f} %") if value else "0 %"


def title_with_unit(data: ScorecardData, line: Line) -> str:
    """Return the title of a series with its unit."""
    unit = sanitize_line(localize(data.scores.unit(line.gauge.id)))
    return tr("{title}, {unit}", title=data.title("indicator", line.gauge.id), unit=unit)


def period(point: Point) -> str:
    """Return a period in short form: whole months without days, or two days with spaces that allow a line break."""
    after = date.fromisoformat(point.end) + timedelta(days=1)
    text = words.period(point)
    if "/" in text and point.start.endswith("-01") and after.day == 1:
        return f"{point.start[:7]}/{point.end[:7]}"
    return text.replace("/", " / ")
