"""Output of the ``indicators`` verb: indicators with their newest value and the commitments that are linked to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.text_tables import Column
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import localize, tr, trn
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import IndicatorRow

CSV = (
    *("id", "title.en", "title.es", "side", "theme", "level", "direction", "unit.en", "unit.es", "publisher"),
    *("headline_series", "newest.series", "newest.period_start", "newest.period_end", "newest.value"),
    *("newest.numerator", "newest.denominator", "newest.grade", "newest.source", "commitments"),
)


def write(options: Globals, desk: Desk, filter_text: str) -> None:
    """Write the indicators that match ``filter_text``."""
    found = desk.indicator_rows(filter_text)
    if not machine_output.wrote_rows(options, "indicators", found, CSV, {"total": len(found)}):
        _print_table(options, found)


def _print_table(options: Globals, found: tuple[IndicatorRow, ...]) -> None:
    if not found:
        text_tables.print_text(options, tr("No indicator matches."))
        return
    columns = [
        Column(tr("indicator"), whole=True),
        Column(tr("title")),
        Column(tr("about")),
        Column(tr("newest value of the main series")),
        Column(tr("linked to")),
    ]
    text_tables.print_table(options, columns, [_cells(row) for row in found])
    text_tables.print_text(options, trn("{n} indicator.", "{n} indicators.", len(found)))
    words = tr(
        "To link one to a commitment: {program} add link indicator=ID commitment=ID strength=contributory rationale.en=… "
        "rationale.es=…",
        program=options.program,
    )
    text_tables.print_text(options, words)


def _cells(row: IndicatorRow) -> list[text_tables.Cell | str]:
    newest = row.newest
    value = tr("none")
    if newest is not None:
        parts = (label("qualifier", newest.qualifier), newest.value, localize(row.unit))
        value = f"{' '.join(filter(None, parts))}, {newest.period_end}"
    title = sanitize_line(localize(row.title))
    linked = ", ".join(row.commitments) or tr("none")
    return [row.id, title, label("side", row.side), sanitize_line(value), linked]
