"""Convert tables to rows of named fields: identify the table and its columns, and interpret each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import nearest, sanitize_line
from accordtrack.interchange.cells import parse_cell
from accordtrack.interchange.columns import ASIDE, FORMS, ImportTable, find_matching_table, normalize_heading
from accordtrack.interchange.table_files import read_tables
from accordtrack.types import ImportRefusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from accordtrack.interchange.cells import Cell
    from accordtrack.interchange.columns import Column
    from accordtrack.interchange.table_files import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its table, its position, its fields as the register writes them, and its problems."""

    kind: str
    sheet: str
    number: int
    fields: Mapping[str, str]
    headings: Mapping[str, str]
    """The heading in the file for each field."""
    refusals: tuple[ImportRefusal, ...] = ()


def read(path: Path, kind: str | None = None, raw: bytes | None = None) -> tuple[Row, ...]:
    """Return the rows of a file in import order, only those of table ``kind`` if it is given.

    ``raw`` are the bytes of the file if already read. Raise ``Refused`` if the file or its headings do not form a
    table.
    """
    if kind is not None and kind not in FORMS:
        raise Refused(unknown_word_problem("--kind", kind, FORMS))
    found = read_tables(path, raw)
    problems: list[Problem] = []
    chosen: list[tuple[ImportTable, Table]] = []
    single = len([table for table in found if not _is_ignored(table)]) == 1
    for table in found:
        if _is_ignored(table):
            continue
        form = _find_import_table(table, kind, single=single)
        if form is None:
            problems.append(_unknown_table_problem(table, path))
        elif kind in {None, form.kind}:
            chosen.append((form, table))
    problems += [problem for form, table in chosen for problem in _heading_problems(form, table, path)]
    if not chosen and not problems:
        problems.append(Problem("The file holds no table", "See accordtrack import --template.", str(path)))
    if problems:
        raise Refused(*problems)
    order = list(FORMS)
    chosen.sort(key=lambda pair: order.index(pair[0].kind))
    return tuple(row for form, table in chosen for row in _rows(form, table))


def _is_ignored(table: Table) -> bool:
    return normalize_heading(table.name) in ASIDE or (not table.headings and not table.hidden)


def _find_import_table(table: Table, kind: str | None, *, single: bool) -> ImportTable | None:
    if table.hidden:
        return None
    import_table = next(
        (
            form
            for form in FORMS.values()
            if normalize_heading(table.name) in {form.kind, normalize_heading(form.en), normalize_heading(form.es)}
        ),
        None,
    )
    if kind is not None and (single or not table.name):
        return FORMS[kind]
    return import_table or find_matching_table(table.headings)


def _unknown_table_problem(table: Table, path: Path) -> Problem:
    values = {"sheet": sanitize_line(table.name), "known": ", ".join(FORMS)}
    if table.hidden:
        return Problem('The sheet "{sheet}" is hidden', "Show it, or delete it.", str(path), values)
    if table.name:
        advice = "Name it Commitments, Statuses, Evidence or Measurements, or delete it."
        return Problem('Cannot tell what the sheet "{sheet}" holds', advice, str(path), values)
    return Problem(
        "Cannot tell from the headings what the table holds", "Specify it with --kind: {known}.", str(path), values
    )


def _heading_problems(form: ImportTable, table: Table, path: Path) -> list[Problem]:
    """Return the problems of the headings."""
    place = sanitize_line(table.name) or str(path)
    problems: list[Problem] = []
    seen: set[str] = set()
    for heading in table.headings:
        column = form.column(heading)
        values: dict[str, object] = {"field": sanitize_line(heading)[:60]}
        if not heading:
            problems.append(Problem("A column has no heading", "Name it, or delete it.", place))
        elif column is None:
            likely = nearest(normalize_heading(heading), [name for known in form.columns for name in known.headings()])
            problem = Problem('Unknown column "{field}"', "Remove it, or correct its name.", place, values)
            if likely:
                problem = Problem('Unknown column "{field}"; did you mean {y}?', "", place, {**values, "y": likely})
            problems.append(problem)
        elif column.name in seen:
            problems.append(Problem('The column "{field}" appears twice', "Remove one.", place, values))
        else:
            seen.add(column.name)
    for column in form.columns:
        if column.required and column.name not in seen and not (_has_other_language(column, seen)):
            values = {
                "own": {"en": column.name, "es": column.es},
                "other": {"en": column.es, "es": column.name},
            }
            problems.append(Problem('The column "{own}" ({other}) is missing', "Add it.", place, values))
    return problems


def _has_other_language(column: Column, names: Iterable[str]) -> bool:
    """Whether a bilingual column is filled in the other language: a text in one language serves for both."""
    other = {"en": "es", "es": "en"}.get(column.name[-2:], "")
    return column.name[-3:-2] == "_" and f"{column.name[:-2]}{other}" in set(names)


def _rows(form: ImportTable, table: Table) -> Iterable[Row]:
    columns = [form.column(heading) for heading in table.headings]
    headings = {
        column.name: sanitize_line(heading) for column, heading in zip(columns, table.headings, strict=True) if column
    }
    for number, cells in table.rows:
        fields, refusals = _parse_fields(columns, cells, table, number)
        for column in form.columns:
            if not column.required or fields.get(column.name):
                continue
            refused = any(item.column == headings.get(column.name) for item in refusals)
            if not refused and not _has_other_language(column, [name for name, value in fields.items() if value]):
                problem = Problem("The cell is empty", "Fill it in: every row needs it.")
                refusals.append(ImportRefusal(table.name, number, headings.get(column.name, column.name), "", problem))
        yield Row(form.kind, table.name, number, fields, headings, tuple(refusals))


def _parse_fields(
    columns: Sequence[Column | None], cells: Sequence[Cell], table: Table, number: int
) -> tuple[dict[str, str], list[ImportRefusal]]:
    fields: dict[str, str] = {}
    refusals = []
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        value = cell.problem if column is None or not cell.text else parse_cell(cell, column)
        if isinstance(value, Problem):
            heading = sanitize_line(table.headings[place]) if column is not None else ""
            refusals.append(ImportRefusal(table.name, number, heading, cell.preview, value))
        elif column is not None and value:
            fields[column.name] = value
    return fields, refusals
