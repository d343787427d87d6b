"""A tab: one process of the terminal interface, and the traffic between it and the browser.

The protocol is that of textual-serve. Unlike there, no shell runs the command, no file is delivered, and closing the
tab ends the process, by force if necessary.
"""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, create_subprocess_exec
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from accordtrack.core.addresses import url_problem
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from asyncio import StreamReader
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence

    from accordtrack.web.channel import Channel
    from accordtrack.web.operator_messages import Teller

WIDEST, HIGHEST = 400, 200
"""Maximum size of a terminal in cells, whatever the browser requests."""
PATIENCE = 2.0
"""Seconds that a process has to exit on its own, and again after a signal, before it is killed."""
_LONGEST_PING = 64
"""Maximum number of characters of a ping. The answer repeats them, because the page stores the time in them."""
_SAID = 1 << 16
"""Maximum number of bytes kept from the end of a process's error output."""
_GREETING = b"__GANGLION__\n"


def parse_cell_count(value: object, most: int, usual: int) -> int:
    """Return a number of cells from the browser, limited to ``most``; ``usual`` if it is not a number."""
    try:
        return min(max(int(str(value)), 1), most)
    except ValueError:
        return usual


class Tab(AppService):
    """The process of one tab.

    ``words`` is its command line, ``environment`` what it gets besides Textual's variables.
    """

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], browser: Channel, teller: Teller) -> None:
        super().__init__(
            "",
            write_bytes=browser.send_bytes,
            write_str=browser.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )
        self._words, self._environment, self._browser = tuple(words), environment, browser
        self._teller = teller
        self._stopping: asyncio.Task[None] | None = None

    async def _close(self) -> None:
        await self._browser.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        named = {name: value for name, value in environment.items() if name.startswith(("TEXTUAL_", "TERM_PROGRAM"))}
        return {**self._environment, **named, "COLUMNS": str(width), "ROWS": str(height)}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the program in a session of its own: an interrupt in the server's terminal must not reach it."""
        self._process = await create_subprocess_exec(
            *self._words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = self._process.stdin
        return self._process

    async def handle_message(self, text: str) -> None:
        """Handle a message from the page: keys, size, ping or focus. Ignore anything else."""
        try:
            kind, *more = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            return
        match kind, more:
            case "stdin", [str(keys)]:
                await self.send_bytes(keys.encode(errors="replace"))
            case "resize", [{"width": width, "height": height}]:
                await self.set_terminal_size(parse_cell_count(width, WIDEST, 80), parse_cell_count(height, HIGHEST, 24))
            case "ping", [str(phrase)] if len(phrase) <= _LONGEST_PING:
                await self._browser.send_json(["pong", phrase])
            case "blur", []:
                await self.blur()
            case "focus", []:
                await self.focus()

    async def run(self) -> None:
        """Handle output and requests of the process until it ends, then report its error output in one line."""
        process = self._process
        if process is None or process.stdout is None or process.stderr is None:
            return
        printed = asyncio.create_task(_read_error_tail(process.stderr))
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                await self._read_packets(process.stdout)
            await asyncio.wait({printed}, timeout=PATIENCE)
            text = printed.result() if printed.done() else ""
            if text:
                self._teller.report_line(tr("A tab ended with an error: {x}", x=_error_line(text)), text)
        finally:
            printed.cancel()

    async def _read_packets(self, stream_reader: StreamReader) -> None:
        """Read packets: a letter, the length in four bytes, and the payload. A greeting precedes them."""
        if await stream_reader.readline() != _GREETING:
            return
        while True:
            kind, length = await stream_reader.readexactly(1), await stream_reader.readexactly(4)
            carried = await stream_reader.readexactly(int.from_bytes(length, "big"))
            if kind == b"D":
                await self.on_data(carried)
            elif kind == b"M":
                await self.on_meta(carried)

    async def on_data(self, payload: bytes) -> None:
        """Send terminal output to the browser, unless the tab is closed."""
        if not self._browser.closed:
            with suppress(ConnectionError):
                await self._browser.send_bytes(payload)

    async def on_meta(self, data: bytes) -> None:
        """Handle a request of the program to close the tab or to open a web address.

        Ignore others, such as file delivery.
        """
        request: dict[str, Any] = json.loads(data)
        wanted = request.get("type") == "open_url" and url_problem(str(request.get("url"))) is None
        if wanted or request.get("type") == "exit":
            with suppress(ConnectionError):
                await super().on_meta(data)

    async def stop(self) -> None:
        """End the process, once, and wait until it has ended."""
        if self._stopping is None:
            self._stopping = asyncio.create_task(self._end_process())
        await asyncio.shield(self._stopping)

    async def _end_process(self) -> None:
        process = self._process
        if process is None:
            return
        with suppress(TimeoutError, OSError):
            await asyncio.wait_for(self.send_meta({"type": "quit"}), PATIENCE)
        for harder in (process.terminate, process.kill):
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
                break
            except TimeoutError:
                with suppress(ProcessLookupError):
                    harder()
        await process.wait()
        if self._task is not None:
            with suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(self._task, PATIENCE)


async def _read_error_tail(errors: StreamReader) -> str:
    """Read an error stream until it closes, and return the end of it."""
    raw = b""
    while data := await errors.read(4096):
        raw = (raw + data)[-_SAID:]
    return raw.decode(errors="replace").strip()


def _error_line(text: str) -> str:
    """Return the error on the last line of a traceback, or else the whole output on one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if any(line.startswith("Traceback") for line in lines) else " ".join(lines)
