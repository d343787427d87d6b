"""Driver for a program in tmux that times when text appears on the screen.

Uses one open connection in tmux's control mode, which reports every write of the program and returns the screen. There
is no polling and no extra process per query. Programs that redraw only differences are measured like all others.
"""

from __future__ import annotations

import os
import selectors
import shlex
import subprocess
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

COLUMNS, LINES = 120, 36
LIMIT = 120.0


class Terminal:
    """One tmux server with one window; a context manager that ends the server on exit."""

    def __init__(self) -> None:
        self._socket = f"bench-{uuid4().hex[:8]}"
        self._tmux("new-session", "-d", "-x", str(COLUMNS), "-y", str(LINES), "sleep 3600")
        for option, value in (("default-terminal", "screen-256color"), ("window-size", "manual")):
            self._tmux("set", "-g", option, value)
        (told, self._in), (self._out, heard) = os.pipe(), os.pipe()
        self._control = subprocess.Popen(["tmux", "-L", self._socket, "-C", "attach"], stdin=told, stdout=heard)
        os.close(told)
        os.close(heard)
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._out, selectors.EVENT_READ)
        self._part = b""
        self._lines: deque[bytes] = deque()
        self._wrote = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")
        self._control.wait()
        self._ready.close()
        os.close(self._in)
        os.close(self._out)

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-L", self._socket, "-f", "/dev/null", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def _tell(self, command: str) -> None:
        os.write(self._in, command.encode() + b"\n")

    def start(self, command: Sequence[str]) -> float:
        """Replace the running program with another, and return the start time."""
        self.rest(0.2)
        begun = time.perf_counter()
        self._tell(f"respawn-pane -k {shlex.quote('exec ' + shlex.join(command))}")
        return begun

    def press(self, *keys: str) -> float:
        """Send keys by their tmux names, and return the time."""
        self.rest(0.0)
        begun = time.perf_counter()
        self._tell("send-keys " + " ".join(shlex.quote(key) for key in keys))
        return begun

    def type(self, text: str) -> float:
        """Send literal characters, and return the time."""
        self.rest(0.0)
        begun = time.perf_counter()
        self._tell(f"send-keys -l {shlex.quote(text)}")
        return begun

    def until(self, mark: str, since: float, *, gone: str = "") -> float:
        """Return the seconds from ``since`` until the screen shows ``mark`` and no longer shows ``gone``."""
        while True:
            shown = self.screen()
            taken = time.perf_counter() - since
            if mark in shown and not (gone and gone in shown):
                return taken
            if taken > LIMIT:
                raise TimeoutError(mark, shown)
            self._written(1.0)

    def rest(self, quiet: float, most: float = 5.0) -> None:
        """Wait until nothing is written for ``quiet`` seconds.

        Wait at most ``most`` seconds, because a blinking cursor never stops writing.
        """
        end = time.perf_counter() + most
        while self._written(quiet) and time.perf_counter() < end:
            pass

    def screen(self) -> str:
        """Return the text on the screen."""
        self._tell("capture-pane -p")
        shown: list[bytes] | None = None
        while True:
            line = self._line(LIMIT)
            if line.startswith(b"%begin"):
                shown = []
            elif line.startswith(b"%end") and shown:
                return b"\n".join(shown).decode(errors="replace")
            elif line.startswith(b"%output"):
                self._wrote = True
            elif shown is not None:
                shown.append(line)

    def _written(self, patience: float) -> bool:
        """Return whether the program writes within ``patience`` seconds or has written since the last call."""
        end = time.perf_counter() + patience
        while not self._wrote:
            line = self._line(max(end - time.perf_counter(), 0.0))
            if not line:
                return False
            self._wrote = line.startswith(b"%output")
        self._wrote = False
        return True

    def _line(self, patience: float) -> bytes:
        """Return the next line from tmux, or empty bytes when none arrives in time."""
        while not self._lines:
            if not self._ready.select(patience):
                return b""
            found = os.read(self._out, 1 << 16)
            if not found:
                raise ConnectionError("tmux has ended")
            self._part += found
            *lines, self._part = self._part.split(b"\n")
            self._lines.extend(line or b" " for line in lines)
        return self._lines.popleft()

    def memory(self) -> tuple[float, float]:
        """Return the resident memory of the program in MB: current and peak."""
        pid = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        found = {"VmRSS": 0.0, "VmHWM": 0.0}
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
                name, _, value = line.partition(":")
                if name in found:
                    found[name] = int(value.split()[0]) / 1024
        return found["VmRSS"], found["VmHWM"]
