"""Messages of the web server to its operator: short lines on stderr, with full errors in the log file.

Anyone who can reach the server can cause any number of errors and control part of their text. Lines are therefore
sanitized and limited in number and length.
"""

from __future__ import annotations

import logging
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize, sanitize_line, shorten, to_ascii
from accordtrack.i18n import tr

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from typing import Any

MINUTE = 60.0
MOST_LINES = 8
"""Maximum number of different lines per minute."""
_LONGEST = 300
_LIBRARIES = ("aiohttp", "asyncio", "textual-serve")
log = logging.getLogger("accordtrack.web")


class Teller:
    """Writes sanitized lines to stderr: each at most once a minute, and at most ``MOST_LINES`` a minute."""

    def __init__(self, *, ascii_only: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        self._ascii_only, self._now = ascii_only, now
        self._told: dict[str, float] = {}

    def report_line(self, line: str, whole: str | BaseException | None = None) -> None:
        """Write ``line``. ``whole``, an error or the output of a process, goes to the log with it."""
        text = shorten(sanitize_line(line), _LONGEST)
        now = self._now()
        self._told = {phrase: when for phrase, when in self._told.items() if now - when < MINUTE}
        if text in self._told or len(self._told) >= MOST_LINES:
            return
        self._told[text] = now
        with suppress(OSError, ValueError):  # stderr is closed
            sys.stderr.write(f"{to_ascii(text) if self._ascii_only else text}\n")
            sys.stderr.flush()
        with suppress(OSError):  # the log file cannot be opened: too many files are open
            log.warning(
                "%s%s", text, f"\n{sanitize(whole)}" if isinstance(whole, str) else "", exc_info=_as_exception(whole)
            )

    def install_handlers(self, loop: asyncio.AbstractEventLoop) -> None:
        """Report errors of the event loop and the libraries, which would otherwise print them unfiltered."""
        loop.set_exception_handler(self._handle_loop_error)
        for name in _LIBRARIES:
            library = logging.getLogger(name)
            library.propagate = False
            library.handlers = [_Heard(self)]

    def _handle_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and "socket" in context:
            self.report_line(tr("No more connections can be opened for now: too many are open."), error)
        else:
            self.report_server_error(error or str(context.get("message", "")))

    def report_server_error(self, error: str | BaseException) -> None:
        """Report a server error."""
        words = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else error
        self.report_line(tr("The server had an error and continues: {x}", x=words), error)


class _Heard(logging.Handler):
    """A logging handler that reports messages of libraries through the teller."""

    def __init__(self, teller: Teller) -> None:
        super().__init__(logging.WARNING)
        self._teller = teller

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._teller.report_server_error(error or record.getMessage())


def _as_exception(whole: str | BaseException | None) -> BaseException | None:
    return whole if isinstance(whole, BaseException) else None
