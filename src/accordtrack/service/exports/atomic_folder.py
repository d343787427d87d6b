"""Replaces an export folder in one step."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from accordtrack.core import signals
from accordtrack.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def unwritable_problem(place: Path) -> Problem:
    """Return the problem for a folder in which no files can be written."""
    return Problem("Cannot write to the folder: {x}", "Check the location and the disk.", values={"x": place})


@contextmanager
def exchange_folders(new: Path, place: Path, old: Path) -> Iterator[None]:
    """Rename the folder ``place`` to ``old`` and ``new`` to ``place``; the ``with`` body deletes ``old``.

    Signals are held meanwhile. Raises ``OSError`` on failure; the previous folder then has its name again.
    """
    with signals.delay_signals():
        place.rename(old)
        try:
            new.rename(place)
        except OSError:
            old.rename(place)
            raise
        yield
