"""Exports a stored evidence file as ``<digest>.bin``, never under its original, untrusted name."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from typing import IO, TYPE_CHECKING

from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.service.evidence import evidence_store, inspection, store_repair
from accordtrack.service.exports.output_file import check_free, save_stream
from accordtrack.store import copy_record
from accordtrack.store.database import Database
from accordtrack.types import SavedEvidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from accordtrack.service.evidence.evidence_store import NamedFile

    Progress = Callable[[int, int], None] | None

_PREFIX = re.compile(r"[0-9a-f]{12,64}")
SUFFIX = ".bin"
"""A suffix without a file type: the program makes no claim about the content, and no application opens it by type."""


def save_evidence(register: Path, digest: str, folder: Path, *, progress: Progress = None) -> SavedEvidence:
    """Write the file with that SHA-256, or a prefix of it, to ``folder``; an existing file is never replaced.

    Refuses a file that no entry names, that its desk withholds, that was left out of this copy, or that is missing or
    altered.
    """
    refuse_special_file(register)
    with closing(Database(register)) as database:
        database.check()
        with database.reading() as connection:
            named_files = _files_with_prefix(evidence_store.named_files(connection), digest.strip().lower())
            hidden = evidence_store.withheld_evidence_ids(connection)
            copy = copy_record.read(connection)
    (file,) = evidence_store.files_by_digest(register, named_files).values()
    if all(one.evidence in hidden for one in named_files):
        advice = "Its desk withholds it and gives a reason: accordtrack show {commitment}"
        values = {"entries": _entries(named_files), "commitment": file.commitment}
        raise Refused(Problem("Its desk marked the file not public: {entries}", advice, values=values))
    if (
        copy
        and file.digest in copy.files
        and evidence_store.size_of(evidence_store.stored_path(register, file.digest)) is None
    ):
        advice = "Ask its desk to disclose {entries}."
        values = {"entries": _entries(named_files)}
        raise Refused(Problem("The file is not public in this copy: {entries}", advice, values=values))
    out = folder / f"{file.digest}{SUFFIX}"
    check_free(out, replace=None)
    path = store_repair.find_intact_file(register, file.digest)

    def fill(opened: IO[bytes]) -> None:
        done, read = 0, hashlib.sha256()
        for chunk in inspection.read_chunks(path, file.size):
            read.update(chunk)
            opened.write(chunk)
            done += len(chunk)
            if progress:
                progress(done, file.size)
        if read.hexdigest() != file.digest:
            raise Refused(Problem("The file changed while it was read: {x}", "Give it again.", values={"x": path}))

    size = save_stream(out, fill, replace=None)
    return SavedEvidence(str(out), file.digest, size, tuple(one.entry for one in named_files))


def _files_with_prefix(files: Iterable[NamedFile], digest: str) -> list[NamedFile]:
    """Return the entries that name the one file whose digest begins with ``digest``."""
    values = {"x": sanitize_line(digest)[:64]}
    if not _PREFIX.fullmatch(digest):
        advice = "Give its SHA-256, or at least the first 12 digits of it: accordtrack show ID shows them."
        raise Refused(Problem('"{x}" is not a SHA-256', advice, values=values, usage=True))
    named_files = [file for file in files if file.digest.startswith(digest)]
    if not named_files:
        advice = "accordtrack show ID shows the SHA-256 of evidence."
        raise Refused(Problem("No entry here names a file with the SHA-256 {x}", advice, values=values))
    if len({file.digest for file in named_files}) > 1:
        raise Refused(Problem("Several files have a SHA-256 that begins with {x}", "Give more digits.", values=values))
    return named_files


def _entries(named_files: Iterable[NamedFile]) -> str:
    return ", ".join(one.entry for one in named_files)
