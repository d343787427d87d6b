"""A text put into a file of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from accordtrack.problems import Problem, Refused

if TYPE_CHECKING:
    from pathlib import Path


def save_text(path: Path, text: str) -> None:
    """Write a text to a new file that only its owner reads. Refuses to replace one, and says what the system refuses."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        advice = "Choose another name; nothing was written."
        raise Refused(Problem("That file exists already: {x}", advice, values={"x": path})) from error
    except (OSError, ValueError) as error:
        raise Refused(_unwritten(path)) from error
    try:
        with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Refused(_unwritten(path)) from error


def _unwritten(path: Path) -> Problem:
    return Problem("The file cannot be written: {x}", "Check the folder and its permissions.", values={"x": path})
