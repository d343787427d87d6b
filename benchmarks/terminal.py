"""Runner for a program in a pseudo-terminal that times when given text is written."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from contextlib import suppress

COLUMNS, LINES = 120, 36
_LIMIT = 30.0


def until(command: list[str], *marks: bytes) -> list[float]:
    """Return the seconds from start until each of ``marks`` is written, in order, then end the program.

    Raise ``TimeoutError`` with the tail of the output when a mark does not appear within the limit.
    """
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execvp(command[0], command)  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    seen, taken = b"", []
    try:
        for mark in marks:
            while mark not in seen:
                left = start + _LIMIT - time.perf_counter()
                ready, _, _ = select.select([terminal], [], [], max(left, 0))
                if not ready:
                    raise TimeoutError(seen[-2000:])
                seen += os.read(terminal, 65536)
            taken.append(time.perf_counter() - start)
    finally:
        os.kill(child, signal.SIGTERM)
        with suppress(OSError):
            while os.read(terminal, 65536):
                pass
        os.waitpid(child, 0)
        os.close(terminal)
    return taken
