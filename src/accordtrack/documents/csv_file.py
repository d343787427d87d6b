"""The commitments of a scorecard as CSV, for spreadsheets and programs; no cell is a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line, without_formula
from accordtrack.documents.model import Table

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard

COMMITMENTS = "commitments"


def render(card: Scorecard) -> bytes:
    """Return the table of all commitments: a heading row, then one row each."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    blocks = (block for section in card.sections if section.id == COMMITMENTS for block in section.blocks)
    for table in (block for block in blocks if isinstance(block, Table)):
        writer.writerow(column.title for column in table.columns)
        writer.writerows([without_formula(sanitize_line(cell.text)) for cell in row.cells] for row in table.rows)
    return out.getvalue().encode("utf-8")
