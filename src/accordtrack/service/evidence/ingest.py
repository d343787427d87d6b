"""Copies evidence files into the store: each is read once, hashed while copied, and flushed to disk before its entry.

A copy has a temporary name until the act is written under the register's lock; a failure leaves neither entry nor file.
A killed process leaves at most files that no entry names; ``verify`` reports them and ``evidence tidy`` removes them.
"""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from accordtrack.core import signals
from accordtrack.core.paths import evidence_folder, expanded
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.evidence import evidence_store, inspection
from accordtrack.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from accordtrack.service.evidence.inspection import EvidenceCheck

    Progress = Callable[[int, int], None] | None


@dataclass(frozen=True, slots=True)
class IngestedFile:
    """A file that was read from ``path``: ``part`` is its temporary copy, or None if the store has the file already."""

    path: str
    digest: str
    size: int
    part: Path | None


@contextmanager
def copied(path: Path, chunks: Iterable[bytes], register: Path, tell: Callable[[int], None]) -> Iterator[IngestedFile]:
    """Copy bytes into the store of ``register`` under a temporary name, hashed and flushed, and check the written size.

    The temporary copy is deleted at the end unless it was renamed. ``path`` is the origin of the bytes; ``tell`` is
    called with the length of each chunk. Raises ``OSError`` if they cannot be written, and whatever the chunks raise.
    """
    folder = evidence_folder(register)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with signals.temporary_file(folder / "taking", suffix=evidence_store.UNFINISHED) as part:
        with part.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
                size += len(chunk)
                tell(len(chunk))
            file.flush()
            os.fsync(file.fileno())
            _whole(file.fileno(), size)
        yield IngestedFile(str(path), digest.hexdigest(), size, part)


def _whole(descriptor: int, size: int) -> None:
    if os.fstat(descriptor).st_size != size:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def placed(taken: IngestedFile, register: Path) -> list[Path]:
    """Rename a copy to its place in the store, replacing an altered file; return the path if the file is new."""
    target = evidence_store.stored(register, taken.digest)
    new = not os.path.lexists(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    (taken.part or target).replace(target)
    try:
        for changed in (target.parent, target.parent.parent, target.parent.parent.parent):
            evidence_store.flush(changed)
    except OSError:
        if new:
            target.unlink(missing_ok=True)
        raise
    return [target] if new else []


def remove(paths: Iterable[Path]) -> None:
    """Delete files, ignoring those that cannot be deleted."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


class EvidenceIngest:
    """The evidence files of one act.

    ``read`` may take long and holds no lock; ``place`` renames the copies into the store under the register's lock.
    ``limit`` is the maximum size of a file in bytes; ``progress`` is called with (bytes done, bytes in total).
    """

    def __init__(self, register: Path, limit: int, progress: Progress = None) -> None:
        self._register, self._limit, self._progress = register, limit, progress
        self._parts = ExitStack()
        self._taken: dict[str, IngestedFile] = {}
        self._looked: dict[str, EvidenceCheck] = {}
        self._placed: list[Path] = []
        self._done = self._total = 0
        self._kept = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._parts.close()
        if not self._kept:
            self._left_behind()

    def look(self, ref: str) -> EvidenceCheck:
        """Return what was read of a path or address; one not read yet is inspected and hashed, not copied."""
        if ref not in self._looked:
            self._looked[ref] = inspection.check(ref, self._limit, read=self._limit)
        return self._looked[ref]

    def read(self, refs: Iterable[str]) -> None:
        """Read and copy the files among ``refs``, all flushed to disk on return. Web addresses are ignored."""
        looked = {ref: inspection.check(ref, self._limit) for ref in dict.fromkeys(refs)}
        files = {ref: found for ref, found in looked.items() if found.kind == "file"}
        faults = [found.problem for found in looked.values() if found.problem]
        faults += [inspection.own_problem(ref) for ref in files if inspection.own(expanded(ref), self._register)]
        if faults:
            raise Refused(*faults)
        self._total += sum(found.size or 0 for found in files.values())
        for ref, found in files.items():
            path = inspection.source(ref)
            taken = self._taken.get(str(path)) or self._one(path, found.size or 0)
            self._taken[str(path)] = taken
            self._looked[ref] = replace(found, digest=taken.digest, size=taken.size)

    def _one(self, path: Path, size: int) -> IngestedFile:
        if size in evidence_store.sizes(
            self._register
        ):  # it may be stored already: hashing first costs less than a discarded copy
            digest = self._digest(path)
            if evidence_store.holds(self._register, digest):
                return IngestedFile(str(path), digest, size, None)
            self._total += size
        try:
            chunks = inspection.chunks(path, self._limit)
            return self._parts.enter_context(copied(path, chunks, self._register, self._tell))
        except OSError as error:
            raise Refused(_unkept(path, error)) from error

    def _digest(self, path: Path) -> str:
        digest = hashlib.sha256()
        for chunk in inspection.chunks(path, self._limit):
            digest.update(chunk)
            self._tell(len(chunk))
        return digest.hexdigest()

    def _tell(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)

    def pairs(self) -> list[tuple[str, str]]:
        """Return path and digest of every file that was read."""
        return [(taken.path, taken.digest) for taken in self._taken.values()]

    def place(self, wanted: Iterable[tuple[str, str]]) -> list[IngestedFile]:
        """Rename the copies of ``wanted``, pairs of (path, digest), into the store; return those stored before.

        Call it under the register's lock, so that nobody removes the files as unnamed before their entries exist.
        Refuses a file whose digest has changed.
        """
        pairs = dict.fromkeys(wanted)
        self.read(path for path, _digest in pairs if path not in self._taken)
        known = []
        for path, digest in pairs:
            taken = self._taken[path]
            if taken.digest != digest:
                raise Refused(Problem("The file changed while it was read: {x}", "Give it again.", values={"x": path}))
            if taken.part is None:
                known.append(taken)
            try:
                self._place(taken)
            except OSError as error:
                raise Refused(_unkept(path, error)) from error
        return known

    def _place(self, taken: IngestedFile) -> None:
        if taken.part is not None:
            self._placed += placed(taken, self._register)
        elif evidence_store.size_of(evidence_store.stored(self._register, taken.digest)) != taken.size:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))

    def undo(self) -> None:
        """Delete the files that this act added; call it only under the lock under which they were placed."""
        remove(self._placed)
        self._placed.clear()

    def kept(self) -> None:
        """Keep the files: their entries are on disk."""
        self._kept = True

    def _left_behind(self) -> None:
        """Delete placed files that no entry names, under a new lock, after the end of the act failed."""
        if not self._placed:
            return
        with suppress(Refused, OSError):
            database = Database(self._register)
            try:
                with database.jotting() as connection:
                    digests = {file.digest for file in evidence_store.named_files(connection)}
                    self._placed = [path for path in self._placed if path.name not in digests]
                    self.undo()
            finally:
                database.close()


def _unkept(path: str | Path, error: OSError) -> Problem:
    if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        advice = "Something else lies in its place in the evidence store. Move it away, and say it again."
        return Problem("The file cannot be kept beside the register: {x}", advice, values={"x": path})
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        advice = "Check the permissions of the file and of its folder."
        return Problem("The file cannot be kept beside the register: {x}", advice, values={"x": path})
    full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    advice = "Free some space on that disk and say it again." if full else "Check the disk."
    return Problem("The file cannot be kept beside the register: {x}", advice, values={"x": path})
