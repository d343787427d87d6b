"""Files that many tests read and none changes, made once per run and shared by all worker processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock

FOLDER = "ACCORDTRACK_TESTS_SHARED"
"""The environment variable through which worker processes find the folder of the run."""


def begin() -> Path:
    """Make the folder of a run; worker processes inherit its name in the environment."""
    os.environ[FOLDER] = mkdtemp(prefix="accordtrack-tests-")
    return Path(os.environ[FOLDER])


def end(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def once(name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name``, which the first process that asks fills with ``make`` while the others wait."""
    place = run_folder() / name
    with FileLock(place.with_suffix(".lock")):
        if not place.exists():
            unfinished = place.with_suffix(".part")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(place)
    return place


def run_folder() -> Path:
    """Return the folder of the run, which is removed at its end."""
    return Path(os.environ.get(FOLDER) or begin())
