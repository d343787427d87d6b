"""Read tables from CSV and XLSX files: headings and rows of cells, with problems attached to the cells."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.interchange import size_limits, xlsx_safety
from accordtrack.interchange.cells import Cell, cell_from_text, cell_from_value
from accordtrack.interchange.columns import ASIDE, normalize_heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DELIMITERS = ",;\t"
_OTHER_FORMS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or a whole CSV file, whose ``name`` is empty. Each row is a line number and its cells."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    hidden: bool = False


def read_tables(path: Path, raw: bytes | None = None) -> tuple[Table, ...]:
    """Return the tables of a file after checking that it is safe to read.

    ``raw`` are the bytes of the file if already read. Raise ``Refused`` for a file that cannot be read.
    """
    raw = read_table_file(path) if raw is None else raw
    return tuple(_workbook_tables(raw, str(path))) if path.suffix.lower() == ".xlsx" else (_csv_table(raw, path),)


def read_table_file(path: Path) -> bytes:
    """Return the bytes of a CSV or XLSX file. Raise ``Refused`` for any other type."""
    suffix = path.suffix.lower()
    if suffix in {".csv", ".xlsx"}:
        return size_limits.read_limited_file(path)
    values = {"x": path.name}
    if suffix in _OTHER_FORMS:
        raise Refused(Problem("Unsupported file type: {x}", "Save it as XLSX or as CSV.", values=values, usage=True))
    raise Refused(
        Problem("{x} is neither CSV nor XLSX", "Name a file that ends in .csv or .xlsx.", values=values, usage=True)
    )


def _csv_table(raw: bytes, path: Path) -> Table:
    words = _decode(raw, path)
    first = next((line for line in words.split("\n") if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    line, headings = 1, None
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            number, line = line, reader.line_num + 1
            if not any(value.strip() for value in row):
                continue
            if len(row) > size_limits.MAX_COLUMNS:
                raise Refused(size_limits.too_many_columns("").with_place(str(path)))
            if headings is None:
                headings = tuple(value.strip() for value in row)
            elif len(rows) >= size_limits.MAX_ROWS:
                raise Refused(size_limits.too_many_rows("").with_place(str(path)))
            else:
                rows.append((number, _padded_cells(row, len(headings))))
    except csv.Error as error:
        problem = Problem(
            "The table cannot be read past this point: {why}",
            "Look for a quotation mark that is not closed or not doubled.",
            f"{path}:{line}",
            {"why": str(error)},
        )
        raise Refused(problem) from error
    return Table("", headings or (), tuple(rows))


def _padded_cells(row: list[str], width: int) -> tuple[Cell, ...]:
    """Return the cells of a row, padded to ``width``; an extra cell reports a row with too many fields."""
    cells = [cell_from_text(value) for value in row]
    cells += [Cell("")] * (width - len(cells))
    if any(extra.text for extra in cells[width:]):
        values = {"n": len(row), "expected": width}
        advice = "Put text that contains commas in quotation marks."
        problem = Problem("The row has {n} fields instead of {expected}", advice, values=values)
        return (*cells[:width], Cell(next(extra.text for extra in cells[width:] if extra.text), problem=problem))
    return tuple(cells[:width])


def _decode(raw: bytes, path: Path) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refused(Problem("The file is UTF-16", "Save it again as CSV UTF-8.", str(path)))
    if raw[:4] == b"PK\x03\x04":
        raise Refused(Problem("The file is a workbook named as a CSV file", "Name it .xlsx.", str(path)))
    try:
        words = raw.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(Problem("The file is not UTF-8", "Save it again as CSV UTF-8.", f"{path}:{line}")) from error
    if "\0" in words:
        raise Refused(Problem("The file holds bytes that are not text", "Save it again as CSV UTF-8.", str(path)))
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _workbook_tables(raw: bytes, place: str) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - for workbooks only

    looked = xlsx_safety.inspect_workbook(raw, place)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for sheet in looked:
            if sheet.hidden or not sheet.marks.rows or normalize_heading(sheet.name) in ASIDE:
                yield Table(sheet.name, (), (), hidden=sheet.hidden)
                continue
            values = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            yield _sheet_table(sheet, [[cell_from_value(value) for value in row] for row in values])
    except (CalamineError, OSError, ValueError) as error:
        advice = "Open it in a spreadsheet program and save it again as XLSX."
        raise Refused(Problem("The file is not a valid XLSX workbook", advice, place)) from error


def _sheet_table(sheet: xlsx_safety.Sheet, rows: list[list[Cell]]) -> Table:
    """Return a sheet as a table whose headings are in its first row that is not empty."""
    marks = sheet.marks
    for line, column in sorted(marks.errors | marks.formulas):
        if line <= len(rows) and column <= len(rows[line - 1]):
            problem = Problem("The cell holds a spreadsheet error", "Write the value itself.")
            if (line, column) in marks.formulas:
                advice = "Paste the values without their formulas: what a formula shows depends on who opens the file."
                problem = Problem("The cell holds a formula", advice)
            old = rows[line - 1][column - 1]
            rows[line - 1][column - 1] = Cell(old.text or "=", old.form, problem)
    head = next((number for number, row in enumerate(rows) if any(found.text for found in row)), None)
    if head is None:
        return Table(sheet.name, (), ())
    _check_headings(sheet, rows[head], head + 1)
    width = max(number + 1 for number, found in enumerate(rows[head]) if found.text)
    merged = {row for top, _left, bottom, _right in marks.merged for row in range(top, min(bottom, len(rows)) + 1)}
    table_rows = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if not any(found.text for found in row):
            continue
        cells = (row + [Cell("")] * width)[:width]
        beyond = next((extra for extra in row[width:] if extra.text), None)
        if number in marks.hidden_rows:
            cells.append(Cell("", problem=Problem("The row is hidden", "Show it, or delete it.")))
        elif number in merged:
            advice = "Split them and fill every cell."
            cells.append(Cell("", problem=Problem("The row holds merged cells", advice)))
        elif beyond is not None:
            advice = "Delete it, or give it a heading."
            cells.append(Cell(beyond.text, problem=Problem("There is a cell beside the table", advice)))
        table_rows.append((number, tuple(cells)))
    return Table(sheet.name, tuple(found.text for found in rows[head][:width]), tuple(table_rows))


def _check_headings(sheet: xlsx_safety.Sheet, row: list[Cell], number: int) -> None:
    """Raise ``Refused`` unless the headings are plain text, one per visible column."""
    place = sanitize_line(sheet.name)
    if any(top <= number <= bottom for top, _left, bottom, _right in sheet.marks.merged):
        raise Refused(Problem("Headings are in merged cells", "Split them: one heading per column.", place))
    for found in row:
        if found.problem is not None:
            raise Refused(found.problem.with_place(place))
    for first, last in sheet.marks.hidden_columns:
        if any(found.text for found in row[max(first - 1, 0) : last]):
            raise Refused(Problem("A column of the table is hidden", "Show it, or delete it.", place))
