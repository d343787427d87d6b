"""Reading and appending the log: rows of ``entry`` as values, and new entries in order.

Only here do entries go into the database and come out of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text

from accordtrack.ledger.entry import VERSION, Entry, Envelope, body_hash
from accordtrack.ledger.kinds import KINDS
from accordtrack.problems import Problem, Refused
from accordtrack.register.columns import BODY, ENTRY, RECORD
from accordtrack.register.items import Item
from accordtrack.vocabulary import Seat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from accordtrack.dates import TwoDates

_KEY = re.compile(r"[0-9a-f]{64}")
_ENVELOPE = tuple(Envelope.__dataclass_fields__)
_E, _B, _R = ENTRY, BODY, RECORD
NOT_ADMITTED = ""
"""The dates in ``record`` of an entry that no model admits: it has none that can be read."""
_ENTRY = select(
    _E.c.id, *(_E.c[name] for name in _ENVELOPE), _E.c.raw, _E.c.hash, _E.c.sig, _B.c.salt, _B.c.raw
).select_from(_E.outerjoin(_B, _B.c.entry_id == _E.c.id))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a feed: its last seq and hash."""

    seq: int
    hash: str | None


def head(connection: Connection, feed: str) -> Head:
    """The end of ``feed``; seq 0 when it has not begun."""
    row = connection.execute(
        text("SELECT seq, hash FROM entry WHERE feed = :feed ORDER BY seq DESC LIMIT 1"), {"feed": feed}
    ).first()
    return Head(row[0], row[1]) if row else Head(0, None)


def clock(connection: Connection) -> int:
    """The greatest Lamport clock seen; a new entry takes the next."""
    return int(connection.execute(text("SELECT COALESCE(MAX(lc), 0) FROM entry")).scalar_one())


def append(connection: Connection, entries: Sequence[Entry]) -> list[int]:
    """Put ``entries`` at the end of the log, in order; gives their entry ids."""
    if not entries:
        return []
    first = int(connection.execute(text("SELECT COALESCE(MAX(id), 0) + 1 FROM entry")).scalar_one())
    ids = list(range(first, first + len(entries)))
    connection.execute(
        insert(ENTRY),
        [
            {"id": key, **entry.envelope.values(), "hash": entry.hash, "sig": entry.sig, "raw": entry.raw}
            for key, entry in zip(ids, entries, strict=True)
        ],
    )
    connection.execute(
        insert(BODY),
        [
            {"entry_id": key, "salt": entry.salt, "raw": entry.body_raw}
            for key, entry in zip(ids, entries, strict=True)
            if entry.body_raw is not None
        ],
    )
    return ids


def _entry(row: Sequence[Any]) -> tuple[int, Entry]:
    end = 1 + len(_ENVELOPE)
    return row[0], Entry(Envelope(**dict(zip(_ENVELOPE, row[1:end], strict=True))), *row[end:])


def feeds(connection: Connection) -> list[str]:
    """Every feed, in the order in which they began."""
    return list(seats(connection))


def entries_of_feed(connection: Connection, feed: str) -> Iterator[tuple[int, Entry]]:
    """Entry ids and entries of one feed in their order."""
    for row in connection.execute(_ENTRY.where(_E.c.feed == feed).order_by(_E.c.seq, _E.c.id)):
        yield _entry(tuple(row))


def end_of_feed(connection: Connection, feed: str, count: int) -> list[tuple[int, Entry]]:
    """The last ``count`` entries of a feed, the last one first."""
    chosen = _ENTRY.where(_E.c.feed == feed).order_by(_E.c.seq.desc()).limit(count)
    return [_entry(tuple(row)) for row in connection.execute(chosen)]


def entries_about(connection: Connection, ref: str) -> list[Entry]:
    """Every entry about one record."""
    return [_entry(tuple(row))[1] for row in connection.execute(_ENTRY.where(_E.c.ref == ref))]


def entries_by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Entry]:
    """Entries by their entry id."""
    return dict(_entry(tuple(row)) for row in connection.execute(_ENTRY.where(_E.c.id.in_(ids)))) if ids else {}


def seats(connection: Connection) -> dict[str, dict[str, Any]]:
    """Body of the ``desk.open`` of each feed: side, name and public key. A feed that opens otherwise has no seat."""
    found = {}
    for feed, raw in connection.execute(text(_SEATS)):
        try:
            body = json.loads(raw)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(body, dict) and _opens(body):
            found[feed] = body
    return found


def _opens(body: Mapping[str, object]) -> bool:
    side, name, key = (body.get(field) for field in ("side", "name", "public_key"))
    return (
        isinstance(side, str)
        and side in set(Seat)
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
SELECT e.feed, b.raw FROM known
JOIN entry e ON e.feed = known.feed AND e.seq = 1 AND e.kind = 'desk.open' JOIN entry_body b ON b.entry_id = e.id ORDER BY e.id
"""  # walks the index feed by feed instead of reading every entry

_ITEM_FIELDS = ("hash", "feed", "seq", "lc", "by", "kind", "ref", "handling")
_ITEM = (
    select(_E.c.id, *(_E.c[name] for name in _ITEM_FIELDS), _E.c.raw, _E.c.body_hash, _B.c.salt, _B.c.raw)
    .join_from(_E, _B, _B.c.entry_id == _E.c.id)
    .where(_E.c.v == VERSION)
)


def items(
    connection: Connection, ref: str | None = None, sides: Mapping[str, str] | None = None, *, every: bool = False
) -> Iterator[Item]:
    """Entries of known kinds and version with their bodies, of one ``ref`` or all ordered by ref, as the fold reads them.

    Only those that ``record`` has as admitted by the model of their kind, unless ``every`` is asked for.
    ``official`` is not decided here: see ``projection.ruled``. ``sides`` of the feeds are read when not given.
    """
    if sides is None:
        sides = {feed: str(body.get("side", "")) for feed, body in seats(connection).items()}
    chosen = (
        _ITEM.order_by(_E.c.ref, _E.c.lc, _E.c.id) if ref is None else _ITEM.where(_E.c.ref == ref).order_by(_E.c.lc)
    )
    if not every:
        chosen = chosen.join(_R, _R.c.entry_id == _E.c.id).where(_R.c.known_on != NOT_ADMITTED)
    return _read(connection, chosen, sides)


def items_about(connection: Connection, refs: Sequence[str], sides: Mapping[str, str]) -> Iterator[Item]:
    """Entries of several refs, ordered by ref, as ``items`` gives those of one."""
    chosen = _ITEM.where(_E.c.ref.in_(refs)).order_by(_E.c.ref, _E.c.lc, _E.c.id)
    admitted = chosen.join(_R, _R.c.entry_id == _E.c.id).where(_R.c.known_on != NOT_ADMITTED)
    return _read(connection, admitted, sides)


def items_named(connection: Connection, digest: str, sides: Mapping[str, str]) -> Iterator[Item]:
    """The entry of that hash, of whatever ref it is."""
    return _read(connection, _ITEM.where(_E.c.hash == digest), sides)


_LISTED = f"""
SELECT r.official, l.version, e.id, {", ".join(f"e.{name}" for name in _ITEM_FIELDS)}, e.raw, e.body_hash, b.salt, b.raw
FROM temp.there l CROSS JOIN main.record r ON r.ref = l.ref
CROSS JOIN main.entry e ON e.id = r.entry_id CROSS JOIN main.entry_body b ON b.entry_id = e.id
WHERE r.refused = 0 AND r.retracted_by IS NULL AND r.effective_on <= :as_of AND r.known_on <= :known_on AND e.v = :v
ORDER BY l.ref
"""  # noqa: S608  (the planner must not read every record first; names of columns are ours)


def items_listed(connection: Connection, at: TwoDates, sides: Mapping[str, str]) -> Iterator[tuple[int, Item]]:
    """Entries about the refs in ``temp.there`` that stand and were visible, ruled as the projection has it.

    Each with the ``version`` that stands beside its ref.
    """
    dates = {"as_of": at.as_of, "known_on": at.known_on, "v": VERSION}
    for official, version, *row in connection.execute(text(_LISTED), dates):
        item = _item(row, sides, official=bool(official))
        if item is not None:
            yield version, item


def _read(connection: Connection, chosen: Select[Any], sides: Mapping[str, str]) -> Iterator[Item]:
    for row in connection.execute(chosen):
        item = _item(row, sides)
        if item is not None:
            yield item


def _item(row: Sequence[Any], sides: Mapping[str, str], *, official: bool = False) -> Item | None:
    """A row as the fold reads it, held against what was signed; None for a kind that is not known."""
    key, *values, envelope, digest, salt, raw = row
    named = dict(zip(_ITEM_FIELDS, values, strict=True))
    if named["kind"] not in KINDS:
        return None
    place = f"{named['feed']}-{named['seq']}"
    _check_columns(named, digest, envelope, place)
    body = as_signed(raw, salt, digest, place)
    return Item(entry_id=key, body=body, seat=sides.get(named["feed"], ""), official=official, **named)


def _check_columns(named: Mapping[str, Any], digest: str, envelope: bytes, place: str) -> None:
    """Refuse columns that differ from what was signed: a state is made of them."""
    try:
        signed = json.loads(envelope)
        same = signed["body_hash"] == digest and all(signed[name] == named[name] for name in _ITEM_FIELDS[1:])
    except (ValueError, TypeError, LookupError, RecursionError):
        same = False
    if not same:
        advice = "Run accordtrack verify --deep, and restore a backup."
        raise Refused(Problem("The columns differ from what was signed", advice, place))


def as_signed(raw: bytes, salt: bytes, digest: str, place: str) -> dict[str, Any]:
    """The values of a body. Refuses one that is not what was signed: no state is made of it, and nothing written on it."""
    if not isinstance(raw, bytes) or not isinstance(salt, bytes) or body_hash(salt, raw) != digest:
        advice = "Run accordtrack verify --deep, and restore a backup."
        raise Refused(Problem("The body differs from what was signed", advice, place))
    return dict(json.loads(raw))
