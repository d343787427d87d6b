"""Size limits for imported files, checked before parsing, and the refusals of files that exceed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import format_size

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 20_000_000
"""Maximum size of a file, in bytes."""

MAX_UNPACKED = 100_000_000
"""Maximum total unpacked size of an XLSX file, in bytes."""

MAX_RATIO = 200
"""Maximum compression ratio of a part larger than one megabyte."""

MAX_PARTS = 2_000
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_SHEETS = 50


def read_limited_file(path: Path) -> bytes:
    """Return the bytes of a regular file within the size limit. Raise ``Refused`` for any other file."""
    values = {"x": path}
    try:
        if not path.exists():
            raise Refused(Problem("File not found: {x}", "Check the path.", values=values))
        if not path.is_file():  # reading a pipe or a device would never end
            raise Refused(Problem("{x} is not a file", "Name one file.", values=values))
        with path.open("rb") as opened:
            raw = opened.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise Refused(Problem("The file cannot be read: {x}", "Check its permissions.", values=values)) from error
    if len(raw) > MAX_FILE:
        sizes = {"n": format_size(path.stat().st_size), "m": format_size(MAX_FILE)}
        raise Refused(Problem("File too large: {n}, limit {m}", "Split it, or make it smaller.", str(path), sizes))
    if not raw:
        raise Refused(Problem("The file is empty: {x}", "Check that it was saved.", values=values))
    return raw


def too_many_rows(sheet: str) -> Problem:
    """Return the problem of a table with more rows than one import takes."""
    values = {"limit": MAX_ROWS}
    return Problem("The table has more than {limit} rows", "Split it into several files.", sheet, values)


def too_many_columns(sheet: str) -> Problem:
    """Return the problem of a table with more columns than any import table has."""
    values = {"limit": MAX_COLUMNS}
    return Problem("The table has more than {limit} columns", "Delete what is to the right of it.", sheet, values)
