"""Health checks of a register and its machine (the ``doctor`` command), each with advice. Nothing is changed."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack import __version__
from accordtrack.core import dates
from accordtrack.core.paths import evidence_folder, refuse_special_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import format_size
from accordtrack.ledger import key_files
from accordtrack.queries import effect_summary
from accordtrack.service.evidence import store_repair
from accordtrack.service.maintenance import restored_desks
from accordtrack.service.signing_keys import desk_files, known_desks
from accordtrack.store import copy_record, database_errors, desk_keys, integrity_checks
from accordtrack.store.database import Database
from accordtrack.store.file_check import check_file, check_header, odd_objects
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.text import effect_notes
from accordtrack.types import HealthCheck, Line
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from accordtrack.ledger.copy_statement import CopyStatement
    from accordtrack.store.desk_keys import OpenedDesk

OK, NOTE, MUST = "ok", "note", "must"
_SPARE = 50_000_000
"""Bytes that should be free in addition to one more copy of the register."""
_PATIENCE = timedelta(minutes=5)
"""Tolerated difference between two clocks."""
_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs"),
        *("9p", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.s3fs"),
    }
)
_ESCAPE = re.compile(r"\\([0-7]{3})")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_OTHERS, _ANYBODY_WRITES, _OTHERS_WRITE = 0o077, 0o002, 0o022
"""File mode bits: access by others, writing by anybody, writing by group or others.

Many systems make folders writable for a group with a single member; key folders are checked more strictly.
"""


def mistyped_problem(path: Path) -> Problem | None:
    """Return a problem if the log holds values of a wrong type, so that no query of it can be trusted."""
    refuse_special_file(path)
    with closing(Database(path)) as database:
        database.check()
        with database.reading() as connection:
            mistyped = integrity_checks.has_mistyped_values(connection)
    return database_errors.damaged_problem(str(path)) if mistyped else None


def examine(path: Path) -> tuple[HealthCheck, ...]:
    """Return all health checks of the register at ``path`` and the machine. Refuses only a path without a register."""
    refuse_special_file(path)
    if not path.is_file():
        check_header(path)
    health_checks = [
        _check_versions(),
        _check_opening(path),
        _check_disk_space(path),
        *_check_permissions(path),
        check_drive(path, read_mount_table()),
    ]
    if health_checks[1].state == MUST:
        return tuple(health_checks)
    try:
        with closing(Database(path)) as database, database.reading() as connection:
            mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
            newest = connection.exec_driver_sql("SELECT at FROM entry ORDER BY id DESC LIMIT 1").scalar()
            opened, closed = desk_keys.desks_by_feed(connection), restored_desks.closed_desks(connection)
            odd, changed = odd_objects(connection), known_desks.changed_keys(connection, opened)
            stray = store_repair.count_stray_files(connection, path)
            copy = copy_record.read(connection)
            without = copy_record.count_missing_bodies(connection) if copy else 0
            summary = effect_summary.desk_summary(connection)
    except Refused as error:
        return (*health_checks, _failed_check("register", error.problems[0]))
    health_checks += [_check_objects(odd), check_stray_evidence(stray), *([check_copy(copy, without)] if copy else [])]
    return (
        *health_checks,
        _check_journal(path, mode),
        check_clock(dates.now(), str(newest or "")),
        *(_failed_check("key", known_desks.changed_key_problem(one)) for one in changed),
        *(
            _failed_check("key", desk_files.other_key_problem(*one))
            for one in desk_files.other_keys(path, opened).items()
        ),
        *(HealthCheck("desks", NOTE, line) for line in effect_notes.desk_lines(summary)),
        *_check_desks(path, opened, closed),
    )


def _failed_check(name: str, problem: Problem) -> HealthCheck:
    advice = Line(problem.advice, problem.values) if problem.advice else None
    return HealthCheck(name, MUST, Line(problem.message, problem.values), advice)


def _check_versions() -> HealthCheck:
    values = {"x": __version__, "y": sqlite3.sqlite_version, "z": platform.python_version()}
    return HealthCheck("version", OK, Line("accordtrack {x}, SQLite {y}, Python {z}", values))


def _check_opening(path: Path) -> HealthCheck:
    try:
        check_file(path)
        with closing(Database(path)) as database:
            version = database.check()
    except Refused as error:
        return _failed_check("register", error.problems[0])
    if version < SCHEMA_VERSION:
        line = Line("The register file is an older version ({n}): {x}", {"n": version, "x": path})
        advice = Line(
            "It is brought up to date when opened for work; a copy of the previous version is kept beside it."
        )
        return HealthCheck("register", NOTE, line, advice)
    return HealthCheck("register", OK, Line("This version can open the register: {x}", {"x": path}))


def _check_objects(odd: list[str]) -> HealthCheck:
    """Check that the file has exactly the tables, indexes and triggers of its version, as ``verify`` does."""
    if not odd:
        return HealthCheck("objects", OK, Line("The file has the tables, indexes and triggers of its version"))
    advice = Line("Nothing can be written. Run accordtrack verify, and restore a backup.")
    line = Line("Parts of the file are foreign, missing or changed: {names}", {"names": ", ".join(odd)})
    return HealthCheck("objects", MUST, line, advice)


def _check_disk_space(path: Path) -> HealthCheck:
    return check_free_space(shutil.disk_usage(path.resolve().parent).free, path.stat().st_size)


def check_free_space(free: int, register_size: int) -> HealthCheck:
    """Check that ``free`` bytes suffice for a register of that size: a backup or rebuild takes as much again."""
    need = register_size + _SPARE
    if free >= need:
        return HealthCheck("disk", OK, Line("There is room for a backup beside the register"))
    values = {"n": format_size(free), "m": format_size(need)}
    advice = Line("Free some space on that disk, or move the register to another.")
    return HealthCheck(
        "disk", MUST, Line("Little space is left on the register's disk: {n}; {m} are needed", values), advice
    )


def _check_permissions(path: Path) -> Iterator[HealthCheck]:
    """Check who may read or change the register, its folder and its evidence."""
    if not os.access(path, os.W_OK) or not os.access(path.resolve().parent, os.W_OK):
        advice = Line("You can only read here; to write, change the owner of the file and its folder.")
        yield HealthCheck("permissions", NOTE, Line("You cannot write to the register"), advice)
    if os.name != "posix":
        return
    wrong = list(_check_other_users(path))
    yield from wrong
    if not wrong:
        yield HealthCheck("permissions", OK, Line("Nobody else can read the register or its evidence"))


def _check_other_users(path: Path) -> Iterator[HealthCheck]:
    store = evidence_folder(path)
    folders = [path.resolve().parent, *(one for one in (store, *_paths_below(store)) if one.is_dir())]
    files = [path, *(one for one in _paths_below(store) if not one.is_dir())]
    if bad := _first_with_mode(folders, _ANYBODY_WRITES):
        advice = Line("Run {cmd}", {"cmd": f"chmod o-w {bad}"})
        yield HealthCheck("permissions", MUST, Line("Others can put files into the folder {x}", {"x": bad}), advice)
    if bad := _first_with_mode(files, _OTHERS):
        advice = Line("Run {cmd}", {"cmd": f"chmod 600 {bad}"})
        yield HealthCheck("permissions", MUST, Line("Others can read or change {x}", {"x": bad}), advice)


def _paths_below(store: Path) -> list[Path]:
    return sorted(store.rglob("*")) if store.is_dir() else []


def _first_with_mode(paths: Iterable[Path], bits: int) -> Path | None:
    """Return the first path with any of the mode bits set, or None.

    Folders with the sticky bit, such as /tmp, are skipped: nobody can change the files of others there.
    """
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError:  # deleted meanwhile, or a dangling symlink: verify reports missing files
            continue
        if mode & bits and not mode & stat.S_ISVTX:
            return path
    return None


def check_drive(path: Path, table: str | None) -> HealthCheck:
    """Check that the register is not on a network drive, where locks are unreliable. ``table`` is from ``read_mount_table``."""
    kind = network_drive_type(path.resolve(), table)
    if kind is None:
        return HealthCheck("drive", NOTE, Line("Whether the register is on a network drive cannot be determined here"))
    if not kind:
        return HealthCheck("drive", OK, Line("The register is on a local disk"))
    advice = Line("Move it to a local disk: two writers over a network can damage it. Send backups instead.")
    return HealthCheck("drive", MUST, Line("The register is on a network drive ({x})", {"x": kind}), advice)


def check_stray_evidence(count: int) -> HealthCheck:
    """Check that the evidence store holds no files without an entry, such as a killed process leaves behind."""
    if not count:
        return HealthCheck("evidence", OK, Line("Every file in the evidence store belongs to an entry"))
    advice = Line("Run {cmd}", {"cmd": "accordtrack evidence tidy"})
    line = Line("Files in the evidence store that belong to no entry: {n}", {"n": count})
    return HealthCheck("evidence", NOTE, line, advice)


def check_copy(copy: CopyStatement, without: int) -> HealthCheck:
    """Report what a copy for others lacks: bodies, and files that its entries name."""
    values = {"audience": ("audience", copy.audience), "n": without, "m": len(copy.files)}
    advice = Line("Ask a desk that has them; accordtrack take-in FILE takes in what it discloses.")
    line = Line("This is a copy for others ({audience}); not public in it: bodies {n}, files {m}", values)
    return HealthCheck("copy", NOTE if without or copy.files else OK, line, advice if without or copy.files else None)


def _check_journal(path: Path, mode: str) -> HealthCheck:
    if mode == "wal":
        advice = Line("Close every program that has it open, then run accordtrack rebuild.")
        line = Line("The register has a second file (-wal): a copy without it lacks what was written last")
        return HealthCheck("journal", MUST, line, advice)
    file = path.resolve()
    if file.with_name(f"{file.name}-journal").exists():  # opening removed the journal of a stopped writer
        advice = Line("Copy the register with accordtrack backup, never by hand while someone is writing.")
        return HealthCheck("journal", NOTE, Line("Somebody is writing to the register now"), advice)
    return HealthCheck("journal", OK, Line("The register is one self-contained file"))


def check_clock(now: str, newest: str) -> HealthCheck:
    """Compare this machine's clock with the newest entry; both are timestamps in the format of the log."""
    try:
        behind = datetime.strptime(newest, _TIME) - datetime.strptime(now, _TIME)  # noqa: DTZ007 - both are UTC
    except ValueError:
        return HealthCheck("clock", NOTE, Line("The newest entry does not say when it was written"))
    if behind <= _PATIENCE:
        return HealthCheck("clock", OK, Line("The clock is consistent with the newest entry"))
    advice = Line("Set the clock. If it is right, the clock of the machine that wrote the entry was wrong.")
    line = Line("The clock says {x}; the newest entry says {y}", {"x": now, "y": newest})
    return HealthCheck("clock", MUST, line, advice)


def _check_desks(path: Path, opened: Mapping[str, OpenedDesk], closed: frozenset[str]) -> Iterator[HealthCheck]:
    """Check each key on this machine, and report if nobody can write."""
    here = 0
    for feed, desk in opened.items():
        file = desk_files.find_key(path, feed, desk.public_key)
        if feed != COMPILER and file is not None:
            here += feed not in closed
            yield _check_key(feed, file, desk.public_key)
        elif feed != COMPILER and (odd := desk_files.odd_key(path, feed, desk.public_key)):
            yield _failed_check("key", key_files.not_regular_file_problem(odd[0]))
        yield from _check_old_keys(path, feed, desk)
    if not here and (folder := desk_files.inaccessible_key_folder(path)):
        yield _failed_check("key", desk_files.inaccessible_folder_problem(path, folder))
    elif not here:
        advice = Line(
            "Bring back a key, or restore a register backup with a new desk: accordtrack restore FILE --desk us-2"
        )
        yield HealthCheck("key", NOTE, Line("Nobody can write here: no open desk has its key on this machine"), advice)


def _check_old_keys(path: Path, feed: str, desk: OpenedDesk) -> Iterator[HealthCheck]:
    """Report old keys of a desk that are still in a key folder, for example after a crash during rotation."""
    for _first, public in desk.keys[:-1]:
        if file := desk_files.find_key(path, feed, public):
            line = Line("A former key of {desk} is still at {x}", {"desk": feed, "x": file})
            yield HealthCheck("key", NOTE, line, Line("Move it away or delete it: nothing signed with it counts here."))


def _check_key(feed: str, file: Path, public: str) -> HealthCheck:
    if os.name == "posix" and _first_with_mode([file.parent], _OTHERS_WRITE):
        advice = Line("Run {cmd}", {"cmd": f"chmod 700 {file.parent}"})
        return HealthCheck("key", MUST, Line("Others can put files into the folder {x}", {"x": file.parent}), advice)
    try:
        covered = key_files.has_passphrase(file)
        signing_key = key_files.load_key(file, lambda: "") if not covered else None
    except OSError:
        return _failed_check("key", key_files.unreadable_key_problem(file))
    except Refused as error:
        return _failed_check("key", error.problems[0])
    if signing_key is not None and signing_key.public != public:
        advice = Line("Bring back the right file.")
        return HealthCheck("key", MUST, Line("The key does not belong to desk {x}", {"x": feed}), advice)
    if covered:
        return _check_passphrase(feed, file)
    return HealthCheck("key", OK, Line("The key of {x} is here, without a passphrase", {"x": feed}))


def _check_passphrase(feed: str, file: Path) -> HealthCheck:
    if os.name == "posix" and _first_with_mode([file], _OTHERS):
        line = Line("The key can be read by others; protect it with {cmd}", {"cmd": f"chmod 600 {file}"})
        return HealthCheck("key", MUST, line)
    return HealthCheck("key", OK, Line("The key of {x} is here, protected by a passphrase", {"x": feed}))


def read_mount_table() -> str | None:
    """Return the mount table of Linux, or None on other systems."""
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None


def network_drive_type(path: Path, listed: str | None) -> str | None:
    """Return the type of network drive that holds the absolute ``path``; empty for a local disk, None if unknown."""
    if os.name == "nt":
        return "UNC" if path.drive.startswith("\\\\") else None
    if listed is None:
        return None
    best, kind = -1, None
    for line in listed.splitlines():
        words = line.split(" ")
        if len(words) < 3:  # noqa: PLR2004 - what, where, of which kind
            continue
        where = Path(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), words[1]))
        if path.is_relative_to(where) and len(where.parts) >= best:  # of two mounts in one place, the later is on top
            best, kind = len(where.parts), words[2]
    return None if kind is None else kind if kind in _NETWORK else ""
