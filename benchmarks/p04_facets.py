"""P4: counts of all facets at once, compared with one GROUP BY per facet that no index covers."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import service
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_GOAL = 0.1
_DAY = "2026-11-25"
_DUE = f"""CASE WHEN +due_on IS NULL OR +withdrawn = 1 THEN 0 WHEN +done = 1 THEN 1 + (+done_on > +due_on)
WHEN +due_on < '{_DAY}' THEN 3 + due_firm ELSE 5 END"""
_COLUMNS = ("responsible", "theme", "kind", "text_basis", "framework", "us_status", "mx_status", "us_standing")
_GROUPS = tuple(
    f"SELECT {value}, COUNT(*) FROM commitment GROUP BY 1"  # noqa: S608  (names of our own; + keeps an index out)
    for value in (*(f"+{name}" for name in (*_COLUMNS, "mx_standing")), _DUE)
)


def measure(register: Path) -> list[Row]:
    """Measure the facets of the whole list and of a filtered list."""
    opened = service.open_register(register, today=_DAY)
    cases: dict[str, Callable[[], object]] = {
        "facets": partial(opened.facets, ""),
        "side:US": partial(opened.facets, "side:US"),
        "groups": partial(_grouped, register),
    }
    found = medians(cases, rounds=9)
    ratio, one = found["facets"] / found["groups"], found["groups"] / len(_GROUPS)
    peer = f"{len(_GROUPS)} GROUP BY, uncovered"
    return [
        Row("P4", "counts of all facets", found["facets"], peer, ratio, "0.1x", ratio <= _GOAL),
        Row("P4", "the same of one side's", found["side:US"], peer, found["side:US"] / found["groups"]),
        Row("P4", f"peer: {peer}", found["groups"]),
        Row("P4", "peer: one of them, on average", one, "counts of all facets", one / found["facets"]),
    ]


def job(register: Path) -> Callable[[], object]:
    """Return a call that counts all facets."""
    return partial(service.open_register(register, today=_DAY).facets, "")


def _grouped(register: Path) -> None:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    for statement in _GROUPS:
        connection.execute(statement).fetchall()
    connection.close()
