"""Full verification of a register: the file, chains, columns, signatures, and the projection against a full fold."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text as sql

from accordtrack.core.problems import Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.chain import Checker
from accordtrack.projection.log_desks import read_history
from accordtrack.projection.same_ids import ADDING
from accordtrack.projection.state_digest import Digest, state_digest
from accordtrack.queries import effect_summary
from accordtrack.store import desk_keys, log
from accordtrack.store.columns import LOCAL
from accordtrack.store.file_check import version
from accordtrack.store.file_header import odd_fields
from accordtrack.store.row_checksum import checksum
from accordtrack.store.safe_io import open_for_reading
from accordtrack.types import Finding, VerifyReport
from accordtrack.types.effects import DeskSummary
from accordtrack.verification import projection_check
from accordtrack.verification.findings import (
    DAMAGE,
    RESTORE_ADVICE,
    Unread,
    build_report,
    feeds,
    first_names,
    has_foreign_objects,
    missing_findings,
    schema_findings,
    search_finding,
    unreadable_finding,
    walk_feeds,
)
from accordtrack.verification.missing_bodies import removed_body_findings
from accordtrack.verification.seen_entries import seen_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    Progress = Callable[[int, int], None] | None

NOT_ADMITTED = gettext_lazy("Entries that are signed but not admitted, and do not count: {n} ({entries})")
"""This finding is not damage: a copy with it is as good as its original."""
_COUNT_FOR_NOTHING = """
SELECT e.feed, e.seq FROM record r JOIN entry e ON e.id = r.entry_id WHERE r.refused = 1 AND r.ref NOT IN (
  SELECT ref FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body)
) ORDER BY e.id
"""
ADDED_TWICE = gettext_lazy("Ids under which two desks added different records: {n} ({ids})")
"""This is no fault either: at most one of the records counts, or they wait."""
_ADDED_TWICE = f"""
WITH added AS (
  SELECT r.family, r.rid, e.feed, e.seq, b.raw, back.feed AS back_feed, back.seq AS back_seq FROM record r
  JOIN entry e ON e.id = r.entry_id JOIN entry_body b ON b.entry_id = e.id
  LEFT JOIN entry back ON back.id = r.retracted_by
  WHERE e.kind IN ({", ".join(f"'{one}'" for one in sorted(ADDING))})
)
SELECT one.rid, one.feed, one.seq, one.back_feed, one.back_seq, other.feed, other.seq FROM added one
JOIN added other ON other.family = one.family AND other.rid = one.rid AND other.feed != one.feed AND other.raw != one.raw
ORDER BY one.rid
"""  # noqa: S608  (only names of this program)
_CACHE_KIB = 256_000
_AT_ONCE = 1 << 20
_SEARCH_PART = "FTS5 table main.search"


def verify(connection: Connection, *, deep: bool, progress: Progress = None) -> VerifyReport:
    """Check everything and report what is wrong, where, and what to do. Never raises for a damaged file.

    A file of an older version is compared with what that version made. The file is not changed.
    """
    findings: list[Finding] = []
    checkers: list[Checker] = []
    digest = ""
    total = found = 0
    desks = DeskSummary()
    try:
        found = version(connection)
        if has_foreign_objects(connection, findings):
            return build_report((), findings, 0, "", found, deep=deep)
        findings += _file_findings(connection)
        total = int(connection.execute(sql("SELECT COUNT(*) FROM entry")).scalar_one())
        begun = ((Checker(str(name), deep=deep), log.entries_of_feed(connection, name)) for name in feeds(connection))
        checkers = walk_feeds(begun, total, progress)
        for checker in checkers:
            findings += checker.findings
        if not findings:
            findings += seen_findings(connection)
        findings += removed_body_findings(connection)
        findings += (
            schema_findings(connection) + _orphans(connection, checkers, total) + _local_row_findings(connection)
        )
        folded = Digest()
        whole = not findings
        if whole:
            findings += projection_check.projection_differences(connection, folded)
            whole = not findings
        findings += _refused_entry_findings(connection)
        with suppress(Refused):  # a differing body is already reported
            findings += _added_twice_findings(connection)
            digest = folded.sha256() if whole else state_digest(connection)
        desks = effect_summary.desk_summary(connection)
    except (*DAMAGE, Unread) as error:
        findings.append(unreadable_finding(error))
    return replace(build_report(checkers, findings, total, digest, found, deep=deep), desks=desks)


def _path(connection: Connection) -> Path | None:
    """Return the file of a connection; None for a database in memory."""
    row_mapping = connection.exec_driver_sql("PRAGMA database_list").mappings().first()
    return Path(row_mapping["file"]) if row_mapping and row_mapping["file"] else None


def _read_ahead(path: Path) -> None:
    """Read the whole file once in sequence, to bring it into the system's cache.

    SQLite's check looks up every row of a table in each index. In a register of a million entries, each page came from
    the disk separately, and waiting for them took most of the time of the check.
    """
    with suppress(OSError), open_for_reading(path) as file:  # SQLite reports read errors later
        while file.read(_AT_ONCE):
            pass


def _file_findings(connection: Connection) -> list[Finding]:
    """Check the header of the file and run SQLite's own check."""
    path = _path(connection)
    if path:
        _read_ahead(path)
    with _enlarged_cache(connection, _CACHE_KIB):
        pages = damaged_pages(connection)
    odd = odd_fields(path, version(connection)) if path else []
    lines = [f"header, byte {offset}" for offset in odd] + pages
    findings = [
        Finding("", "The file is damaged: {why}", RESTORE_ADVICE, {"why": line.replace("\n", " ")})
        for line in lines
        if not is_about_search(line)
    ]
    if any(map(is_about_search, lines)):
        findings.append(search_finding())
    return findings


@contextmanager
def _enlarged_cache(connection: Connection, kib: int) -> Iterator[None]:
    """Enlarge SQLite's page cache meanwhile: the check reads indexes in random order."""
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{kib}")
    yield
    connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def damaged_pages(connection: Connection) -> list[str]:
    """Return what SQLite's own check of the file finds."""
    lines = (str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"))
    return [line for line in lines if line != "ok"]


def is_about_search(line: str) -> bool:
    """Whether a finding is about the search index, which can be rebuilt. SQLite checks it from 3.44 on."""
    return _SEARCH_PART in line


def _orphans(connection: Connection, checkers: list[Checker], total: int) -> list[Finding]:
    """Report entries outside any feed, and bodies without an entry."""
    findings = []
    if sum(checker.seq for checker in checkers) != total:
        findings.append(Finding("", "Some entries are outside their feeds", RESTORE_ADVICE))
    findings += missing_findings(connection)
    strays = connection.execute(
        sql("SELECT COUNT(*) FROM entry_body WHERE entry_id NOT IN (SELECT id FROM entry)")
    ).scalar_one()
    if strays:
        findings.append(Finding("", "{n} bodies belong to no entry", RESTORE_ADVICE, {"n": strays}))
    return findings


def _local_row_findings(connection: Connection) -> list[Finding]:
    """Check the rows of local tables against their checksums."""
    findings = []
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    for name in filter(there.__contains__, LOCAL):  # an earlier version lacks some; the objects are compared elsewhere
        for row in connection.exec_driver_sql(f"SELECT * FROM {name}").mappings():  # noqa: S608  (a constant)
            if checksum(dict(row)) != row["checksum"]:
                advice = "Delete it and make it again; the log is not affected."
                findings.append(Finding(name, "A row of {table} is damaged", advice, {"table": name}))
    return findings


def _refused_entry_findings(connection: Connection) -> list[Finding]:
    """Report signed entries that count for nothing, except of records with a missing body."""
    rows = connection.execute(sql(_COUNT_FOR_NOTHING))
    names = [f"{feed}-{seq}" for feed, seq in rows]
    if not names:
        return []
    advice = "They affect nothing else; history shows what they say. Their desk can say it again."
    return [Finding("", NOT_ADMITTED, advice, {"n": len(names), "entries": first_names(names)})]


def _added_twice_findings(connection: Connection) -> list[Finding]:
    """Report ids under which several desks added records with different content.

    An id is free for a desk that had seen that the other record was taken back.
    """
    rows = connection.execute(sql(_ADDED_TWICE)).all()
    if not rows:
        return []
    history = read_history(connection, desk_keys.sides_by_feed(connection))
    used: set[tuple[str, frozenset[tuple[str, int]]]] = set()
    freed = set(used)
    for rid, feed, seq, back, number, other, at in rows:
        pair = rid, frozenset({(feed, seq), (other, at)})
        used.add(pair)
        if back is not None and history.saw(other, at, back, number):
            freed.add(pair)
    names = sorted({str(rid) for rid, _places in used - freed})
    if not names:
        return []
    advice = "history shows each of them, and which one counts. Their desks can add the others under other ids."
    return [Finding("", ADDED_TWICE, advice, {"n": len(names), "ids": first_names(names)})]
