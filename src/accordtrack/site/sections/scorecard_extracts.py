"""Parts of scorecard tables for pages: the rows of some commitments, or a single transposed row."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import SiteData


def transpose_row(table: Table, row: Row) -> Table:
    """Return a row of a table as a table of its own, with each column title beside its value."""
    lines = tuple(
        Row(
            f"{table.id}-{column.key}",
            (Cell(f"{column.title}, {column.unit}" if column.unit else column.title), cell),
        )
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=True)
    )
    columns = (Column("what", tr("what"), weight=3.0), Column("value", tr("value"), "right", weight=1.0))
    return Table(f"row-{table.id}", table.title, columns, lines, table.notes)


def commitment_tables(site: SiteData, codes: frozenset[str]) -> Iterator[Table]:
    """Yield the table of the commitments with these ids, if there are any."""
    table = site.table("commitments", "commitments-all")
    if table is None:
        return
    key = table.columns[0].key
    found = (site.rows("commitments", "commitments-all", key, code) for code in sorted(codes, key=natural_sort_key))
    rows = tuple(chain.from_iterable(found))
    if rows:
        yield Table(table.id, table.title, table.columns, rows, table.notes)
