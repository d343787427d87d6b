"""P5: one durable, signed status update, beside one durable row written by raw sqlite3 in the same journal mode.

``grown``: on a large register beside a small one, both copies that are thrown away.
"""

from __future__ import annotations

import sqlite3
from itertools import cycle
from typing import TYPE_CHECKING

from accordtrack import desk
from accordtrack.intents import ReportStatus
from timing import Row, medians

if TYPE_CHECKING:
    from pathlib import Path

_GOAL, _GROWTH = 4.0, 2.0
_COMMITMENTS = ("BF2-US-01", "FEB25-US-01", "HLSD21-US-03", "SIG1-US-01")


def measure(register: Path) -> list[Row]:
    """Update and floor, on the same disk."""
    opened = desk.open_register(register, desk="us-1")
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


def grown(small: Path, large: Path, names: dict[Path, list[str]]) -> list[Row]:
    """The same update on both; ``names`` are commitments that the desk may speak of."""
    turns = {path: (desk.open_register(path, desk="us-1"), cycle(names[path])) for path in (small, large)}

    def update(path: Path) -> None:
        opened, commitments = turns[path]
        opened.write(ReportStatus(commitment=next(commitments), status="limited", note="A line of words."))

    found = medians({"small": lambda: update(small), "large": lambda: update(large)}, rounds=21)
    ratio = found["large"] / found["small"]
    return [
        Row(
            "P5",
            "one signed update, large",
            found["large"],
            "the same, 1,000 commitments",
            ratio,
            "2x",
            ratio <= _GROWTH,
        )
    ]
