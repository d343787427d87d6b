"""Charts as tables of their numbers, for formats without drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Chart


def table(chart: Chart) -> Table:
    """Return a table with one row per bar, the title of the chart, and its source as a note, without the subtitle."""
    columns = (
        Column("series", tr("series"), weight=4.0),
        Column("kind", tr("kind")),
        Column("change", tr("change"), "right", weight=2.0),
        Column("detail", tr("about"), weight=2.0),
    )
    rows = tuple(
        Row(f"{chart.id}-{at}", (Cell(bar.label), Cell(_kind_name(bar.kind)), Cell(bar.shown), Cell(bar.detail)))
        for at, bar in enumerate(chart.bars, 1)
    )
    return Table(chart.id, chart.title, columns, rows, (chart.source,))


def _kind_name(kind: str) -> str:
    """Return the name of a kind of bar. Outcomes and impacts share one kind because they look the same."""
    return tr("indicator") if kind == "outcome" else label("level", kind)
