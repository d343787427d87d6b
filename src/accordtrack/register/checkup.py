"""Verify: the file, the chains, the columns, the signatures, and the projection against a full fold."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from accordtrack.i18n import later
from accordtrack.ledger.chain import Checker
from accordtrack.problems import Refused
from accordtrack.register import log, searchindex, soundness
from accordtrack.register.columns import PROJECTION
from accordtrack.register.database import in_memory, migrated
from accordtrack.register.digest import state_digest
from accordtrack.register.fileheader import odd_fields
from accordtrack.register.local import checksum
from accordtrack.register.projection import project_all
from accordtrack.register.tables import LOCAL, Table
from accordtrack.views import FeedReport, Finding, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

DAMAGE = (
    *(DatabaseError, sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    RecursionError,
)
"""What reading a damaged file may raise: from SQLite, or from words that are no longer what they were."""

NOT_ADMITTED = later("Entries that were signed but are not admitted, and count for nothing: {n} ({entries})")
"""A finding that is no damage: a copy is as good as what it was made of."""
_SHOWN = 20
_SEARCH_PART = "FTS5 table main.search"
_REBUILD_ADVICE = "Run accordtrack rebuild: it is made again from the entries."
_LOST_ADVICE = later("Restore a backup that has them. A rebuild would only take away the last trace of them.")
_RESTORE_ADVICE = "Restore a backup, or ask the other side for its copy."


def verify(connection: Connection, *, deep: bool, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
    """Check everything and say what is wrong, where, and what to do. Never raises for a damaged file."""
    findings: list[Finding] = []
    checkers: list[Checker] = []
    digest = ""
    total = 0
    try:
        findings += _file(connection)
        total = int(connection.execute(sql("SELECT COUNT(*) FROM entry")).scalar_one())
        checkers = _chains(connection, total, deep=deep, progress=progress)
        for checker in checkers:
            findings += checker.findings
        findings += _guards(connection) + _orphans(connection, checkers, total) + _local(connection)
        if not findings:
            findings += _projection(connection)
        findings += _refused(connection)
        with suppress(Refused):  # a body that differs is among the findings already
            digest = state_digest(connection)
    except DAMAGE as error:
        findings.append(Finding("", "The file cannot be read to its end: {why}", _RESTORE_ADVICE, {"why": _why(error)}))
    return VerifyReport(
        feeds=tuple(_feed(checker) for checker in checkers),
        findings=tuple(findings),
        entries=total,
        signatures=sum(checker.signatures for checker in checkers),
        present=sum(checker.present for checker in checkers),
        withheld=sum(checker.withheld for checker in checkers),
        wrong=sum(checker.wrong for checker in checkers),
        state_digest=digest,
        deep=deep,
    )


def _why(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return f"{type(original).__name__}: {original}"


def _feed(checker: Checker) -> FeedReport:
    kid = checker.last.envelope.kid if checker.last else ""
    return FeedReport(checker.feed, checker.side, checker.seq, checker.head or "", kid)


def _file(connection: Connection) -> list[Finding]:
    """The header of the file, and SQLite's own check of it."""
    path = connection.exec_driver_sql("PRAGMA database_list").mappings().first()
    odd = odd_fields(Path(path["file"])) if path and path["file"] else []
    said = [f"header, byte {offset}" for offset in odd]
    said += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    found = [
        Finding("", "The file is damaged: {why}", _RESTORE_ADVICE, {"why": line.replace("\n", " ")})
        for line in said
        if line != "ok" and _SEARCH_PART not in line
    ]
    if any(_SEARCH_PART in line for line in said):  # SQLite asks its search index too, from 3.44 on
        found.append(_search_finding())
    return found


def _search_finding() -> Finding:
    return Finding("search", "The search index differs from its words", _REBUILD_ADVICE)


def _chains(
    connection: Connection, total: int, *, deep: bool, progress: Callable[[int, int], None] | None
) -> list[Checker]:
    checkers = []
    done = 0
    names = connection.execute(sql("SELECT feed FROM entry GROUP BY feed ORDER BY MIN(id)")).scalars().all()
    for name in names:
        checker = Checker(name, deep=deep)
        for _key, entry in log.entries_of_feed(connection, name):
            checker.take(entry)
            done += 1
            if progress and done % 500 == 0:
                progress(done, total)
        checker.last_signature()
        checkers.append(checker)
    if progress:
        progress(total, total)
    return checkers


def _guards(connection: Connection) -> list[Finding]:
    """Tables, indexes and triggers must be worded as the migrations word them."""
    expected, found = _expected(), _schema(connection)
    return [
        Finding("", "The part {name} of the file is missing or was changed", _RESTORE_ADVICE, {"name": name})
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]


@cache
def _expected() -> dict[str, tuple[str, ...]]:
    with migrated() as fresh:
        return _schema(fresh)


def _schema(connection: Connection) -> dict[str, tuple[str, ...]]:
    rows = connection.exec_driver_sql("SELECT name, type, tbl_name, sql FROM sqlite_master")
    found = {str(name): tuple(map(str, rest)) for name, *rest in rows}
    versions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    return found | {"alembic_version": (*found["alembic_version"], *map(str, versions))}


def _orphans(connection: Connection, checkers: list[Checker], total: int) -> list[Finding]:
    """Entries that no feed holds, and bodies that no entry holds."""
    found = []
    if sum(checker.seq for checker in checkers) != total:
        found.append(Finding("", "Entries stand outside their feeds", _RESTORE_ADVICE))
    if gone := soundness.lost(connection):
        values = {"n": len(gone), "last": gone[-1]}
        found.append(
            Finding("", "The tables name {n} entries that are gone, up to number {last}", _LOST_ADVICE, values)
        )
    if soundness.gaps(connection):
        found.append(Finding("", "Entries were taken out of the log: their numbers have gaps", _LOST_ADVICE))
    strays = connection.execute(
        sql("SELECT COUNT(*) FROM entry_body WHERE entry_id NOT IN (SELECT id FROM entry)")
    ).scalar_one()
    if strays:
        found.append(Finding("", "{n} bodies belong to no entry", _RESTORE_ADVICE, {"n": strays}))
    return found


def _local(connection: Connection) -> list[Finding]:
    """Local tables are checked by the checksum of each row."""
    found = []
    for table in [Table.metadata.tables[str(model.__tablename__)] for model in LOCAL]:
        for row in connection.execute(select(*table.c)).mappings():
            if checksum(dict(row)) != row["checksum"]:
                advice = "Delete it and make it again; the log is not touched by it."
                found.append(Finding(table.name, "A row of {table} is damaged", advice, {"table": table.name}))
    return found


def _projection(connection: Connection) -> list[Finding]:
    """The projection must equal a full fold, row by row, and the search index its words."""
    with in_memory() as fresh:
        project_all(connection, fresh)
        found = [
            Finding(
                table.name,
                "The table {table} differs from what the entries add up to",
                _REBUILD_ADVICE,
                {"table": table.name},
            )
            for table in PROJECTION
            if _rows(connection, table.name) != _rows(fresh, table.name)
        ]
        if _rows(connection, "search") != _rows(fresh, "search") or not searchindex.sound(connection):
            found.append(_search_finding())
    return found


def _refused(connection: Connection) -> list[Finding]:
    """Entries that were signed and count for nothing."""
    rows = connection.execute(
        sql("SELECT e.feed, e.seq FROM record r JOIN entry e ON e.id = r.entry_id WHERE r.refused = 1 ORDER BY e.id")
    )
    names = [f"{feed}-{seq}" for feed, seq in rows]
    if not names:
        return []
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    advice = "Nothing else is touched by them; history shows what they say. Their desk can say it anew."
    return [Finding("", NOT_ADMITTED, advice, {"n": len(names), "entries": shown})]


def _rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    chosen = "SELECT rowid, id, words FROM search" if table == "search" else f"SELECT * FROM {table}"  # noqa: S608
    return sorted((tuple(row) for row in connection.exec_driver_sql(chosen)), key=repr)
