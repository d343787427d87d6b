"""P5: one durable, signed status update, compared with one durable raw sqlite3 row in the same journal mode."""

from __future__ import annotations

import sqlite3
from itertools import cycle
from typing import TYPE_CHECKING

from accordtrack import service
from accordtrack.types.intents import ReportStatus
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_GOAL = 4.0
_COMMITMENTS = ("BF2-US-01", "FEB25-US-01", "HLSD21-US-03", "SIG1-US-01")


def measure(register: Path) -> list[Row]:
    """Measure an update and its floor on the same disk."""
    opened = service.open_register(register, desk="us-1")
    names = cycle(_COMMITMENTS)
    floor = register.with_name("floor.db")
    with sqlite3.connect(floor) as made:
        made.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, raw BLOB)")

    def update() -> None:
        opened.write(ReportStatus(commitment=next(names), status="substantial", note="A line of words."))

    def raw() -> None:
        connection = sqlite3.connect(floor, isolation_level=None)
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO entry (raw) VALUES (?)", (b"x" * 900,))
        connection.execute("COMMIT")
        connection.close()

    found = medians({"update": update, "raw": raw}, rounds=31)
    ratio = found["update"] / found["raw"]
    return [
        Row("P5", "one signed update", found["update"], "raw sqlite3, one row", ratio, "4x", ratio <= _GOAL),
        Row("P5", "floor: one durable row", found["raw"]),
    ]


def job(register: Path) -> Callable[[], object]:
    """Return a call that writes an update, cycling through commitments; run it on a copy because the writes persist."""
    opened, names = service.open_register(register, desk="us-1"), cycle(_owed(register))
    return lambda: opened.write(ReportStatus(commitment=next(names), status="limited", note="A line of words."))


def _owed(register: Path) -> list[str]:
    """Return about 20 United States commitments, spread evenly over the register."""
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT id FROM commitment WHERE responsible = 'US' ORDER BY key").fetchall()
    return [name for (name,) in found[:: max(len(found) // 20, 1)]]
