"""Read the bytes of a register file without releasing SQLite's locks.

On POSIX, closing any descriptor of a file releases all locks that the process holds on it, including those of SQLite's
connections. So a file opened here is closed only when this process has no open transaction on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTS = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite keeps beside the real path of a register, not beside a link to it."""
_LOCK = Lock()
_OPEN: Counter[Path] = Counter()
_LATE: defaultdict[Path, list[BinaryIO]] = defaultdict(list)


@contextmanager
def transaction(place: Path) -> Iterator[None]:
    """Mark a transaction on ``place``, a resolved path. At its end, close files whose closing was deferred."""
    with _LOCK:
        _OPEN[place] += 1
    try:
        yield
    finally:
        with _LOCK:
            _OPEN[place] -= 1
            _close(place)


@contextmanager
def open_for_reading(path: Path) -> Iterator[BinaryIO]:
    """Yield the file at ``path`` for reading bytes. Close it at the end, or after the last open transaction on it."""
    place = path.resolve()
    file = path.open("rb", buffering=0)
    try:
        yield file
    finally:
        with _LOCK:
            _LATE[place].append(file)
            _close(place)


def _close(place: Path) -> None:
    if _OPEN[place] <= 0:
        del _OPEN[place]
        for file in _LATE.pop(place, ()):
            file.close()
