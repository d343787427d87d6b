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

    def tell(self, line: str, whole: str | BaseException | None = None) -> None:
        """Write ``line``. ``whole``, an error or the output of a process, goes to the log with it."""
        said = shorten(sanitize_line(line), _LONGEST)
        now = self._now()
        self._told = {told: when for told, when in self._told.items() if now - when < MINUTE}
        if said in self._told or len(self._told) >= MOST_LINES:
            return
        self._told[said] = now
        with suppress(OSError, ValueError):  # stderr is closed
            sys.stderr.write(f"{to_ascii(said) if self._ascii_only else said}\n")
            sys.stderr.flush()
        with suppress(OSError):  # the log file cannot be opened: too many files are open
            log.warning("%s%s", said, f"\n{sanitize(whole)}" if isinstance(whole, str) else "", exc_info=_error(whole))

    def hear(self, loop: asyncio.AbstractEventLoop) -> None:
        """Report errors of the event loop and the libraries, which would otherwise print them unfiltered."""
        loop.set_exception_handler(self._of_loop)
        for name in _LIBRARIES:
            library = logging.getLogger(name)
            library.propagate = False
            library.handlers = [_Heard(self)]

    def _of_loop(self, _loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        error = told.get("exception")
        if isinstance(error, OSError) and "socket" in told:
            self.tell(tr("No further connection can be opened for now: too many are open."), error)
        else:
            self.failed(error or str(told.get("message", "")))

    def failed(self, error: str | BaseException) -> None:
        """Report a server error."""
        words = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else error
        self.tell(tr("The server met an error and goes on: {x}", x=words), error)


class _Heard(logging.Handler):
    """A logging handler that reports messages of libraries through the teller."""

    def __init__(self, teller: Teller) -> None:
        super().__init__(logging.WARNING)
        self._teller = teller

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._teller.failed(error or record.getMessage())


def _error(whole: str | BaseException | None) -> BaseException | None:
    return whole if isinstance(whole, BaseException) else None
