"""Run every benchmark on the real register and write the table of results.

``python benchmarks/run.py`` from the root, with nothing else running. Ratios are to a floor or peer of the same run.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import p01_page
import p05_update
import p14_cold
import p15_frame
import s01_score
from peers import install
from realregister import real_register
from timing import HEAD, told

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Measure, print, and write ``RESULTS.md``."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start reads compiled modules
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = name
        register, peers = real_register(folder), install(folder)
        rows = [
            *p01_page.measure(register),
            *p05_update.measure(register),
            *p14_cold.measure(register, peers),
            *p15_frame.measure(register, peers),
            *s01_score.measure(register),
        ]
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {day}"
    words = (
        "# Results\n\nMade by `python benchmarks/run.py` on the real register (184 commitments). Medians; every ratio is to a"
        f" floor or a peer measured in the same run, cases taking turns.\n\nMachine: {machine}.\n\n{HEAD}\n"
    )
    words += "\n".join(told(row) for row in rows) + "\n"
    RESULTS.write_text(words, encoding="utf-8")
    sys.stdout.write(words)


if __name__ == "__main__":
    main()
