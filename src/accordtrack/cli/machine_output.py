"""Output for programs: JSON, NDJSON or CSV, as ``docs/json.md`` documents.

An object looks like ``{"version": 1, "type": "commitments", ...}``. A key is never renamed or dropped within a version.
In CSV, an apostrophe precedes any cell that a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from accordtrack.core.json_numbers import round_floats
from accordtrack.interchange import flat_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VERSION = 1


def write_json(kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """Write one object with ``version``, ``type`` and the facts."""
    whole = {"version": VERSION, "type": kind, **facts}
    sys.stdout.write(json.dumps(round_floats(whole), ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n")


def write_lines(kind: str, rows: Iterable[Mapping[str, Any]], *, ascii_only: bool = False) -> None:
    """Write one object per line, each with its ``version`` and ``type``."""
    for row in rows:
        whole = {"version": VERSION, "type": kind, **row}
        sys.stdout.write(json.dumps(round_floats(whole), ensure_ascii=ascii_only, allow_nan=False) + "\n")


def write_rows(
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    ascii_only: bool = False,
    **facts: Any,  # noqa: ANN401
) -> None:
    """Write one row per line, under the type ``{kind}_row``. ``facts`` are repeated on every line."""
    write_lines(f"{kind}_row", ({**facts, "row": row} for row in rows), ascii_only=ascii_only)


def write_one(form: str, kind: str, facts: Mapping[str, Any], *, ascii_only: bool = False) -> None:
    """Write one result in ``form``: a JSON object, an NDJSON line, or a CSV header and a line."""
    match form:
        case "json":
            write_json(kind, facts, ascii_only=ascii_only)
        case "ndjson":
            write_lines(kind, [facts], ascii_only=ascii_only)
        case _:
            write_csv(tuple(facts), [facts])


def write_csv(paths: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write UTF-8 CSV with a header. A path such as ``title.en`` selects a cell; its column is ``title_en``."""
    with suppress(AttributeError):  # a replaced stdout that is not a byte stream has no encoding to set
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    csv.writer(sys.stdout, lineterminator="\n").writerows(flat_rows.flatten_rows(paths, rows))
