"""Build a data package: CSV tables and a descriptor with schemas, license and sources (Data Package, version 2).

The module takes values and returns bytes; it neither reads the register nor writes files.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import sanitize_line
from accordtrack.dataset.package_tables import INSIDE, NOT_CARRIED, specs
from accordtrack.i18n import using_language
from accordtrack.text import effect_notes
from accordtrack.types.effects import NOTHING_WAITS, EffectSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.dataset.package_tables import Column, Spec
    from accordtrack.ledger.records import Accord

DESCRIPTOR = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"
_APACHE = {"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0", "title": "Apache License 2.0"}
_SHIPPED = "us-mexico-security"
_LEFT = (
    ("id", "The entry or record that was not carried"),
    ("kind", "Kind of the entry"),
    ("record", "What it is about"),
    ("reason", "Why the package does not hold it as the register does"),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PARTIAL = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """What the descriptor says about the whole package. ``made_on`` is its as-of date, never the current time."""

    accord: Accord | None
    audience: str
    made_on: str
    withheld: int
    digest: str
    effects: EffectSummary = NOTHING_WAITS


@dataclass(frozen=True, slots=True)
class RowFile:
    """The rows of a panel release as published: path, content, title, description; title and address of its source."""

    path: str
    raw: bytes
    title: str
    description: str = ""
    source: tuple[str, str] | None = None


@dataclass(slots=True)
class Package:
    """The files by name, the number of rows of each table, and the position of each row.

    ``lines`` maps a file name and the line on which a row starts to the index of the row in its table.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)


def build_package(
    records: Mapping[str, Sequence[Mapping[str, Any]]],
    left: Iterable[Sequence[str]],
    about: PackageInfo,
    panel: Sequence[RowFile] = (),
) -> Package:
    """Return the package that holds ``records`` by table name, and the row files of the ``panel``.

    ``left`` lists what the package does not carry: rows of id, kind, record and reason.
    """
    package = Package()
    tables = {name: list(rows) for name, rows in records.items()}
    for child, (parent, inside) in INSIDE.items():
        tables[child] = [
            {**row, "conflict": record.get("id", ""), "number": number}
            for record in tables.get(parent, ())
            for number, row in enumerate(record.get(inside, ()), start=1)
        ]
    resources = []
    for spec in specs().values():
        rows = tables.get(spec.name, [])
        raw = _write_table(package, spec, rows)
        resources.append(_resource(spec.name, raw, _schema(spec)))
    omissions = [[sanitize_line(value) for value in row] for row in left]
    raw = _csv_bytes([[name for name, _words in _LEFT], *omissions])
    package.files[f"{NOT_CARRIED}.csv"], package.counts[NOT_CARRIED] = raw, len(omissions)
    fields = [{"name": name, "type": "string", "description": words} for name, words in _LEFT]
    resources.append(_resource(NOT_CARRIED, raw, {"$schema": f"{_PROFILES}/tableschema.json", "fields": fields}))
    resources += [_row_resource(one) for one in panel]
    package.files |= {one.path: one.raw for one in panel}
    descriptor = _descriptor(about, tables, resources)
    package.files[DESCRIPTOR] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return package


def build_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one ZIP archive; the same files always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def _write_table(package: Package, spec: Spec, rows: Sequence[Mapping[str, Any]]) -> bytes:
    lines = [[column.name for column in spec.columns]]
    begun = [(column.path[0] if column.path else column.name, column) for column in spec.columns]
    line = 2
    for number, row in enumerate(rows):
        cells = [
            value if isinstance(value := row.get(name), str) else "" if value is None else _cell(column, value)
            for name, column in begun
        ]
        package.lines[spec.file, line] = number
        line += 1 + "".join(cells).count("\n")
        lines.append(cells)
    raw = _csv_bytes(lines)
    package.files[spec.file], package.counts[spec.name] = raw, len(rows)
    return raw


def _csv_bytes(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()


def _cell(column: Column, value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a CSV cell; ``value`` is what the record holds under the first name of the column's path."""
    for step in column.path[1:]:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value or column.required else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _schema(spec: Spec) -> dict[str, Any]:
    keys = [
        {"fields": name, "reference": {"resource": resource, "fields": target}}
        for name, resource, target in spec.refers
    ]
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in spec.columns],
        "missingValues": [""],
    }
    schema |= {"primaryKey": list(spec.key)} if spec.key else {}
    return {**schema, "foreignKeys": keys} if keys else schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        constraints["enum"] = list(column.words)
    if column.type == "partial":
        constraints["pattern"] = _PARTIAL
    found: dict[str, Any] = {"name": column.name, "type": "string" if column.type == "partial" else column.type}
    return {**found, "constraints": constraints} if constraints else found


def _row_resource(one: RowFile) -> dict[str, Any]:
    """Return the resource of a row file; the columns are those of its header."""
    names = next(csv.reader(one.raw.decode().splitlines()), [])
    types = {"value": "number", "period_start": "date", "period_end": "date"}
    fields = [{"name": name, "type": types.get(name, "string")} for name in names]
    schema = {"$schema": f"{_PROFILES}/tableschema.json", "fields": fields}
    name = f"rows-{hashlib.sha256(one.path.encode()).hexdigest()[:12]}"
    found = {**_resource(name, one.raw, schema, one.path), "title": sanitize_line(one.title)}
    if one.description:
        found["description"] = sanitize_line(one.description)
    if one.source:
        found["sources"] = [{"title": sanitize_line(one.source[0]), "path": one.source[1]}]
    return found


def _resource(name: str, raw: bytes, schema: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": path or f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "schema": schema,
    }


def _descriptor(
    about: PackageInfo, tables: Mapping[str, Sequence[Mapping[str, Any]]], resources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    accord = about.accord
    en, es = accord.title.both_languages if accord else ("", "")
    sources = [
        {"title": sanitize_line(f"{row['publisher']}: {row['title']}"), "path": row["url"]}
        for row in tables.get("sources", ())
    ]
    found: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": (accord.id if accord else "accord").lower(),
        "title": sanitize_line(en),
        "description": sanitize_line(f"{en} · {es}"),
        "created": f"{about.made_on}T00:00:00Z",
        "resources": list(resources),
    }
    if accord and accord.id == _SHIPPED:
        found["licenses"] = [_APACHE]
    if sources:
        found["sources"] = sources
    until = accord.facts_until if accord else None
    own = {"audience": about.audience, "withheld": about.withheld, "facts_until": until}
    return {**found, "accordtrack": {**own, "state_digest": about.digest, **_effects(about.effects)}}


def _effects(summary: EffectSummary) -> dict[str, Any]:
    """Return what waits, what was recorded in another's name, and the notes about desks, in English."""
    with using_language("en"):
        notes = [sanitize_line(note) for note in effect_notes.desk_notes(summary.desks)]
    return {
        "waits": [{"side": one.side, "changes": one.changes, "since": one.since} for one in summary.waiting],
        "recorded_for_others": dict(summary.recorded),
        "notes": notes,
    }
