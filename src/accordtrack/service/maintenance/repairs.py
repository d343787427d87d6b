"""Repair: copies every valid entry of a damaged register into a new one; the damaged one is never changed.

It is read from a copy, because opening a file after a crash writes to it. The desks of the new register are closed, as
after a restore: it may end earlier than what was already sent to others.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from sqlalchemy import insert

from accordtrack.core import signals
from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.chain import NO_BODY
from accordtrack.projection.projector import project_all
from accordtrack.service.evidence.evidence_copy import EvidenceCopier
from accordtrack.service.evidence.evidence_store import flush
from accordtrack.service.maintenance import backups, restored_desks
from accordtrack.store import foreign_objects, log, safe_io
from accordtrack.store.database import Database, connect_read_only, refuse_leftover_journal
from accordtrack.store.database_errors import Work, making_problem, report_problems_as, translate_errors
from accordtrack.store.file_check import check_file
from accordtrack.store.migrations import migrate
from accordtrack.store.row_checksum import checksum
from accordtrack.store.salvage import INTERRUPTED, Salvage, rows
from accordtrack.store.tables import LOCAL, Table
from accordtrack.types import RepairReport
from accordtrack.verification.full_check import NOT_ADMITTED
from accordtrack.verification.missing_bodies import REMOVED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.types import VerifyReport

    Progress = Callable[[int, int], None] | None

_BATCH = 200
_PARTS = ("-journal", "-wal")
"""Suffixes of the files in which SQLite keeps changes that are not in the register yet."""
_LENIENT = "PRAGMA writable_schema=ON"
"""Without it, one damaged word of the schema or a truncated end would stop SQLite from reading the rest of the copy."""


def repair(path: Path, out: Path, *, progress: Progress = None) -> RepairReport:
    """Create a register from the valid entries at ``out``, where no file may exist. All of it or nothing."""
    refuse_special_file(path)
    check_file(path)
    there = Problem("A file already exists: {x}", "Choose another name.", values={"x": out})
    if out.exists() or out.is_symlink():
        raise Refused(there)
    refuse_leftover_journal(out)
    problem = Problem("The register cannot be created at {x}", "Check the folder and the disk.", values={"x": out})
    try:
        with signals.temporary_folder(out.parent, f".{out.name[:40]}.") as folder:
            return _build_repaired(path, out, folder, there, progress)
    except OSError as error:
        raise Refused(making_problem(error, out) or problem) from error


def _build_repaired(path: Path, out: Path, folder: Path, there: Problem, progress: Progress) -> RepairReport:
    temporary = folder / "made.db"
    damaged = _copy_damaged(path, folder)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    salvage = Salvage()
    with report_problems_as(out, temporary), translate_errors(out, Work.MAKING):
        with closing(Database(temporary)) as database, database.writing(work=Work.MAKING) as connection:
            migrate(connection)
            with closing(connect_read_only(damaged)) as old:
                old.execute(_LENIENT)
                _check_schema(old, damaged.stat().st_size)
                _salvage_entries(old, connection, salvage, damaged.stat().st_size, progress)
                _copy_local_rows(old, connection)
            restored_desks.close_all_desks(connection)
            project_all(connection, connection)
        report, files, lacks = backups.verify_with_files(temporary, deep=True)
    with signals.delay_signals() as hear, EvidenceCopier(path, out, hear) as carrying:
        looked = carrying.copy_files(files, lacks)
        flush(temporary)
        hear()
        backups.rename_into_place(temporary, out, there)
        carrying.keep_files()
    backups.flush_file_name(out)
    return _build_report(out, salvage, backups.with_evidence(report, looked))


def _build_report(out: Path, salvage: Salvage, report: VerifyReport) -> RepairReport:
    names = {NOT_ADMITTED, NO_BODY, REMOVED}  # the salvage reports each entry without its body
    findings = (one for one in report.findings if one.message not in names)
    return RepairReport(str(out), salvage.kept, salvage.bodiless, report.state_digest, (*salvage.left, *findings))


def _copy_damaged(path: Path, folder: Path) -> Path:
    """Copy the register together with SQLite's journal files. Refuses one that is being written."""
    copy, before = folder / "damaged.db", path.stat()
    with safe_io.open_for_reading(path) as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target)
    place = path.resolve()  # the journal files are beside the target of a symlink
    for part in _PARTS:
        with suppress(FileNotFoundError):
            shutil.copyfile(place.with_name(place.name + part), copy.with_name(copy.name + part))
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        advice = "Close every program that has it open and try again."
        raise Refused(Problem("Another program is writing to the register", advice, str(path)))
    return copy


def _check_schema(old: sqlite3.Connection, size: int) -> None:
    """Refuse a file with foreign schema objects, which could run code when read, and limit the duration of queries."""
    if names := foreign_objects.foreign_names_of_file(old):
        message = gettext_lazy("The file holds parts that no register has: {names}")
        advice = "It was not made by accordtrack, and nothing was read from it. Ask for another copy."
        raise Refused(Problem(message, advice, values={"names": ", ".join(names)}))
    foreign_objects.limit_queries(old, size)


def _salvage_entries(old: sqlite3.Connection, new: Connection, salvage: Salvage, size: int, progress: Progress) -> None:
    waiting: list[Entry] = []
    try:
        for number, row in enumerate(rows(old, size), start=1):
            entry = salvage.accept_row(row)
            if entry is not None:
                waiting.append(entry)
            if len(waiting) >= _BATCH:
                log.append(new, waiting)
                waiting = []
                if progress:
                    progress(number, max(row.number, number))
    except sqlite3.Error as error:
        if str(error) == INTERRUPTED:
            advice = "It was not made by accordtrack. Ask for another copy."
            raise Refused(Problem("Reading this file takes longer than its size explains", advice)) from error
        raise Refused(_nothing_verifies_problem()) from error
    log.append(new, waiting)
    if not salvage.kept:
        raise Refused(_nothing_verifies_problem())


def _nothing_verifies_problem() -> Problem:
    return Problem("No entry in this register verifies", "Restore a backup, or ask the other side for its copy.")


def _copy_local_rows(old: sqlite3.Connection, new: Connection) -> None:
    """Copy drafts, saved filters and other local rows whose checksum holds; unreadable rows are skipped."""
    for model in LOCAL:
        table = Table.metadata.tables[str(model.__tablename__)]
        names = [column.name for column in table.c]
        with suppress(sqlite3.Error):
            chosen = f"SELECT {', '.join(names)} FROM {table.name}"  # noqa: S608  (names of our own)
            for row in old.execute(chosen):
                values = dict(zip(names, row, strict=True))
                if checksum(values) == values["checksum"]:
                    new.execute(insert(table).prefix_with("OR IGNORE"), values)
