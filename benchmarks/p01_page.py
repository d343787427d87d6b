"""P1: a page of 50 rows at the start, the middle and the end, beside raw sqlite3 on the same file."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import desk
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_GOAL = 4.0
_RAW = "SELECT * FROM commitment WHERE (id_sort, id_sort) > (?, ?) ORDER BY id_sort LIMIT 51"
_COUNT = "SELECT COUNT(*) FROM commitment"


def measure(register: Path) -> list[Row]:
    """One row a depth."""
    opened = desk.open_register(register)
    cursors = {"first": None, **_cursors(opened)}
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    sorts = [name for (name,) in connection.execute("SELECT id_sort FROM commitment ORDER BY id_sort")]

    def raw(start: str) -> None:
        fresh = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
        fresh.execute(_COUNT).fetchall()
        fresh.execute(_RAW, (start, start)).fetchall()
        fresh.close()

    places = {"first": "", "middle": sorts[49], "last": sorts[len(sorts) - 35]}
    cases: dict[str, Callable[[], object]] = {}
    for depth, after in cursors.items():
        cases[f"page {depth}"] = partial(opened.page, "", limit=50, after=after)
        cases[f"raw {depth}"] = partial(raw, places[depth])
    found = medians(cases, rounds=25)
    rows = []
    for depth in cursors:
        ratio = found[f"page {depth}"] / found[f"raw {depth}"]
        rows.append(
            Row("P1", f"page of 50, {depth}", found[f"page {depth}"], "raw sqlite3", ratio, "4x", ratio <= _GOAL)
        )
    return rows


def _cursors(opened: desk.Desk) -> dict[str, str | None]:
    middle = opened.page("", limit=50).after
    last = opened.page("", limit=149).after
    return {"middle": middle, "last": last}
