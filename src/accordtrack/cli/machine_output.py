"""Output for programs: one JSON object, a line of JSON a record, or CSV, as ``docs/json.md`` promises.

``{"version": 1, "type": "commitments", ...}``: a key is never renamed or dropped within a version. In CSV a cell that a
spreadsheet would take for a formula is preceded by an apostrophe.
"""

from __future__ import annotations

import csv
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from accordtrack.core.json_numbers import rounded
from accordtrack.interchange import flat_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VERSION = 1


def write_json(kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """One object: ``version``, ``type`` and the facts."""
    whole = {"version": VERSION, "type": kind, **facts}
    sys.stdout.write(json.dumps(rounded(whole), ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n")


def write_lines(kind: str, rows: Iterable[Mapping[str, Any]], *, ascii_only: bool = False) -> None:
    """One object a line, each with its ``version`` and ``type``."""
    for row in rows:
        whole = {"version": VERSION, "type": kind, **row}
        sys.stdout.write(json.dumps(rounded(whole), ensure_ascii=ascii_only, allow_nan=False) + "\n")


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
    """A heading and a line a row; ``paths`` such as ``title.en`` choose the cells and become ``title_en``. Always UTF-8."""
    with suppress(AttributeError):  # what is no stream of bytes takes every character
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    csv.writer(sys.stdout, lineterminator="\n").writerows(flat_rows.lines(paths, rows))
