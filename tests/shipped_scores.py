"""The shipped register for tests of the score: made once a run, with working targets on request, and its facts."""

from __future__ import annotations

import shutil
from pathlib import Path

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.types.intents import Amend
from shared import once

TODAY = "2026-11-25"
AT = ("--as-of", TODAY, "--known-on", TODAY)
TARGETS = {
    "us-synthetic-opioid-deaths": ("30000", "48422", "2024-12-31"),
    "mx-homicide-daily-sesnsp": ("40", "92.4", "2018-12-31"),
}
"""Working targets that make attainment printable somewhere: the target for the end of 2027, the baseline and its day."""


def _made() -> Path:
    return once("shipped", _make) / "register.db"


def _make(folder: Path) -> None:
    path = folder / "register.db"
    service.create_register(path, desk="us-1", keys=own_key_folder(path), today=TODAY)


def shipped_register(folder: Path) -> Path:
    """A copy of the shipped register in ``folder``, with its key beside it."""
    path = folder / "register.db"
    shutil.copyfile(_made(), path)
    shutil.copytree(own_key_folder(_made()), own_key_folder(path))
    return path


def shipped_desk() -> Desk:
    return service.open_register(_made(), desk="us-1", today=TODAY)


def set_targets(path: Path) -> Desk:
    """Record the working targets at a copy."""
    opened = service.open_register(path, desk="us-1", today=TODAY)
    for name, (value, start, on) in TARGETS.items():
        fields = {
            "target": {"value": value, "by": "2027-12-31", "set_by": "working", "source": None, "note": None},
            "baseline": {"value": start, "on": on},
        }
        opened.write(Amend(record=name, fields=fields, reason="To see what would follow."))  # type: ignore[arg-type]
    return opened
