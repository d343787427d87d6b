"""Parses measurements.csv: comma-separated, one header row, rows of equal width."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem

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
    reader = csv.reader(io.StringIO(words, newline=""), strict=True)
    line, header = 1, None
    try:
        for row in reader:
            first, line = line, reader.line_num + 1
            if header is None:
                header = _header(row, file, faults)
                if header is None:
                    return
            elif len(row) == len(header):
                yield first, _fields(dict(zip(header, row, strict=True)), first, file, faults)
            elif row:
                values = {"n": len(row), "expected": len(header)}
                problem = Problem(
                    "The row has {n} fields instead of {expected}",
                    "Put text that contains commas in quotation marks.",
                    values=values,
                )
                faults.add(file, first, problem)
    except csv.Error as error:
        problem = Problem(
            "The table cannot be read past this point: {why}",
            "Look for a quotation mark that is not closed or not doubled.",
            values={"why": str(error)},
        )
        faults.add(file, line, problem)


def _header(row: list[str], file: str, faults: Faults) -> list[str] | None:
    """Return the column names, or None (with faults recorded) if they are not exactly ``COLUMNS``."""
    sound = True
    for name in COLUMNS:
        if row.count(name) != 1:
            sound = False
            problem = (
                Problem('The column "{field}" appears twice', "Remove one.", values={"field": name})
                if name in row
                else Problem('The column "{field}" is missing', "Separate columns with commas.", values={"field": name})
            )
            faults.add(file, 1, problem)
    for name in dict.fromkeys(row):
        if name not in COLUMNS:
            sound = False
            problem = Problem('Unknown column "{field}"', "Remove it, or correct its name.", values={"field": name})
            faults.add(file, 1, problem)
    return row if sound else None


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
