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
from accordtrack.core.paths import evidence_folder, expand_user
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
def temporary_copy(
    path: Path, chunks: Iterable[bytes], register: Path, tell: Callable[[int], None]
) -> Iterator[IngestedFile]:
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
            _check_written_size(file.fileno(), size)
        yield IngestedFile(str(path), digest.hexdigest(), size, part)


def _check_written_size(descriptor: int, size: int) -> None:
    if os.fstat(descriptor).st_size != size:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def move_into_store(ingested: IngestedFile, register: Path) -> list[Path]:
    """Rename a copy to its place in the store, replacing an altered file; return the path if the file is new."""
    target = evidence_store.stored_path(register, ingested.digest)
    new = not os.path.lexists(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    (ingested.part or target).replace(target)
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

    ``read_files`` may take long and holds no lock; ``place_files`` renames the copies into the store under the register's lock.
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
            self._remove_unnamed_files()

    def inspect_evidence(self, ref: str) -> EvidenceCheck:
        """Return what was read of a path or address; one not read yet is inspected and hashed, not copied."""
        if ref not in self._looked:
            self._looked[ref] = inspection.check(ref, self._limit, read=self._limit)
        return self._looked[ref]

    def read_files(self, refs: Iterable[str]) -> None:
        """Read and copy the files among ``refs``, all flushed to disk on return. Web addresses are ignored."""
        looked = {ref: inspection.check(ref, self._limit) for ref in dict.fromkeys(refs)}
        files = {ref: check for ref, check in looked.items() if check.kind == "file"}
        faults = [found.problem for found in looked.values() if found.problem]
        faults += [
            inspection.belongs_to_register_problem(ref)
            for ref in files
            if inspection.belongs_to_register(expand_user(ref), self._register)
        ]
        if faults:
            raise Refused(*faults)
        self._total += sum(found.size or 0 for found in files.values())
        for ref, found in files.items():
            path = inspection.resolve_source(ref)
            ingested = self._taken.get(str(path)) or self._ingest_file(path, found.size or 0)
            self._taken[str(path)] = ingested
            self._looked[ref] = replace(found, digest=ingested.digest, size=ingested.size)

    def _ingest_file(self, path: Path, size: int) -> IngestedFile:
        if size in evidence_store.sizes(
            self._register
        ):  # it may be stored already: hashing first costs less than a discarded copy
            digest = self._hash_file(path)
            if evidence_store.holds_intact_file(self._register, digest):
                return IngestedFile(str(path), digest, size, None)
            self._total += size
        try:
            chunks = inspection.read_chunks(path, self._limit)
            return self._parts.enter_context(temporary_copy(path, chunks, self._register, self._report_progress))
        except OSError as error:
            raise Refused(_storage_problem(path, error)) from error

    def _hash_file(self, path: Path) -> str:
        digest = hashlib.sha256()
        for chunk in inspection.read_chunks(path, self._limit):
            digest.update(chunk)
            self._report_progress(len(chunk))
        return digest.hexdigest()

    def _report_progress(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)

    def paths_with_digests(self) -> list[tuple[str, str]]:
        """Return path and digest of every file that was read."""
        return [(ingested.path, ingested.digest) for ingested in self._taken.values()]

    def place_files(self, wanted: Iterable[tuple[str, str]]) -> list[IngestedFile]:
        """Rename the copies of ``wanted``, pairs of (path, digest), into the store; return those stored before.

        Call it under the register's lock, so that nobody removes the files as unnamed before their entries exist.
        Refuses a file whose digest has changed.
        """
        pairs = dict.fromkeys(wanted)
        self.read_files(path for path, _digest in pairs if path not in self._taken)
        known = []
        for path, digest in pairs:
            ingested = self._taken[path]
            if ingested.digest != digest:
                raise Refused(Problem("The file changed while it was read: {x}", "Give it again.", values={"x": path}))
            if ingested.part is None:
                known.append(ingested)
            try:
                self._place_file(ingested)
            except OSError as error:
                raise Refused(_storage_problem(path, error)) from error
        return known

    def _place_file(self, ingested: IngestedFile) -> None:
        if ingested.part is not None:
            self._placed += move_into_store(ingested, self._register)
        elif evidence_store.size_of(evidence_store.stored_path(self._register, ingested.digest)) != ingested.size:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))

    def undo(self) -> None:
        """Delete the files that this act added; call it only under the lock under which they were placed."""
        remove(self._placed)
        self._placed.clear()

    def keep_files(self) -> None:
        """Keep the files: their entries are on disk."""
        self._kept = True

    def _remove_unnamed_files(self) -> None:
        """Delete placed files that no entry names, under a new lock, after the end of the act failed."""
        if not self._placed:
            return
        with suppress(Refused, OSError):
            database = Database(self._register)
            try:
                with database.writing_briefly() as connection:
                    digests = {file.digest for file in evidence_store.named_files(connection)}
                    self._placed = [path for path in self._placed if path.name not in digests]
                    self.undo()
            finally:
                database.close()


def _storage_problem(path: str | Path, error: OSError) -> Problem:
    if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        advice = "Something else is in its place in the evidence store. Move it away and try again."
        return Problem("The file cannot be stored beside the register: {x}", advice, values={"x": path})
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        advice = "Check the permissions of the file and of its folder."
        return Problem("The file cannot be stored beside the register: {x}", advice, values={"x": path})
    full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    advice = "Free some space on that disk and try again." if full else "Check the disk."
    return Problem("The file cannot be stored beside the register: {x}", advice, values={"x": path})
