"""The evidence store: files stored beside the register by SHA-256 as ``<two digits>/<digest>``, never by name."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.core import dates
from accordtrack.core.paths import evidence_folder, shipped_data
from accordtrack.core.problems import Refused
from accordtrack.service.evidence.inspection import digest_of
from accordtrack.store import log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

UNFINISHED = ".part"
"""Suffix of files that are still being copied in. They are already in the store, so that a rename completes them."""
STALE_SECONDS = 600
"""Age in seconds below which an incomplete file may still be in the process of being copied in."""
NO_LIMIT = 1 << 62


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the log names: ``entry`` added it as ``evidence`` on ``commitment`` at ``at``.

    For the rows of a panel release (``released``), ``evidence`` is its source and ``commitment`` its series.

    ``marked``: it has a legal marking, and no copy of this register includes it.
    """

    entry: str
    evidence: str
    commitment: str
    at: str
    digest: str
    size: int
    name: str
    marked: bool = False
    released: bool = False


def stored_path(register: Path, digest: str) -> Path:
    """Return the path of the file with that digest."""
    return evidence_folder(register) / digest[:2] / digest


def shipped_path(name: str) -> Path:
    """Return the path of a file of the panel that ships with the program."""
    return shipped_data() / "panel" / name


def path_of(register: Path, digest: str, name: str) -> Path:
    """Return the path of a file: in the store, or else among those that ship with the program.

    Every installation has the shipped files, so a register does not hold them. Whoever reads one checks its digest.
    """
    stored = stored_path(register, digest)
    if os.path.lexists(stored) or os.sep in name or name != os.path.basename(name):  # noqa: PTH119  (text, not a path)
        return stored
    shipped = shipped_path(name)
    return shipped if shipped.is_file() else stored


def named_files(connection: Connection) -> Iterator[NamedFile]:
    """Yield the file of each admitted evidence entry whose body is present, in log order, then those of panel releases.

    Retracted entries are included, because their files are proof. The log decides, not the tables made from it.
    """
    from accordtrack.ledger import admission  # noqa: PLC0415  (the models are slow to import)

    for kind, about_field, id_field in _KINDS:
        for entry in log.entries_of_kind(connection, kind):
            envelope, body = entry.envelope, entry.body
            if body is None or not dates.is_time(envelope.at) or not isinstance(body.get("file"), dict):
                continue
            record: Any = admission.admitted_record(kind, envelope.ref, envelope.handling, body)
            if record is not None:
                about, name, file = getattr(record, about_field), getattr(record, id_field), record.file
                marked = bool(getattr(record, "legal_marking", None))
                details = (file.digest, file.size, file.name, marked)
                yield NamedFile(envelope.id, name, about, envelope.at, *details, released=kind == _RELEASE)


_RELEASE = "panel.release"
_KINDS = (("evidence.add", "commitment", "id"), (_RELEASE, "series", "source"))
"""The kinds of entries that name a file, and the fields for what it is about and for its id."""


def files_by_digest(register: Path, files: Iterable[NamedFile]) -> dict[str, NamedFile]:
    """Return the files by digest: of several entries that name one, the first whose size and name fit what is there.

    A desk may name the digest of another desk's file with any size. The digest decides what the file is.
    """
    found: dict[str, NamedFile] = {}
    for file in files:
        first = found.setdefault(file.digest, file)
        if (first.size, first.name) != (file.size, file.name) and not _fits(register, first) and _fits(register, file):
            found[file.digest] = file
    return found


def _fits(register: Path, file: NamedFile) -> bool:
    return size_of(path_of(register, file.digest, file.name)) == file.size


def withheld_evidence_ids(connection: Connection) -> frozenset[str]:
    """Return the ids of the evidence that its desk withholds."""
    chosen = (
        "SELECT r.entry_id FROM record r JOIN entry e ON e.id = r.entry_id "
        "WHERE e.kind = 'evidence.withhold' AND r.refused = 0 AND r.retracted_by IS NULL"
    )
    keys = [int(row[0]) for row in connection.exec_driver_sql(chosen)]
    found = (log.entries_by_id(connection, [key])[key].body or {} for key in keys)
    return frozenset(str(body.get("evidence")) for body in found)


def size_of(path: Path) -> int | None:
    """Return the size of a file in the store in bytes, None if nothing is there, or -1 if it is no regular file.

    A symlink is no regular file, because it leads out of the store.
    """
    try:
        file_status = path.lstat()
    except OSError:
        return None
    return file_status.st_size if path.is_file() and not path.is_symlink() else -1


def holds_intact_file(register: Path, digest: str) -> bool:
    """Whether the store has the file with the right digest; reads all of it."""
    path = stored_path(register, digest)
    size = size_of(path)
    if size is None or size < 0:
        return False
    with suppress(Refused):
        return digest_of(path, NO_LIMIT) == digest
    return False


def sizes(register: Path) -> frozenset[int]:
    """Return the sizes of the files in the store; a file of any other size is not stored yet."""
    return frozenset(found for path in _expected_paths(register) if (found := size_of(path)) is not None)


def _expected_paths(register: Path) -> Iterator[Path]:
    """Yield the paths in the store where files are expected; unexpected folders are skipped."""
    with suppress(OSError):
        for folder in filter(_is_folder, sorted(evidence_folder(register).iterdir())):
            yield from (path for path in sorted(folder.iterdir()) if not _is_folder(path))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def stray_files(register: Path, digests: Iterable[str]) -> tuple[list[Path], list[Path]]:
    """Return the files that no entry names, and the incomplete files that a process left behind."""
    wanted = {stored_path(register, digest) for digest in digests}
    unnamed = [path for path in _expected_paths(register) if path not in wanted]
    return unnamed, list(unfinished_files(register))


def unfinished_files(register: Path) -> Iterator[Path]:
    """Yield the incomplete files that a process left behind."""
    now = dates.current_time().timestamp()
    with suppress(OSError):
        for path in sorted(evidence_folder(register).iterdir()):
            if path.name.endswith(UNFINISHED) and now - path.lstat().st_mtime > STALE_SECONDS:
                yield path


def flush(path: Path) -> None:
    """Flush a file, or the entries of a folder where the system supports it, to disk."""
    if os.name == "posix" or path.is_file():
        descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
