"""Reads the releases of a panel in a data folder: ``panel/releases.csv`` and the file of each release beside it."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import is_date
from accordtrack.core.problems import Problem
from accordtrack.dataset.csv_rows import read_cells
from accordtrack.dataset.panel_people import missing_people, population_series
from accordtrack.dataset.panel_table import PanelRow, period_of, read_rows
from accordtrack.i18n import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.dataset.faults import Faults
    from accordtrack.dataset.folder_files import Files
    from accordtrack.ledger.panel import PanelSeries

FOLDER = "panel"
_GIVEN = ("series", "released_on", "class", "source", "rest_from", "confirm", "note_en", "note_es", "file")
_COMPUTED = ("size", "digest", "rows", "first", "last")
COLUMNS = (*_GIVEN, *_COMPUTED)
"""The columns of releases.csv. Size, digest, rows, first and last follow from the file and may be left empty."""
_NO_FILE = {"size": 1, "digest": "0" * 64}


def read_releases(words: str, file: str, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and the fields of each release, as the ``PanelRelease`` model expects them."""
    for line, row in read_cells(words, file, faults, _header_problems):
        yield line, _fields(row, line, file, faults)


def _header_problems(header: list[str]) -> list[Problem]:
    """Return the first problem of the header, if any."""
    for name in (*COLUMNS, *header):
        values: dict[str, object] = {"field": name, "x": ", ".join(COLUMNS)}
        if name not in header:
            return [Problem('The column "{field}" is missing', "The columns are: {x}.", values=values)]
        if name not in COLUMNS:
            return [Problem('Unknown column "{field}"', "The columns are: {x}.", values=values)]
        if header.count(name) > 1:
            return [Problem('The column "{field}" appears twice', "Remove one.", values=values)]
    return []


def _fields(row: Mapping[str, str], line: int, file: str, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {name: row[name] for name in ("series", "released_on", "class", "source", "first", "last")}
    if row["confirm"] not in {"", "true", "false"}:
        values = {"field": "confirm", "value": row["confirm"]}
        problem = Problem('The field "{field}" cannot be "{value}"', "Write true or false.", values=values)
        faults.add(file, line, problem, "confirm")
    found["rest_from"] = row["rest_from"] or None
    found["confirm"] = row["confirm"] == "true"
    found["rows"] = _whole(row["rows"])
    found["file"] = {"digest": row["digest"], "size": _whole(row["size"]), "name": row["file"]}
    if row["note_en"] or row["note_es"]:
        found["note"] = {"en": row["note_en"], "es": row["note_es"]}
    return found


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


Rows = list[tuple[str, int, PanelRow]]
"""Rows of a series with the file and the line of each."""


def with_contents(
    fields: Mapping[str, Any],
    series: Mapping[str | None, PanelSeries],
    line: int,
    files: Files,
    faults: Faults,
    held: dict[str, Rows],
) -> dict[str, Any]:
    """Return the fields of a release with what its file says, after a check of its rows, which are added to ``held``.

    Faults are a missing file, faulty rows, and a column of releases.csv that says otherwise.
    """
    name, of = str(fields["file"]["name"]), series.get(fields["series"])
    empty = {"rows": 1, "first": fields["released_on"], "last": fields["released_on"]}
    raw = files.raw(f"{FOLDER}/{name}") if name else None
    if raw is None or of is None or not is_date(str(fields["released_on"])):
        return {**fields, "file": {**_NO_FILE, "name": name}, **empty}
    rows, file = [], f"{FOLDER}/{name}"
    people, lines = of.id in population_series(series.values()), raw.decode("utf-8", "replace").splitlines()
    for number, row in read_rows(lines, of.measure, fields["released_on"], people=people):
        if isinstance(row, Problem):
            faults.add(file, number, row)
        else:
            rows.append((file, number, row))
    held.setdefault(of.id, []).extend(rows)
    if not rows:
        faults.add(file, 0, Problem("The table has no rows", "Add them, or take the release out of the folder."))
        return {**fields, "file": {**_NO_FILE, "name": name}, **empty}
    contents = {"rows": len(rows), **period_of(row for _file, _number, row in rows)}
    inside = {"digest": hashlib.sha256(raw).hexdigest(), "size": len(raw), "name": name}
    for column, value in (*contents.items(), *inside.items()):
        written = fields["file"][column] if column in inside else fields[column]
        if written not in {None, "", value}:
            message = gettext_lazy('The column "{field}" says {x}, but the file says {y}')
            values = {"field": column, "x": written, "y": value}
            faults.add(
                f"{FOLDER}/releases.csv", line, Problem(message, "Correct it, or leave it empty.", values=values)
            )
    return {**fields, **contents, "file": inside}


def check_people(series: Mapping[str | None, PanelSeries], held: Mapping[str, Rows], faults: Faults) -> None:
    """Record a fault for each state and year whose rates need people that no release of the folder has."""
    for definition in series.values():
        people = {(row.place, int(row.start[:4])) for _file, _line, row in held.get(str(definition.people), ())}
        for file, rows in groupby(held.get(definition.id, ()), key=lambda one: one[0]):
            for line, problem in missing_people(definition, ((line, row) for _file, line, row in rows), people):
                faults.add(file, line, problem)
