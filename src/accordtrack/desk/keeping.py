"""Keeping a register whole: verify, rebuild, backup, restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack.desk import evidence, restored
from accordtrack.i18n import later
from accordtrack.places import evidence_folder
from accordtrack.problems import Problem, Refused
from accordtrack.register import checkup, log, soundness
from accordtrack.register.database import Database, check_file, reader, spoken, unlink
from accordtrack.register.lookup import E
from accordtrack.register.projection import forget_all, project_all
from accordtrack.views import Finding, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sqlalchemy import Connection

    Progress = Callable[[int, int], None] | None
    Files = list[tuple[str, dict[str, Any]]]


def verify(path: Path, *, deep: bool, progress: Progress = None) -> VerifyReport:
    """What the checkup says, and files of evidence that are missing or altered. A damaged file is read, never refused."""
    check_file(path)
    report, files = _checked(path, deep=deep, progress=progress)
    return _with_evidence(report, files, path)


def _checked(path: Path, *, deep: bool, progress: Progress = None) -> tuple[VerifyReport, Files]:
    """The checkup and the files that the log names; by connections of its own, which have read nothing yet."""
    with closing(Database(path)) as database, database.reading() as connection:
        return checkup.verify(connection, deep=deep, progress=progress), _files(connection)


def _files(connection: Connection) -> Files:
    """Entry id and file of each piece of evidence. What cannot be read is left to the checkup to tell."""
    found = []
    named = E.select().with_only_columns(E.c.id, E.c.feed, E.c.seq).where(E.c.kind == "evidence.add")
    with suppress(*checkup.DAMAGE):
        for key, feed, seq in connection.execute(named):
            body = log.entries_by_id(connection, [key])[key].body
            if body and body.get("file"):
                found.append((f"{feed}-{seq}", body["file"]))
    return found


def _with_evidence(report: VerifyReport, files: Files, register: Path) -> VerifyReport:
    """The report with what is missing or altered in the evidence store of ``register``."""
    missing, altered = later("The evidence file of {id} is missing"), later("The evidence file of {id} was altered")
    words = {"missing": missing, "altered": altered}
    advice = "Put back the file with that SHA-256 from a backup."
    odd = evidence.findings(register, iter(files))
    found = tuple(Finding(entry, words[fault], advice, {"id": entry}) for entry, fault in odd)
    return replace(report, findings=(*report.findings, *found))


def rebuild(database: Database, progress: Progress = None, *, accept_loss: bool = False) -> int:
    """Fold every entry again, in one transaction. Refuses a log that lost entries, unless told to accept that."""
    with database.writing() as connection:
        if not accept_loss and (gone := soundness.lost(connection)):
            raise Refused(
                Problem(
                    "The tables name {n} entries that are gone, up to number {last}",
                    "Restore a backup that has them; rebuild --accept-loss goes on without them, and no trace is left.",
                    values={"n": len(gone), "last": gone[-1]},
                )
            )
        forget_all(connection)
        return project_all(connection, connection, progress=progress)


def backup(path: Path, out: Path, *, force: bool) -> VerifyReport:
    """SQLite's own backup into a temporary file, flushed, opened again, verified, then renamed."""
    if out.resolve() == path.resolve():
        raise Refused(Problem("A register is not backed up onto itself", "Choose another name.", values={"x": out}))
    if out.is_dir():
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": out}))
    if out.exists() and not out.is_file():
        advice = "A backup replaces no device and no pipe. Choose another name."
        raise Refused(Problem("{x} is no ordinary file", advice, values={"x": out}))
    if out.exists() and not force:
        raise Refused(_taken(out))
    return _copied(path, out, force=force)


def _taken(out: Path) -> Problem:
    return Problem("There is a file already: {x}", "Choose another name, or say --force.", values={"x": out})


def _copied(path: Path, out: Path, *, force: bool = False) -> VerifyReport:
    """Copy a register with its evidence, its desks closed. The file takes its name last; when anything fails, it is not there."""
    problem = Problem("The backup cannot be written: {x}", "Check the folder and the disk.", values={"x": out})
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
        os.close(descriptor)
    except OSError as error:
        raise Refused(problem) from error
    temporary = out.with_name(Path(name).name)
    try:
        with spoken(out, making=True):
            _copy(path, temporary)
            with closing(Database(temporary)) as copy, copy.writing(making=True) as connection:
                restored.mark(connection)
            report, files = _checked(temporary, deep=True)
        if _damage(report):
            raise Refused(Problem("The copy does not verify, so it was not kept", "Run accordtrack verify.", str(path)))
        _evidence(path, out)
        _flush(temporary)
        _name(temporary, out, force=force)
        _flush(out.parent)
    except OSError as error:
        raise Refused(problem) from error
    finally:
        unlink(temporary)
    return _with_evidence(report, files, out)


def _damage(report: VerifyReport) -> bool:
    return any(finding.message != checkup.NOT_ADMITTED for finding in report.findings)


def _name(temporary: Path, out: Path, *, force: bool) -> None:
    """Give the copy its name; one that somebody took meanwhile is left to them, unless ``force``."""
    if not force:
        try:
            os.link(temporary, out)
        except FileExistsError as error:
            raise Refused(_taken(out)) from error
        except OSError:  # a file system without links
            if out.exists():
                raise Refused(_taken(out)) from None
        else:
            return
    temporary.replace(out)


def _copy(source: Path, target: Path) -> None:
    with closing(reader(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _evidence(source: Path, target: Path) -> None:
    folder = evidence_folder(source)
    if folder.is_dir():
        shutil.copytree(folder, evidence_folder(target), dirs_exist_ok=True)


def _flush(path: Path) -> None:
    """Make a file, or the names in a folder, lie on the disk."""
    if os.name == "posix" or path.is_file():
        descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def restore(file: Path, path: Path) -> VerifyReport:
    """Put a verified backup where no register is. Its desks are closed: a restored copy never resumes a feed."""
    if path.exists():
        problem = Problem(
            "There is a register already at {x}", "Move it away first, or name another place.", values={"x": path}
        )
        raise Refused(problem)
    with closing(Database(file)) as found:
        found.check()
    report, _files = _checked(file, deep=True)
    if _damage(report):
        raise Refused(
            Problem("The backup does not verify", "Run accordtrack verify --deep --db {x}", str(file), {"x": file})
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = Problem("The register cannot be made at {x}", "Check the folder and the disk.", values={"x": path})
        raise Refused(problem) from error
    return _copied(file, path)
