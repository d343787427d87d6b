"""Writing a file that somebody asked for: beside its place first, whole and on the disk, then under its name."""

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
"""How the names end of what SQLite writes beside a database."""


def save_text(path: Path, text: str) -> None:
    """Write a text to a new file that only its owner reads; one that is there is kept, whatever is asked."""

    def write(out: TextIO) -> None:
        out.write(text)

    save(path, write, replace=None)


def save_bytes(path: Path, data: bytes, *, replace: bool = False, how: str = "--force") -> int:
    """Write bytes under the same rules as ``save``; ``how`` is what replaces a file that is there."""

    def write(out: IO[bytes]) -> None:
        out.write(data)

    return _put(path, write, replace=replace, how=how)


def save_stream(path: Path, fill: Callable[[IO[bytes]], None], *, replace: bool | None = False) -> int:
    """Let ``fill`` write bytes under the same rules as ``save``; ``--force`` is what replaces a file that is there."""
    return _put(path, fill, replace=replace, how="--force")


def free(path: Path, *, replace: bool | None, how: str = "^o") -> None:
    """Refuse a place where no file can be, where one is that nobody said may go, or that belongs to a register.

    In a browser it is refused unseen, so that nobody learns there which files there are.
    """
    capabilities.refuse_files()
    values = {"x": path}
    try:
        if path.is_dir():
            raise Refused(Problem("{x} is a folder", "Name a file in it.", values=values))
        there = path.exists()
        if there and not path.is_file():
            raise Refused(Problem("{x} is no ordinary file", "Choose another name.", values=values))
        if there and not replace:
            raise Refused(_taken(path, how if replace is not None else None))
        refuse_parts(path)
        if there and _is_register(path):
            advice = "Choose another name: nothing but a backup replaces a register."
            raise Refused(Problem("{x} is a register", advice, values=values))
    except (OSError, ValueError) as error:
        raise Refused(_unwritten(path)) from error


def refuse_parts(path: Path) -> None:
    """Refuse, whatever is asked, the place of a key, of a kept file of evidence, or of what SQLite writes beside a register."""
    place = Path(os.path.realpath(path))  # which a link that leads to itself does not fail
    key = place.suffix == ".pem" and (place.parent == key_folder().resolve() or place.parent.name.endswith(".keys"))
    kept = any(folder.name.endswith(".evidence") for folder in place.parents) and _is_register(_beside(place))
    written = place.name.endswith(_WRITTEN) and _is_register(place.with_name(place.name.rpartition("-")[0]))
    if key or kept or written:
        raise Refused(Problem("{x} belongs to a register", "Choose another name.", values={"x": path}))


def _beside(place: Path) -> Path:
    """The register to which a store would belong in which ``place`` lies."""
    folder = next(folder for folder in place.parents if folder.name.endswith(".evidence"))
    return folder.with_name(folder.name.removesuffix(".evidence"))


def _is_register(path: Path) -> bool:
    from accordtrack.store.file_check import is_register  # noqa: PLC0415  (SQLAlchemy is slow to import)

    return path.is_file() and is_register(path)


def _unwritten(path: Path) -> Problem:
    return Problem("The file cannot be written: {x}", "Check the folder and the disk.", values={"x": path})


def save(path: Path, write: Callable[[TextIO], None], *, replace: bool | None = False) -> int:
    """Let ``write`` fill a new file and give it the name ``path``; gives its bytes. When anything fails, nothing is there.

    ``replace`` says whether a file may go that is there; None where nobody can say so.
    """

    def fill(out: IO[bytes]) -> None:
        words = TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
        write(words)
        words.flush()
        words.detach()

    return _put(path, fill, replace=replace, how="^o")


def _put(path: Path, fill: Callable[[IO[bytes]], None], *, replace: bool | None, how: str) -> int:
    """Fill a file beside its place, put it on the disk, and give it its name."""
    free(path, replace=replace, how=how)
    problem = _unwritten(path)
    try:
        with signals.file(path) as temporary:
            with temporary.open("wb") as out:
                fill(out)
                out.flush()
                os.fsync(out.fileno())
            size = temporary.stat().st_size
            _name(temporary, path, replace=replace, how=how)
    except OSError as error:
        raise Refused(problem) from error
    return size


def _name(temporary: Path, path: Path, *, replace: bool | None, how: str) -> None:
    """Give the file its name; one that somebody took meanwhile is left to them, unless ``replace``."""
    if replace:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise Refused(_taken(path, how if replace is not None else None)) from error
    except OSError:  # a file system without links
        if path.exists():
            raise Refused(_taken(path, how if replace is not None else None)) from None
        temporary.replace(path)


def _taken(path: Path, how: str | None) -> Problem:
    if how is None:
        advice = "Choose another name; nothing was written."
        return Problem("There is a file already: {x}", advice, values={"x": path})
    advice = "Choose another name; {how} replaces it."
    return Problem("There is a file already: {x}", advice, values={"x": path, "how": how})
