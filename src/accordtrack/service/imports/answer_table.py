"""Reads a table of answers: what each row answers, with concur or dispute and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import casefold_plain
from accordtrack.interchange.table_files import read_tables
from accordtrack.types.intents import TableAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLUMNS: Mapping[str, str] = {
    "id": "id",
    "clave": "id",
    "answer": "answer",
    "respuesta": "answer",
    "reason": "reason",
    "motivo": "reason",
}
"""Headings in English and Spanish, with the column that each names."""


def read_answers(path: Path) -> tuple[TableAnswer, ...]:
    """Return the rows of a CSV or XLSX file with the columns id, answer and reason. Only ``id`` is required."""
    capabilities.refuse_files()
    table = read_tables(path)[0]
    columns: list[str] = []
    for heading in table.headings:
        name = _COLUMNS.get(casefold_plain(heading))
        if name is None or name in columns:
            raise Refused(unknown_word_problem(("field", "column"), heading, ("id", "answer", "reason")))
        columns.append(name)
    if "id" not in columns:
        raise Refused(Problem('The table has no column "{x}"', "Its columns: id, answer, reason.", values={"x": "id"}))
    answers: list[TableAnswer] = []
    problems: list[Problem] = []
    for line, cells in table.rows:
        place = f"{path.name}:{line}"
        problems += [cell.problem.with_place(place) for cell in cells if cell.problem]
        values = {name: cell.text.strip() for name, cell in zip(columns, cells, strict=False)}
        if not values["id"]:
            problems.append(Problem("The row names no entry to answer", "Give the id of an entry.", place))
        answers.append(
            TableAnswer(
                place=place,
                target=values["id"],
                stance=values.get("answer") or None,
                reason=values.get("reason") or None,
            )
        )
    if problems:
        raise Refused(*problems)
    if not answers:
        raise Refused(Problem("The table has no rows", "Give one row for each answer.", path.name))
    return tuple(answers)
