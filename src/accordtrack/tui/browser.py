"""Textual driver for the browser: Textual's own web driver with a different reader of input.

Pastes go through ``Keyboard``, as on a terminal. The program exits when the server is gone, for whatever reason.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from contextlib import suppress
from typing import Any

from textual._parser import ParseError
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput

from accordtrack.tui.pasting import Keyboard


class BrowserDriver(WebDriver):
    """Web driver that reads keys and pastes with ``Keyboard``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as Textual's
        super().__init__(*arguments, **options)
        draw = self._write

        def write_or_discard(data: bytes) -> int:
            with suppress(OSError):  # nobody reads the output any more; the end of the input follows
                return draw(data)
            return len(data)

        self._write = write_or_discard  # type: ignore[assignment]

    def run_input_thread(self) -> None:
        """Read input and dispatch its events until the program exits or the server is gone."""
        keyboard, packets = Keyboard(debug=self._debug), ByteStream()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with suppress(_ExitInput):
            for data in self._input_reader:
                for kind, payload in packets.feed(data) if data else ():
                    if kind == "D":
                        for message in keyboard.feed(decode(payload)):
                            self.process_message(message)
                    else:
                        self._on_meta(kind, payload)
                for message in keyboard.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            keyboard.close()
        if not self.exit_event.is_set():
            self._exit_app()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle a message of the server. Closing the tab exits the program."""
        if packet_type == "quit":
            self._exit_app()
        else:
            super().on_meta(packet_type, payload)

    def _exit_app(self) -> None:
        with suppress(RuntimeError):  # the loop is closed because the app has exited
            self._loop.call_soon_threadsafe(self._app.exit)
