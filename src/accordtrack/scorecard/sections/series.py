"""Series of a contrast: names, changes and periods, and the bars of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.charts.line_model import GREATEST
from accordtrack.documents.charts.line_model import Point as ChartPoint
from accordtrack.documents.model import Bar
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections.cards import place_of_series
from accordtrack.scoring.contrast import IMPROVED, UNCHANGED, WORSENED
from accordtrack.scoring.disputed_points import disputed_points
from accordtrack.scoring.rounding import round_half_even
from accordtrack.scoring.series import RUNNING
from accordtrack.scoring.trend import TOO_SHORT
from accordtrack.text import contrast as words
from accordtrack.text import paths, release_dates, source_lines
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.documents.model import Moved
    from accordtrack.projection.facts import Facts
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.findings import Spoken
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series import Pair, Point, Row


BOUNDS: Mapping[str, Literal["at_most", "more_than"]] = {
    Qualifier.AT_MOST: "at_most",
    Qualifier.MORE_THAN: "more_than",
}
_SHORTER = 3
"""By how many days a period may be shorter than the longest one of its series and still be a whole one."""
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
    known, listed = data.facts.sources, data.facts.indicators[line.gauge.id].publisher
    lines = source_lines.producers(listed, [known[one] for one in sources if one in known])
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


def chart_points(scores: ScoreAccess, indicator: str, series: str, values: Iterable[Point]) -> tuple[ChartPoint, ...]:
    """Return the values of a series as charts draw them, each disputed one with the value of the other source."""
    found = disputed_points(scores, indicator, series)
    others = {period: value for period, value in found.items() if abs(value) <= GREATEST}
    drawn = list(values)
    whole = 0 if series.startswith(RUNNING) else max((one.days for one in drawn), default=0)
    return tuple(
        _chart_point(one, others.get((one.start, one.end)), _part_of(one) if one.days < whole - _SHORTER else "")
        for one in drawn
    )


def _part_of(point: Point) -> str:
    """Return how long the period of a point is: ``11 months``, or in days if it is not of whole months."""
    after = date.fromisoformat(point.end) + timedelta(days=1)
    months = (after.year - int(point.start[:4])) * 12 + after.month - int(point.start[5:7])
    if not point.start.endswith("-01") or after.day != 1:
        return trn("{n} day", "{n} days", point.days)
    return trn("{n} month", "{n} months", months)


def _chart_point(point: Point, other: float | None, part: str) -> ChartPoint:
    """Return a point with its value as text, and how long its period is if that is only a ``part`` of the usual one."""
    exact, bound = point.qualifier == Qualifier.EXACT, point.qualifier in BOUNDS
    value = with_minus_signs(format_amount(point.value))
    text = value if exact else f"{label('qualifier', point.qualifier)} {value}"
    text = f"{text}*" if point.is_preliminary else text
    text = tr("{value} ({period})", value=text, period=part) if part else text
    if other is not None:
        text = tr("{one} or {other} ◊", one=text, other=with_minus_signs(format_amount(other)))
    return ChartPoint(
        point.start,
        point.end,
        point.value,
        text,
        hollow=point.is_preliminary or not (exact or bound),
        bound=BOUNDS[point.qualifier] if bound else "",
        other=other,
    )


def credit(facts: Facts, indicator: str, rows: Iterable[Row]) -> str:
    """Return the producer of figures and where they were read: ``INEGI, read in Contralínea, Animal Político and 5 more``."""
    ids, known = dict.fromkeys(row.source for row in rows), facts.sources
    found = [known[one] for one in ids if one in known]
    return sanitize_line(source_lines.producer_credit(facts.indicators[indicator].publisher, found))


def credit_of_path(facts: Facts, one: Spoken) -> str:
    """Return the same for the figures that the sentence on a series tells."""
    return credit(facts, one.indicator, [row for figure in paths.told_figures(one.path) for row in figure.rows])


def period(point: Point) -> str:
    """Return a period in short form: whole months without days, or two days with spaces that allow a line break."""
    after = date.fromisoformat(point.end) + timedelta(days=1)
    text = words.period(point)
    if "/" in text and point.start.endswith("-01") and after.day == 1:
        return f"{point.start[:7]}/{point.end[:7]}"
    return text.replace("/", " / ")
