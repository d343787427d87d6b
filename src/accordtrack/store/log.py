"""Reading and appending the log: rows of ``entry`` as values, and new entries in order.

Only here do entries go into the database and come out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, text

from accordtrack.core.problems import Refused
from accordtrack.ledger.entry import VERSION, Entry, Envelope
from accordtrack.ledger.kinds import KINDS
from accordtrack.store import decoding
from accordtrack.store.columns import BODY, ENTRY, RECORD
from accordtrack.store.desk_keys import seats
from accordtrack.store.items import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.store.decoding import Decoder

_ENVELOPE = tuple(Envelope.__dataclass_fields__)
_E, _B, _R = ENTRY, BODY, RECORD
_AT_ONCE = 2_000
"""Rows fetched at once; a log of more is worth the import of the quicker decoder."""
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


def beginning(connection: Connection) -> str:
    """The hash of the first entry, which identifies the log."""
    return str(connection.execute(text("SELECT hash FROM entry ORDER BY id LIMIT 1")).scalar_one())


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
    return row[0], Entry(Envelope(*row[1:end]), *row[end:])


def feeds(connection: Connection) -> list[str]:
    """Every feed, in the order in which they began."""
    return list(seats(connection))


def entries_of_feed(connection: Connection, feed: str) -> Iterator[Entry]:
    """The entries of a feed in their order, whatever their numbers are."""
    chosen = _ENTRY.where(_E.c.feed == feed).order_by(_E.c.seq, _E.c.id)
    return (_entry(tuple(row))[1] for row in connection.execute(chosen))


def every(connection: Connection) -> Iterator[Entry]:
    """Every entry of every feed, in the order of the log."""
    return (_entry(tuple(row))[1] for row in connection.execute(_ENTRY.order_by(_E.c.id)))


def entries_after(connection: Connection, feed: str, seq: int) -> Iterator[Entry]:
    """The entries of a feed behind number ``seq``, in their order."""
    chosen = _ENTRY.where(_E.c.feed == feed, _E.c.seq > seq).order_by(_E.c.seq, _E.c.id)
    return (_entry(tuple(row))[1] for row in connection.execute(chosen))


def entry_at(connection: Connection, feed: str, seq: int) -> Entry | None:
    """Entry ``seq`` of a feed; None when there is none."""
    row = connection.execute(_ENTRY.where(_E.c.feed == feed, _E.c.seq == seq).limit(1)).first()
    return _entry(tuple(row))[1] if row else None


def end_of_feed(connection: Connection, feed: str, count: int) -> list[tuple[int, Entry]]:
    """The last ``count`` entries of a feed, the last one first."""
    chosen = _ENTRY.where(_E.c.feed == feed).order_by(_E.c.seq.desc()).limit(count)
    return [_entry(tuple(row)) for row in connection.execute(chosen)]


def entries_about(connection: Connection, ref: str) -> list[Entry]:
    """Every entry about one record."""
    return [_entry(tuple(row))[1] for row in connection.execute(_ENTRY.where(_E.c.ref == ref))]


def entries_of_kind(connection: Connection, kind: str) -> Iterator[Entry]:
    """Every entry of a kind, in the order of the log."""
    chosen = _ENTRY.where(_E.c.kind == kind).order_by(_E.c.id)
    return (_entry(tuple(row))[1] for row in connection.execute(chosen))


def entries_by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Entry]:
    """Entries by their entry id."""
    return dict(_entry(tuple(row)) for row in connection.execute(_ENTRY.where(_E.c.id.in_(ids)))) if ids else {}


_ITEM_FIELDS = ("hash", "feed", "seq", "lc", "by", "kind", "ref", "handling")
_ITEM = (
    select(_E.c.id, *(_E.c[name] for name in _ITEM_FIELDS), _E.c.raw, _E.c.body_hash, _B.c.salt, _B.c.raw)
    .join_from(_E, _B, _B.c.entry_id == _E.c.id)
    .where(_E.c.v == VERSION)
)


def items(
    connection: Connection, ref: str | None = None, sides: Mapping[str, str] | None = None
) -> Iterator[Item[Record]]:
    """Admitted entries of known kinds and version with their records, of one ``ref`` or all ordered by ref.

    Those that ``record`` has as admitted by the model of their kind. ``official`` is not decided here: see
    ``authorization.ruled``. ``sides`` of the feeds are read when not given.
    """
    return _read(connection, _admitted(_about(ref)), _sides(connection) if sides is None else sides)


def unjudged(connection: Connection, ref: str | None, sides: Mapping[str, str]) -> Iterator[Item[Mapping[str, Any]]]:
    """What ``items`` gives of every entry, admitted or not, with the plain values of its body."""
    for row, decoded in _rows(connection, _about(ref)):
        item = _item(row, sides, decoded)
        if item is not None:
            yield item


def _about(ref: str | None) -> Select[Any]:
    if ref is None:
        return _ITEM.order_by(_E.c.ref, _E.c.lc, _E.c.id)
    return _ITEM.where(_E.c.ref == ref).order_by(_E.c.lc)


def written(connection: Connection) -> Iterator[Item[Record]]:
    """The same as they were written, for a reader that holds all of them: in the order of the refs each would be looked up."""
    return _read(connection, _admitted(_ITEM.order_by(_E.c.id)), _sides(connection))


def items_about(connection: Connection, refs: Sequence[str], sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    """Entries of several refs, ordered by ref, as ``items`` gives those of one."""
    chosen = _ITEM.where(_E.c.ref.in_(refs)).order_by(_E.c.ref, _E.c.lc, _E.c.id)
    return _read(connection, _admitted(chosen), sides)


def item_named(connection: Connection, digest: str, sides: Mapping[str, str]) -> Item[Record] | None:
    """The entry of that hash, of whatever ref it is; None where there is none that can be read."""
    row = connection.execute(_ITEM.where(_E.c.hash == digest)).first()
    try:
        return None if row is None else _record(row, sides)
    except Refused:
        return None


_WALKED = (
    select(_E.c.id, *(_E.c[name] for name in _ITEM_FIELDS), _B.c.raw)
    .join_from(_E, _B, _B.c.entry_id == _E.c.id)
    .where(_E.c.v == VERSION)
    .order_by(_E.c.ref, _E.c.lc, _E.c.id)
)


def items_walked(connection: Connection, sides: Mapping[str, str]) -> Iterator[Item[Mapping[str, Any]]]:
    """What ``unjudged`` gives of every entry, with the bytes of the body, where ``connection`` has just seen every one hold.

    In the transaction of that walk only: columns and bodies are not held against what was signed once more.
    """
    for (key, digest, feed, seq, lc, by, kind, ref, handling, raw), decoded in _rows(connection, _WALKED):
        if kind in KINDS:
            body, seat = decoded(raw), sides.get(feed, "")
            yield Item(key, digest, feed, seq, lc, by, kind, ref, handling, body, seat, raw=raw)


def _sides(connection: Connection) -> dict[str, str]:
    return {feed: str(body.get("side", "")) for feed, body in seats(connection).items()}


def _admitted(chosen: Select[Any]) -> Select[Any]:
    return chosen.join(_R, _R.c.entry_id == _E.c.id).where(_R.c.known_on != NOT_ADMITTED)


_STANDING = text(
    f"""
SELECT r.official, e.id, {", ".join(f"e.{name}" for name in _ITEM_FIELDS)}, e.raw, e.body_hash, b.salt, b.raw
FROM record r CROSS JOIN entry e ON e.id = r.entry_id CROSS JOIN entry_body b ON b.entry_id = e.id
WHERE r.ref IN :refs AND r.family NOT IN :leaving AND r.refused = 0 AND r.retracted_by IS NULL
  AND r.effective_on <= :as_of AND r.known_on <= :known_on AND e.v = :v
ORDER BY r.ref
"""  # noqa: S608  (names of columns are ours)
).bindparams(bindparam("refs", expanding=True), bindparam("leaving", expanding=True))


def items_standing(
    connection: Connection, refs: Sequence[str], at: TwoDates, sides: Mapping[str, str], leaving: Sequence[str] = ()
) -> Iterator[Item[Record]]:
    """Entries of several refs that stand and were visible, ordered by ref, ruled as the projection has it.

    ``leaving`` out those of some families.
    """
    asked = {"refs": refs, "leaving": leaving, "as_of": at.as_of, "known_on": at.known_on, "v": VERSION}
    for official, *row in connection.execute(_STANDING, asked):
        item = _record(row, sides, official=bool(official))
        if item is not None:
            yield item


_AMENDING = text(
    f"""
SELECT r.official, r.retracted_by, e.id, {", ".join(f"e.{name}" for name in _ITEM_FIELDS)}, e.raw, e.body_hash, b.salt, b.raw
FROM record r CROSS JOIN entry e ON e.id = r.entry_id CROSS JOIN entry_body b ON b.entry_id = e.id
WHERE r.ref = :ref AND r.family IN ('commitment', 'amend', 'position', 'withdrawal') AND r.refused = 0
  AND r.effective_on <= :as_of AND r.known_on <= :known_on AND e.v = :v
"""  # noqa: S608  (names of columns are ours)
)


def items_amending(
    connection: Connection, ref: str, at: TwoDates, sides: Mapping[str, str]
) -> Iterator[tuple[Item[Record], bool]]:
    """What adds and amends one commitment, with the answers to that, ruled as the projection has it; and whether each stands."""
    asked = {"ref": ref, "as_of": at.as_of, "known_on": at.known_on, "v": VERSION}
    for official, retracted_by, *row in connection.execute(_AMENDING, asked):
        item = _record(row, sides, official=bool(official))
        if item is not None:
            yield item, retracted_by is None


def _read(connection: Connection, chosen: Select[Any], sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    for row, decoded in _rows(connection, chosen):
        item = _record(row, sides, decoded)
        if item is not None:
            yield item


def _rows(connection: Connection, chosen: Select[Any]) -> Iterator[tuple[Sequence[Any], Decoder]]:
    """Rows, and how to decode the JSON in them."""
    decoded: Decoder = decoding.plainly
    for place, rows in enumerate(connection.execute(chosen).partitions(_AT_ONCE)):
        if place == 1:
            decoded = decoding.quick()
        yield from ((row, decoded) for row in rows)


def _item(row: Sequence[Any], sides: Mapping[str, str], decoded: Decoder) -> Item[Mapping[str, Any]] | None:
    """A row with the plain values of its body, held against what was signed; None for a kind that is not known."""
    key, found, feed, seq, lc, by, kind, ref, handling, envelope, digest, salt, raw = row
    if kind not in KINDS:
        return None
    feed, _, _, by, kind, ref, handling, _ = decoding.check_columns(
        (feed, seq, lc, by, kind, ref, handling, digest), envelope, decoded
    )
    body = decoding.as_signed(raw, salt, digest, (feed, seq), decoded)
    return Item(key, found, feed, seq, lc, by, kind, ref, handling, body, sides.get(feed, ""))


def _record(
    row: Sequence[Any],
    sides: Mapping[str, str],
    decoded: Decoder = decoding.plainly,
    *,
    official: bool = False,
) -> Item[Record] | None:
    """A row of an admitted entry with its record, held against what was signed; None for a kind that is not known."""
    key, found, feed, seq, lc, by, kind, ref, handling, envelope, digest, salt, raw = row
    if kind not in KINDS:
        return None
    signed = decoding.check_columns((feed, seq, lc, by, kind, ref, handling, digest), envelope, decoded)
    feed, _, _, by, kind, ref, handling, _ = signed  # of a long log the decoder keeps these words once
    body = decoding.admitted(kind, raw, salt, digest, (feed, seq))
    return Item(key, found, feed, seq, lc, by, kind, ref, handling, body, sides.get(feed, ""), official)
