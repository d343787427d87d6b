"""The terminal driver: Textual's own, except for how input is read.

Pastes go through ``Keyboard``, and a byte that is not UTF-8 becomes a mark instead of ending the program.
Read on first use and not on Windows, whose driver gets key events and no bytes.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from contextlib import suppress

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver

from accordtrack.tui.pasting import Keyboard

READ = 65_536
WAIT_SECONDS = 0.1


class TerminalDriver(LinuxDriver):
    """Reads keys and pastes from the terminal."""

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
