"""Verify: the file, the chains, the columns, the signatures, and the projection against a full fold."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from accordtrack.i18n import later
from accordtrack.ledger.chain import Checker
from accordtrack.problems import Refused
from accordtrack.register import log, searchindex, soundness, strangers
from accordtrack.register.columns import PROJECTION
from accordtrack.register.digest import Digest, state_digest
from accordtrack.register.filecheck import version
from accordtrack.register.fileheader import odd_fields
from accordtrack.register.inmemory import in_memory, migrated
from accordtrack.register.local import checksum
from accordtrack.register.projection import project_all
from accordtrack.register.schema import SCHEMA_VERSION
from accordtrack.register.tables import LOCAL
from accordtrack.views import FeedReport, Finding, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.views import Checkpoint

    Progress = Callable[[int, int], None] | None

DAMAGE = (
    *(DatabaseError, sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    RecursionError,
)
"""What reading a damaged file may raise: from SQLite, or from words that are no longer what they were."""

NOT_ADMITTED = later("Entries that were signed but are not admitted, and count for nothing: {n} ({entries})")
"""A finding that is no damage: a copy is as good as what it was made of."""
_FEEDS = "SELECT feed FROM entry GROUP BY feed ORDER BY MIN(id)"
_SHOWN = 20
_COUNT_FOR_NOTHING = """
SELECT e.feed, e.seq FROM record r JOIN entry e ON e.id = r.entry_id WHERE r.refused = 1 AND r.ref NOT IN (
  SELECT ref FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body)
) ORDER BY e.id
"""
_SEARCH_PART = "FTS5 table main.search"
_REBUILD_ADVICE = "Run accordtrack rebuild: it is made again from the entries."
_LOST_ADVICE = later("Restore a backup that has them. A rebuild would only take away the last trace of them.")
RESTORE_ADVICE = "Restore a backup, or ask the other side for its copy."


def verify(connection: Connection, *, deep: bool, progress: Progress = None) -> VerifyReport:
    """Check everything and say what is wrong, where, and what to do. Never raises for a damaged file.

    A file of an older version is held against what that version made; nothing of it is changed.
    """
    findings: list[Finding] = []
    checkers: list[Checker] = []
    digest = ""
    total = found = 0
    try:
        found = version(connection)
        if strange(connection, findings):
            return reported((), findings, 0, "", found, deep=deep)
        findings += _file(connection)
        total = int(connection.execute(sql("SELECT COUNT(*) FROM entry")).scalar_one())
        begun = ((Checker(name, deep=deep), log.entries_of_feed(connection, name)) for name in feeds(connection))
        checkers = walked(begun, total, progress)
        for checker in checkers:
            findings += checker.findings
        findings += guards(connection) + _orphans(connection, checkers, total) + _local(connection)
        folded = Digest()
        whole = not findings
        if whole:
            findings += _projection(connection, folded)
            whole = not findings
        findings += _refused(connection)
        with suppress(Refused):  # a body that differs is among the findings already
            digest = folded.sha256() if whole else state_digest(connection)
    except DAMAGE as error:
        findings.append(unreadable(error))
    return reported(checkers, findings, total, digest, found, deep=deep)


def reported(
    checkers: Sequence[Checker],
    findings: Iterable[Finding],
    entries: int,
    digest: str,
    found: int,
    *,
    deep: bool,
    since: Checkpoint | None = None,
) -> VerifyReport:
    """What was seen on the walks along the feeds, as one report; the file says that it is of version ``found``."""
    return VerifyReport(
        feeds=tuple(_feed_report(checker) for checker in checkers),
        findings=tuple(findings),
        entries=entries,
        signatures=sum(checker.signatures for checker in checkers),
        present=sum(checker.present for checker in checkers),
        withheld=sum(checker.withheld for checker in checkers),
        wrong=sum(checker.wrong for checker in checkers),
        state_digest=digest,
        deep=deep,
        file_version=found,
        outdated=0 < found < SCHEMA_VERSION,
        since=since,
    )


def unreadable(error: Exception) -> Finding:
    """Where reading ended."""
    original = getattr(error, "orig", None) or error
    why = f"{type(original).__name__}: {original}"
    return Finding("", "The file cannot be read to its end: {why}", RESTORE_ADVICE, {"why": why})


def strange(connection: Connection, findings: list[Finding]) -> bool:
    """Tell of parts that no register has; nothing else is looked at then, since to read one may never end."""
    names = strangers.strangers(connection)
    if names:
        message = later("The file holds parts that no register has: {names}")
        findings.append(Finding("", message, RESTORE_ADVICE, {"names": _shown(names)}))
    return bool(names)


def gap_finding() -> Finding:
    """Entries that are not there any more."""
    return Finding("", "Entries were taken out of the log: their numbers have gaps", _LOST_ADVICE)


def _feed_report(checker: Checker) -> FeedReport:
    """A line of the report, from where the walk along a feed ended."""
    kid = checker.last.envelope.kid if checker.last else ""
    return FeedReport(checker.feed, checker.side, checker.seq, checker.head or "", kid)


def _file(connection: Connection) -> list[Finding]:
    """The header of the file, and SQLite's own check of it."""
    path = connection.exec_driver_sql("PRAGMA database_list").mappings().first()
    pages = damaged_pages(connection)
    odd = odd_fields(Path(path["file"]), version(connection)) if path and path["file"] else []
    said = [f"header, byte {offset}" for offset in odd] + pages
    found = [
        Finding("", "The file is damaged: {why}", RESTORE_ADVICE, {"why": line.replace("\n", " ")})
        for line in said
        if not of_search(line)
    ]
    if any(map(of_search, said)):
        found.append(_search_finding())
    return found


def damaged_pages(connection: Connection) -> list[str]:
    """What SQLite's own check of the file finds."""
    said = (str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"))
    return [line for line in said if line != "ok"]


def of_search(line: str) -> bool:
    """Whether it is about the search index, which can be made again; SQLite looks at it too, from 3.44 on."""
    return _SEARCH_PART in line


def _search_finding() -> Finding:
    return Finding("search", "The search index differs from its words", _REBUILD_ADVICE)


def feeds(connection: Connection) -> list[str]:
    """Every feed that has an entry, also one that opens no desk."""
    return [str(name) for name in connection.execute(sql(_FEEDS)).scalars()]


def walked(begun: Iterable[tuple[Checker, Iterator[Entry]]], total: int, progress: Progress) -> list[Checker]:
    """Walks along feeds, each from where it begins to the end; ``total`` entries are expected of all."""
    checkers, done = [], 0
    for checker, entries in begun:
        for entry in entries:
            checker.take(entry)
            done += 1
            if progress and done % 500 == 0:
                progress(done, total)
        checker.last_signature()
        checkers.append(checker)
    if progress:
        progress(total, total)
    return checkers


def guards(connection: Connection) -> list[Finding]:
    """Tables, indexes and triggers must be worded as the migrations up to the file's version word them."""
    expected, found = _expected(version(connection)), _schema(connection)
    return [
        Finding("", "The part {name} of the file is missing or was changed", RESTORE_ADVICE, {"name": name})
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]


@cache
def _expected(version: int) -> dict[str, tuple[str, ...]]:
    with migrated(version) as fresh:
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
        found.append(Finding("", "Entries stand outside their feeds", RESTORE_ADVICE))
    if names := soundness.wordless(connection):
        message = later("The tables were made of words that are gone by now: {entries}")
        found.append(Finding("", message, _LOST_ADVICE, {"entries": _shown(names)}))
    if gone := soundness.gone(connection):
        values = {"n": len(gone), "last": gone[-1]}
        found.append(
            Finding("", "The tables name {n} entries that are gone, up to number {last}", _LOST_ADVICE, values)
        )
    if soundness.gaps(connection):
        found.append(gap_finding())
    strays = connection.execute(
        sql("SELECT COUNT(*) FROM entry_body WHERE entry_id NOT IN (SELECT id FROM entry)")
    ).scalar_one()
    if strays:
        found.append(Finding("", "{n} bodies belong to no entry", RESTORE_ADVICE, {"n": strays}))
    return found


def _local(connection: Connection) -> list[Finding]:
    """Local tables are checked by the checksum of each row."""
    found = []
    for name in (str(model.__tablename__) for model in LOCAL):
        for row in connection.exec_driver_sql(f"SELECT * FROM {name}").mappings():  # noqa: S608  (names of our own)
            if checksum(dict(row)) != row["checksum"]:
                advice = "Delete it and make it again; the log is not touched by it."
                found.append(Finding(name, "A row of {table} is damaged", advice, {"table": name}))
    return found


def _projection(connection: Connection, digest: Digest) -> list[Finding]:
    """The projection must equal a full fold, row by row, and the search index its words; ``digest`` takes what stands.

    A table that an older version had otherwise cannot be held against today's fold, and is left out.
    """
    with in_memory(plain=True) as fresh:
        project_all(connection, fresh, digest=digest)
        found = [
            Finding(
                table.name,
                "The table {table} differs from what the entries add up to",
                _REBUILD_ADVICE,
                {"table": table.name},
            )
            for table in PROJECTION
            if _as_now(connection, table.name) and not _same(connection, fresh, table.name)
        ]
        if not _same(connection, fresh, "search") or not searchindex.sound(connection):
            found.append(_search_finding())
    return found


def _as_now(connection: Connection, table: str) -> bool:
    """Whether the file's version has the table as it is now."""
    return _expected(version(connection))[table] == _expected(SCHEMA_VERSION)[table]


def _refused(connection: Connection) -> list[Finding]:
    """Entries that were signed and count for nothing. Where a body about the same record is not here, nobody can say so."""
    rows = connection.execute(sql(_COUNT_FOR_NOTHING))
    names = [f"{feed}-{seq}" for feed, seq in rows]
    if not names:
        return []
    advice = "Nothing else is touched by them; history shows what they say. Their desk can say it anew."
    return [Finding("", NOT_ADMITTED, advice, {"n": len(names), "entries": _shown(names)})]


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


_ROWS = {
    "record": "SELECT * FROM record ORDER BY entry_id",
    "commitment": "SELECT * FROM commitment ORDER BY key",
    "tag": "SELECT * FROM tag ORDER BY +key, +field, +value",
    "search": "SELECT rowid, id, words FROM search ORDER BY rowid",
}
"""Rows in one order by the table itself: + keeps an index out, which may say something else."""


def _same(connection: Connection, fresh: Connection, table: str) -> bool:
    """Whether a table holds the same rows in both; read side by side, since there may be a million of them."""
    pairs = zip_longest(connection.exec_driver_sql(_ROWS[table]), fresh.exec_driver_sql(_ROWS[table]))
    return all(one is not None and other is not None and tuple(one) == tuple(other) for one, other in pairs)
