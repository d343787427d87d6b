"""Reads a CSV table of a data folder or package: one header row, then rows of equal width."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem
from accordtrack.i18n import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accordtrack.dataset.faults import Faults


def read_cells(
    words: str, file: str, faults: Faults, header_problems: Callable[[list[str]], Sequence[Problem]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of each row, by column name; no row if the header has problems."""
    reader = csv.reader(io.StringIO(words, newline=""), strict=True)
    line, header = 1, None
    try:
        for row in reader:
            first, line = line, reader.line_num + 1
            if header is None:
                header = row
                problems = header_problems(row)
                for problem in problems:
                    faults.add(file, 1, problem)
                if problems:
                    return
            elif len(row) == len(header):
                yield first, dict(zip(header, row, strict=True))
            elif row:
                values = {"n": len(row), "expected": len(header)}
                advice = gettext_lazy("Put text that contains commas in quotation marks.")
                faults.add(file, first, Problem("The row has {n} fields instead of {expected}", advice, values=values))
    except csv.Error as error:
        advice = gettext_lazy("Look for a quotation mark that is not closed or not doubled.")
        problem = Problem("The table cannot be read past this point: {why}", advice, values={"why": str(error)})
        faults.add(file, line, problem)
