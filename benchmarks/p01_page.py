"""P1: a page of 50 rows at the start, middle, and end of the list, compared with raw sqlite3 on the same file."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import service
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_GOAL = 4.0
_RAW = "SELECT * FROM commitment WHERE (id_sort, id_sort) > (?, ?) ORDER BY id_sort LIMIT 51"
_COUNT = "SELECT COUNT(*) FROM commitment"
_PAGE, _TAIL = 50, 35


def measure(register: Path) -> list[Row]:
    """Return one row per page depth."""
    opened = service.open_register(register)
    cursors = _cursors(opened)
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        sorts = [name for (name,) in connection.execute("SELECT id_sort FROM commitment ORDER BY id_sort")]
    cases: dict[str, Callable[[], object]] = {}
    for depth, (before, after) in cursors.items():
        cases[f"page {depth}"] = partial(opened.page, "", limit=_PAGE, after=after)
        cases[f"raw {depth}"] = partial(_raw, register, sorts[before - 1] if before else "")
    found = medians(cases, rounds=25)
    rows = []
    for depth in cursors:
        ratio = found[f"page {depth}"] / found[f"raw {depth}"]
        rows.append(
            Row("P1", f"page of 50, {depth}", found[f"page {depth}"], "raw sqlite3", ratio, "4x", ratio <= _GOAL)
        )
    return rows


def job(register: Path) -> Callable[[], object]:
    """Return a call that reads a page from the middle of the list."""
    opened = service.open_register(register)
    _before, after = _cursors(opened)["middle"]
    return partial(opened.page, "", limit=_PAGE, after=after)


def _raw(register: Path, start: str) -> None:
    fresh = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    fresh.execute(_COUNT).fetchall()
    fresh.execute(_RAW, (start, start)).fetchall()
    fresh.close()


def _cursors(opened: service.Desk) -> dict[str, tuple[int, str | None]]:
    """Return the number of rows before each depth, and the cursor at that depth."""
    total = opened.page("", limit=1).total
    depths = {"middle": total // 2, "last": total - _TAIL}
    return {"first": (0, None), **{name: (rows, opened.page("", limit=rows).after) for name, rows in depths.items()}}
