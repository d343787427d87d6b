"""Reading a register's bytes beside SQLite, without taking its locks away.

On POSIX, closing any descriptor of a file gives up every lock that the process holds on it, those of SQLite's own
connections too. So a file that was opened here is closed only while no transaction of this process is open on it.
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
"""How the names end of what SQLite keeps beside a register, where it really lies: a link to it has none."""
_LOCK = Lock()
_OPEN: Counter[Path] = Counter()
_LATE: defaultdict[Path, list[BinaryIO]] = defaultdict(list)


@contextmanager
def transaction(place: Path) -> Iterator[None]:
    """A transaction on the file at ``place``, a resolved path; its end closes what could not be closed meanwhile."""
    with _LOCK:
        _OPEN[place] += 1
    try:
        yield
    finally:
        with _LOCK:
            _OPEN[place] -= 1
            _close(place)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file at ``path`` for reading bytes; closed at the end, or with the last open transaction on it."""
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
