"""Verifies, rebuilds, backs up and restores a register."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core import signals
from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.projection.projector import clear_projection, project_all
from accordtrack.service.evidence import evidence_store, store_check
from accordtrack.service.evidence.evidence_copy import EvidenceCopier, refuse_others
from accordtrack.service.evidence.evidence_store import flush
from accordtrack.service.exports.output_file import refuse_parts
from accordtrack.service.maintenance import daily_checkpoints, restored_desks
from accordtrack.service.sharing import audience_copy
from accordtrack.service.signing_keys import desk_files, known_desks
from accordtrack.store import copy_record, desk_keys, integrity_checks, safe_io
from accordtrack.store.database import Database, connect_read_only, refuse_leftover_journal, sqlite_uri
from accordtrack.store.database_errors import Work, making_problem, report_problems_as, translate_errors
from accordtrack.store.file_check import check_file, is_register, version
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types import Finding
from accordtrack.verification import full_check
from accordtrack.verification.findings import DAMAGE, unreadable_finding
from accordtrack.verification.missing_bodies import REMOVED
from accordtrack.verification.seen_entries import CONTRADICTIONS
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from pathlib import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from accordtrack.projection.audience import Audience
    from accordtrack.service.evidence.evidence_store import NamedFile
    from accordtrack.service.evidence.store_check import StoreReport
    from accordtrack.service.sharing.audience_copy import CopySigner
    from accordtrack.types import VerifyReport

    Progress = Callable[[int, int], None] | None


_SAME_IN_A_COPY = CONTRADICTIONS | {full_check.NOT_ADMITTED, full_check.ADDED_TWICE, REMOVED}


def verify_register(
    path: Path, *, deep: bool = False, progress: Progress = None, reading: Progress = None
) -> VerifyReport:
    """Verify a register and its evidence files. A damaged file is read as far as possible, not refused.

    ``progress`` is called with entries, ``reading`` with bytes of evidence.
    """
    refuse_special_file(path)
    check_file(path)
    report, files, lacks = verify_with_files(path, deep=deep, progress=progress)
    checked = with_evidence(report, store_check.check_files(path, files, lacking=lacks, progress=reading))
    return checked if has_damage(report) else replace(checked, findings=(*checked.findings, *_findings_beside(path)))


def _findings_beside(path: Path) -> list[Finding]:
    """Report what contradicts the register: a key that this user saw first, a key file, the newest daily checkpoint."""
    try:
        with closing(Database(path)) as database, database.reading() as connection:
            desks = desk_keys.desks_by_feed(connection)
            problems = [desk_files.other_key_problem(*one) for one in desk_files.other_keys(path, desks).items()]
            problems += map(known_desks.changed_key_problem, known_desks.changed_keys(connection, desks))
            findings = daily_checkpoints.findings(path, connection)
    except Refused as refused:
        problems, findings = list(refused.problems), []
    return [Finding(one.place, one.message, one.advice, one.values) for one in problems] + findings


def verify_with_files(
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
        with _recording_read_errors(failed):
            if copied := copy_record.read(connection):
                lacks = frozenset(copied.files)
        with _recording_read_errors(failed):
            for file in evidence_store.named_files(connection) if report.entries else ():
                files.append(file)  # noqa: PERF402  (those before the damage are kept)
        if not has_damage(report):  # damage is reported already
            report = replace(report, findings=(*report.findings, *failed))
        return report, files, lacks


@contextmanager
def _recording_read_errors(failed: list[Finding]) -> Iterator[None]:
    """Continue after a read error and record it: a copy of what was read so far would lack the rest."""
    try:
        yield
    except DAMAGE as error:
        failed.append(unreadable_finding(error))


def with_evidence(report: VerifyReport, looked: StoreReport) -> VerifyReport:
    """Return the report with the result of the evidence check."""
    return replace(report, findings=(*report.findings, *looked.findings), evidence=looked.report)


def rebuild(database: Database, progress: Progress = None, *, accept_loss: bool = False) -> int:
    """Rebuild the projection from all entries, in one transaction, and return the number of folded records.

    Refuses a log that lost entries, unless ``accept_loss`` is set.
    """
    database.close()  # an idle connection would keep a register in WAL mode
    with database.writing() as connection:
        if not accept_loss and (gone := integrity_checks.lost_entries(connection)):
            raise Refused(
                Problem(
                    "Missing entries that the tables refer to: {n}, up to number {last}",
                    "Restore a backup that has them; rebuild --accept-loss continues without them, leaving no trace.",
                    values={"n": len(gone), "last": gone[-1]},
                )
            )
        clear_projection(connection)
        return project_all(connection, connection, progress=progress)


def backup(
    path: Path,
    out: Path,
    *,
    force: bool,
    audience: Audience | None = None,
    desk: str | None = None,
    reading: Progress = None,
) -> VerifyReport:
    """Back up a register with SQLite's backup into a temporary file, which is flushed, verified and renamed.

    With an ``audience`` the backup is a copy for others: without drafts and without the bodies and files that the
    audience may not read, and ``desk`` signs that it is one. A missing or altered evidence file is reported and not copied; ``reading`` is called with the
    bytes of the others.
    """
    problem = _unwritable_problem(out)
    refuse_place(path, out, force=force)
    signer = copy_signer(path, desk) if audience is not None else None

    def make(copy_path: Path) -> None:
        if audience is None or signer is None:
            _copy(path, copy_path)
        else:
            audience_copy.write_copy(path, copy_path, audience, signer)

    there = None if force else file_exists_problem(out)
    return _create_copy(path, out, make, problem, there, reading=reading, alone=audience is not None)


def copy_signer(path: Path, desk: str | None) -> CopySigner:
    """Return the desk that signs a copy for others, with its key. Refuses if there is none."""
    with closing(Database(path)) as database, database.reading() as connection:
        if desk is None and restored_desks.closed_desks(connection):
            raise Refused(restored_desks.closed_desk_problem(path))
        if desk is None:
            advice = (
                "A desk signs a copy for others. Bring a key here, or open your own desk: accordtrack desk open us-2"
            )
            raise Refused(desk_files.no_key_problem(path, advice))
        public = desk_keys.desks_by_feed(connection)[desk].public_key
    return audience_copy.CopySigner(desk, desk_files.load_desk_key(path, desk, public))


def _unwritable_problem(out: Path) -> Problem:
    return Problem("The backup cannot be written: {x}", "Check the folder and the disk.", values={"x": out})


def refuse_place(path: Path, out: Path, *, force: bool) -> None:
    """Refuse a backup path that cannot be written, or where a file exists that must not be replaced."""
    try:
        _refuse(path, out, force=force)
    except (OSError, ValueError) as error:
        raise Refused(_unwritable_problem(out)) from error


def _refuse(path: Path, out: Path, *, force: bool) -> None:
    if os.path.realpath(out) == os.path.realpath(path):
        raise Refused(Problem("A register cannot be backed up onto itself", "Choose another name.", values={"x": out}))
    if out.is_dir():
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": out}))
    if out.exists() and not out.is_file():
        advice = "A backup cannot replace a device or a pipe. Choose another name."
        raise Refused(Problem("{x} is not a regular file", advice, values={"x": out}))
    if out.exists() and not force:
        raise Refused(file_exists_problem(out))
    if out.exists() and out.is_symlink():  # its evidence would be stored beside the target of the symlink
        advice = "A backup cannot replace a link. Name the file it points to, or another."
        raise Refused(Problem("{x} is not a regular file", advice, values={"x": out}))
    refuse_parts(out)
    refuse_leftover_journal(out)
    if out.exists():
        refuse_losing_entries(path, out)


def file_exists_problem(out: Path) -> Problem:
    """Return the problem for an existing file."""
    return Problem("A file already exists: {x}", "Choose another name, or use --force.", values={"x": out})


def _create_copy(
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
            with report_problems_as(out, temporary), translate_errors(out, Work.MAKING):
                make(temporary)
                report, files, lacks = verify_with_files(temporary, deep=True)
            if has_damage(report):
                advice = "Run accordtrack verify."
                raise Refused(Problem("The copy does not verify, so it was not kept", advice, str(path)))
            if alone:
                refuse_others(out, {file.digest for file in files} - lacks)
            with signals.delay_signals() as hear, EvidenceCopier(path, out, hear, reading) as carrying:
                looked = carrying.copy_files(files, lacks)
                flush(temporary)
                if there is None and out.is_file():  # it may have been replaced meanwhile
                    refuse_losing_entries(path, out)
                hear()
                rename_into_place(temporary, out, there)
                carrying.keep_files()
    except OSError as error:
        raise Refused(making_problem(error, out) or problem) from error
    flush_file_name(out)
    return with_evidence(report, looked)


def has_damage(report: VerifyReport) -> bool:
    """Whether the report has a finding that makes a copy useless.

    Entries that do not count, and signs that something was removed from the log, are the same in a copy.
    """
    return any(finding.message not in _SAME_IN_A_COPY for finding in report.findings)


def rename_into_place(temporary: Path, out: Path, there: Problem | None) -> None:
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
    with closing(connect_read_only(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _copy(source: Path, target: Path) -> None:
    """Copy a register into an empty file, migrate the copy and close its desks."""
    from accordtrack.service.maintenance.updates import migrate_and_fold  # noqa: PLC0415  (imports this module)

    copy_pages(source, target)
    with closing(Database(target)) as copy, copy.writing(work=Work.MAKING) as connection:
        if version(connection) < SCHEMA_VERSION:
            migrate_and_fold(connection)
        restored_desks.close_all_desks(connection)


def flush_file_name(out: Path) -> None:
    """Flush the name of a finished file to disk. On failure, the problem says that the file itself is complete."""
    try:
        flush(out.parent)
    except OSError as error:
        advice = "Make sure it is there, and check the disk, before you rely on it."
        message = gettext_lazy("{x} was written in full, but the disk did not confirm its name")
        raise Refused(Problem(message, advice, values={"x": out})) from error


def restore(file: Path, path: Path) -> VerifyReport:
    """Restore a verified backup to a path that does not exist. Its desks are closed: it never continues their feeds."""
    if path.is_dir():
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": path}))
    there = Problem(
        "A register already exists at {x}", "Move it away first, or name another place.", values={"x": path}
    )
    if os.path.lexists(path):
        raise Refused(there)
    refuse_leftover_journal(path)
    with closing(Database(file)) as database:
        database.check()
    report, _files, _lacking = verify_with_files(file, deep=True)
    if has_damage(report):
        raise Refused(
            Problem("The backup does not verify", "Run accordtrack verify --deep --db {x}", str(file), {"x": file})
        )
    problem = Problem("The register cannot be created at {x}", "Check the folder and the disk.", values={"x": path})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(problem) from error
    report = _create_copy(file, path, lambda copy_path: _copy(file, copy_path), problem, there)
    daily_checkpoints.set_aside(path)
    return report


_ADVICE = gettext_lazy("Give the backup another name, or move that register away by hand.")
_LOST = """
SELECT COUNT(*) FROM main.entry AS there
LEFT JOIN main.entry_body AS words ON words.entry_id = there.id
LEFT JOIN here.entry AS same ON same.hash = there.hash AND same.raw = there.raw
LEFT JOIN here.entry_body AS kept ON kept.entry_id = same.id
WHERE same.id IS NULL OR (words.entry_id IS NOT NULL AND kept.entry_id IS NULL)
"""


def refuse_losing_entries(path: Path, out: Path) -> None:
    """Refuse to replace a register at ``out`` by a copy of the one at ``path`` unless it is an older backup of it.

    It is not if it has entries or bodies that the register lacks, if it has open desks, or if it cannot be read. A file
    that is no register passes.
    """
    if not is_register(out):
        return
    values = {"x": out}
    try:
        desks, lost = _open_desks(out), _count_lost_entries(path, out)
    except Refused as error:
        message = gettext_lazy("{x} is a register that cannot be read, and may hold what this one does not")
        raise Refused(Problem(message, _ADVICE, values=values)) from error
    if lost:
        message = gettext_lazy("{x} is a register with entries or entry bodies that this one does not hold: {n}")
        raise Refused(Problem(message, _ADVICE, values={**values, "n": lost}))
    if desks:
        message = gettext_lazy("{x} is not a backup but a register with desks still open: {desks}")
        raise Refused(Problem(message, _ADVICE, values={**values, "desks": ", ".join(desks)}))


def _open_desks(out: Path) -> list[str]:
    """Return the open desks of the register at ``out``. Refuses one too damaged to be opened."""
    with closing(Database(out)) as database:
        database.check()
        with database.reading() as connection:
            closed = restored_desks.closed_desks(connection) | {COMPILER}
            return [feed for feed in desk_keys.desks_by_feed(connection) if feed not in closed]


def _count_lost_entries(path: Path, out: Path) -> int:
    """Count the entries of the register at ``out`` that the one at ``path`` lacks, or has without their bodies."""
    with (
        translate_errors(out, Work.READING),
        safe_io.transaction(path.resolve()),
        safe_io.transaction(out.resolve()),
        closing(connect_read_only(out)) as connection,
    ):
        connection.execute("ATTACH ? AS here", (sqlite_uri(path),))
        return int(connection.execute(_LOST).fetchone()[0])
