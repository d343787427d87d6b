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

from accordtrack.cli.json_shapes import to_json_value
from accordtrack.core.json_numbers import round_floats
from accordtrack.interchange import flat_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.cli.arguments import Globals

VERSION = 1


def write_json(options: Globals, kind: str, facts: Any) -> None:  # noqa: ANN401
    """Write one object with ``version``, ``type`` and the facts."""
    text = json.dumps(_document(kind, facts), ensure_ascii=options.ascii_only, indent=2, allow_nan=False)
    sys.stdout.write(f"{text}\n")


def write_lines(options: Globals, kind: str, rows: Iterable[Any]) -> None:
    """Write one object per line, each with its ``version`` and ``type``."""
    for row in rows:
        text = json.dumps(_document(kind, row), ensure_ascii=options.ascii_only, allow_nan=False)
        sys.stdout.write(f"{text}\n")


def _document(kind: str, facts: Any) -> Any:  # noqa: ANN401
    return round_floats({"version": VERSION, "type": kind, **to_json_value(facts)})


def write_rows(options: Globals, kind: str, rows: Iterable[Any], **beside: Any) -> None:  # noqa: ANN401
    """Write one row per line, under the type ``{kind}_row``. What is ``beside`` is repeated on every line."""
    write_lines(options, f"{kind}_row", ({**beside, "row": row} for row in rows))


def write_one(options: Globals, kind: str, facts: Any) -> None:  # noqa: ANN401
    """Write one result: a JSON object, an NDJSON line, or a CSV header and a line."""
    match options.format:
        case "json":
            write_json(options, kind, facts)
        case "ndjson":
            write_lines(options, kind, [facts])
        case _:
            row = to_json_value(facts)
            write_csv(tuple(row), [row])


def write_csv(paths: Sequence[str], rows: Iterable[Any]) -> None:
    """Write UTF-8 CSV with a header. A path such as ``title.en`` selects a cell; its column is ``title_en``."""
    with suppress(AttributeError):  # a replaced stdout that is not a byte stream has no encoding to set
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    found = flat_rows.flatten_rows(paths, map(to_json_value, rows))
    csv.writer(sys.stdout, lineterminator="\n").writerows(found)


def wrote_one(options: Globals, kind: str, facts: Any, columns: Sequence[str] = (), rows: Iterable[Any] = ()) -> bool:  # noqa: ANN401
    """Write one result if a format for programs was asked for; return whether it was.

    CSV has ``rows`` with these ``columns``; without columns, it has one line with the facts.
    """
    if options.format == "csv" and columns:
        write_csv(columns, rows)
    elif options.format != "table":
        write_one(options, kind, facts)
    return options.format != "table"


def wrote_rows(
    options: Globals,
    kind: str,
    rows: Iterable[Any],
    columns: Sequence[str],
    facts: Mapping[str, Any] | None = None,
    *,
    csv_rows: Iterable[Any] | None = None,
    **beside: Any,  # noqa: ANN401
) -> bool:
    """Write rows if a format for programs was asked for; return whether it was.

    A JSON object has the ``facts`` before its rows, and each NDJSON line has what is ``beside``. CSV has ``csv_rows`` if
    its lines are not the rows.
    """
    match options.format:
        case "json":
            write_json(options, kind, {**(facts or {}), "rows": rows})
        case "ndjson":
            write_rows(options, kind, rows, **beside)
        case "csv":
            write_csv(columns, rows if csv_rows is None else csv_rows)
    return options.format != "table"
