"""Log file for errors of the terminal interface, where the terminal belongs to the screen.

Only the owner can read the file. Its contents are sanitized, because an error may repeat text of the register and
people print such files on a terminal.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from accordtrack.core.paths import log_file
from accordtrack.core.safe_text import sanitize

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class _Washed(logging.Formatter):
    """Formatter that sanitizes lines, so that nothing in them moves the cursor or hides text."""

    def format(self, record: logging.LogRecord) -> str:
        return sanitize(super().format(record))


class _Own(logging.FileHandler):
    """Log handler whose file only the owner can read. The permissions of an existing file are tightened."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_opener)


def _opener(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    if os.name == "posix":
        with suppress(OSError):
            os.fchmod(descriptor, 0o600)
    return descriptor


def log_to_a_file() -> None:
    """Send the program's log to the file, or nowhere if its folder cannot be created."""
    log = logging.getLogger("accordtrack")
    log.propagate = False
    if not log.handlers:
        log.addHandler(_handler(log_file()))


def _handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return logging.NullHandler()
    handler = _Own(path, encoding="utf-8", delay=True)
    handler.setFormatter(_Washed(_FORM))
    return handler
