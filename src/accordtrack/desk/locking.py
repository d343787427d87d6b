"""Locks of the operating system on an open file: they go with the process that holds them, however it ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt

    def lock(held: int) -> bool:
        """Lock an open file without waiting; whether nobody else holds it."""
        try:
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def lock(held: int) -> bool:
        """Lock an open file without waiting; whether nobody else holds it."""
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
