"""Appendices of a scorecard: indicators, measurements and history, too long for print, for the workbook and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections.quotations import local_text
from accordtrack.scorecard.sections.statement_log import history
from accordtrack.text import release_dates
from accordtrack.text.field_values import field, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.indicators import AmendedIndicator, Measurement
    from accordtrack.scorecard.context import ScorecardData


def tables(held: ScorecardData) -> tuple[Table, ...]:
    """Return the appendices in the current language, in the order of the workbook's sheets."""
    return (indicators(held), measurements(held), history(held))


def number(told: str | None) -> Cell:
    """Return a decimal as recorded, digit by digit, with its numeric value."""
    return Cell("") if told is None else Cell(sanitize_line(told), float(told))


def word(name: str, content: str | None) -> Cell:
    """Return a vocabulary term in the current language, or the content of the field ``name``."""
    return Cell(sanitize(value(name, content)), None if content is None else str(content))


def words(content: LocalText | None) -> Cell:
    """Return a bilingual text in the current language."""
    return Cell(sanitize(local_text(content)))


def indicators(held: ScorecardData) -> Table:
    """Return the indicator definitions with their number of values, newest period, baseline and target."""
    rows = [
        Row(f"definition-{name}", _defined(held, name, held.facts.indicators[name]))
        for name in sorted(held.facts.indicators, key=natural_sort_key)
    ]
    columns = (
        Column("indicator", field("code"), weight=2.0),
        Column("title", field("title"), weight=4.0),
        Column("side", tr("about which country")),
        Column("theme", field("theme")),
        Column("level", field("level")),
        Column("direction", field("direction")),
        Column("unit", field("unit"), weight=2.0),
        Column("publisher", field("publisher"), weight=2.0),
        Column("periodicity", field("periodicity")),
        Column("headline_series", field("headline_series"), weight=2.0),
        Column("values", tr("values"), "right"),
        Column("newest", tr("newest period to")),
        Column("baseline", field("baseline"), "right"),
        Column("baseline_on", tr("baseline on")),
        Column("target", field("target"), "right"),
        Column("target_by", tr("target by")),
        Column("set_by", field("set_by")),
        Column("definition", field("definition"), weight=5.0),
        Column("caveats", field("caveats"), weight=5.0),
    )
    return Table("indicators", tr("Indicators"), columns, tuple(rows))


def _defined(held: ScorecardData, name: str, body: AmendedIndicator) -> tuple[Cell, ...]:
    known = list(_known(held, name))
    baseline, target = body.baseline, body.target
    return (
        Cell(sanitize_line(name), name),
        Cell(held.title("indicator", name)),
        word("side", body.side),
        word("theme", body.theme),
        word("level", body.level),
        word("direction", body.direction),
        words(body.unit),
        word("publisher", body.publisher),
        word("periodicity", body.periodicity),
        word("headline_series", body.headline_series),
        Cell(str(len(known)), len(known)),
        Cell(max((row.period_end for _, row in known), default="")),
        number(baseline.value if baseline else None),
        Cell(baseline.on if baseline else ""),
        number(target.value if target else None),
        Cell(target.by if target else ""),
        word("set_by", target.set_by if target else None),
        words(body.definition),
        words(body.caveats),
    )


def _known(held: ScorecardData, name: str) -> Iterable[tuple[str, Measurement]]:
    """Return the values of an indicator that were known as of the two dates."""
    return ((digest, row) for digest, row, _by in held.facts.measurements.get(name, ()) if held.knows(row))


def measurements(held: ScorecardData) -> Table:
    """Return all known values, one per row, in the order of indicator, series and period."""
    rows = []
    for name in sorted(held.facts.indicators, key=natural_sort_key):
        unit = local(held.scores.unit(name))
        for digest, body in sorted(_known(held, name), key=lambda one: _place(one[1])):
            rows.append(Row(f"value-{digest[:16]}", _measured(name, unit, body)))
    columns = (
        Column("indicator", field("indicator"), weight=2.0),
        Column("series", field("series"), weight=2.0),
        Column("period_start", field("period_start")),
        Column("period_end", field("period_end")),
        Column("value", field("value"), "right"),
        Column("unit", field("unit"), weight=2.0),
        Column("qualifier", field("qualifier")),
        Column("numerator", field("numerator"), "right"),
        Column("denominator", field("denominator"), "right"),
        Column("party", field("party")),
        Column("grade", field("grade")),
        Column("published_on", field("published_on")),
        Column("precision", field("precision")),
        Column("state", field("state")),
        Column("confirm", field("confirm")),
        Column("source", field("source"), weight=2.0),
        Column("note", field("note"), weight=5.0),
    )
    return Table("measurements", tr("Measurements"), columns, tuple(rows))


def _place(body: Measurement) -> tuple[str, ...]:
    return (body.series, body.period_end, body.period_start, body.published_on, body.party, body.source)


def _measured(name: str, unit: str, body: Measurement) -> tuple[Cell, ...]:
    return (
        Cell(sanitize_line(name), name),
        word("series", body.series),
        word("period_start", body.period_start),
        word("period_end", body.period_end),
        number(body.value),
        Cell(sanitize_line(unit)),
        word("qualifier", body.qualifier),
        number(body.numerator),
        number(body.denominator),
        word("party", body.party),
        word("grade", body.grade),
        Cell(release_dates.day(body.published_on, body.precision), body.published_on),
        word("precision", body.precision),
        word("state", body.state),
        Cell(sanitize(value("confirm", body.confirm)), str(body.confirm)) if body.confirm else Cell(""),
        word("source", body.source),
        words(body.note),
    )
