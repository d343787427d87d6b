"""Registers for tests: the small folder with three desks, made once a run and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from folders import FILES, change, make_folder
from shared import once

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk

TODAY = "2026-11-25"
NEW = {
    "id": "FW-US-02",
    "framework": "FW",
    "title": "Count the guns",
    "text": "The United States counts every gun.",
    "responsible_side": "US",
    "lead.US": "ATF",
    "agreed_on": "2021-10-08",
    "due_on": "2027-06-30",
    "level": "activity",
    "theme": "firearms",
    "verifiable": "true",
    "verifiable_why": "Guns can be counted.",
    "sources": "JS-2021",
}
"""Fields of a commitment that tests add to the small register."""


def _made() -> Path:
    return once("small", _make) / "register.db"


def _make(folder: Path) -> None:
    data = make_folder(folder / "data")
    path = folder / "register.db"
    keys = own_key_folder(path)
    service.create_register(path, data=data, desk="us-1", seats=("mx-1", "obs-1", "us-2"), keys=keys, today=TODAY)


def small_register(folder: Path) -> Path:
    """A copy of the small register in ``folder``, with its keys beside it."""
    made = _made()
    path = folder / "register.db"
    shutil.copyfile(made, path)
    shutil.copytree(own_key_folder(made), own_key_folder(path))
    return path


def unpublished_register(folder: Path) -> Path:
    """A register of which nothing is for the public, in a new ``folder``."""
    data = make_folder(folder / "data")
    held = FILES["commitments/fw.yaml"].replace("  handling: TLP:GREEN\n", "")
    held = held.replace("  agreed_on:", "  handling: TLP:AMBER\n  agreed_on:")
    (data / "commitments" / "fw.yaml").write_text(held, encoding="utf-8")
    change(data, "statements.yaml", "TLP:CLEAR", "TLP:AMBER")
    register = folder / "register.db"
    service.create_register(register, data=data, keys=own_key_folder(register), today=TODAY)
    return register


def small_desk(folder: Path, seat: str = "us-1") -> Desk:
    """A desk at a copy of the small register."""
    return service.open_register(small_register(folder), desk=seat, today=TODAY)
