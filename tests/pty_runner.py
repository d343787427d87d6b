"""The program as a process on a terminal of its own, for tests."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sqlite3
import struct
import sys
import termios
import time
from pathlib import Path

from registers import small_register

PROGRAM = """
import sys
from pathlib import Path
from accordtrack import service, tui

def opener(progress):
    early = [name for name in ("sqlalchemy", "sqlmodel", "pydantic", "accordtrack.service.session") if name in sys.modules]
    Path(sys.argv[2]).write_text(" ".join(early))
    return service.open_register(Path(sys.argv[1]), today="2026-11-25")

raise SystemExit(tui.run(opener, **eval(sys.argv[3])))
"""


class Terminal:
    """A program in a terminal: its bytes, and how it ended."""

    def __init__(self, arguments: list[str], *, environment: dict[str, str] | None = None) -> None:
        self.output = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})})
            os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))

    def write(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def until(self, words: bytes, seconds: float = 60.0) -> bool:
        """Read until ``words`` are drawn; at the end of the program, everything."""
        end = time.monotonic() + seconds
        while words not in self.output and time.monotonic() < end:
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    data = os.read(self.fd, 65536)
                except OSError:
                    data = b""
                if not data:
                    time.sleep(0.2)
                    break
                self.output += data
        return words in self.output

    def status(self) -> int:
        self.until(b"\0never", 20.0)
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            raise AssertionError(self.output[-2000:])
        return os.waitstatus_to_exitcode(status)


def started(folder: Path, options: str = "{}", **environment: str) -> Terminal:
    path = small_register(folder)
    return Terminal(["-c", PROGRAM, str(path), str(folder / "early"), options], environment=environment)


def count(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("select count(*) from entry").fetchone()[0])
