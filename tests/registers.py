"""Registers for tests: the small folder with three desks, made once a process and copied for each test."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from accordtrack import desk
from accordtrack.places import own_key_folder
from folders import make_folder

if TYPE_CHECKING:
    from accordtrack.desk import Desk

TODAY = "2026-11-25"


@cache
def _made() -> Path:
    folder = Path(mkdtemp(prefix="accordtrack-test-"))
    data = make_folder(folder / "data")
    path = folder / "register.db"
    keys = own_key_folder(path)
    desk.create_register(path, data=data, desk="us-1", seats=("mx-1", "obs-1", "us-2"), keys=keys, today=TODAY)
    return path


def small_register(folder: Path) -> Path:
    """A copy of the small register in ``folder``, with its keys beside it."""
    made = _made()
    path = folder / "register.db"
    shutil.copyfile(made, path)
    shutil.copytree(own_key_folder(made), own_key_folder(path))
    return path


def small_desk(folder: Path, seat: str = "us-1") -> Desk:
    """A desk at a copy of the small register."""
    return desk.open_register(small_register(folder), desk=seat, today=TODAY)
