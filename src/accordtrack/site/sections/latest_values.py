"""A table of the latest value of each indicator of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import cells
from accordtrack.scorecard.sections import series as named
from accordtrack.scorecard.sections.cards import place_of_series
from accordtrack.scoring import series
from accordtrack.site.sections import indicator_charts
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import CLOSENESS, MeasurementState, Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Row as Value
    from accordtrack.site.material import SiteData


def table(site: SiteData, theme: str) -> Iterator[Table]:
    """Yield the table, if the theme has indicators."""
    subject = site.held.scores.subject(theme)
    gauges = {one.id: one for one in (*subject.outputs, *subject.outcomes, *subject.guards)}
    if not gauges:
        return
    columns = (
        Column("indicator", label("field", "indicator"), weight=4.0),
        Column("about", tr("about"), within="indicator"),
        Column("value", tr("latest value"), "right", weight=1.8),
        Column("period", tr("period"), within="value"),
        Column("series", label("field", "series"), within="value"),
        Column("unit", label("field", "unit"), weight=2.2),
        Column("commitment", label("field", "commitment"), weight=1.6),
    )
    values = {name: _latest_value(site, one) for name, one in gauges.items()}
    linked = _linked_commitments(site, theme)
    rows = tuple(
        Row(f"latest-{name}", tuple(_cells(site, one, values[name], linked.get(name)))) for name, one in gauges.items()
    )
    notes = [
        tr(
            "If an indicator has several series, this is the value for the latest period, from its main series where that "
            "has one."
        )
    ]
    if any(value and value.state is MeasurementState.PRELIMINARY for value in values.values()):
        notes.append(tr("* preliminary"))
    yield Table("latest", tr("Latest value of each indicator"), columns, rows, tuple(notes))


def _latest_value(site: SiteData, gauge: MeasuredIndicator) -> Value | None:
    """Return the value of the latest period among those that count, or None. The headline series comes first in a tie."""
    rows = [row for row in series.counted_rows(gauge.rows, site.held.at) if row.value is not None]
    return max(
        rows, key=lambda row: (row.end, row.start, row.series == gauge.headline, row.published, row.id), default=None
    )


def _cells(site: SiteData, gauge: MeasuredIndicator, row: Value | None, linked: str | None) -> Iterator[Cell]:
    name = gauge.id
    yield Cell(site.held.title("indicator", name), name)
    yield Cell(place_of_series(gauge))
    yield _value_cell(row, disputed=name in site.held.scores.in_conflict)
    yield Cell("—", None, "muted") if row is None else Cell(named.period(series.Point(row.start, row.end, 0.0, (row,))))
    yield Cell("—", None, "muted") if row is None else Cell(sanitize_line(label("series", row.series)), row.series)
    yield Cell(sanitize_line(localize(site.held.facts.indicators[name].unit)))
    yield Cell(linked, linked) if linked else Cell("—", None, "muted")


def _value_cell(row: Value | None, *, disputed: bool) -> Cell:
    if row is None or row.value is None:
        return Cell(tr("none that counts"), None, "muted")
    text = with_minus_signs(format_amount(row.value))
    if row.qualifier != Qualifier.EXACT:
        text = f"{label('qualifier', row.qualifier)} {text}"
    if row.state is MeasurementState.PRELIMINARY:
        text = f"{text}*"
    return Cell(f"{text} ◊" if disputed else text, row.value)


def _linked_commitments(site: SiteData, theme: str) -> dict[str, str]:
    """Return, for each indicator, the most closely linked commitment of the theme, whose page has its chart."""
    linked = [
        (CLOSENESS[link.strength], cells.code_of(state), link.indicator)
        for state in site.commitments_of_theme(theme)
        for link in indicator_charts.links_of(state)
    ]
    return {indicator: code for _closeness, code, indicator in sorted(linked, reverse=True)}
