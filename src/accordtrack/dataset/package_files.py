"""Reads the CSV tables of a data package into the same records as a data folder."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem
from accordtrack.dataset.csv_rows import read_cells
from accordtrack.dataset.folder_records import Item, Reader, Records
from accordtrack.dataset.package_tables import ADDED_LATER, INSIDE, specs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.dataset.faults import Faults
    from accordtrack.dataset.folder_files import Files
    from accordtrack.dataset.package_tables import Column, Spec

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_CELL = 1_000_000
"""Maximum characters in a cell; the default limit of the ``csv`` module is too small for a long list of ids."""


def read_package(files: Files, faults: Faults) -> Records:
    """Read all records of the package."""
    reader = Reader(files, faults)
    inside: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for name in (*INSIDE, *(name for name in specs() if name not in INSIDE)):
        spec = specs()[name]
        for line, row in _rows(spec, files, faults):
            fields = _fields(spec, row, line, faults)
            if name in INSIDE:
                inside.setdefault((name, row.get("conflict", "")), []).append(fields)
                continue
            for child, (parent, field) in INSIDE.items():
                if parent == name:
                    own = "" if child == "themes" else str(fields.get("id", ""))
                    fields[field] = inside.pop((child, own), [])
            _add_row(reader, spec, line, fields)
    for (name, owner), rows in inside.items():
        values = {"field": "conflict", "value": owner, "n": len(rows)}
        faults.add(specs()[name].file, 0, Problem('No conflict "{value}"', "Add it, or correct the id.", values=values))
    unread = {name.split("/")[0] for name in files.unread}
    reader.records.unread |= {
        spec.family for spec in specs().values() if spec.file in unread and spec.name not in INSIDE
    }
    return reader.records


def _add_row(reader: Reader, spec: Spec, line: int, fields: dict[str, Any]) -> None:
    item = Item(spec.family, fields, spec.file, line)
    if spec.family == "statement":
        reader.add_statement(item)
    else:
        reader.add_record(item, fields)


def _rows(spec: Spec, files: Files, faults: Faults) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of each row, by column name."""
    words = files.text(spec.file)
    if words is None:
        return

    def header_problems(row: list[str]) -> list[Problem]:
        problems = _header_problems(spec, row)
        if problems:
            files.unread.add(spec.file)
        return problems

    before = csv.field_size_limit(_CELL)
    try:
        yield from read_cells(words, spec.file, faults, header_problems)
    finally:
        csv.field_size_limit(before)


def _header_problems(spec: Spec, row: list[str]) -> list[Problem]:
    names = [column.name for column in spec.columns]
    problems = [
        Problem('The column "{field}" is missing', "Separate columns with commas.", values={"field": name})
        for name in names
        if name not in row and name not in ADDED_LATER
    ]
    return problems + [
        Problem('The column "{field}" appears twice', "Remove one.", values={"field": name})
        if name in names
        else Problem('Unknown column "{field}"', "Remove it, or correct its name.", values={"field": name})
        for name in dict.fromkeys(row)
        if name not in names or row.count(name) > 1
    ]


def _fields(spec: Spec, row: dict[str, str], line: int, faults: Faults) -> dict[str, Any]:
    """Return the record of a row; empty cells are left out."""
    fields: dict[str, Any] = {}
    for column in spec.columns:
        if not column.path or not row.get(column.name):
            continue
        value = _value(column, row[column.name])
        if isinstance(value, Problem):
            faults.add(spec.file, line, value, column.name)
            continue
        at = fields
        for step in column.path[:-1]:
            at = at.setdefault(step, {})
        at[column.path[-1]] = value
    return fields


def _value(column: Column, cell: str) -> object:
    values = {"field": column.name, "value": cell}
    match column.type:
        case "boolean":
            advice = "Write true or false."
            return (
                cell == "true"
                if cell in {"true", "false"}
                else Problem('The field "{field}" cannot be "{value}"', advice, values=values)
            )
        case "integer":
            return (
                int(cell)
                if _WHOLE.fullmatch(cell)
                else Problem('The field "{field}" cannot be "{value}"', "Write a whole number.", values=values)
            )
        case "array":
            try:
                found = json.loads(cell)
            except (ValueError, RecursionError):
                found = None
            advice = 'Write a list: ["one", "two"]'
            return (
                found
                if isinstance(found, list)
                else Problem('The field "{field}" cannot be "{value}"', advice, values=values)
            )
    return cell
