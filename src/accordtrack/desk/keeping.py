"""Keeping a register whole: verify, rebuild, backup, restore; and the words that history takes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.desk import evidence
from accordtrack.i18n import later
from accordtrack.places import evidence_folder
from accordtrack.problems import Problem, Refused
from accordtrack.register import checkup, log
from accordtrack.register.database import Database, spoken
from accordtrack.register.lookup import E
from accordtrack.register.projection import forget_all, project_all
from accordtrack.views import Finding, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection

    Progress = Callable[[int, int], None] | None


def verify(database: Database, *, deep: bool, progress: Progress = None, beside: Path | None = None) -> VerifyReport:
    """What the checkup says, and files of evidence that are missing or altered; of a copy they lie ``beside`` its name."""
    with database.reading() as connection:
        report = checkup.verify(connection, deep=deep, progress=progress)
        files = list(_files(connection)) if report.entries and not report.wrong else []
    missing, altered = later("The evidence file of {id} is missing"), later("The evidence file of {id} was altered")
    words = {"missing": missing, "altered": altered}
    advice = "Put back the file with that SHA-256 from a backup."
    odd = evidence.findings(beside or database.path, iter(files))
    found = tuple(Finding(entry, words[fault], advice, {"id": entry}) for entry, fault in odd)
    return replace(report, findings=(*report.findings, *found))


def _files(connection: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, feed, seq in connection.execute(
        E.select().with_only_columns(E.c.id, E.c.feed, E.c.seq).where(E.c.kind == "evidence.add")
    ):
        body = log.entries_by_id(connection, [key])[key].body
        if body and body.get("file"):
            yield f"{feed}-{seq}", body["file"]


def rebuild(database: Database, progress: Progress = None) -> int:
    """Fold every entry again, in one transaction."""
    with database.writing() as connection:
        forget_all(connection)
        return project_all(connection, connection, progress=progress)


def backup(database: Database, out: Path, *, force: bool) -> VerifyReport:
    """SQLite's own backup into a temporary file, flushed, opened again, verified, then renamed."""
    if out.exists() and not force:
        problem = Problem("There is a file already: {x}", "Choose another name, or say --force.", values={"x": out})
        raise Refused(problem)
    if out.resolve() == database.path.resolve():
        raise Refused(Problem("A register is not backed up onto itself", "Choose another name.", values={"x": out}))
    temporary = out.with_name(f".{out.name}.part")
    try:
        with spoken(out):
            _copy(database.path, temporary)
            _evidence(database.path, out)
            report = verify(Database(temporary), deep=False, beside=out)
        faults = [found for found in report.findings if not found.message.startswith("The evidence file")]
        if faults:
            raise Refused(
                Problem("The copy does not verify, so it was not kept", "Run accordtrack verify.", str(database.path))
            )
        temporary.replace(out)
        _flush(out.parent)
    except OSError as error:
        problem = Problem("The backup cannot be written: {x}", "Check the folder and the disk.", values={"x": out})
        raise Refused(problem) from error
    finally:
        temporary.unlink(missing_ok=True)
    return report


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _evidence(source: Path, target: Path) -> None:
    folder = evidence_folder(source)
    if folder.is_dir():
        shutil.copytree(folder, evidence_folder(target), dirs_exist_ok=True)


def _flush(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def restore(file: Path, path: Path) -> VerifyReport:
    """Put a verified backup where no register is. It opens read-only: a restored copy never resumes a feed."""
    if path.exists():
        problem = Problem(
            "There is a register already at {x}", "Move it away first, or name another place.", values={"x": path}
        )
        raise Refused(problem)
    found = Database(file)
    found.check()
    report = verify(found, deep=True)
    if [finding for finding in report.findings if not finding.message.startswith("The evidence file")]:
        raise Refused(
            Problem("The backup does not verify", "Run accordtrack verify --deep --db {x}", str(file), {"x": file})
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return backup(found, path, force=False)
