"""Migrates registers of an older file version: first keeps a backup copy, then migrates all or nothing.

Opening a register to work in it migrates it. Verify, doctor, repair, restore, and the commands for keys, evidence and
disclosures read an older file as it is. A command checks its arguments on the old file first (``Desk``), so that an
unknown commitment or an invalid date does not cause a migration.
"""

from __future__ import annotations

import filecmp
import os
from contextlib import closing, suppress
from itertools import count
from typing import TYPE_CHECKING

from accordtrack.core.paths import refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.service.evidence.evidence_store import flush
from accordtrack.store.acceptance import FIRST_FOLDED_AS_TODAY
from accordtrack.store.database import Database, unlink
from accordtrack.store.database_errors import Work, report_problems_as, translate_errors, updating_problem
from accordtrack.store.file_check import check_triggers, version
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types import Line

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_SAID = gettext_lazy("The register file was version {old} and is now version {new}; the original is kept in {copy}")


def migrate_if_outdated(database: Database) -> Line | None:
    """Migrate the file if it is of an older version and return what was done, or None.

    Refuses a file that is no register, one of a newer version, and an older one that cannot be written or copied.
    """
    if database.check() == SCHEMA_VERSION:
        return None
    database.close()  # an idle connection would keep a register in WAL mode
    line = _migrate_with_copy(database)
    database.check()
    return line


def update_register(path: Path) -> Line | None:
    """Migrate a register that is not open, like ``migrate_if_outdated``."""
    refuse_special_file(path)
    with closing(Database(path)) as database:
        return migrate_if_outdated(database)


def _migrate_with_copy(database: Database) -> Line | None:
    path, old = database.path, 0
    new_copy: Path | None = None
    try:
        with database.updating() as connection:
            old = version(connection)
            if old == SCHEMA_VERSION:  # migrated meanwhile by another program
                return None
            check_triggers(connection, old, path)
            copy, new_copy = _create_copy(path)
            _migrate(connection, path)
    except BaseException:
        if new_copy is not None:
            _delete_copy(database, new_copy, old)
        raise
    return Line(_SAID, {"old": old, "new": SCHEMA_VERSION, "copy": copy})


def _migrate(connection: Connection, path: Path) -> None:
    migrate_and_fold(connection)
    check_triggers(connection, SCHEMA_VERSION, path)


def migrate_and_fold(connection: Connection) -> None:
    """Migrate the tables, and fold the log again if an earlier version folded it by other rules."""
    from accordtrack.projection.projector import clear_projection, project_all  # noqa: PLC0415  (slow to import)
    from accordtrack.store.migrations import migrate  # noqa: PLC0415  (alembic is slow to import)

    old = version(connection)
    migrate(connection)
    if old < FIRST_FOLDED_AS_TODAY:  # what waits follows from the whole log
        clear_projection(connection)
        project_all(connection, connection)


def _delete_copy(database: Database, copy: Path, old: int) -> None:
    """Delete the copy of a register that was not migrated after all; a concurrent migration keeps it."""
    with suppress(Refused), database.writing_briefly() as connection:
        if version(connection) == old:
            unlink(copy)


def _create_copy(path: Path) -> tuple[Path, Path | None]:
    """Create a copy beside the register, flushed to disk; return it, and again if it is new, or else None."""
    name = f"{path.name}.before-{SCHEMA_VERSION}"
    part = path.with_name(f".{name}.part")
    try:
        unlink(part)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with report_problems_as(path, part):
            _copy_register(path, part)
        return _name_copy(part, path.with_name(name))
    except OSError as error:
        raise Refused(updating_problem(error, path)) from error
    finally:
        unlink(part)


def _copy_register(path: Path, part: Path) -> None:
    """Copy the register and close the copy's desks, as in any backup. Refuses one with damaged pages."""
    from accordtrack.service.maintenance import (  # noqa: PLC0415  (what it needs is slow to import)
        backups,
        restored_desks,
    )
    from accordtrack.verification import full_check  # noqa: PLC0415

    with translate_errors(path, Work.UPDATING):
        backups.copy_pages(path, part)
        with closing(Database(part)) as copy:
            with copy.writing(work=Work.UPDATING) as connection:
                restored_desks.close_all_desks(connection)
            with copy.reading() as connection:
                damaged = full_check.damaged_pages(connection)
    if any(not full_check.is_about_search(line) for line in damaged):
        advice = "Restore a backup, or save what verifies: accordtrack repair OUT"
        raise Refused(Problem("The register is damaged, so it was not brought up to date", advice, str(path)))
    flush(part)


def _name_copy(part: Path, wanted: Path) -> tuple[Path, Path | None]:
    """Rename the copy to the first unused name; an identical existing file is used instead."""
    from accordtrack.service.maintenance import backups  # noqa: PLC0415

    for number in count(1):
        out = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if out.is_file() and filecmp.cmp(part, out, shallow=False):
            return out, None
        with suppress(Refused):
            backups.rename_into_place(part, out, backups.file_exists_problem(out))
            try:
                flush(out.parent)
            except OSError:
                unlink(out)
                raise
            return out, out
    raise AssertionError
