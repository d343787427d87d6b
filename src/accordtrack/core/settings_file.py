"""Read the settings file: a TOML file of any content and size. Any fault is refused with a single problem."""

from __future__ import annotations

import os
import stat
import tomllib
from typing import Any

from accordtrack.core.paths import config_file
from accordtrack.core.problems import Problem, Refused

LARGEST = 1_000_000
"""Maximum size of the file, in bytes."""


def read_settings_file() -> dict[str, Any]:
    """Return the contents of the settings file, empty if there is none. Raise ``Refused`` if it is not a TOML file."""
    file = config_file()
    try:
        raw = _read_regular_file(str(file))
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
    except (ValueError, RecursionError) as error:  # invalid TOML, or a number with more digits than Python reads
        values = {"why": str(error)}
        raise Refused(Problem("The settings are not TOML: {why}", "Correct the file.", str(file), values)) from error


def _read_regular_file(path: str) -> bytes:
    """Return the bytes of a regular file. Never wait for a pipe."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused(Problem("The settings are not a file", "Put a text file in their place.", path))
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refused(Problem("The settings are larger than one megabyte", "Shorten the file.", path))
    return raw
