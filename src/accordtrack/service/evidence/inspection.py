"""Inspects and reads what is given as evidence, a web address or a file; never interprets the content of a file."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.core import capabilities, safe_text
from accordtrack.core.addresses import url_problem
from accordtrack.core.paths import expand_user, key_folder, own_key_folder
from accordtrack.core.problems import Problem, Refused
from accordtrack.store import cancellation
from accordtrack.vocabulary import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

CHUNK = 1 << 20
PLANNED = 16_000_000
"""Size in bytes up to which a plan reads files; a plan is remade on every keystroke, and typing must not wait."""
UNREAD = "0" * 64
"""The digest that a plan shows for a file that it does not read."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Opening must not block if a pipe has replaced the file."""


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """What was found out about a path or address: ``kind`` is url or file; ``problem`` says why it cannot be used."""

    kind: str
    name: str
    size: int | None
    digest: str | None
    grade: str
    problem: Problem | None


def is_url(ref: str) -> bool:
    """Whether ``ref`` looks like a web address and not like a path."""
    return "://" in ref.split("?", maxsplit=1)[0] or ref.lower().startswith("www.")


def check(ref: str, limit: int, *, read: int = 0) -> EvidenceCheck:
    """Inspect a path or address and store nothing. A file may have ``limit`` bytes; one of up to ``read`` is hashed."""
    if is_url(ref):
        return EvidenceCheck("url", ref, None, None, Grade.CLAIMED.value, url_problem(ref))
    if found := safe_text.forbidden_character(ref, lines=False):
        problem = Problem("The path contains the character {character}", "Type it again.", values={"character": found})
        return EvidenceCheck("file", safe_text.sanitize_line(ref), None, None, Grade.CLAIMED.value, problem)
    if barred := capabilities.evidence_problem():
        return EvidenceCheck("file", safe_text.sanitize_line(ref), None, None, Grade.CLAIMED.value, barred)
    path = expand_user(ref)
    fault, size = _inspect_path(path, limit)
    looked = EvidenceCheck("file", path.name, size, None, Grade.DOCUMENTED.value, fault)
    if fault is not None or size is None or size > read:
        return looked
    try:
        return replace(looked, digest=digest_of(path, limit))
    except Refused as refused:
        if refused.problems == (cancellation.GIVEN_UP,):
            raise
        return replace(looked, problem=refused.problems[0])


def _inspect_path(path: Path, limit: int) -> tuple[Problem | None, int | None]:
    values = {"x": path}
    try:
        file_status = path.stat()
    except (OSError, ValueError):
        return Problem("File not found: {x}", "Check the path, or paste a web address.", values=values), None
    if fault := _not_file_problem(path, file_status.st_mode):
        return fault, None
    if file_status.st_size == 0:
        return Problem("The file is empty: {x}", "Check that it was saved.", values=values), 0
    if file_status.st_size > limit:
        return _too_large_problem(file_status.st_size, limit), file_status.st_size
    if not os.access(path, os.R_OK):
        return _unreadable_problem(path), file_status.st_size
    if safe_text.forbidden_character(path.name, lines=False):
        return Problem("The name of the file cannot be shown", "Rename it, then give it again."), file_status.st_size
    return None, file_status.st_size


def _not_file_problem(path: Path, mode: int) -> Problem | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return Problem("{x} is a folder", "Name a file in it.", values={"x": path})
    advice = "It is a pipe or a device. Save what it writes to a file, and name that file."
    return Problem("{x} is not a file", advice, values={"x": path})


def _too_large_problem(size: int, limit: int) -> Problem:
    values = {"n": safe_text.format_size(size), "m": safe_text.format_size(limit)}
    return Problem("File too large: {n}, limit {m}", "The limit is set in the settings.", values=values)


def _unreadable_problem(path: Path) -> Problem:
    return Problem("The file cannot be read: {x}", "Check its permissions.", values={"x": path})


def belongs_to_register(path: Path, register: Path) -> bool:
    """Whether a path leads to the register itself or to a key; neither is ever stored as evidence."""
    try:
        place = path.resolve()
        keys = (key_folder().resolve(), own_key_folder(register).resolve())
        return place == register.resolve() or any(place.is_relative_to(folder) for folder in keys)
    except (OSError, ValueError, RuntimeError):
        return False


def belongs_to_register_problem(ref: str) -> Problem:
    """Return the problem for a path that belongs to the register itself."""
    return Problem(
        "{x} belongs to the register itself", "Choose another file.", values={"x": safe_text.sanitize_line(ref)}
    )


def resolve_source(ref: str) -> Path:
    """Return the file that a path means, with a symlink resolved."""
    path = expand_user(ref)
    return path.resolve() if path.is_symlink() else path


def read_chunks(path: Path, limit: int) -> Iterator[bytes]:
    """Yield the bytes of a file, read once.

    Refuses a path that is no longer a regular file, cannot be read to its end, exceeds ``limit`` bytes, or changes
    while it is read. Stops if the operation was cancelled.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise Refused(_unreadable_problem(path)) from error
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        before, count = os.fstat(descriptor), 0
        if fault := _not_file_problem(path, before.st_mode):
            raise Refused(fault)
        while chunk := _read_chunk(file, path):
            cancellation.check()
            count += len(chunk)
            if count > limit:
                raise Refused(_too_large_problem(count, limit))
            yield chunk
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        problem = Problem("The file changed while it was read: {x}", "Give it again.", values={"x": path})
        raise Refused(problem)
    if count != after.st_size:
        advice = "It is not a file on a disk. Copy its contents to one, and name that file."
        raise Refused(
            Problem("The file does not contain the {n} bytes it reports: {x}", advice, values=_size_values(path, after))
        )


def _read_chunk(file: FileIO, path: Path) -> bytes:
    try:
        return file.read(CHUNK) or b""
    except OSError as error:
        raise Refused(_unreadable_problem(path)) from error


def _size_values(path: Path, file_status: os.stat_result) -> dict[str, object]:
    return {"n": f"{file_status.st_size:,}", "x": path}


def digest_of(path: Path, limit: int) -> str:
    """Return the SHA-256 of a file in hexadecimal. Refuses what ``read_chunks`` refuses."""
    digest = hashlib.sha256()
    for chunk in read_chunks(path, limit):
        digest.update(chunk)
    return digest.hexdigest()
