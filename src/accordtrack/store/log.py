"""Read and append the log: rows of ``entry`` as values, and new entries in order. No other module writes entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, bindparam, cast, func, insert, or_, select, text

from accordtrack.core.problems import Refused
from accordtrack.ledger.entry import COLUMNS, VERSION, Entry, Envelope, NotCanonical, read_heads
from accordtrack.ledger.kinds import KINDS, STATEMENTS
from accordtrack.ledger.late_entries import NEVER
from accordtrack.store import decoding
from accordtrack.store.columns import BODY, ENTRY, RECORD
from accordtrack.store.desk_keys import desks_by_feed, sides_by_feed
from accordtrack.store.items import Item
from accordtrack.vocabulary import COMPILER, FEED_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.entry import Heads
    from accordtrack.ledger.fields import Record
    from accordtrack.store.decoding import Decoder

_E, _B, _R = ENTRY, BODY, RECORD
_AT_ONCE = 2_000
"""Rows fetched at once. For a longer log, importing the faster decoder pays off."""
NOT_ADMITTED = ""
"""Value of the dates in ``record`` for an entry that is not admitted, since its dates cannot be read."""
_ENTRY = select(
    _E.c.id, *(_E.c[name] for name in COLUMNS), _E.c.raw, _E.c.hash, _E.c.sig, _B.c.salt, _B.c.raw
).select_from(_E.outerjoin(_B, _B.c.entry_id == _E.c.id))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a feed: its last seq and hash."""

    seq: int
    hash: str | None


def head(connection: Connection, feed: str) -> Head:
    """Return the end of ``feed``, with seq 0 if the feed has no entries."""
    row = connection.execute(
        text("SELECT seq, hash FROM entry WHERE feed = :feed ORDER BY seq DESC LIMIT 1"), {"feed": feed}
    ).first()
    return Head(row[0], row[1]) if row else Head(0, None)


def latest_clock(connection: Connection) -> int:
    """Return the greatest Lamport clock in the log. A new entry takes the next value."""
    return int(connection.execute(text("SELECT COALESCE(MAX(lc), 0) FROM entry")).scalar_one())


def heads(connection: Connection) -> Heads:
    """Return the last entry of every feed, sorted by feed."""
    return tuple((feed, seq, digest) for feed, seq, digest in connection.execute(_HEADS))


def signed_heads(connection: Connection, but: str = "") -> Heads:
    """Return the heads that a desk signs: of all feeds except ``but`` and those whose name opens no desk."""
    return tuple(head for head in heads(connection) if head[0] != but and FEED_NAME.fullmatch(str(head[0])))


_HEADS = text("""
WITH RECURSIVE known(feed) AS (
  SELECT MIN(feed) FROM entry
  UNION ALL
  SELECT (SELECT MIN(feed) FROM entry WHERE feed > known.feed) FROM known WHERE known.feed IS NOT NULL
)
SELECT e.feed, e.seq, e.hash FROM known
JOIN entry e ON e.feed = known.feed AND e.seq = (SELECT MAX(seq) FROM entry WHERE feed = known.feed) ORDER BY e.feed
""")  # walks the index of feeds instead of reading every entry


def first_entry_hash(connection: Connection) -> str:
    """Return the hash of the first entry, which identifies the log."""
    return str(connection.execute(text("SELECT hash FROM entry ORDER BY id LIMIT 1")).scalar_one())


def began_on(connection: Connection) -> str:
    """Return the day on which the register was begun: when its first entry was recorded."""
    first = connection.execute(text("SELECT at FROM entry WHERE id = (SELECT MIN(id) FROM entry)")).scalar()
    return NEVER if first is None else str(first)[:10]


def has_entry(connection: Connection, digest: str, ref: str) -> bool:
    """Whether the log has an entry with this hash about a ref."""
    found = select(ENTRY.c.id).where(ENTRY.c.hash == digest, ENTRY.c.ref == ref)
    return connection.execute(found).first() is not None


def lacks_body(connection: Connection, digest: str) -> bool:
    """Whether the log has an entry with this hash whose body is not in this copy of the register."""
    joined = ENTRY.outerjoin(BODY, BODY.c.entry_id == ENTRY.c.id)
    found = select(ENTRY.c.id).select_from(joined).where(ENTRY.c.hash == digest, BODY.c.entry_id.is_(None))
    return connection.execute(found).first() is not None


def entries_that_count_for_nothing(connection: Connection) -> frozenset[str]:
    """Return the hashes of the entries that are not admitted, or that the rules of authority refuse."""
    chosen = text("SELECT e.hash FROM record r JOIN entry e ON e.id = r.entry_id WHERE r.refused = 1")
    return frozenset(connection.execute(chosen).scalars())


def last_entry(connection: Connection) -> int:
    """Return the key of the last entry of the log, 0 if there is none."""
    return int(connection.execute(text("SELECT COALESCE(MAX(id), 0) FROM entry")).scalar_one())


def append(connection: Connection, entries: Sequence[Entry]) -> list[int]:
    """Append ``entries`` to the log, in order; return their entry ids."""
    if not entries:
        return []
    first = last_entry(connection) + 1
    ids = list(range(first, first + len(entries)))
    connection.execute(
        insert(ENTRY),
        [
            {"id": key, **_columns(entry.envelope), "hash": entry.hash, "sig": entry.sig, "raw": entry.raw}
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


def _columns(envelope: Envelope) -> dict[str, Any]:
    return {name: getattr(envelope, name) for name in COLUMNS}


def _entry(row: Sequence[Any]) -> tuple[int, Entry]:
    end = 1 + len(COLUMNS)
    try:
        heads = read_heads(row[end])
    except NotCanonical:  # ``find_faults`` reports the signed bytes
        heads = None
    return row[0], Entry(Envelope(*(*row[1:end], heads)), *row[end:])


def feeds(connection: Connection) -> list[str]:
    """Return every feed, in the order in which they began."""
    return list(desks_by_feed(connection))


def entries_of_feed(connection: Connection, feed: str) -> Iterator[Entry]:
    """Yield the entries of a feed in order, even if their numbers have gaps."""
    chosen = _ENTRY.where(_E.c.feed == feed).order_by(_E.c.seq, _E.c.id)
    return (_entry(tuple(row))[1] for row in connection.execute(chosen))


def all_entries(connection: Connection) -> Iterator[Entry]:
    """Yield every entry of every feed, in the order of the log."""
    return (_entry(tuple(row))[1] for row in connection.execute(_ENTRY.order_by(_E.c.id)))


def entries_after(connection: Connection, feed: str, seq: int) -> Iterator[Entry]:
    """Yield the entries of a feed after ``seq``, in order."""
    chosen = _ENTRY.where(_E.c.feed == feed, _E.c.seq > seq).order_by(_E.c.seq, _E.c.id)
    return (_entry(tuple(row))[1] for row in connection.execute(chosen))


def entry_at(connection: Connection, feed: str, seq: int) -> Entry | None:
    """Return entry ``seq`` of a feed, or None."""
    row = connection.execute(_ENTRY.where(_E.c.feed == feed, _E.c.seq == seq).limit(1)).first()
    return _entry(tuple(row))[1] if row else None


def end_of_feed(connection: Connection, feed: str, count: int) -> list[tuple[int, Entry]]:
    """Return the last ``count`` entries of a feed, the last one first."""
    chosen = _ENTRY.where(_E.c.feed == feed).order_by(_E.c.seq.desc()).limit(count)
    return [_entry(tuple(row)) for row in connection.execute(chosen)]


def entries_about(connection: Connection, ref: str) -> list[Entry]:
    """Return every entry about one record."""
    return [_entry(tuple(row))[1] for row in connection.execute(_ENTRY.where(_E.c.ref == ref))]


def entries_of_kind(connection: Connection, kind: str) -> Iterator[Entry]:
    """Yield every entry of a kind, in the order of the log."""
    chosen = _ENTRY.where(_E.c.kind == kind).order_by(_E.c.id)
    return (_entry(tuple(row))[1] for row in connection.execute(chosen))


def entries_by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Entry]:
    """Return entries by their entry id."""
    return dict(_entry(tuple(row)) for row in connection.execute(_ENTRY.where(_E.c.id.in_(ids)))) if ids else {}


_ITEM_FIELDS = ("hash", "feed", "seq", "lc", "by", "act", "at", "kind", "ref", "handling")
_ITEM = (
    select(_E.c.id, *(_E.c[name] for name in _ITEM_FIELDS), _E.c.raw, _E.c.body_hash, _B.c.salt, _B.c.raw)
    .join_from(_E, _B, _B.c.entry_id == _E.c.id)
    .where(_E.c.v.between(1, VERSION))
)


def items(
    connection: Connection, ref: str | None = None, sides: Mapping[str, str] | None = None
) -> Iterator[Item[Record]]:
    """Yield admitted entries of known kinds and version with their records, of one ``ref`` or all, ordered by ref.

    Admitted entries are those that ``record`` lists as admitted. ``official`` is not decided here; see
    ``authorization.ruled``. ``sides`` maps feeds to sides; it is read if not given.
    """
    return _read_items(
        connection, _select_admitted(_select_about(ref)), sides_by_feed(connection) if sides is None else sides
    )


def items_unvalidated(
    connection: Connection, ref: str | None, sides: Mapping[str, str]
) -> Iterator[Item[Mapping[str, Any]]]:
    """Yield entries like ``items``, but also those that are not admitted, with the plain values of the body."""
    for row, decoded in _rows(connection, _select_about(ref)):
        item = _item(row, sides, decoded)
        if item is not None:
            yield item


def items_of_kind(
    connection: Connection, kind: str, refs: Collection[str] | None, sides: Mapping[str, str]
) -> Iterator[Item[Record]]:
    """Yield the entries of a kind about some refs, or about all, like ``items``."""
    return _read_items(connection, _select_admitted(_select_kind(kind, refs)), sides)


def items_of_kind_unvalidated(
    connection: Connection, kind: str, refs: Collection[str] | None, sides: Mapping[str, str]
) -> Iterator[Item[Mapping[str, Any]]]:
    """Yield the entries of a kind about some refs, or about all, like ``items_unvalidated``."""
    for row, decoded in _rows(connection, _select_kind(kind, refs)):
        item = _item(row, sides, decoded)
        if item is not None:
            yield item


def _select_kind(kind: str, refs: Collection[str] | None) -> Select[Any]:
    chosen = _ITEM.where(_E.c.kind == kind)
    return chosen if refs is None else chosen.where(_E.c.ref.in_(sorted(refs)))


def _select_about(ref: str | None) -> Select[Any]:
    if ref is None:
        return _ITEM.order_by(_E.c.ref, _E.c.lc, _E.c.id)
    return _ITEM.where(_E.c.ref == ref).order_by(_E.c.lc)


def items_in_log_order(connection: Connection) -> Iterator[Item[Record]]:
    """Yield entries like ``items``, but in log order, for a reader that holds all of them in memory."""
    return _read_items(connection, _select_admitted(_ITEM.order_by(_E.c.id)), sides_by_feed(connection))


def items_about(connection: Connection, refs: Sequence[str], sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    """Yield the entries of several refs, ordered by ref, like ``items``."""
    chosen = _ITEM.where(_E.c.ref.in_(refs)).order_by(_E.c.ref, _E.c.lc, _E.c.id)
    return _read_items(connection, _select_admitted(chosen), sides)


def refs_graded_by_observers(connection: Connection) -> list[str]:
    """Return the refs of statements and evidence that observers' desks wrote. Their grades depend on the bodies."""
    observers = _E.c.feed.like("obs-%") & (_E.c.feed != COMPILER)
    chosen = select(_E.c.ref).distinct().where(observers, _E.c.kind.in_(("status.report", "evidence.add")))
    return sorted(connection.execute(chosen).scalars())


_NAMING = text("""
SELECT DISTINCT e.ref FROM entry e JOIN entry_body b ON b.entry_id = e.id
WHERE e.kind IN ('commitment.add', 'commitment.amend') AND e.feed NOT LIKE 'obs-%' AND instr(b.raw, :code)
""")


def refs_naming_body(connection: Connection, code: str) -> list[str]:
    """Return the refs of the commitments for which a side's desk names a body. What it names alone depends on whose the body is."""
    return sorted(connection.execute(_NAMING, {"code": f'"{code}"'.encode()}).scalars())


def keys_naming(connection: Connection, name: str) -> list[int]:
    """Return the entries whose body holds an id as a whole text, in the order of the log."""
    found = select(_B.c.entry_id).where(func.instr(_B.c.raw, bindparam("name"))).order_by(_B.c.entry_id)
    return [int(key) for key in connection.execute(found, {"name": f'"{name}"'.encode()}).scalars()]


_STATEMENT = text(f"""
SELECT e.seq FROM record r JOIN entry e ON e.id = r.entry_id
WHERE r.family IN ('status', 'evidence', 'position') AND r.rid = :name AND e.feed = '{COMPILER}' ORDER BY e.seq LIMIT 1
""")  # noqa: S608  (only a name of this program)
_STATEMENTS = text(f"""
SELECT json_extract(s.body, '$.id'), s.seq FROM (
  SELECT e.seq, CAST(b.raw AS TEXT) AS body FROM entry e JOIN entry_body b ON b.entry_id = e.id
  WHERE e.feed = '{COMPILER}' AND e.kind IN ({", ".join(f"'{one}'" for one in sorted(STATEMENTS))})
) s WHERE json_valid(s.body) ORDER BY s.seq DESC
""")  # noqa: S608  (only names of this program)


def folder_statement(connection: Connection, name: str) -> int | None:
    """Return the number of the entry of the data folder that is a statement with that id, from the projection; or None."""
    found = connection.execute(_STATEMENT, {"name": name}).scalar()
    return None if found is None else int(found)


def folder_statements(connection: Connection) -> dict[str, int]:
    """Return the number of the entry of each statement of the data folder by its id, from the log."""
    return {str(name): int(seq) for name, seq in connection.execute(_STATEMENTS)}


_ANSWERS = _ITEM.where(
    _E.c.kind.in_(("position.take", "position.withdraw", "entry.retract")),
    _E.c.feed.not_like("obs-%"),
    or_(_E.c.ref == _E.c.feed + "-" + cast(_E.c.seq, String), _E.c.kind != "position.take"),
).order_by(_E.c.id)


_INDEXED_ANSWERS = _ANSWERS.join(_R, _R.c.entry_id == _E.c.id).where(
    _R.c.family.in_(("position", "withdrawal", "retraction")), _R.c.known_on != NOT_ADMITTED
)


def answers_to_records(connection: Connection, sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    """Yield the answers of sides' desks to entries that belong to no commitment, and all withdrawals and retractions."""
    return _read_items(connection, _INDEXED_ANSWERS, sides)


def answers_to_records_unvalidated(
    connection: Connection, sides: Mapping[str, str], *, projected: bool
) -> Iterator[Item[Mapping[str, Any]]]:
    """Yield the same entries, with the plain values of the body. Unless they are ``projected``, read the whole log."""
    for row, decoded in _rows(connection, _INDEXED_ANSWERS if projected else _ANSWERS):
        item = _item(row, sides, decoded)
        if item is not None:
            yield item


def items_with_keys(connection: Connection, keys: Sequence[int], sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    """Yield admitted entries by entry id, in the order of the log."""
    for begin in range(0, len(keys), _AT_ONCE):
        chosen = _ITEM.where(_E.c.id.in_(keys[begin : begin + _AT_ONCE])).order_by(_E.c.id)
        yield from _read_items(connection, _select_admitted(chosen), sides)


def item_with_hash(connection: Connection, digest: str, sides: Mapping[str, str]) -> Item[Record] | None:
    """Return the entry with that hash, whatever its ref; None if there is none that can be read."""
    row = connection.execute(_ITEM.where(_E.c.hash == digest)).first()
    try:
        return None if row is None else _record(row, sides)
    except Refused:
        return None


_WALKED = (
    select(_E.c.id, *(_E.c[name] for name in _ITEM_FIELDS), _E.c.raw, _B.c.raw)
    .join_from(_E, _B, _B.c.entry_id == _E.c.id)
    .where(_E.c.v.between(1, VERSION))
    .order_by(_E.c.ref, _E.c.lc, _E.c.id)
)


def items_prevalidated(connection: Connection, sides: Mapping[str, str]) -> Iterator[Item[Mapping[str, Any]]]:
    """Yield entries like ``items_unvalidated``, with the bytes of the body, without comparing them to what was signed.

    Only for use in a transaction of ``connection`` that has already verified every entry.
    """
    for row, decoded in _rows(connection, _WALKED):
        key, digest, feed, seq, lc, by, act, at, kind, ref, handling, envelope, raw = row
        if kind in KINDS:
            body, seat, heads = decoded(raw), sides.get(feed, ""), read_heads(envelope)
            yield Item(
                key, digest, feed, seq, lc, by, kind, ref, handling, body, seat, raw=raw, act=act, at=at, heads=heads
            )


def _select_admitted(chosen: Select[Any]) -> Select[Any]:
    return chosen.join(_R, _R.c.entry_id == _E.c.id).where(_R.c.known_on != NOT_ADMITTED)


_STANDING = text(
    f"""
SELECT r.official, e.id, {", ".join(f"e.{name}" for name in _ITEM_FIELDS)}, e.raw, e.body_hash, b.salt, b.raw
FROM record r CROSS JOIN entry e ON e.id = r.entry_id CROSS JOIN entry_body b ON b.entry_id = e.id
WHERE r.ref IN :refs AND r.family NOT IN :leaving AND r.refused IN (0, 3) AND r.retracted_by IS NULL
  AND r.effective_on <= :as_of AND r.known_on <= :known_on AND e.v BETWEEN 1 AND :v
ORDER BY r.ref
"""  # noqa: S608  (only column names of this module)
).bindparams(bindparam("refs", expanding=True), bindparam("leaving", expanding=True))


def items_standing(
    connection: Connection, refs: Sequence[str], at: TwoDates, sides: Mapping[str, str], leaving: Sequence[str] = ()
) -> Iterator[Item[Record]]:
    """Yield the standing entries of several refs that were visible ``at`` two dates, ordered by ref.

    Entries that wait for a side are among them. ``official`` comes from the projection. Entries of the families ``leaving`` are left out.
    """
    parameters = {"refs": refs, "leaving": leaving, "as_of": at.as_of, "known_on": at.known_on, "v": VERSION}
    for official, *row in connection.execute(_STANDING, parameters):
        item = _record(row, sides, official=bool(official))
        if item is not None:
            yield item


_RETRACTED = text(
    f"""
SELECT r.official, e.id, {", ".join(f"e.{name}" for name in _ITEM_FIELDS)}, e.raw, e.body_hash, b.salt, b.raw
FROM record r CROSS JOIN entry e ON e.id = r.entry_id CROSS JOIN entry_body b ON b.entry_id = e.id
WHERE r.ref IN :refs AND r.family IN ('status', 'evidence', 'note') AND r.refused IN (0, 3) AND r.retracted_by IS NOT NULL
  AND e.v BETWEEN 1 AND :v
"""  # noqa: S608  (only column names of this module)
).bindparams(bindparam("refs", expanding=True))


def retracted_entries(connection: Connection, refs: Sequence[str], sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    """Yield the statuses, evidence and notes of several refs that were retracted. ``official`` comes from the projection."""
    for official, *row in connection.execute(_RETRACTED, {"refs": refs, "v": VERSION}):
        item = _record(row, sides, official=bool(official))
        if item is not None:
            yield item


_AMENDING = text(
    f"""
SELECT r.official, r.retracted_by, e.id, {", ".join(f"e.{name}" for name in _ITEM_FIELDS)}, e.raw, e.body_hash, b.salt, b.raw
FROM record r CROSS JOIN entry e ON e.id = r.entry_id CROSS JOIN entry_body b ON b.entry_id = e.id
WHERE r.ref = :ref AND r.family IN ('commitment', 'amend', 'position', 'withdrawal') AND r.refused IN (0, 3)
  AND r.effective_on <= :as_of AND r.known_on <= :known_on AND e.v BETWEEN 1 AND :v
"""  # noqa: S608  (only column names of this module)
)


def items_amending(
    connection: Connection, ref: str, at: TwoDates, sides: Mapping[str, str]
) -> Iterator[tuple[Item[Record], bool]]:
    """Yield the entry that adds a commitment, its amendments and the answers to them, each with whether it stands.

    ``official`` comes from the projection.
    """
    parameters = {"ref": ref, "as_of": at.as_of, "known_on": at.known_on, "v": VERSION}
    for official, retracted_by, *row in connection.execute(_AMENDING, parameters):
        item = _record(row, sides, official=bool(official))
        if item is not None:
            yield item, retracted_by is None


def _read_items(connection: Connection, chosen: Select[Any], sides: Mapping[str, str]) -> Iterator[Item[Record]]:
    for row, decoded in _rows(connection, chosen):
        item = _record(row, sides, decoded)
        if item is not None:
            yield item


def _rows(connection: Connection, chosen: Select[Any]) -> Iterator[tuple[Sequence[Any], Decoder]]:
    """Yield rows, each with the decoder for its JSON."""
    decoded: Decoder = decoding.parse_canonical_json
    for place, rows in enumerate(connection.execute(chosen).partitions(_AT_ONCE)):
        if place == 1:
            decoded = decoding.fast_decoder()
        yield from ((row, decoded) for row in rows)


def _item(row: Sequence[Any], sides: Mapping[str, str], decoded: Decoder) -> Item[Mapping[str, Any]] | None:
    """Return a row, checked against what was signed, with the plain values of its body; None for an unknown kind."""
    key, found, feed, seq, lc, by, act, at, kind, ref, handling, envelope, digest, salt, raw = row
    if kind not in KINDS:
        return None
    signed = decoding.check_columns((feed, seq, lc, by, act, at, kind, ref, handling, digest), envelope, decoded)
    feed, _, _, by, act, at, kind, ref, handling, _ = signed
    body = decoding.signed_body(raw, salt, digest, (feed, seq), decoded)
    heads, seat = read_heads(envelope), sides.get(feed, "")
    return Item(key, found, feed, seq, lc, by, kind, ref, handling, body, seat, act=act, at=at, heads=heads)


def _record(
    row: Sequence[Any],
    sides: Mapping[str, str],
    decoded: Decoder = decoding.parse_canonical_json,
    *,
    official: bool = False,
) -> Item[Record] | None:
    """Return a row of an admitted entry, checked against what was signed, with its record; None for an unknown kind."""
    key, found, feed, seq, lc, by, act, at, kind, ref, handling, envelope, digest, salt, raw = row
    if kind not in KINDS:
        return None
    signed = decoding.check_columns((feed, seq, lc, by, act, at, kind, ref, handling, digest), envelope, decoded)
    feed, _, _, by, act, at, kind, ref, handling, _ = signed  # in a long log the decoder shares these strings
    body = decoding.admitted_record(kind, raw, salt, digest, (feed, seq))
    heads, seat = read_heads(envelope), sides.get(feed, "")
    return Item(key, found, feed, seq, lc, by, kind, ref, handling, body, seat, official, act=act, at=at, heads=heads)
