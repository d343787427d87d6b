"""S1 to S3: the score command minus program startup, Monte Carlo draws, and growth from 1,000 to 10,000 commitments.

``profile`` shows where the time goes.
"""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.store.database import Database
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.projection.facts import Facts

_AT = TwoDates("2026-11-25", "2026-11-25")
_ABOVE, _DRAWS, _GROWTH = 0.5, 2.0, 12.0
_SMALL, _LARGE = 1_000, 10_000
_DRAWN = 1_000


def measure(register: Path) -> list[Row]:
    """Measure the command minus program startup, the draws, and growth over copies of the real facts."""
    program = str(Path(sys.executable).with_name("accordtrack"))
    cases: dict[str, Callable[[], object]] = {
        name: partial(subprocess.run, [program, *words, "--db", str(register)], check=True, capture_output=True)
        for name, words in {"start": ["list", "--limit", "1"], "score": ["score"]}.items()
    }
    found = medians(cases, rounds=9)
    above = found["score"] - found["start"]
    with Database(register).reading() as connection:
        read = facts.read(connection, _AT)
    method = standard_method()
    held = ScoreAccess(read, method, build_inputs(read, _AT, method))
    drawn = medians({"draws": lambda: held.estimate_uncertainty(held.by_theme, draws=_DRAWN)}, rounds=5)["draws"]
    small, large = _copied(read, _SMALL), _copied(read, _LARGE)
    grown = medians(
        {
            "small": lambda: score(build_inputs(small, _AT, method), method),
            "large": lambda: score(build_inputs(large, _AT, method), method),
        },
        rounds=3,
    )
    growth = grown["large"] / grown["small"]
    return [
        Row("S1", "score, above a start-up (list)", above, "", None, "0.5 s", above <= _ABOVE),
        Row("S1", "floor: list, one row", found["start"]),
        Row("S2", f"{_DRAWN:,} draws of delivery", drawn, "", None, "2 s", drawn <= _DRAWS),
        Row(
            "S3",
            f"score {len(large.states):,} commitments",
            grown["large"],
            f"{len(small.states):,} commitments",
            growth,
            "12x",
            growth <= _GROWTH,
        ),
        Row("S3", f"floor: score {len(small.states):,} commitments", grown["small"]),
    ]


def _copied(read: Facts, wanted: int) -> Facts:
    """Repeat the commitments of the real facts under new ids until there are ``wanted``."""
    states: dict[str, Any] = {}
    copies = -(-wanted // len(read.states))
    for number in range(copies):
        for name, state in read.states.items():
            if len(states) < wanted:
                code = f"{name}-{number}"
                states[code] = replace(state, record=state.record.model_copy(update={"id": code}))
    return replace(read, states=states)


def profile(register: Path) -> str:
    """Return a profile of scoring the real register, sorted by cumulative time in descending order."""
    with Database(register).reading() as connection:
        watched = cProfile.Profile()
        watched.enable()
        read = facts.read(connection, _AT)
        score(build_inputs(read, _AT, standard_method()), standard_method())
        watched.disable()
    out = StringIO()
    pstats.Stats(watched, stream=out).strip_dirs().sort_stats("cumulative").print_stats(
        "facts|inputs|score|fold|projection|gauges|contrast|trend", 14
    )
    return out.getvalue()
