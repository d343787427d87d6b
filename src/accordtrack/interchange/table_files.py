"""Read tables from CSV and XLSX files: headings and rows of cells, with problems attached to the cells."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.interchange import size_limits, xlsx_package
from accordtrack.interchange.cells import Cell, cell, typed
from accordtrack.interchange.columns import ASIDE, plain

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


def tables(path: Path, raw: bytes | None = None) -> tuple[Table, ...]:
    """Return the tables of a file after checking that it is safe to read.

    ``raw`` are the bytes of the file if already read. Raise ``Refused`` for a file that cannot be read.
    """
    raw = whole(path) if raw is None else raw
    return tuple(_workbook(raw, str(path))) if path.suffix.lower() == ".xlsx" else (_csv(raw, path),)


def whole(path: Path) -> bytes:
    """Return the bytes of a CSV or XLSX file. Raise ``Refused`` for any other type."""
    suffix = path.suffix.lower()
    if suffix in {".csv", ".xlsx"}:
        return size_limits.whole(path)
    values = {"x": path.name}
    if suffix in _OTHER_FORMS:
        raise Refused(
            Problem("{x} is of a kind that is not read", "Save it as XLSX or as CSV.", values=values, usage=True)
        )
    raise Refused(
        Problem("{x} is neither CSV nor XLSX", "Name a file that ends in .csv or .xlsx.", values=values, usage=True)
    )


def _csv(raw: bytes, path: Path) -> Table:
    words = _decoded(raw, path)
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
                raise Refused(size_limits.too_many_columns("").at(str(path)))
            if headings is None:
                headings = tuple(value.strip() for value in row)
            elif len(rows) >= size_limits.MAX_ROWS:
                raise Refused(size_limits.too_many_rows("").at(str(path)))
            else:
                rows.append((number, _filled(row, len(headings))))
    except csv.Error as error:
        problem = Problem(
            "The table cannot be read on from here: {why}",
            "Look for a quotation mark that is not closed or not doubled.",
            f"{path}:{line}",
            {"why": str(error)},
        )
        raise Refused(problem) from error
    return Table("", headings or (), tuple(rows))


def _filled(row: list[str], width: int) -> tuple[Cell, ...]:
    """Return the cells of a row, padded to ``width``; an extra cell reports a row with too many fields."""
    found = [typed(value) for value in row]
    found += [Cell("")] * (width - len(found))
    if any(extra.text for extra in found[width:]):
        values = {"n": len(row), "expected": width}
        advice = "Put texts that hold commas in quotation marks."
        problem = Problem("The row has {n} fields instead of {expected}", advice, values=values)
        return (*found[:width], Cell(next(extra.text for extra in found[width:] if extra.text), problem=problem))
    return tuple(found[:width])


def _decoded(raw: bytes, path: Path) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refused(Problem("The file is UTF-16", "Save it again as CSV UTF-8.", str(path)))
    if raw[:4] == b"PK\x03\x04":
        raise Refused(Problem("The file is a workbook under the name of a CSV file", "Name it .xlsx.", str(path)))
    try:
        words = raw.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(Problem("The file is not UTF-8", "Save it again as CSV UTF-8.", f"{path}:{line}")) from error
    if "\0" in words:
        raise Refused(Problem("The file holds bytes that are no text", "Save it again as CSV UTF-8.", str(path)))
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _workbook(raw: bytes, place: str) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - for workbooks only

    looked = xlsx_package.look(raw, place)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for sheet in looked:
            if sheet.hidden or not sheet.marks.rows or plain(sheet.name) in ASIDE:
                yield Table(sheet.name, (), (), hidden=sheet.hidden)
                continue
            values = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            yield _table(sheet, [[cell(value) for value in row] for row in values])
    except (CalamineError, OSError, ValueError) as error:
        advice = "Open it in a spreadsheet program and save it again as XLSX."
        raise Refused(Problem("The file is no sound XLSX workbook", advice, place)) from error


def _table(sheet: xlsx_package.Sheet, rows: list[list[Cell]]) -> Table:
    """Return a sheet as a table whose headings are in its first row that is not empty."""
    marks = sheet.marks
    for line, column in sorted(marks.errors | marks.formulas):
        if line <= len(rows) and column <= len(rows[line - 1]):
            problem = Problem("The cell holds an error of the spreadsheet", "Write the value itself.")
            if (line, column) in marks.formulas:
                advice = "Paste the values without their formulas: what a formula shows depends on who opens the file."
                problem = Problem("The cell holds a formula", advice)
            old = rows[line - 1][column - 1]
            rows[line - 1][column - 1] = Cell(old.text or "=", old.form, problem)
    head = next((number for number, row in enumerate(rows) if any(found.text for found in row)), None)
    if head is None:
        return Table(sheet.name, (), ())
    _whole_headings(sheet, rows[head], head + 1)
    width = max(number + 1 for number, found in enumerate(rows[head]) if found.text)
    merged = {row for top, _left, bottom, _right in marks.merged for row in range(top, min(bottom, len(rows)) + 1)}
    kept = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if not any(found.text for found in row):
            continue
        taken = (row + [Cell("")] * width)[:width]
        beyond = next((extra for extra in row[width:] if extra.text), None)
        if number in marks.hidden_rows:
            taken.append(Cell("", problem=Problem("The row is hidden", "Show it, or delete it.")))
        elif number in merged:
            advice = "Split them and fill every cell."
            taken.append(Cell("", problem=Problem("The row holds merged cells", advice)))
        elif beyond is not None:
            advice = "Delete it, or give it a heading."
            taken.append(Cell(beyond.text, problem=Problem("A cell stands beside the table", advice)))
        kept.append((number, tuple(taken)))
    return Table(sheet.name, tuple(found.text for found in rows[head][:width]), tuple(kept))


def _whole_headings(sheet: xlsx_package.Sheet, row: list[Cell], number: int) -> None:
    """Raise ``Refused`` unless the headings are plain text, one per visible column."""
    place = sanitize_line(sheet.name)
    if any(top <= number <= bottom for top, _left, bottom, _right in sheet.marks.merged):
        raise Refused(Problem("Headings stand in merged cells", "Split them: one heading a column.", place))
    for found in row:
        if found.problem is not None:
            raise Refused(found.problem.at(place))
    for first, last in sheet.marks.hidden_columns:
        if any(found.text for found in row[max(first - 1, 0) : last]):
            raise Refused(Problem("A column of the table is hidden", "Show it, or delete it.", place))
