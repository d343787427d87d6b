"""A collapsed table of an indicator's values: the drawn series first, then the others with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.site.record_blocks import Collapsible
from accordtrack.text import release_dates, source_lines
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import MeasurementState, Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Row as Value
    from accordtrack.site.material import SiteData


def collapsible_table(
    site: SiteData, gauge: MeasuredIndicator, text: str | None, points: Iterable[series.Point] | None = None
) -> Iterator[Collapsible]:
    """Yield the table, if there are any values.

    ``text`` is the series that is drawn, and ``points`` are its drawn values if they are not all of that series alone.
    """
    if not gauge.rows:
        return
    counted = {row.id for row in series.counted_rows(gauge.rows, site.held.at)}
    if points is None:
        points = series.points(gauge, text, site.held.at) if text else ()
    names = {row.id for point in points for row in point.rows}
    order = sorted(
        gauge.rows, key=lambda row: (row.series != text, row.series, row.end, row.start, row.published, row.id)
    )
    title = tr("Values of {title}", title=site.held.title("indicator", gauge.id))
    columns = (
        Column("period", tr("period"), weight=2.0),
        Column("value", label("field", "value"), "right", weight=1.5),
        Column("series", label("field", "series"), weight=2.5),
        Column("party", label("field", "party"), weight=1.5),
        Column("source", tr("published by"), weight=3.0),
        Column("released", tr("released"), weight=1.5),
        Column("counts", tr("drawn"), weight=3.0),
    )
    rows = tuple(
        Row(f"value-{gauge.id}-{number}", tuple(_cells(site, row, text, counted, names)))
        for number, row in enumerate(order, start=1)
    )
    notes = [tr("* preliminary")] if any(row.state is MeasurementState.PRELIMINARY for row in order) else []
    if any(row.confirm for row in order):
        notes.append(tr("A value to be confirmed was read in a second-hand copy: it is shown and never counted."))
    if any(row.qualifier == Qualifier.DERIVED for row in order):
        notes.append(
            tr("A derived value follows from a difference that a press copy gives: it is shown and never counted.")
        )
    notes += _notes(site, gauge.id, order)
    summary = trn("{n} value as a table", "All {n} values as a table", len(rows))
    table = Table(f"values-{gauge.id}", title, columns, rows, tuple(notes))
    yield Collapsible(f"table-of-{gauge.id}", summary, (table,))


def _notes(site: SiteData, name: str, order: Iterable[Value]) -> list[str]:
    """Return the notes of the values that are not exact: what each rests on, such as the sum by which it was computed."""
    bodies = [body for _entry, body, _seat in site.held.facts.measurements.get(name, ())]
    notes = {(one.series, one.period_start, one.period_end, one.published_on, one.source): one.note for one in bodies}
    told = []
    for row in order:
        note = notes.get((row.series, row.start, row.end, row.published, row.source))
        if note is not None and row.qualifier != Qualifier.EXACT:
            period = named.period(series.Point(row.start, row.end, 0.0, (row,)))
            told.append(sanitize_line(tr("{period}: {note}", period=period, note=localize(note.text))))
    return told


def _cells(site: SiteData, row: Value, text: str | None, counted: set[str], names: set[str]) -> Iterator[Cell]:
    yield Cell(named.period(series.Point(row.start, row.end, 0.0, (row,))), row.end)
    phrase = tr("n/a") if row.value is None else with_minus_signs(format_amount(row.value))
    if row.qualifier != Qualifier.EXACT:
        phrase = f"{label('qualifier', row.qualifier)} {phrase}"
    mark = "*" if row.state is MeasurementState.PRELIMINARY else ""
    yield Cell(sanitize_line(f"{phrase}{mark}"), row.value)
    yield Cell(sanitize_line(label("series", row.series)), row.series)
    by = (
        f" ({tr('recorded by a desk of {side}', side=label('the side', row.foreign_recorder))})"
        if row.foreign_recorder
        else ""
    )
    yield Cell(f"{label('side', row.party)}{by}", str(row.party))
    source = site.held.facts.sources.get(row.source)
    yield Cell(sanitize_line(source_lines.credit(source) if source else row.source), row.source)
    yield Cell(release_dates.day(row.published, row.exact), row.published)
    yield _drawn_cell(row, text, counted, names)


def _drawn_cell(row: Value, text: str | None, counted: set[str], names: set[str]) -> Cell:
    """Return whether the value is drawn and, if not, why."""
    if row.id in names:
        return Cell(tr("yes") if row.series == text else tr("yes, as a bound"))
    if row.confirm:
        return Cell(tr("no: to be confirmed, not counted"), None, "muted")
    if not row.may_count:
        return Cell(tr("no: from a difference, not counted"), None, "muted")
    if row.id not in counted:
        return Cell(tr("no: replaced by a later value"), None, "muted")
    why = tr("no: another value of the same period") if row.series == text else tr("no: another series")
    return Cell(why, None, "muted")
