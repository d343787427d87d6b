"""A line chart as a table of its numbers, for formats without drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.documents.charts.line_model import BandPoint, LineChart


def table(chart: LineChart) -> Table:
    """Return a table with one row for each value, beside the range around the line if the chart has one.

    The title is that of the chart. The subtitle is not included; the renderer writes it.
    """
    band = {(one.start, one.end): one for one in chart.band.points} if chart.band else {}
    columns = (
        Column("start", tr("from"), weight=2.0),
        Column("end", tr("to"), weight=2.0),
        Column("shown", tr("figure"), "right", weight=2.0),
        Column("value", tr("drawn"), "right", weight=2.0),
        *((Column("low", tr("lower quartile"), "right"), Column("middle", tr("median"), "right")) if band else ()),
        *((Column("high", tr("upper quartile"), "right"),) if band else ()),
    )
    rows = tuple(
        Row(
            f"{chart.id}-{at}",
            (
                Cell(point.start),
                Cell(point.end),
                Cell(f"{point.shown} ({chart.unsure})" if point.hollow else point.shown),
                _amount(point.value),
                *(_range(band.get((point.start, point.end))) if band else ()),
            ),
        )
        for at, point in enumerate(chart.points, 1)
    )
    return Table(chart.id, chart.title, columns, rows, tuple(mark.words for mark in chart.marks))


def _range(found: BandPoint | None) -> tuple[Cell, ...]:
    return tuple(_amount(value) for value in (found.low, found.middle, found.high)) if found else (Cell(""),) * 3


def _amount(value: float) -> Cell:
    return Cell(f"{value:.2f}", round(value, 2))
