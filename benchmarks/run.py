"""Run the benchmarks and write the results.

From the repository root, ``python benchmarks/run.py`` measures the real register, and ``python benchmarks/run.py
100000`` a stress register with that many commitments; ``--jobs P1,P4`` limits the run to those jobs. New results
replace the same jobs in ``RESULTS.md`` as soon as each one is done. Leave the machine idle: the results include the
system load.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import growthchart
import p01_page
import p05_update
import p12_export
import p13_import
import p14_cold
import p15_frame
import results
import s01_score
import s02_site
import s06_events
import scale
import w01_waiting
from peers import install
from realregister import real_register
from timing import Row, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main() -> None:
    """Run the benchmarks, print the rows, and write them to ``RESULTS.md``."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", nargs="?", type=int, help="commitments of a stress register; without, the real one")
    asked.add_argument("--jobs", default="", help="of a stress register only these, parted by commas")
    given = asked.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # Keep compiled modules: a real user's second start reads them.
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = name
        if not given.count:
            _measured("The real register (184 commitments)", lambda: _real(Path(name)))
            return
        jobs = scale.jobs(given.count)
        for job in given.jobs.split(",") if given.jobs else jobs:
            growing = job == "growth"
            _measured(results.GROWTH if growing else f"A stress register of {given.count:,} commitments", jobs[job])
        growthchart.draw()


def _measured(title: str, measure: Callable[[], Sequence[Row]]) -> None:
    load = os.getloadavg()[0]
    rows = measure()
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {day}"
    results.put(title, rows, f"{machine}; load {load:.1f}, {os.getloadavg()[0]:.1f}")
    sys.stdout.write("\n".join(told(row) for row in rows) + "\n")


def _real(folder: Path) -> list[Row]:
    register, peers = real_register(folder), install(folder)
    return [
        *p01_page.measure(register),
        *p05_update.measure(register),
        *p12_export.measure(register),
        *p13_import.measure(register),
        *p14_cold.measure(register, peers),
        *p15_frame.measure(register, peers),
        *s01_score.measure(register),
        *s02_site.measure(register),
        *s06_events.measure(register),
        *w01_waiting.measure(register),
    ]


if __name__ == "__main__":
    main()
