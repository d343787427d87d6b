"""P14: a cold ``--version`` and a cold ``list``, compared with bare Python and ``sqlite-utils query``."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BARE, _LIST = 1.3, 3.0


def measure(register: Path, peers: Path) -> list[Row]:
    """Measure both commands; ``peers`` is the folder of programs that ``peers.py`` installs."""
    program = str(_beside("accordtrack"))
    query = "SELECT id, title_en FROM commitment"
    cases: dict[str, Callable[[], object]] = {
        name: partial(subprocess.run, command, check=True, capture_output=True)
        for name, command in {
            "pass": [sys.executable, "-c", "pass"],
            "version": [program, "--version"],
            "list": [program, "list", "--db", str(register)],
            "query": [str(peers / "sqlite-utils"), "query", str(register), query],
        }.items()
    }
    found = medians(cases, rounds=11)
    bare, cold = found["version"] / found["pass"], found["list"] / found["query"]
    return [
        Row("P14", "--version, cold", found["version"], "python -c pass", bare, "1.3x", bare <= _BARE),
        Row("P14", "list, cold", found["list"], "sqlite-utils query", cold, "3x", cold <= _LIST),
        Row("P14", "floor: python -c pass", found["pass"]),
        Row("P14", "peer: sqlite-utils query", found["query"]),
    ]


def _beside(name: str) -> Path:
    from pathlib import Path  # noqa: PLC0415

    return Path(sys.executable).with_name(name)
