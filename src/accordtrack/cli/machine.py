"""Output for programs: one JSON object, a line of JSON a record, or CSV, as ``docs/json.md`` promises.

``{"version": 1, "type": "commitments", ...}``: a key is never renamed or dropped within a version. In CSV a cell that a
spreadsheet would take for a formula is preceded by an apostrophe.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERSION = 1
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def write_json(kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """One object: ``version``, ``type`` and the facts."""
    whole = {"version": VERSION, "type": kind, **facts}
    sys.stdout.write(json.dumps(whole, ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n")


def write_lines(kind: str, rows: Iterable[Mapping[str, Any]], *, ascii_only: bool = False) -> None:
    """One object a line, each with its ``version`` and ``type``."""
    for row in rows:
        whole = {"version": VERSION, "type": kind, **row}
        sys.stdout.write(json.dumps(whole, ensure_ascii=ascii_only, allow_nan=False) + "\n")


def write_rows(
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    ascii_only: bool = False,
    **facts: Any,  # noqa: ANN401
) -> None:
    """One row a line, with the type of its rows and what is to be known of each."""
    write_lines(f"{kind}_row", ({**facts, "row": row} for row in rows), ascii_only=ascii_only)


def write_one(form: str, kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """One thing in ``form``: an object, a line, or a heading and a line."""
    match form:
        case "json":
            write_json(kind, facts, ascii_only=ascii_only)
        case "ndjson":
            write_lines(kind, [facts], ascii_only=ascii_only)
        case _:
            write_csv(tuple(facts), [facts])


def write_csv(paths: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A heading and a line a row; ``paths`` such as ``title.en`` choose the cells and become ``title_en``."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([path.replace(".", "_").lower() for path in paths])
    for row in rows:
        writer.writerow([_cell(_at(row, path)) for path in paths])


def _at(row: Any, path: str) -> Any:  # noqa: ANN401
    for step in path.split("."):
        row = row.get(step) if isinstance(row, Mapping) else None
    return row


def _cell(value: Any) -> Any:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        value = " ".join(str(item) for item in value)
    elif isinstance(value, Mapping):
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if value.lstrip(" \n").startswith(_FORMULA) else value
