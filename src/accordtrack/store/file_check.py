"""Check whether a file may be opened as a register: its header, its version, and the triggers that guard its log.

All checks come before anything is written. They raise ``Refused`` with advice.
"""

from __future__ import annotations

import hashlib
import stat
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.store import foreign_objects, safe_io
from accordtrack.store.file_header import APPLICATION, MAGIC, VERSION
from accordtrack.store.in_memory import migrated_register
from accordtrack.store.schema import APPLICATION_ID, OBJECTS_DIGEST, SCHEMA_VERSION, TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection


def check_file(path: Path) -> None:
    """Refuse a file that verify cannot check: not a register, or a newer version. A damaged register passes."""
    check_header(path)
    with safe_io.open_for_reading(path) as file:
        head = file.read(VERSION.stop)
    check_version(int.from_bytes(head[VERSION], "big"), path)


def version(connection: Connection) -> int:
    """Return the version that the file states."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def check_version(found: int, path: Path) -> None:
    """Refuse a version that this program does not know, and a file that was never finished."""
    refuse_newer(found, path)
    if found < 1:
        raise Refused(Problem("The creation of the register was not finished", "Make it again.", str(path)))


def refuse_newer(found: int, path: Path) -> None:
    """Refuse a version that this program does not know."""
    if found > SCHEMA_VERSION:
        raise Refused(Problem("Made by a newer version; update to open", place=str(path)))


def check_header(path: Path) -> None:
    """Refuse a file that is missing, empty, a folder, or not a register, without opening it as a database.

    Also refuse it if something else occupies the path of SQLite's journal.
    """
    try:
        with safe_io.open_for_reading(path) as file:
            head = file.read(APPLICATION.stop)
    except FileNotFoundError as error:
        raise Refused(
            Problem(
                "There is no register at {x}",
                'Make one with "accordtrack init", or look at the shipped one first with "accordtrack demo".',
                values={"x": path},
            )
        ) from error
    except IsADirectoryError as error:
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": path})) from error
    except OSError as error:
        raise Refused(
            Problem("The register cannot be read: {x}", "Check the permissions of the file.", values={"x": path})
        ) from error
    if not _is_register_header(head):
        raise Refused(_other_program_problem(path))
    _check_parts(path)


def is_register(path: Path) -> bool:
    """Whether the file at ``path`` starts like a register, whatever is beside it. Raise ``OSError``."""
    with safe_io.open_for_reading(path) as file:
        return _is_register_header(file.read(APPLICATION.stop))


def _is_register_header(head: bytes) -> bool:
    return head.startswith(MAGIC) and head[APPLICATION] == APPLICATION_ID.to_bytes(4, "big")


def _check_parts(path: Path) -> None:
    """Refuse a register if a journal path beside it is not a regular file: SQLite would wait at a pipe forever."""
    place = path.resolve()
    for part in (place.with_name(place.name + ending) for ending in safe_io.PARTS):
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(part.lstat().st_mode):
                advice = "SQLite keeps its own file under that name. Move away what is there, and try again."
                raise Refused(Problem("{x} is not a regular file", advice, str(path), {"x": part}))


def _other_program_problem(path: Path) -> Problem:
    return Problem("This file is not an accordtrack register", "Name another with --db.", str(path))


def check_triggers(connection: Connection, found: int, path: Path) -> None:
    """Refuse a file of version ``found`` whose triggers differ from that version's, or that holds foreign objects."""
    if found == SCHEMA_VERSION:
        odd = odd_triggers(connection)
    else:
        with migrated_register(found) as fresh:
            odd = odd_triggers(connection, _triggers(fresh))
    if odd := odd + foreign_objects.foreign_names(connection):
        raise Refused(
            Problem(
                "The protections of the log were changed: {names}",
                "Restore a backup; the entries can still be read with verify.",
                str(path),
                {"names": ", ".join(odd)},
            )
        )


def objects(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return every table, index and trigger of a file by name, as listed by SQLite, with the version of the migrations."""
    rows = connection.exec_driver_sql("SELECT name, type, tbl_name, sql FROM sqlite_master")
    found = {str(name): tuple(map(str, rest)) for name, *rest in rows}
    if "alembic_version" not in found:
        return found
    versions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    return found | {"alembic_version": (*found["alembic_version"], *map(str, versions))}


@cache
def expected_objects(version: int) -> dict[str, tuple[str, ...]]:
    """Return the objects of a file of that version."""
    with migrated_register(version) as fresh:
        return objects(fresh)


def odd_objects(connection: Connection) -> list[str]:
    """Return the names of objects that are missing, changed, or foreign."""
    expected, found = expected_objects(version(connection)), objects(connection)
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def objects_digest(connection: Connection) -> str:
    """Return a digest of the objects of a file."""
    return hashlib.sha256(repr(sorted(objects(connection).items())).encode(errors="replace")).hexdigest()


def refuse_odd_objects(connection: Connection, path: Path) -> None:
    """Refuse to write to a file of this version with objects that are missing, changed, or foreign."""
    if version(connection) != SCHEMA_VERSION or objects_digest(connection) == OBJECTS_DIGEST:
        return
    if names := odd_objects(connection):  # empty if this SQLite merely words its own tables otherwise
        advice = "Nothing was written. Run accordtrack verify, and restore a backup."
        values = {"names": ", ".join(names)}
        raise Refused(Problem("Parts of the file are foreign, missing or changed: {names}", advice, str(path), values))


def _triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {str(name): str(sql) for name, sql in rows}


def odd_triggers(connection: Connection, expected: Mapping[str, str] = TRIGGERS) -> list[str]:
    """Return the names of triggers that are missing, changed, or foreign."""
    found = _triggers(connection)
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
