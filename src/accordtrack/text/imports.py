"""Text about imported tables: their contents, refused cells, and how many rows would be written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.i18n import explain, gettext_lazy, line_text, tr, trn

if TYPE_CHECKING:
    from accordtrack.types import ImportRefusal, ImportReport


STARTS_SERIES = gettext_lazy("starts a new series: {series}")
"""The line of a plan about a value whose series has none yet."""
NO_EVIDENCE = gettext_lazy("flagged and counted as statement only: completed without evidence")
"""The line of a plan about a completed status for which nothing is given."""
KINDS = ("commitments", "statuses", "evidence", "measurements")


def kind_name(name: str) -> str:
    """Return the name of a table's rows, in the plural."""
    words = {
        "commitments": tr("commitments"),
        "statuses": tr("statuses"),
        "evidence": tr("pieces of evidence"),
        "measurements": tr("measurements"),
    }
    return words[name]


def counts(report: ImportReport) -> str:
    """Return the rows to add, unchanged and refused, or the readable rows of a table checked without a desk."""
    refused = trn("{n} refused", "{n} refused", report.count("refused"))
    if read := report.count("read"):
        return ", ".join((trn("{n} row can be read", "{n} rows can be read", read), refused))
    added = trn("{n} row to add", "{n} rows to add", report.count("added"))
    return ", ".join((added, trn("{n} unchanged", "{n} unchanged", report.count("unchanged")), refused))


def attribution_lines(report: ImportReport) -> list[str]:
    """Return in whose name, and with which mark, how many rows are written; the most frequent way first."""
    ways = Counter((line_text(row.voice), row.handling) for row in report.rows if row.voice is not None)
    return [
        trn(
            "{n} row: {voice}; marked {handling}", "{n} rows: {voice}; marked {handling}", n, voice=voice, handling=mark
        )
        for (voice, mark), n in ways.most_common()
    ]


def place(item: ImportRefusal, value: str) -> str:
    """Return the row of a refusal, with its column and value as far as known."""
    values = {"row": item.row, "column": item.column, "value": value}
    if item.column and value:
        return tr('row {row}, column {column}, "{value}"', **values)
    return tr("row {row}, column {column}", **values) if item.column else tr("row {row}", **values)


def refusal_line(item: ImportRefusal) -> str:
    """Return a refusal on one line: sheet, row, column, value, reason and advice."""
    return f"{item.sheet} {place(item, item.value)}: {explain(item.problem.with_place(''))}".lstrip()


def row_notes(report: ImportReport) -> list[str]:
    """Return what single rows of a table do that their author may not expect.

    A series name typed wrongly starts a series, and a desk refuses *completed* without evidence outside tables.
    """
    return [
        tr("Row {n}: {line}", n=row.row, line=line_text(line))
        for row in report.rows
        for line in row.lines
        if line.template in {STARTS_SERIES, NO_EVIDENCE}
    ]
