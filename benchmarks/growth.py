"""Growth benchmark: how job times scale from 1,000 commitments to larger registers.

Measures a page, facet counts, a history, and an update. Each round runs every size in turn. Verify and score scale
linearly; their growth is reported in the P10 and P9 tables instead.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import p01_page
import p04_facets
import p05_update
import p06_history
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZES = (1_000, 10_000, 100_000)
_JOBS: tuple[tuple[str, str, Callable[[Path], Callable[[], object]], float | None], ...] = (
    ("P1", "page of 50, middle", p01_page.job, 4.0),
    ("P4", "counts of all facets", p04_facets.job, None),
    ("P5", "one signed update", p05_update.job, 2.0),
    ("P6", "history of one commitment", p06_history.job, None),
)
"""Job code, label, factory of the timed call, and the maximum allowed ratio of the largest size to the smallest."""


def measure(*registers: Path) -> list[Row]:
    """Return one row per job and size.

    ``registers`` must be in ascending order of size. The update job writes to them.
    """
    sizes = [_size(register) for register in registers]
    rows = []
    for name, words, job, most in _JOBS:
        cases = {str(size): job(register) for size, register in zip(sizes, registers, strict=True)}
        found = medians(cases, rounds=15, warm=2)
        first = found[str(sizes[0])]
        for size in sizes:
            ratio = found[str(size)] / first
            goal = f"{most:g}x" if most and size == sizes[-1] else ""
            case = f"{words}, {size:,} commitments"
            met = ratio <= most if goal and most else None
            rows.append(Row(name, case, found[str(size)], f"{sizes[0]:,} commitments", ratio, goal, met))
    return rows


def _size(register: Path) -> int:
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM commitment").fetchone()
    return int(count)
