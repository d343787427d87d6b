"""Safety checks on an XLSX file before it is parsed.

The file must be a small ZIP archive of plain XML without macros, external links or document types. ``inspect_workbook`` also
collects what the values alone do not show: formulas, errors, merged cells, and hidden rows and columns.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat  # document types are refused where they begin

from accordtrack.core.problems import Problem, Refused
from accordtrack.interchange import size_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    ElementHandler = Callable[[str, dict[str, str]], None]
    """A callback for each element: its name without a prefix, and its attributes."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHOWN, _YES = ("", "visible"), ("1", "true")
_SMALL = 1_000_000
"""Parts up to this size, in bytes, are exempt from the compression ratio limit."""


@dataclass(slots=True)
class Marks:
    """The extent of a sheet and facts about its cells other than their values. Rows and columns count from 1."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, whether it is hidden, and its marks."""

    name: str
    hidden: bool
    marks: Marks


class UnsafeError(Exception):
    """Raised for a part that is not safe to read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def inspect_workbook(raw: bytes, place: str) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook that is safe to read. Raise ``Refused`` for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = _unpack(packed)
        return _list_sheets(parts)
    except UnsafeError as found:
        raise Refused(found.problem.with_place(place)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refused(_broken_file_problem().with_place(place)) from error


def _broken_file_problem() -> Problem:
    return Problem(
        "The file is not a valid XLSX workbook", "Open it in a spreadsheet program and save it again as XLSX."
    )


def _unpack(packed: zipfile.ZipFile) -> dict[str, bytes]:
    """Return every part by name, enforcing the limits before unpacking; unpacking verifies the checksums."""
    listed = packed.infolist()
    if len(listed) > size_limits.MAX_PARTS or len({part.filename.lower() for part in listed}) != len(listed):
        raise UnsafeError(_broken_file_problem())
    if any(part.flag_bits & 1 for part in listed):
        raise UnsafeError(Problem("The file is protected by a password", "Save it again without one."))
    unpacked = sum(part.file_size for part in listed)
    for part in listed:
        swells = part.file_size > _SMALL and part.file_size > size_limits.MAX_RATIO * max(part.compress_size, 1)
        if swells or unpacked > size_limits.MAX_UNPACKED:
            advice = "Copy the table into a new workbook and save that."
            raise UnsafeError(Problem("The file unpacks to far more than a table needs", advice))
        _check_part_name(part.filename.lower())
    return {part.filename: packed.read(part) for part in listed if not part.is_dir()}


def _check_part_name(name: str) -> None:
    if name.startswith("/") or ".." in name.split("/") or "\\" in name:
        raise UnsafeError(_broken_file_problem())
    if name.endswith("vbaproject.bin"):
        raise UnsafeError(Problem("The workbook holds macros", "Save it as XLSX without macros."))
    if name.startswith("xl/externallinks/"):
        advice = "Break the links in the spreadsheet program, so that it keeps their values."
        raise UnsafeError(Problem("The workbook takes values from other files", advice))


def _list_sheets(parts: Mapping[str, bytes]) -> tuple[Sheet, ...]:
    if _WORKBOOK not in parts:
        raise UnsafeError(_broken_file_problem())
    listed: list[tuple[str, str, bool]] = []
    targets: dict[str, str] = {}

    def read_workbook_element(name: str, values: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for key, value in values.items() if key.rpartition(":")[2] == "id"), "")
            listed.append((values.get("name", ""), key, values.get("state", "") not in _SHOWN))

    def read_link_element(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            target = values.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[values.get("Id", "")] = full

    for name, raw in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            _parse_part(raw, {_WORKBOOK: read_workbook_element, _LINKS: read_link_element}.get(name))
    if not 0 < len(listed) <= size_limits.MAX_SHEETS or len({name.lower() for name, _key, _hidden in listed}) != len(
        listed
    ):
        raise UnsafeError(_broken_file_problem())
    return tuple(
        Sheet(name, hidden, _read_marks(name, parts.get(targets.get(key, ""), b""))) for name, key, hidden in listed
    )


def _read_marks(sheet: str, raw: bytes) -> Marks:
    """Return the extent of a sheet and the facts about its cells."""
    walk = _Walk(sheet)
    if raw:
        _parse_part(raw, walk.handle_element)
    return walk.marks


class _Walk:
    """Collects the marks of a sheet from its elements in document order; stops if the sheet is too large."""

    def __init__(self, sheet: str) -> None:
        self.marks = Marks()
        self._sheet, self._at = sheet, (0, 0)

    def handle_element(self, name: str, values: dict[str, str]) -> None:
        """Handle one element."""
        match name:
            case "row":
                self._start_row(values)
            case "c":
                self._start_cell(values)
            case "f":
                self.marks.formulas.add(self._at)
                self._extend_to_cell()
            case "v" | "is":
                self._extend_to_cell()
            case "col" if values.get("hidden") in _YES:
                self.marks.hidden_columns.append((int(values.get("min", "0")), int(values.get("max", "0"))))
            case "mergeCell":
                first, _, last = values.get("ref", "").partition(":")
                self.marks.merged.append((*_parse_reference(first), *_parse_reference(last or first)))

    def _start_row(self, values: dict[str, str]) -> None:
        self._at = (int(values["r"]) if "r" in values else self._at[0] + 1, 0)
        if values.get("hidden") in _YES:
            self.marks.hidden_rows.add(self._at[0])

    def _start_cell(self, values: dict[str, str]) -> None:
        self._at = _parse_reference(values["r"]) if "r" in values else (self._at[0], self._at[1] + 1)
        if values.get("t") == "e":
            self.marks.errors.add(self._at)

    def _extend_to_cell(self) -> None:
        """Extend the sheet to the current cell, which holds a value; an empty cell with formatting does not count."""
        marks = self.marks
        marks.rows, marks.columns = max(marks.rows, self._at[0]), max(marks.columns, self._at[1])
        if marks.rows > size_limits.MAX_ROWS + 1:
            raise UnsafeError(size_limits.too_many_rows(self._sheet))
        if marks.columns > size_limits.MAX_COLUMNS:
            raise UnsafeError(size_limits.too_many_columns(self._sheet))


def _parse_reference(reference: str) -> tuple[int, int]:
    """Return the row and column of a reference such as ``B7``, counted from 1."""
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise UnsafeError(_broken_file_problem())
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _parse_part(raw: bytes, handle_element: ElementHandler | None) -> None:
    """Parse one part and pass each element to ``handle_element``. Refuse a document type declaration, and with it every entity."""
    parser = expat.ParserCreate()

    def refuse_doctype(*_given: object) -> None:
        advice = "Open it in a spreadsheet program and save it again as XLSX."
        raise UnsafeError(Problem("The file defines its own document type, which no workbook does", advice))

    def start_element(name: str, values: dict[str, str]) -> None:
        if handle_element is not None:
            handle_element(name.rpartition(":")[2], values)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start_element
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - the end of the text
    except expat.ExpatError as error:
        raise UnsafeError(_broken_file_problem()) from error
