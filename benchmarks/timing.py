"""Interleaved timing: cases run in turn, and each median is reported as a ratio to a floor from the same run."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the results; ``ratio`` is relative to ``floor``, and ``goal`` limits the ratio or the seconds.

    ``seconds`` holds megabytes when ``unit`` is ``MB``, and a share in percent when it is ``%``.
    """

    job: str
    case: str
    seconds: float
    floor: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    unit: str = "s"


def medians(cases: dict[str, Callable[[], object]], rounds: int = 9, warm: int = 1) -> dict[str, float]:
    """Return the median seconds of each case; every round runs each case once, in turn."""
    for _ in range(warm):
        for run in cases.values():
            run()
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, run in cases.items():
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in taken.items()}


def told(row: Row) -> str:
    """Return a row formatted as a Markdown table row."""
    shown = f"{row.seconds * 1000:.1f} ms" if row.seconds < 1 else f"{row.seconds:.2f} s"  # readers compare by eye
    if row.unit == "MB":
        shown = f"{row.seconds:.0f} MB"
    if row.unit == "%":
        shown = f"{row.seconds:.1f} %"
    ratio = f"{row.ratio:.2f}x {row.floor}" if row.ratio is not None else row.floor
    verdict = {True: "met", False: "**missed**", None: ""}[row.met]
    return f"| {row.job} | {row.case} | {shown} | {ratio} | {row.goal} | {verdict} |"


HEAD = "| job | case | median | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |"
