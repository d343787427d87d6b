"""A folder that somebody asked for gets its name in one step; what is said where a folder takes no files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from accordtrack.core import signals
from accordtrack.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def unwritable(place: Path) -> Problem:
    """What is said where a folder takes no files."""
    return Problem("The folder cannot be written: {x}", "Check the place and the disk.", values={"x": place})


@contextmanager
def exchanged(new: Path, place: Path, old: Path) -> Iterator[None]:
    """Give the folder ``new`` the name ``place``, and the one that was there the name ``old``, to be taken away within.

    No signal comes between. Raises ``OSError`` where it fails; what was there has its own name again then.
    """
    with signals.held():
        place.rename(old)
        try:
            new.rename(place)
        except OSError:
            old.rename(place)
            raise
        yield
