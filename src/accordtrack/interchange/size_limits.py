"""How much of a file is taken before anything in it is read, and what is said of one that goes beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import size

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 20_000_000
"""Bytes of a file."""

MAX_UNPACKED = 100_000_000
"""Bytes of all that an XLSX file holds, unpacked."""

MAX_RATIO = 200
"""How many times larger than packed a part of more than a megabyte may be."""

MAX_PARTS = 2_000
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_SHEETS = 50


def whole(path: Path) -> bytes:
    """The bytes of an ordinary file that is not too large. Raises ``Refused``."""
    values = {"x": path}
    try:
        if not path.exists():
            raise Refused(Problem("File not found: {x}", "Check the path.", values=values))
        if not path.is_file():  # a pipe or a device would never end
            raise Refused(Problem("{x} is no file", "Name one file.", values=values))
        with path.open("rb") as opened:
            raw = opened.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise Refused(Problem("The file cannot be read: {x}", "Check its permissions.", values=values)) from error
    if len(raw) > MAX_FILE:
        told = {"n": size(path.stat().st_size), "m": size(MAX_FILE)}
        raise Refused(Problem("File too large: {n}, limit {m}", "Split it, or make it smaller.", str(path), told))
    if not raw:
        raise Refused(Problem("The file is empty: {x}", "Check that it was saved.", values=values))
    return raw


def too_many_rows(sheet: str) -> Problem:
    """More rows than are taken at once."""
    values = {"limit": MAX_ROWS}
    return Problem("The table has more than {limit} rows", "Split it into several files.", sheet, values)


def too_many_columns(sheet: str) -> Problem:
    """More columns than any table has."""
    values = {"limit": MAX_COLUMNS}
    return Problem("The table has more than {limit} columns", "Delete what stands to the right of it.", sheet, values)
