"""P9: scoring a register from its log, compared with fetching the rows of the same entries with sqlite3.

All cases run under the CLI's garbage collection settings (``seldom_collected``).
"""

from __future__ import annotations

import cProfile
import pstats
import sqlite3
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

from accordtrack.cli.start import collect_garbage_rarely
from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.store.database import Database
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accordtrack.projection.facts import Facts

_AT = TwoDates("2026-11-25", "2026-11-25")
_GOAL, _GROWTH = 2.0, 12.0
_ROWS = """SELECT e.id, e.feed, e.seq, e.lc, e.kind, e.ref, e.hash, b.raw FROM entry e
JOIN entry_body b ON b.entry_id = e.id JOIN record r ON r.entry_id = e.id
WHERE r.refused = 0 AND r.retracted_by IS NULL AND r.effective_on <= ? AND r.known_on <= ? ORDER BY e.ref, e.lc"""


def measure(register: Path, small: Path, rounds: int = 3) -> list[Row]:
    """Measure scoring, its read step, and its floor; ``small`` is a register with a tenth of the commitments."""
    cases: dict[str, Callable[[], object]] = {
        "whole": job(register),
        "read": partial(_read, register),
        "floor": partial(_fetch, register),
        "small": job(small),
    }
    collect_garbage_rarely()
    found = medians(cases, rounds=rounds, warm=0)
    commitments, indicators = _size(register)
    ratio, growth = found["whole"] / found["floor"], found["whole"] / found["small"]
    case = f"score {commitments:,} commitments, {indicators:,} indicators"
    fewer, less = _size(small)
    return [
        Row("P9", case, found["whole"], "the same rows fetched by sqlite3", ratio, "2x", ratio <= _GOAL),
        Row("P9", "of this: entries read, held against what was signed, and folded", found["read"]),
        Row("P9", "floor: the same rows fetched by sqlite3", found["floor"]),
        Row("P9", f"score {fewer:,} commitments, {less:,} indicators", found["small"]),
        Row("P9", case, found["whole"], f"{fewer:,} commitments", growth, "12x", growth <= _GROWTH),
    ]


def job(register: Path) -> Callable[[], object]:
    """Return a call that computes the scores from the log."""
    return partial(_score, register)


def profile(register: Path) -> str:
    """Return a profile of one scoring run, sorted by own time in descending order."""
    watched = cProfile.Profile()
    collect_garbage_rarely()
    watched.runcall(_score, register)
    out = StringIO()
    pstats.Stats(watched, stream=out).strip_dirs().sort_stats("tottime").print_stats(25)
    return out.getvalue()


def _read(register: Path) -> Facts:
    with Database(register).reading() as connection:
        return facts.read(connection, _AT)


def _score(register: Path) -> None:
    method = standard_method()
    score(build_inputs(_read(register), _AT, method), method)


def _fetch(register: Path) -> None:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    connection.execute(_ROWS, (_AT.as_of, _AT.known_on)).fetchall()
    connection.close()


def _size(register: Path) -> tuple[int, int]:
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        counted = "SELECT (SELECT COUNT(*) FROM commitment), (SELECT COUNT(*) FROM record WHERE family = 'indicator')"
        commitments, indicators = connection.execute(counted).fetchone()
    return commitments, indicators
