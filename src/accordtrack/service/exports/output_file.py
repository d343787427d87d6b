"""Writes an output file safely: to a temporary file beside the target, flushed to disk, then renamed."""

from __future__ import annotations

import os
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from accordtrack.core import capabilities, signals
from accordtrack.core.paths import key_folder
from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_WRITTEN = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite writes beside a database."""


def save_text(path: Path, text: str) -> None:
    """Write a text to a new file that only its owner can read; an existing file is never replaced."""

    def write(out: TextIO) -> None:
        out.write(text)

    save(path, write, replace=None)


def save_bytes(path: Path, data: bytes, *, replace: bool = False, how: str = "--force") -> int:
    """Write bytes like ``save`` and return their number; ``how`` names the option that replaces an existing file."""

    def write(out: IO[bytes]) -> None:
        out.write(data)

    return _write_file(path, write, replace=replace, how=how)


def save_stream(path: Path, fill: Callable[[IO[bytes]], None], *, replace: bool | None = False) -> int:
    """Let ``fill`` write bytes like ``save`` and return their number; ``--force`` replaces an existing file."""
    return _write_file(path, fill, replace=replace, how="--force")


def check_free(path: Path, *, replace: bool | None, how: str = "^o") -> None:
    """Refuse a path that cannot be a file, that exists and must not be replaced, or that belongs to a register.

    In a browser every path is refused without looking at it, so that nobody learns which files exist.
    """
    capabilities.refuse_files()
    values = {"x": path}
    try:
        if path.is_dir():
            raise Refused(Problem("{x} is a folder", "Name a file in it.", values=values))
        there = path.exists()
        if there and not path.is_file():
            raise Refused(Problem("{x} is not a regular file", "Choose another name.", values=values))
        if there and not replace:
            raise Refused(_file_exists_problem(path, how if replace is not None else None))
        refuse_parts(path)
        if there and _is_register(path):
            advice = "Choose another name: only a backup can replace a register."
            raise Refused(Problem("{x} is a register", advice, values=values))
    except (OSError, ValueError) as error:
        raise Refused(_unwritable_problem(path)) from error


def refuse_parts(path: Path) -> None:
    """Always refuse the path of a key, of a stored evidence file, or of a file that SQLite writes beside a register."""
    place = Path(os.path.realpath(path))  # does not fail for a symlink to itself
    key = place.suffix == ".pem" and (place.parent == key_folder().resolve() or place.parent.name.endswith(".keys"))
    evidence = any(folder.name.endswith(".evidence") for folder in place.parents) and _is_register(
        _owning_register(place)
    )
    written = place.name.endswith(_WRITTEN) and _is_register(place.with_name(place.name.rpartition("-")[0]))
    if key or evidence or written:
        raise Refused(Problem("{x} belongs to a register", "Choose another name.", values={"x": path}))


def _owning_register(place: Path) -> Path:
    """Return the register that owns the evidence store in which ``place`` is."""
    folder = next(folder for folder in place.parents if folder.name.endswith(".evidence"))
    return folder.with_name(folder.name.removesuffix(".evidence"))


def _is_register(path: Path) -> bool:
    from accordtrack.store.file_check import is_register  # noqa: PLC0415  (SQLAlchemy is slow to import)

    return path.is_file() and is_register(path)


def _unwritable_problem(path: Path) -> Problem:
    return Problem("The file cannot be written: {x}", "Check the folder and the disk.", values={"x": path})


def save(path: Path, write: Callable[[TextIO], None], *, replace: bool | None = False) -> int:
    """Let ``write`` fill a new file, rename it to ``path``, and return its size in bytes. On failure, no file is left.

    ``replace`` says whether an existing file may be replaced; None means that the user cannot choose to.
    """

    def fill(out: IO[bytes]) -> None:
        words = TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
        write(words)
        words.flush()
        words.detach()

    return _write_file(path, fill, replace=replace, how="^o")


def _write_file(path: Path, fill: Callable[[IO[bytes]], None], *, replace: bool | None, how: str) -> int:
    """Write a temporary file beside the target, flush it to disk, and rename it."""
    check_free(path, replace=replace, how=how)
    problem = _unwritable_problem(path)
    try:
        with signals.temporary_file(path) as temporary:
            with temporary.open("wb") as out:
                fill(out)
                out.flush()
                os.fsync(out.fileno())
            size = temporary.stat().st_size
            _rename_into_place(temporary, path, replace=replace, how=how)
    except OSError as error:
        raise Refused(problem) from error
    return size


def _rename_into_place(temporary: Path, path: Path, *, replace: bool | None, how: str) -> None:
    """Rename the file into place; without ``replace``, a file created meanwhile is kept and the write refused."""
    if replace:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise Refused(_file_exists_problem(path, how if replace is not None else None)) from error
    except OSError:  # the file system has no hard links
        if path.exists():
            raise Refused(_file_exists_problem(path, how if replace is not None else None)) from None
        temporary.replace(path)


def _file_exists_problem(path: Path, how: str | None) -> Problem:
    if how is None:
        advice = "Choose another name; nothing was written."
        return Problem("A file already exists: {x}", advice, values={"x": path})
    advice = "Choose another name; {how} replaces it."
    return Problem("A file already exists: {x}", advice, values={"x": path, "how": how})
