"""Keeping a register whole: verify, rebuild, backup, restore."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core import signals
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import later
from accordtrack.projection.projector import forget_all, project_all
from accordtrack.service.evidence import evidence_store, store_check
from accordtrack.service.evidence.evidence_copy import Carrying, refuse_others
from accordtrack.service.evidence.evidence_store import flush
from accordtrack.service.exports.text_file import refuse_parts
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.maintenance.overwrite_check import refuse_lost
from accordtrack.service.sharing import copy_record, public_copy
from accordtrack.store import integrity_checks
from accordtrack.store.database import Database, reader, refuse_left
from accordtrack.store.database_errors import Work, of_making, spoken, told_of
from accordtrack.store.file_check import check_file, version
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.verification import full_check
from accordtrack.verification.findings import DAMAGE, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from accordtrack.projection.audience import Audience
    from accordtrack.service.evidence.evidence_store import Named
    from accordtrack.service.evidence.store_check import Looked
    from accordtrack.types import Finding, VerifyReport

    Progress = Callable[[int, int], None] | None


def verify(path: Path, *, deep: bool, progress: Progress = None, reading: Progress = None) -> VerifyReport:
    """What the checkup says, and how the files of evidence are. A damaged file is read, never refused.

    ``progress`` is told of entries, ``reading`` of the bytes of evidence.
    """
    check_file(path)
    report, files, lacks = checked(path, deep=deep, progress=progress)
    return with_evidence(report, store_check.look(path, files, lacking=lacks, progress=reading))


def checked(path: Path, *, deep: bool, progress: Progress = None) -> tuple[VerifyReport, list[Named], frozenset[str]]:
    """The checkup, the files that the log names, and the digests of those that a copy for others was not given.

    By connections of its own, which have read nothing yet.
    """
    with closing(Database(path)) as database, database.reading() as connection:
        report = full_check.verify(connection, deep=deep, progress=progress)
        files: list[Named] = []
        lacks: frozenset[str] = frozenset()
        failed: list[Finding] = []
        with _noting(failed):
            if told := copy_record.read(connection):
                lacks = told.files
        with _noting(failed):
            for file in evidence_store.named(connection) if report.entries else ():
                files.append(file)  # noqa: PERF402  (those before the damage are kept)
        if not damage(report):  # else it is told already
            report = replace(report, findings=(*report.findings, *failed))
        return report, files, lacks


@contextmanager
def _noting(failed: list[Finding]) -> Iterator[None]:
    """Go on where reading ends, and note it: a copy that is made of what was read so far would lack the rest."""
    try:
        yield
    except DAMAGE as error:
        failed.append(unreadable(error))


def with_evidence(report: VerifyReport, looked: Looked) -> VerifyReport:
    """The report with what was found of the evidence store."""
    return replace(report, findings=(*report.findings, *looked.findings), evidence=looked.report)


def rebuild(database: Database, progress: Progress = None, *, accept_loss: bool = False) -> int:
    """Fold every entry again, in one transaction. Refuses a log that lost entries, unless told to accept that."""
    database.close()  # while another connection waits, a register of two files (-wal) cannot become one
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
    """SQLite's own backup into a temporary file, flushed, opened again, verified, then renamed.

    With an ``audience`` it is a copy for them: without the bodies and files that they may not read, and without drafts.

    A file of evidence that is missing or altered is told and not carried; ``reading`` is told of the bytes of the others.
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
    """Refuse to make a backup of the register at ``path`` where none can be, or where something is that nobody said may go."""
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
    if out.exists() and out.is_symlink():  # its evidence would lie beside the file to which the link leads
        advice = "A backup replaces no link. Name the file to which it leads, or another."
        raise Refused(Problem("{x} is no ordinary file", advice, values={"x": out}))
    refuse_parts(out)
    refuse_left(out)
    if out.exists():
        refuse_lost(path, out)


def taken(out: Path) -> Problem:
    """What to say where a file is."""
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
    """``make`` a copy of a register at ``out``, with its evidence; ``alone``: and nothing else may lie in its store.

    The file takes its name last; when anything fails, neither it nor its evidence is there. ``problem`` is what to say where
    nothing can be written, ``there`` where a file is; None replaces it.
    """
    try:
        with signals.file(out, out.name) as temporary:
            with told_of(out, temporary), spoken(out, Work.MAKING):
                make(temporary)
                report, files, lacks = checked(temporary, deep=True)
            if damage(report):
                advice = "Run accordtrack verify."
                raise Refused(Problem("The copy does not verify, so it was not kept", advice, str(path)))
            if alone:
                refuse_others(out, {file.digest for file in files} - lacks)
            with signals.held() as hear, Carrying(path, out, hear, reading) as carrying:
                looked = carrying.carry(files, lacks)
                flush(temporary)
                if there is None and out.is_file():  # which may be another one by now
                    refuse_lost(path, out)
                hear()
                give_name(temporary, out, there)
                carrying.kept()
    except OSError as error:
        raise Refused(of_making(error, out) or problem) from error
    settle(out)
    return with_evidence(report, looked)


def damage(report: VerifyReport) -> bool:
    """Whether anything is wrong but what was never admitted."""
    return any(finding.message != full_check.NOT_ADMITTED for finding in report.findings)


def give_name(temporary: Path, out: Path, there: Problem | None) -> None:
    """Give a file its name; one that somebody took meanwhile is left to them, and ``there`` said, unless that is None."""
    if there is not None:
        try:
            os.link(temporary, out)
        except FileExistsError as error:
            raise Refused(there) from error
        except OSError:  # a file system without links
            if os.path.lexists(out):
                raise Refused(there) from None
        else:
            return
    temporary.replace(out)


def copy_pages(source: Path, target: Path) -> None:
    """Copy a register as it was committed last into an empty file, by SQLite's own backup."""
    with closing(reader(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _copy(source: Path, target: Path) -> None:
    """Copy a register into an empty file, brought up to date, its desks closed."""
    from accordtrack.store.migrations import migrate  # noqa: PLC0415  (alembic is slow to import)

    copy_pages(source, target)
    with closing(Database(target)) as copy, copy.writing(work=Work.MAKING) as connection:
        if version(connection) < SCHEMA_VERSION:
            migrate(connection)
        restored_desks.mark(connection)


def settle(out: Path) -> None:
    """Make the name of a file that was made lie on the disk. The file is there and whole, which is said when this fails."""
    try:
        flush(out.parent)
    except OSError as error:
        advice = "Look whether it is there, and check the disk, before you rely on it."
        message = later("{x} was written whole, but the disk did not confirm its name")
        raise Refused(Problem(message, advice, values={"x": out})) from error


def restore(file: Path, path: Path) -> VerifyReport:
    """Put a verified backup where no register is. Its desks are closed: a restored copy never resumes a feed."""
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
