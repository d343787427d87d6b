"""Salvage a damaged register: read its rows one by one and keep the entries that verify, in their chains.

Only signed bytes are trusted; columns and hashes are computed from them again. An entry without its body keeps its
place, since the chain links envelopes. An entry after a lost one cannot be kept, even if its signature is valid.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.chain import NO_BODY, OTHER_KEY, WRONG_BODY, find_faults, is_signed_by, next_key, opened_desk
from accordtrack.ledger.entry import Entry, NotCanonical, entry_hash, kid_of, read_envelope
from accordtrack.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERRUPTED = "interrupted"
"""SQLite's message for a canceled query; see ``foreign_objects.limit_queries``."""
_CHUNK = 500
_LEAST_BYTES = 100
"""Minimum size of an entry in the file. It limits the number of entries, whatever a damaged number says."""
_NEXT = (
    "SELECT e.id, e.raw, e.sig, b.salt, b.raw FROM entry e LEFT JOIN entry_body b ON b.entry_id = e.id "
    "WHERE e.id > ? ORDER BY e.id LIMIT ?"
)
_ENTRY = "SELECT id, raw, sig FROM entry WHERE id = ?"
_BODY = "SELECT salt, raw FROM entry_body WHERE entry_id = ?"
_LAST = ("SELECT MAX(id) FROM entry", "SELECT MAX(entry_id) FROM entry_body", "SELECT MAX(entry_id) FROM record")
NO_WORDS = gettext_lazy("It is kept without its text, which is lost, or was never here")
_LOST_ADVICE = gettext_lazy("Ask the other side for its copy, or look for it in a backup.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the log as read, not yet trusted. ``fault`` says why it could not be read."""

    number: int
    raw: Any = None
    sig: Any = None
    salt: Any = None
    body: Any = None
    fault: str = ""


def rows(connection: sqlite3.Connection, size: int) -> Iterator[Row]:
    """Yield every log row of a file of ``size`` bytes, in order. An unreadable batch is read row by row."""
    last, bound = 0, _greatest_number(connection, size)
    while True:
        try:
            found = connection.execute(_NEXT, (last, _CHUNK)).fetchall()
        except sqlite3.Error as error:
            if last >= bound:
                return
            if str(error) == INTERRUPTED:
                raise
            end = min(last + _CHUNK, bound)
            for number in range(last + 1, end + 1):
                yield from _read_single_row(connection, number)
            last = end
            continue
        yield from (Row(*row) for row in found)
        following = [row[0] for row in found if last < row[0] <= bound]
        if not following:
            return
        last = max(following)


def _greatest_number(connection: sqlite3.Connection, size: int) -> int:
    """Return the greatest possible entry number. Raise ``sqlite3.Error`` if no table can be read."""
    known, error = [], sqlite3.Error()
    for question in _LAST:
        try:
            known.append(connection.execute(question).fetchone()[0] or 0)
        except sqlite3.Error as found:
            error = found
    if not known:
        raise error
    return min(max(known), size // _LEAST_BYTES)


def _read_single_row(connection: sqlite3.Connection, number: int) -> Iterator[Row]:
    """Yield the row with that number, if there is one; without its body if only that cannot be read."""
    try:
        row = connection.execute(_ENTRY, (number,)).fetchone()
    except sqlite3.Error as error:
        yield Row(number, fault=str(error))
        return
    if row is None:
        return
    try:
        body = connection.execute(_BODY, (number,)).fetchone() or (None, None)
    except sqlite3.Error:
        body = (None, None)
    yield Row(*row, *body)


class _Left(Exception):  # noqa: N818
    """Raised for an entry that is not kept."""

    def __init__(self, place: str, message: str, **values: object) -> None:
        self.finding = Finding(place, message, _LOST_ADVICE, values)
        super().__init__(message)


@dataclass(slots=True)
class _Feed:
    """The end of a feed, as far as it was kept."""

    public: str
    seq: int = 0
    head: str | None = None
    lc: int = 0


@dataclass(slots=True)
class Salvage:
    """Walks the rows of a log and decides which entries to keep. ``left`` lists what is not kept, and why."""

    left: list[Finding] = field(default_factory=list)
    kept: int = 0
    bodiless: int = 0
    _feeds: dict[str, _Feed] = field(default_factory=dict)
    _last: int = 0

    def accept_row(self, row: Row) -> Entry | None:
        """Return the entry in a row if it verifies and follows the kept entries of its feed; else None."""
        self._report_skipped(row.number)
        try:
            entry = _read_entry(row)
            self._advance_feed(entry)
        except _Left as left:
            self.left.append(left.finding)
            return None
        self.kept += 1
        if entry.body_raw is None:
            self.bodiless += 1
            self.left.append(Finding(entry.envelope.id, NO_WORDS, _LOST_ADVICE))
        return entry

    def _advance_feed(self, entry: Entry) -> None:
        """Advance the feed to an entry. Raise ``_Left`` if the entry does not verify or does not follow."""
        place, envelope = entry.envelope.id, entry.envelope
        feed = self._feeds.get(envelope.feed)
        if feed is None:
            public, _side = opened_desk(entry)
            if envelope.seq != 1 or not public:
                raise _Left(place, gettext_lazy("The feed does not begin by opening a desk"))
            feed = _Feed(public)
        if envelope.kid != kid_of(feed.public):
            raise _Left(place, OTHER_KEY)
        if not is_signed_by(entry, feed.public):
            raise _Left(place, gettext_lazy("The signature is not valid"))
        if (envelope.seq, envelope.prev) != (feed.seq + 1, feed.head) or envelope.lc <= feed.lc:
            raise _Left(place, gettext_lazy("Its signature is valid, but an earlier entry is lost"))
        feed.public = next_key(entry) or feed.public
        feed.seq, feed.head, feed.lc = envelope.seq, entry.hash, envelope.lc
        self._feeds[envelope.feed] = feed

    def _report_skipped(self, number: int) -> None:
        """Report numbers skipped between two rows: log numbers are consecutive, so these entries are gone."""
        if number > self._last + 1:
            message = gettext_lazy("Numbers {first} to {last} of the log are missing")
            values = {"first": self._last + 1, "last": number - 1}
            self.left.append(Finding("", message, _LOST_ADVICE, values))
        self._last = max(self._last, number)


def _read_entry(row: Row) -> Entry:
    """Return the entry in a row, from its signed bytes. Raise ``_Left`` if they cannot be read."""
    if row.fault:
        raise _Left(f"#{row.number}", gettext_lazy("It cannot be read: {why}"), why=row.fault)
    try:
        envelope = read_envelope(row.raw)
    except NotCanonical as error:
        raise _Left(f"#{row.number}", gettext_lazy("The signed bytes are damaged: {why}"), why=str(error)) from error
    sig = row.sig if isinstance(row.sig, bytes) else b""
    return _with_body(Entry(envelope, row.raw, entry_hash(row.raw), sig, None, None), row)


def _with_body(entry: Entry, row: Row) -> Entry:
    """Return the entry with the body of its row, if that body is what was signed."""
    if not isinstance(row.salt, bytes) or not isinstance(row.body, bytes):
        return entry
    whole = Entry(entry.envelope, entry.raw, entry.hash, entry.sig, row.salt, row.body)
    return entry if {message for message, _values in find_faults(whole)} & {NO_BODY, WRONG_BODY} else whole
