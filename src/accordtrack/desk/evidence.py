"""The evidence store: files kept by digest beside the register, never opened by the program."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordtrack import text
from accordtrack.addresses import url_problem
from accordtrack.places import evidence_folder, expanded
from accordtrack.problems import Problem, Refused
from accordtrack.vocabulary import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """What was found of a path or address: ``kind`` is url or file; ``problem`` says why it cannot be taken."""

    kind: str
    name: str
    size: int | None
    digest: str | None
    grade: str
    problem: Problem | None


def is_url(ref: str) -> bool:
    """Whether a person meant a web address rather than a path."""
    return "://" in ref.split("?", maxsplit=1)[0] or ref.lower().startswith("www.")


def check(ref: str, limit: int, *, digest: bool = False) -> EvidenceCheck:
    """Look at a path or address without taking it. ``limit`` is in bytes; ``digest`` also reads the file."""
    if is_url(ref):
        return EvidenceCheck("url", ref, None, None, Grade.DOCUMENTED.value, url_problem(ref))
    if found := text.refuse(ref, lines=False):
        problem = Problem("The path holds the character {character}", "Type it again.", values={"character": found})
        return EvidenceCheck("file", text.wash_line(ref), None, None, Grade.CLAIMED.value, problem)
    path = expanded(ref)
    fault, size = _look(path, limit)
    known = _digest(path) if digest and fault is None else None
    return EvidenceCheck("file", path.name, size, known, Grade.DOCUMENTED.value, fault)


def _look(path: Path, limit: int) -> tuple[Problem | None, int | None]:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return Problem("File not found: {x}", "Check the path, or paste a web address.", values={"x": path}), None
    if not path.is_file():
        return Problem("{x} is no file", "Name one file.", values={"x": path}), None
    if found.st_size == 0:
        return Problem("The file is empty: {x}", "Check that it was saved.", values={"x": path}), 0
    if found.st_size > limit:
        values = {"n": text.size(found.st_size), "m": text.size(limit)}
        return Problem(
            "File too large: {n}, limit {m}", "The limit stands in the settings.", values=values
        ), found.st_size
    if not os.access(path, os.R_OK):
        return Problem("The file cannot be read: {x}", "Check its permissions.", values={"x": path}), found.st_size
    if text.refuse(path.name, lines=False):
        return Problem("The name of the file cannot be shown", "Rename it, then give it again."), found.st_size
    return None, found.st_size


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
    except OSError as error:
        raise Refused(Problem("The file cannot be read: {x}", "Check its permissions.", values={"x": path})) from error
    return digest.hexdigest()


def source(ref: str) -> Path:
    """The file itself that a path means: where a link leads, when it is one."""
    path = expanded(ref)
    return path.resolve() if path.is_symlink() else path


def stored(register: Path, digest: str) -> Path:
    """Where a file of that digest is kept."""
    return evidence_folder(register) / digest[:2] / digest


def keep(register: Path, ref: str, expected: str) -> None:
    """Copy a file into the store before its entry commits: temporary file, flush, rename.

    Refuses when the file changed since its digest was taken.
    """
    target = stored(register, expected)
    if target.is_file() and _digest(target) == expected:
        return
    digest = hashlib.sha256()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in _chunks(expanded(ref)):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if digest.hexdigest() != expected:
                raise Refused(Problem("The file changed while it was read: {x}", "Give it again.", values={"x": ref}))
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        problem = Problem("The file cannot be kept beside the register: {x}", "Check the disk.", values={"x": ref})
        raise Refused(problem) from error


def findings(register: Path, files: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """Evidence files that are missing or altered, as (entry id, ``missing`` or ``altered``)."""
    for entry, file in files:
        path = stored(register, file["digest"])
        if not path.is_file():
            yield entry, "missing"
        elif _digest(path) != file["digest"]:
            yield entry, "altered"
