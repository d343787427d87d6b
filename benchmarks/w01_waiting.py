"""W1 and W2: lists while 5,000 entries wait, compared with the same register without them, and score-changes.

The waiting entries are commitments that one side's desk adds in acts of 500.
"""

from __future__ import annotations

import shutil
import time
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.types.intents import AddRecord
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WAITING, _ACT = 5_000, 500
_LIST, _CHANGES = 1.1, 5.0
_PAGE = 50
_SINCE, _UNTIL = "2021-01-01", "2026-05-31"
_FIELDS = {
    "framework": "BF2",
    "title": "A proposal",
    "text": "A proposal.",
    "responsible_side": "MX",
    "agreed_on": "2025-01-01",
    "level": "output",
    "theme": "firearms",
    "verifiable": "yes",
    "verifiable_why": "It can be counted.",
    "sources": "WH-2023-04-13-JS",
}


def measure(register: Path) -> list[Row]:
    """Return the rows of lists and of score-changes. The waiting entries are in a copy of the register."""
    waiting = register.with_name("waiting.db")
    shutil.copyfile(register, waiting)
    shutil.copytree(own_key_folder(register), own_key_folder(waiting))
    writer = service.open_register(waiting, desk="us-1")
    start = time.perf_counter()
    for first in range(0, _WAITING, _ACT):
        writer.write(*map(_proposal, range(first, first + _ACT)))
    written = time.perf_counter() - start
    reader, floor = service.open_register(waiting, desk="mx-1"), service.open_register(register, desk="mx-1")
    cases: dict[str, Callable[[], object]] = {
        "page": partial(reader.page, "", limit=_PAGE),
        "floor": partial(floor.page, "", limit=_PAGE),
        "pending": partial(reader.pending, "MX"),
    }
    found = medians(cases, rounds=101)
    start = time.perf_counter()
    floor.score_changes(None, _SINCE, _UNTIL)
    changes = time.perf_counter() - start
    ratio = found["page"] / found["floor"]
    return [
        Row(
            "W1",
            f"page of {_PAGE} while {_WAITING:,} entries wait",
            found["page"],
            "none waits",
            ratio,
            "1.1x",
            ratio <= _LIST,
        ),
        Row("W1", "floor: none waits", found["floor"]),
        Row("W1", f"the list of {_WAITING:,} entries that wait", found["pending"]),
        Row("W1", f"{_WAITING:,} proposals written in acts of {_ACT}", written),
        Row("W2", "score-changes over the shipped history", changes, "", None, "5 s", changes <= _CHANGES),
    ]


def _proposal(number: int) -> AddRecord:
    return AddRecord(kind="commitment", fields={"id": f"PROPOSAL-{number}", **_FIELDS})
