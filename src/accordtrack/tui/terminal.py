"""Textual driver for POSIX terminals: Textual's own with a different reader of input and a safe writer.

Pastes go through ``Keyboard``, and a byte that is not UTF-8 becomes a replacement character instead of ending the
program. The module is imported on first use, and never on Windows, whose driver receives key events and no bytes.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver

from accordtrack.tui.pasting import Keyboard

if TYPE_CHECKING:
    from typing import TextIO

READ = 65_536
WAIT_SECONDS = 0.1


class Output:
    """Output file that ignores errors once the terminal is gone, so that the writer thread and the exit do not hang."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write text."""
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """Flush."""
        with suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether the file is a terminal."""
        return self._file.isatty()


class TerminalDriver(LinuxDriver):
    """Terminal driver that reads keys and pastes with ``Keyboard``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as Textual's
        super().__init__(*arguments, **options)
        self._file = Output(self._file)  # type: ignore[assignment,arg-type]

    def _sigcont_application(self, *_: object) -> None:
        """Resume after a stop, unless the terminal is gone: a hang-up sends this signal too."""
        if os.isatty(self.fileno):
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read input and dispatch its events until the program exits."""
        keyboard = Keyboard(debug=self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        try:
            while not self.exit_event.is_set():
                if select.select([self.fileno], [], [], WAIT_SECONDS)[0]:
                    data = os.read(self.fileno, READ)
                    if not data:  # the terminal hung up; its signal follows
                        self.exit_event.wait(WAIT_SECONDS)
                    for message in keyboard.feed(decode(data)):
                        self.process_message(message)
                for message in keyboard.tick():
                    self.process_message(message)
        finally:
            with suppress(EOFError, ParseError):
                keyboard.close()
