"""Measure, and write the table of results.

``python benchmarks/run.py`` from the root measures on the real register; ``python benchmarks/run.py 100000`` on a stress
register of so many commitments. Each replaces its own part of ``RESULTS.md``. Have nothing else running: the load is told.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import p01_page
import p05_update
import p12_export
import p13_import
import p14_cold
import p15_frame
import s01_score
import scale
from peers import install
from realregister import real_register
from timing import HEAD, Row, told

RESULTS = Path(__file__).with_name("RESULTS.md")
_INTRODUCTION = """# Results

Made by `python benchmarks/run.py`. Medians; every ratio is to a floor or a peer measured in the same run, cases taking turns.
"""


def main() -> None:
    """Measure, print, and write ``RESULTS.md``."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", nargs="?", type=int, help="commitments of a stress register; without, the real one")
    count = asked.parse_args().count
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start reads compiled modules
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = name
        if count:
            title, rows = f"A stress register of {count:,} commitments", scale.measure(count)
        else:
            title, rows = "The real register (184 commitments)", _real(Path(name))
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {day}"
    words = f"Machine: {machine}. Load before and after: {load:.1f}, {os.getloadavg()[0]:.1f}.\n\n{HEAD}\n"
    _write(title, words + "\n".join(told(row) for row in rows))


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
    ]


def _write(title: str, words: str) -> None:
    """Put one part into the results, in place of the one of that title."""
    parts: dict[str, str] = {}
    if RESULTS.is_file():
        for part in RESULTS.read_text(encoding="utf-8").split("\n## ")[1:]:
            name, _, rest = part.partition("\n")
            parts[name] = rest.strip()
    parts[title] = words
    listed = "".join(f"\n## {name}\n\n{rest}\n" for name, rest in parts.items())
    RESULTS.write_text(f"{_INTRODUCTION}{listed}", encoding="utf-8")
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    main()
