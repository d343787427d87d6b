"""The evidence store: files kept by their SHA-256 beside the register, as ``<two digits>/<digest>``. Names are never paths."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core import dates
from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Refused
from accordtrack.service.evidence.inspection import digest_of
from accordtrack.store import log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

UNFINISHED = ".part"
"""How the names of files end that are being taken in. They stand in the store itself, so that a rename is all that is left."""
STALE_SECONDS = 600
"""A file that was written to so lately may still be on its way in."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
NO_LIMIT = 1 << 62


@dataclass(frozen=True, slots=True)
class Named:
    """A file that the log names: ``entry`` gave it as ``evidence`` on ``commitment`` at ``at``.

    ``marked``: it bears a legal marking, and leaves this register with no copy.
    """

    entry: str
    evidence: str
    commitment: str
    at: str
    digest: str
    size: int
    name: str
    marked: bool = False


def stored(register: Path, digest: str) -> Path:
    """Where a file of that digest is kept."""
    return evidence_folder(register) / digest[:2] / digest


def named(connection: Connection) -> Iterator[Named]:
    """The file of each piece of evidence whose body is here, in the order of the log. Retracted ones too: they are proof."""
    for entry in log.entries_of_kind(connection, "evidence.add"):
        body = entry.body or {}
        file = body.get("file")
        if isinstance(file, dict) and _DIGEST.fullmatch(str(file.get("digest"))):
            about, at, marked = str(body.get("commitment")), entry.envelope.at, bool(body.get("legal_marking"))
            told = (file["digest"], int(file["size"]), str(file["name"]), marked)
            yield Named(entry.envelope.id, str(body.get("id")), about, at, *told)


def withheld(connection: Connection) -> frozenset[str]:
    """Ids of the evidence that its desk withholds."""
    chosen = (
        "SELECT r.entry_id FROM record r JOIN entry e ON e.id = r.entry_id "
        "WHERE e.kind = 'evidence.withhold' AND r.refused = 0 AND r.retracted_by IS NULL"
    )
    keys = [int(row[0]) for row in connection.exec_driver_sql(chosen)]
    found = (log.entries_by_id(connection, [key])[key].body or {} for key in keys)
    return frozenset(str(body.get("evidence")) for body in found)


def size_of(path: Path) -> int | None:
    """Bytes of an ordinary file in the store; None where there is none. A link is none: it leads out of the store."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size if path.is_file() and not path.is_symlink() else -1


def holds(register: Path, digest: str) -> bool:
    """Whether the store has the file, read to its last byte."""
    path = stored(register, digest)
    size = size_of(path)
    if size is None or size < 0:
        return False
    with suppress(Refused):
        return digest_of(path, NO_LIMIT) == digest
    return False


def sizes(register: Path) -> frozenset[int]:
    """Bytes of the files in the store: what is of another size than all of them is not there yet."""
    return frozenset(found for path in _kept(register) if (found := size_of(path)) is not None)


def _kept(register: Path) -> Iterator[Path]:
    """What lies in the store as a file would; a folder there is nobody's file, and stays."""
    with suppress(OSError):
        for folder in filter(_folder, sorted(evidence_folder(register).iterdir())):
            yield from (path for path in sorted(folder.iterdir()) if not _folder(path))


def _folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def strays(register: Path, digests: Iterable[str]) -> tuple[list[Path], list[Path]]:
    """Files that no entry names, and those that a process left behind before they were whole."""
    wanted = {stored(register, digest) for digest in digests}
    unnamed = [path for path in _kept(register) if path not in wanted]
    return unnamed, list(unfinished(register))


def unfinished(register: Path) -> Iterator[Path]:
    """Files that a process left behind before they were whole."""
    now = dates.present().timestamp()
    with suppress(OSError):
        for path in sorted(evidence_folder(register).iterdir()):
            if path.name.endswith(UNFINISHED) and now - path.lstat().st_mtime > STALE_SECONDS:
                yield path


def flush(path: Path) -> None:
    """Make a file, or the names in a folder, lie on the disk, where the system can."""
    if os.name == "posix" or path.is_file():
        descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
