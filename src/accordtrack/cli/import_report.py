"""Report of a table import or its dry run: rows added, unchanged and refused, each refusal at its cell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from accordtrack.cli import json_shapes, machine_output, text_tables
from accordtrack.cli.text_tables import Column
from accordtrack.core.safe_text import sanitize_line, to_ascii
from accordtrack.i18n import line_text, tr, trc, trn
from accordtrack.text import imports

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.types import ImportedRow, ImportRefusal, ImportReport

ROWS = (
    *("sheet", "row", "kind", "record", "state", "column", "value"),
    *("message.en", "message.es", "advice.en", "advice.es"),
)


def write(options: Globals, report: ImportReport, *, dry_run: bool) -> None:
    """Write the report in the requested format."""
    rows, facts = _rows_as_json(report), _facts_as_json(report, dry_run=dry_run)
    if not machine_output.wrote_rows(options, "import", rows, ROWS, facts, csv_rows=_csv_rows(report)):
        _print_table(options, report)


def announce(options: Globals, report: ImportReport) -> None:
    """Print the speaker and the mark of the rows before they are written."""
    if options.format == "table":
        text_tables.print_text(options, *imports.attribution_lines(report))


def _facts_as_json(report: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    return {
        "file": json_shapes.to_json_value(report.file),
        "dry_run": dry_run,
        "added": report.count("added"),
        "unchanged": report.count("unchanged"),
        "refused": report.count("refused"),
        "entries": report.entries,
        "act": report.act or None,
        "ids": json_shapes.to_json_value(report.ids),
        "verdicts": json_shapes.to_json_value(report.verdicts),
    }


def _rows_as_json(report: ImportReport) -> list[dict[str, Any]]:
    refusals: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for item in report.refusals:
        refusals.setdefault((item.sheet, item.row), []).append(_refusal_as_json(item))
    return [{**_row_as_json(row), "refusals": refusals.get((row.sheet, row.row), [])} for row in report.rows]


def _row_as_json(row: ImportedRow) -> dict[str, Any]:
    return {
        "sheet": json_shapes.to_json_value(row.sheet or None),
        "row": row.row,
        "kind": row.kind,
        "record": json_shapes.to_json_value(row.record or None),
        "state": row.state,
    }


def _refusal_as_json(item: ImportRefusal) -> dict[str, Any]:
    problem = json_shapes.problem_as_json(item.problem)
    del problem["place"]
    return {
        "column": json_shapes.to_json_value(item.column or None),
        "value": json_shapes.to_json_value(item.value or None),
        **problem,
    }


def _csv_rows(report: ImportReport) -> list[dict[str, Any]]:
    """Return one line per row, or one line per refusal of a refused row."""
    lines: list[dict[str, Any]] = []
    for row in _rows_as_json(report):
        lines += [{**row, **item} for item in row["refusals"]] or [row]
    return lines


def _print_table(options: Globals, report: ImportReport) -> None:
    columns = [
        Column(tr("row"), whole=True),
        Column(tr("table")),
        Column(tr("record")),
        Column(tr("what happens to it")),
    ]
    states = {
        "added": trc("import", "added") if report.act else trc("import", "to add"),
        "unchanged": trc("import", "unchanged"),
        "refused": trc("import", "refused"),
    }
    rows: list[list[text_tables.Cell | str]] = [
        [str(row.row), row.sheet or imports.kind_name(row.kind), row.record, states[row.state]] for row in report.rows
    ]
    if rows:
        text_tables.print_table(options, columns, rows)
    for item in report.refusals:
        words = sanitize_line(imports.refusal_line(item))
        sys.stdout.write(f"{to_ascii(words) if options.ascii_only else words}\n")
    text_tables.print_text(options, *imports.row_notes(report))
    text_tables.print_text(options, *dict.fromkeys(map(line_text, report.verdicts)))
    if not report.act:
        text_tables.print_text(options, *imports.attribution_lines(report))
        text_tables.print_text(options, f"{imports.counts(report)}.")
        text_tables.print_text(options, tr("Nothing was written."))
        return
    text_tables.print_text(options, trn("Written: {n} entry.", "Written: {n} entries.", report.entries))
    text_tables.print_text(options, tr('"{program} undo" takes it back.', program=options.program))
