"""The terminal driver: Textual's own, except for how input is read and what happens when the terminal is gone.

Pastes go through ``Keyboard``, and a byte that is not UTF-8 becomes a mark instead of ending the program.
Read on first use and not on Windows, whose driver gets key events and no bytes.
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
    """What is drawn on. When the terminal is gone nothing is: an error would end Textual's writer, and leaving waits for it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Draw."""
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """Draw now."""
        with suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        """The terminal's file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()


class TerminalDriver(LinuxDriver):
    """Reads keys and pastes from the terminal."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as Textual's
        super().__init__(*arguments, **options)
        self._file = Output(self._file)  # type: ignore[assignment,arg-type]

    def _sigcont_application(self, *_: object) -> None:
        """Go on where the program was stopped. A hang-up sends this signal too: on a terminal that is gone nothing goes on."""
        if os.isatty(self.fileno):
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Wait for input and hand its events on, until the program leaves."""
        keyboard = Keyboard(debug=self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        try:
            while not self.exit_event.is_set():
                if select.select([self.fileno], [], [], WAIT_SECONDS)[0]:
                    data = os.read(self.fileno, READ)
                    if not data:  # hung up; the signal of it follows
                        self.exit_event.wait(WAIT_SECONDS)
                    for message in keyboard.feed(decode(data)):
                        self.process_message(message)
                for message in keyboard.tick():
                    self.process_message(message)
        finally:
            with suppress(EOFError, ParseError):
                keyboard.close()
