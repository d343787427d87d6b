"""P13: import of 10,000 CSV rows, compared with a minimal reader; its growth; and 100 statuses in one act.

The minimal reader validates, signs, and writes the same rows.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from contextlib import redirect_stdout
from datetime import date, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack import service
from accordtrack.cli.start import start
from accordtrack.core.paths import own_key_folder
from accordtrack.ledger.entry import seal
from accordtrack.ledger.indicators import Measurement
from accordtrack.ledger.key_files import new_key
from accordtrack.ledger.kinds import measurement_id
from accordtrack.types.intents import AddRecord, ReportStatus
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable

_MANY, _FEW = 9_990, 999
"""Row counts of the two imports; one sheet may have at most 10,000 rows."""
_GOAL, _GROWTH = 2.5, 12.0
_STATUSES = 100


def measure(register: Path) -> list[Row]:
    """Measure the imports; each round uses a fresh copy, because importing the same file twice changes nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = service.open_register(register).ids_by_family()
        many, few = (_table(folder, count, asked["indicator"][0], asked["source"][0]) for count in (_MANY, _FEW))
        cases: dict[str, Callable[[], object]] = {
            "many": partial(_taken, register, many),
            "few": partial(_taken, register, few),
            "floor": partial(_read, folder / "floor.db", many),
            "statuses": partial(_said, register),
        }
        found = medians(cases, rounds=3)
    ratio, growth = found["many"] / found["floor"], found["many"] / found["few"]
    reader = "DictReader, pydantic, signed executemany"
    return [
        Row(
            "P13", f"import of {_MANY:,} values of one indicator", found["many"], reader, ratio, "2.5x", ratio <= _GOAL
        ),
        Row("P13", f"floor: {reader}", found["floor"]),
        Row("P13", f"{_MANY:,} values", found["many"], f"{_FEW:,} values", growth, "12x", growth <= _GROWTH),
        Row("P13", f"{_FEW:,} values", found["few"]),
        Row("P13", f"{_STATUSES} statuses in one act", found["statuses"]),
    ]


def grown(register: Path, rounds: int = 3) -> list[Row]:
    """Measure the import into a large register.

    ``register`` must be a copy, because each round adds the values of a new series.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = service.open_register(register, desk="obs-1")
        if "IND-P13" not in opened.ids_by_family()["indicator"]:
            opened.write(AddRecord(kind="indicator", fields=_INDICATOR))
        source = opened.ids_by_family()["source"][0]
        tables = [_table(folder, _MANY, "IND-P13", source, f"series-{number}") for number in range(rounds)]
        waiting = iter(tables)
        cases: dict[str, Callable[[], object]] = {
            "many": lambda: _into(register, next(waiting)),
            "floor": partial(_read, folder / "floor.db", tables[0]),
        }
        found = medians(cases, rounds=rounds, warm=0)
    ratio, reader = found["many"] / found["floor"], "DictReader, pydantic, signed executemany"
    case = f"import of {_MANY:,} values of one indicator into it"
    return [
        Row("P13", case, found["many"], reader, ratio, "2.5x", ratio <= _GOAL),
        Row("P13", f"floor: {reader}", found["floor"]),
    ]


_INDICATOR = {
    "id": "IND-P13",
    "title": "Cases",
    "definition": "How many there were.",
    "unit": "cases",
    "level": "output",
    "direction": "increase",
    "theme": "synthetics",
    "side": "US",
    "publisher": "Publisher",
    "periodicity": "day",
}


def _table(folder: Path, count: int, indicator: str, source: str, series: str = "of-a-day") -> Path:
    """Write a CSV file of daily values of one indicator, and return its path."""
    path = folder / f"{series}-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["indicator", "series", "period_start", "period_end", "value", "source", "published_on"])
        for number in range(count):
            day = (date(1990, 1, 1) + timedelta(days=number)).isoformat()
            writer.writerow([indicator, series, day, day, number, source, "2025-01-01"])
    return path


def _copied(register: Path, folder: Path) -> Path:
    shutil.copyfile(register, folder / register.name)
    shutil.copytree(own_key_folder(register), own_key_folder(folder / register.name))
    return folder / register.name


def _taken(register: Path, table: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        _into(_copied(register, Path(name)), table)


def _into(register: Path, table: Path) -> None:
    """Run the import command in this process, so that program startup and table output are not timed."""
    with redirect_stdout(StringIO()) as said:
        place = ["--db", str(register), "--desk", "obs-1", "--format", "json"]
        if start(["import", str(table), "--kind", "measurements", *place]):
            raise ValueError(said.getvalue())


def _said(register: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        opened = service.open_register(_copied(register, Path(name)), desk="us-1")
        rows = opened.page("owes:US", limit=_STATUSES).rows
        opened.write(*(ReportStatus(commitment=row.id, status="limited", note="Begun.") for row in rows))


def _read(path: Path, table: Path) -> None:
    """Run the floor: validate each row with the same model, sign it, and write all rows durably in one transaction."""
    path.unlink(missing_ok=True)
    key = new_key()
    entries, previous = [], None
    with table.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            told = {**row, "party": "OBS", "grade": "documented"}
            record = Measurement.model_validate(told)
            body = record.model_dump(mode="json")
            sealed = seal(
                body,
                key=key,
                feed="obs-1",
                seq=number,
                prev=previous,
                lc=number,
                at="2026-11-25T00:00:00Z",
                by="",
                act="1",
                kind="measurement.add",
                ref=row["indicator"],
                handling="TLP:CLEAR",
            )
            previous = sealed.hash
            entries.append((measurement_id(record), sealed.hash, sealed.raw, sealed.sig, sealed.salt, sealed.body_raw))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=EXTRA")
    connection.execute(
        "CREATE TABLE entry (name TEXT PRIMARY KEY, hash TEXT, raw BLOB, sig BLOB, salt BLOB, body BLOB)"
    )
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", entries)
    connection.execute("COMMIT")
    connection.close()
