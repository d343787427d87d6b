"""Verify: the file, the chains, the columns, the signatures, and the projection against a full fold."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text as sql

from accordtrack.core.problems import Refused
from accordtrack.i18n import later
from accordtrack.ledger.chain import Checker
from accordtrack.projection.state_digest import Digest, state_digest
from accordtrack.store import log
from accordtrack.store.columns import LOCAL
from accordtrack.store.file_check import version
from accordtrack.store.file_header import odd_fields
from accordtrack.store.row_checksum import checksum
from accordtrack.store.safe_io import opened
from accordtrack.types import Finding, VerifyReport
from accordtrack.verification import projection_check
from accordtrack.verification.findings import (
    DAMAGE,
    RESTORE_ADVICE,
    Unread,
    feeds,
    guards,
    reported,
    search_finding,
    shown,
    strange,
    taken_out,
    unreadable,
    walked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    Progress = Callable[[int, int], None] | None

NOT_ADMITTED = later("Entries that were signed but are not admitted, and count for nothing: {n} ({entries})")
"""A finding that is no damage: a copy is as good as what it was made of."""
_COUNT_FOR_NOTHING = """
SELECT e.feed, e.seq FROM record r JOIN entry e ON e.id = r.entry_id WHERE r.refused = 1 AND r.ref NOT IN (
  SELECT ref FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body)
) ORDER BY e.id
"""
_CACHE_KIB = 256_000
_AT_ONCE = 1 << 20
_SEARCH_PART = "FTS5 table main.search"


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
        begun = ((Checker(str(name), deep=deep), log.entries_of_feed(connection, name)) for name in feeds(connection))
        checkers = walked(begun, total, progress)
        for checker in checkers:
            findings += checker.findings
        findings += guards(connection) + _orphans(connection, checkers, total) + _local(connection)
        folded = Digest()
        whole = not findings
        if whole:
            findings += projection_check.differences(connection, folded)
            whole = not findings
        findings += _refused(connection)
        with suppress(Refused):  # a body that differs is among the findings already
            digest = folded.sha256() if whole else state_digest(connection)
    except (*DAMAGE, Unread) as error:
        findings.append(unreadable(error))
    return reported(checkers, findings, total, digest, found, deep=deep)


def _path(connection: Connection) -> Path | None:
    """The file of a connection; None of one in memory."""
    told = connection.exec_driver_sql("PRAGMA database_list").mappings().first()
    return Path(told["file"]) if told and told["file"] else None


def _read_ahead(path: Path) -> None:
    """Read the file once from its beginning to its end, so that what follows finds it in memory.

    SQLite's check asks for every row of a table where it stands in each index: of a register of a million entries, each
    page came from the disk on its own, and waiting for them took most of the time of the check.
    """
    with suppress(OSError), opened(path) as file:  # what cannot be read, SQLite tells of
        while file.read(_AT_ONCE):
            pass


def _file(connection: Connection) -> list[Finding]:
    """The header of the file, and SQLite's own check of it."""
    path = _path(connection)
    if path:
        _read_ahead(path)
    with _keeping(connection, _CACHE_KIB):
        pages = damaged_pages(connection)
    odd = odd_fields(path, version(connection)) if path else []
    said = [f"header, byte {offset}" for offset in odd] + pages
    found = [
        Finding("", "The file is damaged: {why}", RESTORE_ADVICE, {"why": line.replace("\n", " ")})
        for line in said
        if not of_search(line)
    ]
    if any(map(of_search, said)):
        found.append(search_finding())
    return found


@contextmanager
def _keeping(connection: Connection, kib: int) -> Iterator[None]:
    """Let SQLite keep so much of the file meanwhile: its indexes, which are asked in no order of theirs."""
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{kib}")
    yield
    connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def damaged_pages(connection: Connection) -> list[str]:
    """What SQLite's own check of the file finds."""
    said = (str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"))
    return [line for line in said if line != "ok"]


def of_search(line: str) -> bool:
    """Whether it is about the search index, which can be made again; SQLite looks at it too, from 3.44 on."""
    return _SEARCH_PART in line


def _orphans(connection: Connection, checkers: list[Checker], total: int) -> list[Finding]:
    """Entries that no feed holds, and bodies that no entry holds."""
    found = []
    if sum(checker.seq for checker in checkers) != total:
        found.append(Finding("", "Entries stand outside their feeds", RESTORE_ADVICE))
    found += taken_out(connection)
    strays = connection.execute(
        sql("SELECT COUNT(*) FROM entry_body WHERE entry_id NOT IN (SELECT id FROM entry)")
    ).scalar_one()
    if strays:
        found.append(Finding("", "{n} bodies belong to no entry", RESTORE_ADVICE, {"n": strays}))
    return found


def _local(connection: Connection) -> list[Finding]:
    """Local tables are checked by the checksum of each row."""
    found = []
    for name in LOCAL:
        for row in connection.exec_driver_sql(f"SELECT * FROM {name}").mappings():  # noqa: S608  (names of our own)
            if checksum(dict(row)) != row["checksum"]:
                advice = "Delete it and make it again; the log is not touched by it."
                found.append(Finding(name, "A row of {table} is damaged", advice, {"table": name}))
    return found


def _refused(connection: Connection) -> list[Finding]:
    """Entries that were signed and count for nothing. Where a body about the same record is not here, nobody can say so."""
    rows = connection.execute(sql(_COUNT_FOR_NOTHING))
    names = [f"{feed}-{seq}" for feed, seq in rows]
    if not names:
        return []
    advice = "Nothing else is touched by them; history shows what they say. Their desk can say it anew."
    return [Finding("", NOT_ADMITTED, advice, {"n": len(names), "entries": shown(names)})]
