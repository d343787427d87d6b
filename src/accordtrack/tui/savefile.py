"""Writing a file that somebody asked for: beside its place first, whole and on the disk, then under its name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from accordtrack.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable


def free(path: Path, *, replace: bool) -> None:
    """Refuse a place where no file can be, or where one is that nobody said may go."""
    values = {"x": path}
    if path.is_dir():
        raise Refused(Problem("{x} is a folder", "Name a file in it.", values=values))
    if path.exists() and not path.is_file():
        raise Refused(Problem("{x} is no ordinary file", "Choose another name.", values=values))
    if path.exists() and not replace:
        raise Refused(_taken(path))


def save(path: Path, write: Callable[[TextIO], None], *, replace: bool = False) -> int:
    """Let ``write`` fill a new file and give it the name ``path``; gives its bytes. When anything fails, nothing is there."""
    free(path, replace=replace)
    problem = Problem("The file cannot be written: {x}", "Check the folder and the disk.", values={"x": path})
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise Refused(problem) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        size = temporary.stat().st_size
        _name(temporary, path, replace=replace)
    except OSError as error:
        raise Refused(problem) from error
    finally:
        temporary.unlink(missing_ok=True)
    return size


def _name(temporary: Path, path: Path, *, replace: bool) -> None:
    """Give the file its name; one that somebody took meanwhile is left to them, unless ``replace``."""
    if replace:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise Refused(_taken(path)) from error
    except OSError:  # a file system without links
        if path.exists():
            raise Refused(_taken(path)) from None
        temporary.replace(path)


def _taken(path: Path) -> Problem:
    return Problem("There is a file already: {x}", "Choose another name; ^o replaces it.", values={"x": path})
