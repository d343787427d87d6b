"""Shared parts of both verifications: the walk along the feeds, the expected schema, and the findings."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.entry import kid_of
from accordtrack.store import foreign_objects, integrity_checks
from accordtrack.store.file_check import odd_objects
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types import FeedReport, Finding, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.chain import Checker
    from accordtrack.ledger.entry import Entry
    from accordtrack.types import Checkpoint

    Progress = Callable[[int, int], None] | None

DAMAGE = (
    *(DatabaseError, sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    RecursionError,
)
"""Exceptions that reading a damaged file may raise, from SQLite or from decoding damaged values."""


class Unread(Exception):  # noqa: N818
    """Reading failed in the middle of a feed, at the entry in the message."""


RESTORE_ADVICE = "Restore a backup, or ask the other side for its copy."
REBUILD_ADVICE = "Run accordtrack rebuild: it is recreated from the entries."
LOST_ADVICE = gettext_lazy("Restore a backup that has them. A rebuild would only remove the last trace of them.")
_FEEDS = "SELECT feed FROM entry GROUP BY feed ORDER BY MIN(id)"
_SHOWN = 20


def feeds(connection: Connection) -> list[Any]:
    """Return every feed that has an entry, even one that opens no desk or whose name is not text."""
    return list(connection.execute(sql(_FEEDS)).scalars())


def walk_feeds(begun: Iterable[tuple[Checker, Iterator[Entry]]], total: int, progress: Progress) -> list[Checker]:
    """Walk feeds from their starting points to the end and return the checkers.

    ``total`` is the expected number of entries, for progress. Raise ``Unread`` if an entry cannot be read.
    """
    checkers, done = [], 0
    for checker, entries in begun:
        try:
            for entry in entries:
                checker.check_entry(entry)
                done += 1
                if progress and done % 500 == 0:
                    progress(done, total)
        except DAMAGE as error:
            raise Unread(f"{checker.feed}-{checker.seq + 1}") from error
        checker.check_last_signature()
        checkers.append(checker)
    if progress:
        progress(total, total)
    return checkers


def build_report(
    checkers: Sequence[Checker],
    findings: Iterable[Finding],
    entries: int,
    digest: str,
    found: int,
    *,
    deep: bool,
    since: Checkpoint | None = None,
) -> VerifyReport:
    """Return the report on the walked feeds. ``found`` is the version of the file."""
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


def _feed_report(checker: Checker) -> FeedReport:
    """Return the report line of a feed from the end of its walk, with the key in force there."""
    signed_by = checker.last.envelope.kid if checker.last else ""
    kid = kid_of(checker.public) if checker.last and checker.public else signed_by
    return FeedReport(checker.feed, checker.side, checker.seq, checker.head or "", kid)


def unreadable_finding(error: Exception) -> Finding:
    """Return the finding for the place where reading failed."""
    place, cause = (str(error), error.__cause__ or error) if isinstance(error, Unread) else ("", error)
    original = getattr(cause, "orig", None) or cause
    why = f"{type(original).__name__}: {original}"
    return Finding(place, "The file cannot be read to the end: {why}", RESTORE_ADVICE, {"why": why})


def has_foreign_objects(connection: Connection, findings: list[Finding]) -> bool:
    """Report objects that no register has, and return whether there are any. Reading such an object might never end."""
    names = foreign_objects.foreign_names(connection)
    if names:
        message = gettext_lazy("The file holds parts that no register has: {names}")
        findings.append(Finding("", message, RESTORE_ADVICE, {"names": first_names(names)}))
    return bool(names)


def missing_findings(connection: Connection) -> list[Finding]:
    """Report missing entries and bodies, found through the tables and through gaps in the numbering."""
    findings = []
    if names := integrity_checks.missing_bodies(connection):
        message = gettext_lazy("The tables were built from text that is now gone: {entries}")
        findings.append(Finding("", message, LOST_ADVICE, {"entries": first_names(names)}))
    if gone := integrity_checks.missing_entries(connection):
        values = {"n": len(gone), "last": gone[-1]}
        findings.append(
            Finding("", "Missing entries that the tables refer to: {n}, up to number {last}", LOST_ADVICE, values)
        )
    if integrity_checks.has_gaps(connection):
        findings.append(Finding("", "Entries were removed from the log: their numbers have gaps", LOST_ADVICE))
    return findings


def search_finding() -> Finding:
    """Return the finding that the search index differs from the words it was made from."""
    return Finding("search", "The search index differs from its text", REBUILD_ADVICE)


def schema_findings(connection: Connection) -> list[Finding]:
    """Report tables, indexes and triggers that differ from what the migrations up to the file's version make."""
    return [
        Finding("", "The part {name} of the file is foreign, missing or changed", RESTORE_ADVICE, {"name": name})
        for name in odd_objects(connection)
    ]


def first_names(names: Sequence[str]) -> str:
    """Return the first of many names, on one line."""
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
