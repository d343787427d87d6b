"""Quick integrity checks before a write or a new fold: a few entries and counts, never the whole log.

Appending to an altered entry would confirm it: a valid entry would name its hash, and verify could not tell. Folding a
log that has lost entries would remove the last trace of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.chain import NO_BODY, find_faults, is_withheld
from accordtrack.ledger.entry import MAX_INTEGER
from accordtrack.store import desk_keys, log

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.store.log import Head

ADVICE = "Nothing was written. Run accordtrack verify --deep, and restore a backup."

_NAMED = (
    "SELECT entry_id AS id FROM record NOT INDEXED",
    "SELECT retracted_by AS id FROM record NOT INDEXED WHERE retracted_by IS NOT NULL",
    "SELECT key AS id FROM commitment NOT INDEXED",
    "SELECT version AS id FROM commitment NOT INDEXED",
    "SELECT key AS id FROM tag",
)
"""Without indexes: the tables are in log order, in which each id is then looked up; an index has another order."""


def _named_entries_query(condition: str) -> str:
    """Return a query for entry ids in the tables that meet a condition. Each table is filtered before the union."""
    return " UNION ".join(f"SELECT id FROM ({named}) WHERE {condition}" for named in _NAMED) + " ORDER BY id"  # noqa: S608


_LOST = _named_entries_query("id NOT IN (SELECT id FROM entry) OR id NOT IN (SELECT entry_id FROM entry_body)")
_GONE = _named_entries_query("id NOT IN (SELECT id FROM entry)")
_WORDLESS = f"""
SELECT e.feed || '-' || e.seq FROM ({_named_entries_query("id NOT IN (SELECT entry_id FROM entry_body)")}) JOIN entry e USING (id)
ORDER BY e.id
"""  # noqa: S608
_LAST = "SELECT (SELECT MAX(entry_id) FROM record) > COALESCE((SELECT MAX(id) FROM entry), 0)"
_GAPS = "SELECT COUNT(*) FROM entry HAVING COUNT(*) <> COALESCE(MAX(id), 0) OR MIN(id) < 1"
_UNNUMBERED = """
SELECT feed FROM entry GROUP BY feed
HAVING COUNT(*) <> MAX(seq) OR MIN(seq) <> 1 OR SUM(typeof(seq) <> 'integer') > 0 ORDER BY feed
"""
_TEXTS = ("feed", "at", "kid", "by", "act", "kind", "ref", "handling", "body_hash", "hash")
_KINDS = (
    *(f"typeof(e.{name}) <> 'text'" for name in _TEXTS),
    "typeof(e.prev) NOT IN ('text', 'null')",
    *(f"typeof(e.{name}) <> 'integer' OR e.{name} > {MAX_INTEGER}" for name in ("id", "seq", "lc", "v")),
    *(f"typeof({name}) <> 'blob'" for name in ("e.sig", "e.raw")),
    *(f"typeof({name}) NOT IN ('blob', 'null')" for name in ("b.salt", "b.raw")),
)
_MISTYPED = f"SELECT 1 FROM entry e LEFT JOIN entry_body b ON b.entry_id = e.id WHERE {' OR '.join(_KINDS)} LIMIT 1"  # noqa: S608
_ABOUT = """
SELECT COUNT(*) FROM record WHERE ref = :ref AND entry_id NOT IN
(SELECT e.id FROM entry e JOIN entry_body b ON b.entry_id = e.id WHERE e.ref = :ref)
"""


def lost_entries(connection: Connection) -> list[int]:
    """Return the entry ids in the tables that the log lacks or holds without a body."""
    return [int(key) for key in connection.execute(text(_LOST)).scalars()]


def missing_entries(connection: Connection) -> list[int]:
    """Return the entry ids in the tables that the log lacks."""
    return [int(key) for key in connection.execute(text(_GONE)).scalars()]


def missing_bodies(connection: Connection) -> list[str]:
    """Return the entries in the tables whose body is missing."""
    return [str(name) for name in connection.execute(text(_WORDLESS)).scalars()]


def has_gaps(connection: Connection) -> bool:
    """Whether entries were removed: their ids should be consecutive."""
    return connection.execute(text(_GAPS)).first() is not None


def misnumbered_feeds(connection: Connection) -> list[str]:
    """Return the feeds whose entries are not numbered consecutively: a row was inserted or is missing."""
    return [str(feed) for feed in connection.execute(text(_UNNUMBERED)).scalars()]


def has_mistyped_values(connection: Connection) -> bool:
    """Whether a column of the log holds a value of an unexpected type. Reads every entry."""
    return connection.execute(text(_MISTYPED)).first() is not None


def check_end(connection: Connection) -> None:
    """Raise ``Refused`` if the tables name an entry after the last one of the log."""
    if connection.execute(text(_LAST)).scalar():
        raise Refused(_missing_entries_problem())


def _missing_entries_problem() -> Problem:
    return Problem("Entries named in the tables are missing from the log", ADVICE)


def check_nothing_lost(connection: Connection) -> None:
    """Raise ``Refused`` if the log has visibly lost entries. For rare operations such as opening a desk."""
    if has_gaps(connection) or lost_entries(connection):
        raise Refused(_missing_entries_problem())


def check_head(connection: Connection, feed: str, head: Head, public: str) -> None:
    """Raise ``Refused`` if the last entry of a feed is not what its desk signed or does not follow the one before it.

    ``public`` is the key that would sign next. It is refused if the desk has changed its key.
    """
    if not head.seq:
        return
    desk = desk_keys.desks_by_feed(connection).get(feed)
    if desk is None or desk.key_at(head.seq + 1) != public:
        advice = "Nothing was written. Bring its new key here, or write at another desk."
        raise Refused(Problem("Desk {x} now has a different key", advice, values={"x": feed}))
    entries = [entry for _key, entry in log.end_of_feed(connection, feed, 2)]
    if is_withheld(entries[0]):  # bodies are withheld from other desks, never from the desk itself
        raise Refused(Problem(NO_BODY, ADVICE, entries[0].envelope.id))
    _check_entry(entries[0], desk.key_at(head.seq))
    before = entries[1] if len(entries) > 1 else None
    envelope = entries[0].envelope
    if (envelope.seq, envelope.prev) != (head.seq, before.hash if before else None) or (head.seq > 1) != bool(before):
        place = f"{feed}-{head.seq}"
        raise Refused(Problem("The chain is broken: the entry before it is not the one it names", ADVICE, place))


def check_about(connection: Connection, refs: Iterable[str]) -> None:
    """Raise ``Refused`` if entries about these records were altered or removed, before they are folded again."""
    for ref in refs:
        for entry in log.entries_about(connection, ref):
            _check_entry(entry)
        if connection.execute(text(_ABOUT), {"ref": ref}).scalar_one():
            raise Refused(_missing_entries_problem())


def _check_entry(entry: Entry, public: str | None = None) -> None:
    found = find_faults(entry, public)
    if found:
        message, values = found[0]
        raise Refused(Problem(message, ADVICE, entry.envelope.id, values))
