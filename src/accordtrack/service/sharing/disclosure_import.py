"""Imports a disclosure into a copy: each body and file must match its signed hash, or nothing is imported.

The projection is rebuilt afterwards, because the imported bodies change the state.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import insert, select

from accordtrack.core.paths import refuse_special_file, refuse_unreadable_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.entry import MAX_BYTES, NotCanonical, body_hash, parse
from accordtrack.projection.projector import clear_projection, project_all
from accordtrack.service.evidence import evidence_store, ingest
from accordtrack.service.maintenance import updates
from accordtrack.service.sharing import disclosure_export
from accordtrack.store import copy_record, integrity_checks
from accordtrack.store.columns import BODY
from accordtrack.store.columns import ENTRY as E
from accordtrack.store.database import Database
from accordtrack.store.database_errors import Work, is_busy
from accordtrack.types import DisclosureImport

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.service.evidence.evidence_store import NamedFile
    from accordtrack.service.evidence.ingest import IngestedFile

    Progress = Callable[[int, int], None] | None

_ADVICE = gettext_lazy("Nothing was taken in. Ask for the file again, by a separate channel.")
_OTHER = gettext_lazy(
    "It was made for a copy of another register, or of a later state of this one. Nothing was taken in."
)
_ENTRIES = gettext_lazy("Ask for the entries that name it, too.")
_SALT = 16


@dataclass(frozen=True, slots=True)
class _Lines:
    """Reads a disclosure line by line, with limited memory; ``name`` is used in messages."""

    file: IO[bytes]
    name: str

    def next_line(self, *fields: str) -> dict[str, Any]:
        """Return the next line, which must hold exactly ``fields``."""
        raw = self.file.readline(MAX_BYTES + 2)
        if not raw.endswith(b"\n"):
            raise Refused(self.problem("it ends too early, or a line is too long"))
        try:
            found = parse(raw[:-1])
        except NotCanonical as error:
            raise Refused(self.problem(str(error))) from error
        if found.keys() != set(fields):
            raise Refused(self.problem("a line with other fields"))
        return found

    def problem(self, why: str) -> Problem:
        """Return the problem for an invalid disclosure."""
        return Problem(
            "This is not an accordtrack disclosure, or it is damaged: {why}", _ADVICE, self.name, {"why": why}
        )


class _Placed:
    """The files that one import added, each with its inode number, which reveals a later replacement."""

    def __init__(self, register: Path) -> None:
        self._register = register
        self._files: dict[Path, int] = {}
        self._before: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self._files)

    def record_named_files(self, connection: Connection) -> None:
        """Record which files the log names already; some of them may be missing in this copy."""
        self._before = frozenset(file.digest for file in evidence_store.named_files(connection))

    def add(self, ingested: IngestedFile) -> None:
        """Rename a copied file into the store."""
        for path in ingest.move_into_store(ingested, self._register):
            self._files[path] = path.lstat().st_ino

    def remove_added_files(self) -> None:
        """Delete the files, except those that another act added or named since.

        If the end of the act failed, the lock is gone by now. If the log can no longer be read, no other act has named
        a file either.
        """
        since: set[str] = set()
        try:
            with closing(Database(self._register)) as database, database.writing_briefly() as connection:
                since = {file.digest for file in evidence_store.named_files(connection)} - self._before
                self._remove(since)
        except Refused as refusal:
            if not is_busy(refusal):
                self._remove(since)

    def _remove(self, since: Container[str]) -> None:
        ingest.remove(path for path in self._files if self._is_unreplaced(path) and path.name not in since)

    def _is_unreplaced(self, path: Path) -> bool:
        with suppress(OSError):
            return path.lstat().st_ino == self._files[path]
        return False


def import_disclosure(register: Path, disclosure: Path, *, progress: Progress = None) -> DisclosureImport:
    """Import a disclosure in one transaction: all of it or nothing."""
    refuse_special_file(register)
    refuse_unreadable_file(disclosure)
    database = Database(register)
    placed = _Placed(register)
    try:
        with closing(database), disclosure.open("rb") as file:
            updates.migrate_if_outdated(database)
            lines = _Lines(file, str(disclosure))
            with database.writing_long(work=Work.TAKING) as connection:
                integrity_checks.check_nothing_lost(connection)
                return _import_lines(connection, register, lines, placed, progress)
    except BaseException as error:
        if placed:
            placed.remove_added_files()
        if isinstance(error, (OSError, ValueError)):  # a name with a NUL is not a valid path
            values = {"x": disclosure}
            problem = Problem("The disclosure cannot be taken in: {x}", "Check the file and the disk.", values=values)
            raise Refused(problem) from error
        raise


def _import_lines(
    connection: Connection, register: Path, lines: _Lines, placed: _Placed, progress: Progress
) -> DisclosureImport:
    placed.record_named_files(connection)
    head = lines.next_line("accordtrack", "bodies", "files", "v")
    if head["accordtrack"] != disclosure_export.FORM or head["v"] != disclosure_export.VERSION:
        raise Refused(lines.problem("another form or version"))
    counts = [head["bodies"], head["files"]]
    if any(not isinstance(count, int) or isinstance(count, bool) or count < 0 for count in counts):
        raise Refused(lines.problem("its counts are no numbers"))
    if counts[0] > int(connection.exec_driver_sql("SELECT COUNT(*) FROM entry").scalar_one()):
        raise Refused(lines.problem("it counts more than this register has"))
    new = sum(_import_body(connection, lines) for _ in range(counts[0]))
    named = evidence_store.named_files(connection) if counts[1] else ()
    files = {(file.digest, file.size): file for file in named}
    if counts[1] > len(files):
        raise Refused(Problem("The disclosure has a file that no entry here names", _ENTRIES))
    brought = sum(_import_file(register, lines, files, placed, progress) for _ in range(counts[1]))
    if lines.file.read(1):
        raise Refused(lines.problem("more lines than it counts"))
    if new:
        clear_projection(connection)
        project_all(connection, connection)
    return DisclosureImport(
        new, counts[0] - new, brought, counts[1] - brought, copy_record.count_missing_bodies(connection)
    )


def _import_body(connection: Connection, lines: _Lines) -> bool:
    """Import a body and return whether it is new. Refuses one that does not match what was signed."""
    line = lines.next_line("body", "entry", "salt")
    if not all(isinstance(value, str) for value in line.values()):
        raise Refused(lines.problem("a body that is no text"))
    columns = (E.c.id, E.c.feed, E.c.seq, E.c.body_hash, BODY.c.entry_id)
    chosen = select(*columns).select_from(E.outerjoin(BODY, BODY.c.entry_id == E.c.id)).where(E.c.hash == line["entry"])
    row = connection.execute(chosen).first()
    if row is None:
        raise Refused(Problem("A disclosed entry is not in this register", _OTHER, sanitize_line(line["entry"][:16])))
    raw, salt = line["body"].encode(), _salt(line["salt"])
    if not _matches_digest(salt, raw, row.body_hash):
        problem = Problem("What is disclosed is not what was signed", _ADVICE, f"{row.feed}-{row.seq}")
        raise Refused(problem)
    if row.entry_id is not None:
        return False
    connection.execute(insert(BODY), {"entry_id": row.id, "salt": salt, "raw": raw})
    return True


def _salt(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _matches_digest(salt: bytes, raw: bytes, digest: str) -> bool:
    with suppress(NotCanonical):
        return len(salt) == _SALT and body_hash(salt, raw) == digest and bool(parse(raw))
    return False


def _import_file(
    register: Path,
    lines: _Lines,
    files: Mapping[tuple[str, int], NamedFile],
    placed: _Placed,
    progress: Progress,
) -> bool:
    """Import a file and return whether it is new. Refuses one that no entry names or with other bytes.

    An existing file is replaced all the same, because the act that added it may be about to delete it again.
    """
    line = lines.next_line("file", "size")
    digest, size = line["file"], line["size"]
    named_file = files.get((digest, size)) if isinstance(digest, str) and isinstance(size, int) else None
    if named_file is None:
        raise Refused(
            Problem(
                "The disclosure has a file that no entry here names", _ENTRIES, sanitize_line(str(line["file"])[:16])
            )
        )
    done = 0

    def report_progress(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, named_file.size)

    path = evidence_store.stored_path(register, named_file.digest)
    with ingest.temporary_copy(path, _chunks(lines, named_file.size), register, report_progress) as ingested:
        if ingested.digest != named_file.digest:
            raise Refused(Problem("The disclosed file is not the one that was signed", _ADVICE, named_file.entry))
        known = evidence_store.holds_intact_file(register, named_file.digest)
        placed.add(ingested)
    return not known


def _chunks(lines: _Lines, size: int) -> Iterator[bytes]:
    """Yield the bytes of a file, exactly ``size`` in total."""
    left = size
    while left:
        try:
            chunk = base64.b64decode(lines.next_line("chunk")["chunk"], validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise Refused(lines.problem("bytes that are not base64")) from error
        if not chunk or len(chunk) > left:
            raise Refused(lines.problem("a file of another size"))
        left -= len(chunk)
        yield chunk
