"""The settings file as it is read: TOML of a person's own making, of any size and kind, in at most one sentence refused."""

from __future__ import annotations

import os
import stat
import tomllib
from typing import Any

from accordtrack.core.paths import config_file
from accordtrack.core.problems import Problem, Refused

LARGEST = 1_000_000
"""Most bytes of settings."""


def held() -> dict[str, Any]:
    """What stands in the settings, nothing when there are none. Refuses what is no file, and what is no TOML."""
    file = config_file()
    try:
        raw = _read(str(file))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        advice = "Check the permissions of the file."
        raise Refused(Problem("The settings cannot be read", advice, str(file))) from error
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Problem("The settings are not UTF-8", "Save the file again as UTF-8.", str(file))) from error
    try:
        return tomllib.loads(words)
    except (ValueError, RecursionError) as error:  # no TOML, or a number of more digits than Python reads
        values = {"why": str(error)}
        raise Refused(Problem("The settings are not TOML: {why}", "Correct the file.", str(file), values)) from error


def _read(path: str) -> bytes:
    """The bytes of an ordinary file; a pipe is never waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused(Problem("The settings are no file", "Put a text file in their place.", path))
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refused(Problem("The settings are longer than one megabyte", "Shorten the file.", path))
    return raw
