"""The program as a process: on a terminal of its own, with signals, and what it imports before its first frame."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest

from registers import small_register

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from accordtrack import desk, tui

def opener(progress):
    early = [name for name in ("sqlalchemy", "sqlmodel", "pydantic", "accordtrack.desk.front") if name in sys.modules]
    Path(sys.argv[2]).write_text(" ".join(early))
    return desk.open_register(Path(sys.argv[1]), today="2026-11-25")

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

    def until(self, words: bytes, seconds: float = 60.0) -> bool:
        """Read until ``words`` are among what was drawn; at the end of the program that is all."""
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
        """The exit status, after everything was read."""
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


def test_it_opens_leaves_clean_and_paints_before_the_database_is_imported(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"q")
    assert terminal.status() == 0
    assert (tmp_path / "early").read_text() == ""
    assert terminal.output.rindex(b"\x1b[?1049l") > terminal.output.index(b"\x1b[?1049h")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_clean_terminal(tmp_path: Path, number: signal.Signals) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.kill(terminal.pid, number)
    assert terminal.status() == 128 + number
    assert b"\x1b[?1049l" in terminal.output
    assert b"\x1b[?25h" in terminal.output.split(b"\x1b[?1049l")[-1] + terminal.output
    assert b"Traceback" not in terminal.output


def count(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("select count(*) from entry").fetchone()[0])


@pytest.mark.parametrize("keys", [b"", b"sb"])
def test_nothing_in_a_paste_is_a_key(tmp_path: Path, keys: bytes) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    before = count(tmp_path / "register.db")
    for key in keys:
        time.sleep(0.5)
        os.write(terminal.fd, bytes([key]))
    time.sleep(0.5)
    os.write(terminal.fd, b"\x1b[200~https://example.org/report \x1bsb\r\x1b[C" + b" " * 40 + b"\r\x1b[201~")
    time.sleep(1.5)
    assert count(tmp_path / "register.db") == before
    if keys:
        assert terminal.until(b"sb [C")
    os.write(terminal.fd, b"\x11")
    assert terminal.status() == 0


def test_a_byte_that_is_not_utf_8_ends_nothing(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.write(terminal.fd, b"s")
    assert terminal.until(b"what will be written")
    os.write(terminal.fd, b"b")
    time.sleep(1)
    os.write(terminal.fd, b"\xe9\x1b[200~caf\xe9 xyz\x1b[201~")
    assert terminal.until(b"xyz")
    os.write(terminal.fd, b"\x11")
    assert terminal.status() == 0
    assert b"Traceback" not in terminal.output


def test_without_colour_the_cursor_is_still_seen(tmp_path: Path) -> None:
    terminal = started(tmp_path, "{'plain_colors': True}", NO_COLOR="1")
    assert terminal.until(b"FW-US-01")
    time.sleep(0.5)
    os.write(terminal.fd, b"q")
    assert terminal.status() == 0
    assert b"\x1b[38;2" not in terminal.output
    assert b"\x1b[48;2" not in terminal.output
    assert b";7" in terminal.output or b"\x1b[7" in terminal.output


def test_ascii_draws_no_mark_outside_ascii(tmp_path: Path) -> None:
    terminal = started(tmp_path, "{'ascii_only': True}")
    assert terminal.until(b"FW-US-01")
    time.sleep(0.5)
    os.write(terminal.fd, b"F")
    assert terminal.until(b"FW-JT-01")
    time.sleep(0.5)
    os.write(terminal.fd, b"q")
    assert terminal.status() == 0
    drawn = terminal.output.decode("utf-8", "replace")
    assert set("·○◔◑●↺⊘⚑≈▌…↑↓‹›▸▲✓◆─│╭") & set(drawn) == set()


def test_without_a_terminal_it_gives_one_line_of_advice(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    script = PROGRAM + "\n"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), str(tmp_path / "early"), "{}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"accordtrack list" in done.stderr
    assert done.stdout == b""


def test_importing_the_package_reads_no_textual() -> None:
    code = "import sys, accordtrack.tui; print([n for n in ('textual', 'rich', 'sqlalchemy', 'pydantic') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"[]"
