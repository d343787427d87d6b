"""Desks of a register and their keys: who opened each feed, and which key signs each of its entries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.core.dates import is_time
from accordtrack.vocabulary import Seat, is_feed_of_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class OpenedDesk:
    """A desk as its feed opened it, with its keys in order: (seq of the first entry that the key signs, public key).

    ``closed`` says whether its feed closed it.
    """

    side: str
    name: str
    keys: tuple[tuple[int, str], ...]
    closed: bool = False

    @property
    def public_key(self) -> str:
        """The key in force; empty if the last change of key named no valid one."""
        return self.keys[-1][1]

    def key_at(self, seq: int) -> str:
        """Return the public key that signs entry ``seq``; empty if there is none."""
        return next((public for first, public in reversed(self.keys) if first <= seq), "")


def desks_by_feed(connection: Connection) -> dict[str, OpenedDesk]:
    """Return the desk of each feed. A feed that does not begin with a valid ``desk.open`` is left out.

    A change of key that names no valid key leaves the desk without a key to write with. A change of key that was not
    signed by the key in force is ignored, since anybody who has the file can add such a row.
    """
    found: dict[str, OpenedDesk] = {}
    for _id, feed, seq, at, kind, raw, *signed in connection.execute(text(_SEATS)):
        body = _body(raw)
        if kind == "desk.open" and is_time(at) and _is_desk_opening(feed, body):
            found[feed] = OpenedDesk(body["side"], body["name"], ((seq, body["public_key"]),))
        elif kind == "desk.close" and feed in found and is_time(at):
            if _signed_entry(feed, seq, raw, signed, found[feed].public_key) is not None:
                found[feed] = replace(found[feed], closed=True)
        elif kind == "desk.rekey" and feed in found:
            following = _next_key(feed, seq, raw, signed, found[feed].public_key)
            if following is not None:
                found[feed] = replace(found[feed], keys=(*found[feed].keys, (seq + 1, following)))
    return found


def sides_by_feed(connection: Connection) -> dict[str, str]:
    """Return the side of the desk of each feed."""
    return {feed: desk.side for feed, desk in desks_by_feed(connection).items()}


def _next_key(feed: str, seq: object, body: bytes | None, signed: Sequence[Any], public: str) -> str | None:
    """Return the key that a ``desk.rekey`` row hands the feed to; empty if it names none, None if it is not valid."""
    from accordtrack.ledger.chain import next_key  # noqa: PLC0415  (rarely needed)

    entry = _signed_entry(feed, seq, body, signed, public)
    return None if entry is None else next_key(entry)


def _signed_entry(feed: str, seq: object, body: bytes | None, signed: Sequence[Any], public: str) -> Entry | None:
    """Return the entry of a row, without a body that does not belong to it; None unless ``public`` signed it."""
    from accordtrack.ledger.chain import NO_BODY, WRONG_BODY, find_faults  # noqa: PLC0415  (rarely needed)
    from accordtrack.ledger.entry import Entry, NotCanonical, entry_hash, read_envelope  # noqa: PLC0415

    raw, sig, salt = signed
    try:
        envelope = read_envelope(raw)
    except NotCanonical:
        return None
    entry = Entry(envelope, raw, entry_hash(raw), sig, salt, body)
    wrong = {message for message, _values in find_faults(entry, public)}
    if (envelope.feed, envelope.seq) != (feed, seq) or wrong - {NO_BODY, WRONG_BODY}:
        return None
    return entry.without_body() if wrong else entry


def _body(raw: object) -> dict[str, Any]:
    try:
        body = json.loads(raw) if isinstance(raw, str | bytes) else None
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _is_desk_opening(feed: object, body: Mapping[str, object]) -> bool:
    side, name, key = (body.get(field) for field in ("side", "name", "public_key"))
    return (
        isinstance(side, str)
        and side in set(Seat)
        and (is_feed_of_side(feed, side) or not isinstance(feed, str))  # damage is reported where the feed is used
        and isinstance(name, str)
        and isinstance(key, str)
        and bool(_KEY.fullmatch(key))
    )


_SEATS = """
WITH RECURSIVE known(feed) AS (
  SELECT MIN(feed) FROM entry
  UNION ALL
  SELECT (SELECT MIN(feed) FROM entry WHERE feed > known.feed) FROM known WHERE known.feed IS NOT NULL
)
SELECT e.id, e.feed, e.seq, e.at, e.kind, b.raw, NULL, NULL, NULL FROM known
JOIN entry e ON e.feed = known.feed AND e.seq = 1 AND e.kind = 'desk.open' JOIN entry_body b ON b.entry_id = e.id
UNION ALL
SELECT e.id, e.feed, e.seq, e.at, e.kind, b.raw, e.raw, e.sig, b.salt FROM known
CROSS JOIN entry e ON e.ref = known.feed AND +e.feed = known.feed AND e.kind IN ('desk.rekey', 'desk.close') LEFT JOIN entry_body b ON b.entry_id = e.id
ORDER BY 1
"""  # walks two indexes (by feed and by ref) instead of reading every entry
