"""Verifies, rebuilds, backs up and restores a register."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core import signals
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.projection.projector import forget_all, project_all
from accordtrack.service.evidence import evidence_store, store_check
from accordtrack.service.evidence.evidence_copy import EvidenceCopier, refuse_others
from accordtrack.service.evidence.evidence_store import flush
from accordtrack.service.exports.text_file import refuse_parts
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.maintenance.overwrite_check import refuse_lost
from accordtrack.service.sharing import copy_record, public_copy
from accordtrack.store import integrity_checks
from accordtrack.store.database import Database, reader, refuse_left
from accordtrack.store.database_errors import Work, of_making, told_of, translate_errors
from accordtrack.store.file_check import check_file, version
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.verification import full_check
from accordtrack.verification.findings import DAMAGE, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from accordtrack.projection.audience import Audience
    from accordtrack.service.evidence.evidence_store import NamedFile
    from accordtrack.service.evidence.store_check import StoreReport
    from accordtrack.types import Finding, VerifyReport

    Progress = Callable[[int, int], None] | None


def verify(path: Path, *, deep: bool, progress: Progress = None, reading: Progress = None) -> VerifyReport:
    """Verify a register and its evidence files. A damaged file is read as far as possible, not refused.

    ``progress`` is called with entries, ``reading`` with bytes of evidence.
    """
    check_file(path)
    report, files, lacks = checked(path, deep=deep, progress=progress)
    return with_evidence(report, store_check.look(path, files, lacking=lacks, progress=reading))


def checked(
    path: Path, *, deep: bool, progress: Progress = None
) -> tuple[VerifyReport, list[NamedFile], frozenset[str]]:
    """Return the verification report, the files that the log names, and the digests of the files left out of this copy.

    Uses its own connection, which has not read anything yet.
    """
    with closing(Database(path)) as database, database.reading() as connection:
        report = full_check.verify(connection, deep=deep, progress=progress)
        files: list[NamedFile] = []
        lacks: frozenset[str] = frozenset()
        failed: list[Finding] = []
        with _noting(failed):
            if told := copy_record.read(connection):
                lacks = told.files
        with _noting(failed):
            for file in evidence_store.named_files(connection) if report.entries else ():
                files.append(file)  # noqa: PERF402  (those before the damage are kept)
        if not damage(report):  # damage is reported already
            report = replace(report, findings=(*report.findings, *failed))
        return report, files, lacks


@contextmanager
def _noting(failed: list[Finding]) -> Iterator[None]:
    """Continue after a read error and record it: a copy of what was read so far would lack the rest."""
    try:
        yield
    except DAMAGE as error:
        failed.append(unreadable(error))


def with_evidence(report: VerifyReport, looked: StoreReport) -> VerifyReport:
    """Return the report with the result of the evidence check."""
    return replace(report, findings=(*report.findings, *looked.findings), evidence=looked.report)


def rebuild(database: Database, progress: Progress = None, *, accept_loss: bool = False) -> int:
    """Rebuild the projection from all entries, in one transaction, and return the number of folded records.

    Refuses a log that lost entries, unless ``accept_loss`` is set.
    """
    database.close()  # an idle connection would keep a register in WAL mode
    with database.writing() as connection:
        if not accept_loss and (gone := integrity_checks.lost(connection)):
            raise Refused(
                Problem(
                    "The tables name {n} entries that are gone, up to number {last}",
                    "Restore a backup that has them; rebuild --accept-loss goes on without them, and no trace is left.",
                    values={"n": len(gone), "last": gone[-1]},
                )
            )
        forget_all(connection)
        return project_all(connection, connection, progress=progress)


def backup(
    path: Path, out: Path, *, force: bool, audience: Audience | None = None, reading: Progress = None
) -> VerifyReport:
    """Back up a register with SQLite's backup into a temporary file, which is flushed, verified and renamed.

    With an ``audience`` the backup is a copy for others: without drafts and without the bodies and files that the
    audience may not read. A missing or altered evidence file is reported and not copied; ``reading`` is called with the
    bytes of the others.
    """
    problem = _unwritten(out)
    refuse_place(path, out, force=force)

    def make(made: Path) -> None:
        if audience is None:
            _copy(path, made)
        else:
            public_copy.fill(path, made, audience)

    there = None if force else taken(out)
    return _copied(path, out, make, problem, there, reading=reading, alone=audience is not None)


def _unwritten(out: Path) -> Problem:
    return Problem("The backup cannot be written: {x}", "Check the folder and the disk.", values={"x": out})


def refuse_place(path: Path, out: Path, *, force: bool) -> None:
    """Refuse a backup path that cannot be written, or where a file exists that must not be replaced."""
    try:
        _refuse(path, out, force=force)
    except (OSError, ValueError) as error:
        raise Refused(_unwritten(out)) from error


def _refuse(path: Path, out: Path, *, force: bool) -> None:
    if os.path.realpath(out) == os.path.realpath(path):
        raise Refused(Problem("A register is not backed up onto itself", "Choose another name.", values={"x": out}))
    if out.is_dir():
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": out}))
    if out.exists() and not out.is_file():
        advice = "A backup replaces no device and no pipe. Choose another name."
        raise Refused(Problem("{x} is no ordinary file", advice, values={"x": out}))
    if out.exists() and not force:
        raise Refused(taken(out))
    if out.exists() and out.is_symlink():  # its evidence would be stored beside the target of the symlink
        advice = "A backup replaces no link. Name the file to which it leads, or another."
        raise Refused(Problem("{x} is no ordinary file", advice, values={"x": out}))
    refuse_parts(out)
    refuse_left(out)
    if out.exists():
        refuse_lost(path, out)


def taken(out: Path) -> Problem:
    """Return the problem for an existing file."""
    return Problem("There is a file already: {x}", "Choose another name, or say --force.", values={"x": out})


def _copied(
    path: Path,
    out: Path,
    make: Callable[[Path], None],
    problem: Problem,
    there: Problem | None,
    *,
    reading: Progress = None,
    alone: bool = False,
) -> VerifyReport:
    """Create a copy of a register at ``out`` with ``make``, including its evidence.

    ``alone``: its evidence store must hold no other files. The file is renamed into place last; on failure, neither it
    nor its evidence is left. ``problem`` is reported if it cannot be written, ``there`` if a file exists; None replaces
    the file.
    """
    try:
        with signals.temporary_file(out, out.name) as temporary:
            with told_of(out, temporary), translate_errors(out, Work.MAKING):
                make(temporary)
                report, files, lacks = checked(temporary, deep=True)
            if damage(report):
                advice = "Run accordtrack verify."
                raise Refused(Problem("The copy does not verify, so it was not kept", advice, str(path)))
            if alone:
                refuse_others(out, {file.digest for file in files} - lacks)
            with signals.signals_delayed() as hear, EvidenceCopier(path, out, hear, reading) as carrying:
                looked = carrying.carry(files, lacks)
                flush(temporary)
                if there is None and out.is_file():  # it may have been replaced meanwhile
                    refuse_lost(path, out)
                hear()
                give_name(temporary, out, there)
                carrying.kept()
    except OSError as error:
        raise Refused(of_making(error, out) or problem) from error
    settle(out)
    return with_evidence(report, looked)


def damage(report: VerifyReport) -> bool:
    """Whether the report has any finding besides entries that were not admitted."""
    return any(finding.message != full_check.NOT_ADMITTED for finding in report.findings)


def give_name(temporary: Path, out: Path, there: Problem | None) -> None:
    """Rename a file into place. A file created there meanwhile is kept and ``there`` raised, unless that is None."""
    if there is not None:
        try:
            os.link(temporary, out)
        except FileExistsError as error:
            raise Refused(there) from error
        except OSError:  # the file system has no hard links
            if os.path.lexists(out):
                raise Refused(there) from None
        else:
            return
    temporary.replace(out)


def copy_pages(source: Path, target: Path) -> None:
    """Copy the last committed state of a register into an empty file, with SQLite's backup."""
    with closing(reader(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _copy(source: Path, target: Path) -> None:
    """Copy a register into an empty file, migrate the copy and close its desks."""
    from accordtrack.store.migrations import migrate  # noqa: PLC0415  (alembic is slow to import)

    copy_pages(source, target)
    with closing(Database(target)) as copy, copy.writing(work=Work.MAKING) as connection:
        if version(connection) < SCHEMA_VERSION:
            migrate(connection)
        restored_desks.mark(connection)


def settle(out: Path) -> None:
    """Flush the name of a finished file to disk. On failure, the problem says that the file itself is complete."""
    try:
        flush(out.parent)
    except OSError as error:
        advice = "Look whether it is there, and check the disk, before you rely on it."
        message = gettext_lazy("{x} was written whole, but the disk did not confirm its name")
        raise Refused(Problem(message, advice, values={"x": out})) from error


def restore(file: Path, path: Path) -> VerifyReport:
    """Restore a verified backup to a path that does not exist. Its desks are closed: it never continues their feeds."""
    if path.is_dir():
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": path}))
    there = Problem(
        "There is a register already at {x}", "Move it away first, or name another place.", values={"x": path}
    )
    if os.path.lexists(path):
        raise Refused(there)
    refuse_left(path)
    with closing(Database(file)) as found:
        found.check()
    report, _files, _lacking = checked(file, deep=True)
    if damage(report):
        raise Refused(
            Problem("The backup does not verify", "Run accordtrack verify --deep --db {x}", str(file), {"x": file})
        )
    problem = Problem("The register cannot be made at {x}", "Check the folder and the disk.", values={"x": path})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(problem) from error
    return _copied(file, path, lambda made: _copy(file, made), problem, there)
