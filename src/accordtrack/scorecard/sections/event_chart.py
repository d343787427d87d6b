"""The chart of a place around an event, beside the other states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts.line_model import Band, BandPoint, LineChart, Mark, Point
from accordtrack.i18n import localize, tr
from accordtrack.text import event_study as words
from accordtrack.text.numbers import format_amount
from accordtrack.types import regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.records import Event
    from accordtrack.scoring.event_reading import PathPoint
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess
    from accordtrack.text.event_study import EventContext


def charted_points(scores: ScoreAccess, study: EventStudy) -> Sequence[PathPoint]:
    """Return the points of an event's chart; none if there is no chart."""
    points = scores.path_around(study, study.headline)
    return points if len(points) > 1 else ()


def first_day(period: str) -> str:
    """Return the first day of a month or a year."""
    return f"{period}-01" if "-" in period else f"{period}-01-01"


def event_mark(event: Event) -> Mark:
    """Return the mark of the day of an event."""
    return Mark(event.date, tr("day of the event, {date}", date=words.recorded(event, "date", event.date)))


def path_chart(study: EventStudy, about: EventContext, points: Sequence[PathPoint]) -> LineChart:
    """Return the chart of a place's rate around the event, as a ratio to its own mean before, beside the other states."""
    found = study.headline
    noun, place = sanitize_line(localize(about.noun)), sanitize_line(localize(regions.NAMES[str(study.event.place)]))
    title = f"{place}, {noun}: {words.verdict_label(found)}"
    days = [(first_day(one.period), last_day(one.period)) for one in points]
    subtitle = tr(
        "Rate of each month, as a multiple of the mean of the {n} months before the event; the numbers at points are "
        "counts; release of {day}",
        n=about.periods_before,
        day=str(found.release),
    )
    shown = [f"{words.period_name(one.period)} {format_amount(one.count)}" for one in points]
    return LineChart(
        f"path-{study.event.id}-{found.outcome}",
        title,
        subtitle,
        tuple(
            Point(start, end, one.ratio, format_amount(one.count), one.preliminary)
            for one, (start, end) in zip(points, days, strict=True)
        ),
        sanitize_line(f"{title}. {subtitle}: {'; '.join(shown)}."),
        tr("may still be revised"),
        (event_mark(study.event),),
        every=365 if about.yearly else 30,
        band=Band(
            tuple(
                BandPoint(start, end, one.low, one.middle, one.high)
                for one, (start, end) in zip(points, days, strict=True)
            ),
            tr("the middle range of the states compared, between their quartiles"),
            tr("the median of the states compared"),
        ),
    )
