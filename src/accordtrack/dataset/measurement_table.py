"""Parses measurements.csv: comma-separated, one header row, rows of equal width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem
from accordtrack.dataset.csv_rows import read_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.dataset.faults import Faults

COLUMNS = (
    "indicator",
    "series",
    "period_start",
    "period_end",
    "value",
    "qualifier",
    "numerator",
    "denominator",
    "party",
    "grade",
    "published_on",
    "precision",
    "state",
    "confirm",
    "source",
    "note_en",
    "note_es",
)
_NO_DEFAULT = frozenset(
    {"indicator", "series", "period_start", "period_end", "party", "grade", "published_on", "source"}
)


def read_measurements(words: str, file: str, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and the fields of each row, as the ``Measurement`` model expects them."""
    for line, row in read_cells(words, file, faults, _header_problems):
        yield line, _fields(row, line, file, faults)


def _header_problems(row: list[str]) -> list[Problem]:
    """Return why the column names are not exactly ``COLUMNS``."""
    problems = [
        Problem('The column "{field}" appears twice', "Remove one.", values={"field": name})
        if name in row
        else Problem('The column "{field}" is missing', "Separate columns with commas.", values={"field": name})
        for name in COLUMNS
        if row.count(name) != 1
    ]
    return problems + [
        Problem('Unknown column "{field}"', "Remove it, or correct its name.", values={"field": name})
        for name in dict.fromkeys(row)
        if name not in COLUMNS
    ]


def _fields(row: dict[str, str], line: int, file: str, faults: Faults) -> dict[str, Any]:
    """Return the fields of a row; empty cells are left out so that defaults apply."""
    fields: dict[str, Any] = {name: value for name, value in row.items() if value or name in _NO_DEFAULT}
    if row["confirm"] not in {"", "true", "false"}:
        problem = Problem(
            'The field "{field}" cannot be "{value}"',
            "Write true or false.",
            values={"field": "confirm", "value": row["confirm"]},
        )
        faults.add(file, line, problem, "confirm")
    fields["confirm"] = row["confirm"] == "true"
    english, spanish = fields.pop("note_en", None), fields.pop("note_es", None)
    if (english is None) != (spanish is None):
        missing = "note_en" if english is None else "note_es"
        problem = Problem(
            "The note is in one language only", "Fill in {field} too, or neither.", values={"field": missing}
        )
        faults.add(file, line, problem)
    elif english is not None:
        fields["note"] = {"en": english, "es": spanish}
    return fields
