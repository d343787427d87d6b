"""Faults put in where the program meets the system: the k-th SQL call, write or flush of this process fails, or ends it.

Nothing is imitated: SQLite's own file system layer is called through, but for the one call that is to fail, as is
Python's. ``arm`` changes this process for good, so it is called in a child. SQLite's layer is reached by ``ctypes``
where Python's module was linked with a library that shows it (``REACHED``).
"""

from __future__ import annotations

import _sqlite3
import builtins
import ctypes
import errno
import io
import os
import signal
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

FULL, IO_FSYNC, IO_DELETE = 13, 10 | 4 << 8, 10 | 10 << 8  # SQLite's codes
_INT, _POINTER, _LONG = ctypes.c_int, ctypes.c_void_p, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, _POINTER)
_DELETE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT)
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)
_VFS_OPEN, _VFS_DELETE = 5, 6  # words of sqlite3_vfs: two of three numbers, then pNext, zName, pAppData, the calls
_WRITES, _TRUNCATES, _SYNCS, _METHODS = 3, 4, 5, 19  # words of sqlite3_io_methods, and how many it has in version 3
_KEPT: list[object] = []


def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = _POINTER
    except (AttributeError, OSError):
        return None
    return library


_LIBRARY = _library()
REACHED = _LIBRARY is not None and ctypes.sizeof(_POINTER) == 8


class Fault:
    """Counts calls of one ``kind`` (sql, write, flush); the one numbered ``at`` fails, with ``lasting`` all after it too.

    With ``deadly`` the process is killed instead, before the call is made. With ``copies``, two folders, no call fails:
    before each ``step``-th call, the k-th, the first folder is copied to ``k`` in the second.
    """

    def __init__(
        self,
        kind: str,
        at: int = 0,
        *,
        lasting: bool = False,
        deadly: bool = False,
        copies: Sequence[str] = (),
        step: int = 1,
    ) -> None:
        self.kind, self.at, self.lasting, self.deadly = kind, at, lasting, deadly
        self.copies, self.step = copies, step
        self.count = 0

    def strikes(self, kind: str) -> bool:
        if kind != self.kind:
            return False
        self.count += 1
        if self.copies and (self.count - 1) % self.step == 0:
            _copy(self.copies[0], f"{self.copies[1]}/{self.count}")
        struck = self.count == self.at or (self.lasting and self.count > self.at)
        if struck and self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return struck

    @property
    def fired(self) -> bool:
        """Whether there were as many calls."""
        return self.count >= self.at > 0


def _copy(source: str, target: str) -> None:
    """Copy a folder in another process: here, closing a file would give up SQLite's locks on it."""
    os.waitpid(os.posix_spawnp("cp", ["cp", "-R", source, target], os.environ), 0)


def arm(fault: Fault) -> None:
    """Put the fault in, for the rest of this process."""
    _arm_driver(fault)
    _arm_files(fault)
    if _LIBRARY is not None:
        _arm_sqlite(fault, _LIBRARY)


def _arm_driver(fault: Fault) -> None:
    """Each call of Python's SQLite module may be refused before SQLite sees it."""

    def ask() -> None:
        if fault.strikes("sql"):
            raise sqlite3.OperationalError("disk I/O error")

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, given: Any = (), /) -> Any:  # noqa: ANN401
            ask()
            return super().execute(sql, given)

        def executemany(self, sql: str, given: Any, /) -> Any:  # noqa: ANN401
            ask()
            return super().executemany(sql, given)

    class Connection(sqlite3.Connection):
        def cursor(self, *_given: Any) -> Any:  # noqa: ANN401
            return super().cursor(Cursor)

        def execute(self, *given: Any) -> sqlite3.Cursor:  # noqa: ANN401
            ask()
            return super().execute(*given)

        def commit(self) -> None:
            ask()
            super().commit()

        def backup(self, *given: Any, **named: Any) -> None:  # noqa: ANN401
            ask()
            super().backup(*given, **named)

    plain = sqlite3.connect

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401
        return plain(*given, factory=Connection, **named)

    sqlite3.connect = connect  # type: ignore[assignment]


def _arm_files(fault: Fault) -> None:
    """Python's own files of bytes: their writes, the flush to the disk, and names being given."""

    class File(io.FileIO):
        def write(self, content: Any) -> int:  # noqa: ANN401
            if fault.strikes("write"):
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(content)

    plain = io.open

    def opened(file: Any, mode: str = "r", buffering: int = -1, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        if "b" not in mode or not set(mode) & set("wax"):
            return plain(file, mode, buffering, *given, **named)
        raw = File(file, mode.replace("b", ""), closefd=named.get("closefd", True))
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    def failing(call: Callable[..., Any], kind: str, number: int) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:  # noqa: ANN401
            if fault.strikes(kind):
                raise OSError(number, os.strerror(number))
            return call(*given, **named)

        return called

    io.open = opened
    builtins.open = opened
    os.sendfile = failing(os.sendfile, "write", errno.ENOSPC)
    for name in ("fsync", "replace", "rename", "link"):
        setattr(os, name, failing(getattr(os, name), "flush", errno.EIO))


def _arm_sqlite(fault: Fault, library: ctypes.CDLL) -> None:
    """SQLite's layer to the file system: writes and cuts of a file, flushes, and files taken away (a commit)."""
    vfs = ctypes.cast(library.sqlite3_vfs_find(None), ctypes.POINTER(_POINTER))
    open_file, delete = _OPEN(vfs[_VFS_OPEN] or 0), _DELETE(vfs[_VFS_DELETE] or 0)
    tables: dict[int, Any] = {}

    def table(methods: int) -> Any:  # noqa: ANN401
        plain = ctypes.cast(methods, ctypes.POINTER(_POINTER))
        copy = (_POINTER * _METHODS)(*plain[:_METHODS])
        write, cut, sync = _WRITE(plain[_WRITES] or 0), _TRUNCATE(plain[_TRUNCATES] or 0), _SYNC(plain[_SYNCS] or 0)
        calls = (
            (_WRITES, _WRITE(lambda *given: FULL if fault.strikes("write") else write(*given))),
            (_TRUNCATES, _TRUNCATE(lambda *given: FULL if fault.strikes("write") else cut(*given))),
            (_SYNCS, _SYNC(lambda *given: IO_FSYNC if fault.strikes("flush") else sync(*given))),
        )
        for place, call in calls:
            copy[place] = ctypes.cast(call, _POINTER)
            _KEPT.append(call)
        return copy

    def opened(place: int, name: int, file: int, flags: int, out: int) -> int:
        code = int(open_file(place, name, file, flags, out))
        held = ctypes.cast(file, ctypes.POINTER(_POINTER))
        methods = held[0]
        if code == 0 and methods:
            if methods not in tables:
                tables[methods] = table(methods)
            held[0] = ctypes.cast(tables[methods], _POINTER)
        return code

    calls = (_OPEN(opened), _DELETE(lambda *given: IO_DELETE if fault.strikes("flush") else delete(*given)))
    vfs[_VFS_OPEN], vfs[_VFS_DELETE] = (ctypes.cast(call, _POINTER) for call in calls)
    _KEPT.extend((*calls, tables, fault))
