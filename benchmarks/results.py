"""Reader and writer of ``RESULTS.md``: one part per register, with rows sorted by job.

Each part lists the machine and system load of the run in which each job was measured.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from timing import HEAD, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timing import Row

RESULTS = Path(__file__).with_name("RESULTS.md")
CHART = "growth.svg"
GROWTH = "Growth from 1,000 commitments"
_INTRODUCTION = """# Results

Made by `python benchmarks/run.py`. Medians; every ratio is to a floor or a peer measured in the same run, cases taking turns.
A line above a table says in which run its jobs were measured, on what machine, and under what load before and after.
"""
_JOBS = ("| P", "| S")
_NOTE = re.compile(r"- (?P<jobs>[^:]*): (?P<run>.*)")


def parts() -> dict[str, str]:
    """Return the text of every existing part, by title."""
    if not RESULTS.is_file():
        return {}
    told = (part.partition("\n") for part in RESULTS.read_text(encoding="utf-8").split("\n## ")[1:])
    return {name: rest.strip() for name, _, rest in told}


def put(title: str, rows: Sequence[Row], run: str) -> str:
    """Replace all rows of the measured jobs in a part, and return the new text of the part.

    ``run`` describes the machine and its load.
    """
    held = parts()
    fresh = {row.job for row in rows}
    runs: dict[str, list[str]] = {}
    kept: list[str] = []
    for line in held.get(title, "").splitlines():
        if note := _NOTE.fullmatch(line):
            runs[note["run"]] = [job for job in note["jobs"].split(", ") if job not in fresh]
        elif line.startswith(_JOBS) and _job(line) not in fresh:
            kept.append(line)
    runs[run] = [*runs.get(run, []), *fresh]
    notes = [f"- {', '.join(sorted(jobs, key=_order))}: {run}" for run, jobs in runs.items() if jobs]
    lines = sorted([*kept, *(told(row) for row in rows)], key=lambda line: _order(_job(line)))
    picture = [f"![Seconds by size of the register, both by powers of ten]({CHART})", ""] if title == GROWTH else []
    held[title] = "\n".join([*picture, *notes, "", HEAD, *lines])
    listed = "".join(f"\n## {name}\n\n{rest}\n" for name, rest in held.items())
    RESULTS.write_text(f"{_INTRODUCTION}{listed}", encoding="utf-8")
    return held[title]


def rows(texts: Iterable[str]) -> list[tuple[str, str, float]]:
    """Return the job, case, and seconds of every row in these parts, skipping rows in MB and in percent."""
    found = []
    for line in "\n".join(texts).splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if line.startswith(_JOBS) and not cells[2].endswith(("MB", "%")):
            number, unit = cells[2].replace(",", "").split()
            found.append((cells[0], cells[1], float(number) / (1000 if unit == "ms" else 1)))
    return found


def _job(line: str) -> str:
    return line.split("|")[1].strip()


def _order(job: str) -> tuple[str, int]:
    """Return a sort key that orders P2 before P10; P0 is the creation of the register."""
    return job[:1], int(job[1:] or 0)
