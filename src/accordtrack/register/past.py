"""The register as of two dates, beside the file: only commitments that something later touches are folded.

Where nothing of a commitment is dated or known later, and none of its evidence has expired by then, its row is what it is
today, and is copied. The rest is folded from the entries that were visible, as authority ruled on them. The rows lie in
temporary tables under the names of the projection, so that lists, filters and counts read them unchanged; they are kept
until the register changes, so that a further question about the same dates costs what one about today costs.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import insert, text

from accordtrack.register import asked, log
from accordtrack.register.columns import COMMITMENT, TAG
from accordtrack.register.fold import fold
from accordtrack.register.projection import Rows, World
from accordtrack.register.schema import SEARCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates
    from accordtrack.register.database import Aside, Database

KEPT = 2
"""Pasts that are kept: the two of a comparison."""
_BATCH = 500
_MOVING = "family IN ('commitment', 'amend', 'status', 'evidence', 'position', 'withdrawal', 'ask')"
"""Entries that a row is made of."""
_STANDS = "refused = 0 AND retracted_by IS NULL"
_EXPIRES = 'instr(b.raw, CAST(\'"expires_on":"\' AS BLOB))'
_TABLES = (
    "CREATE TEMP TABLE touched(ref TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE there(ref TEXT PRIMARY KEY, version INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE told(key INTEGER PRIMARY KEY, id TEXT, words TEXT)",
)
_TOUCHED = f"""
INSERT INTO temp.touched(ref)
SELECT ref FROM main.record WHERE (effective_on > :as_of OR known_on > :known_on) AND {_STANDS} AND {_MOVING}
UNION
SELECT r.ref FROM main.record r JOIN main.entry_body b ON b.entry_id = r.entry_id
WHERE r.family = 'evidence' AND {_STANDS} AND {_EXPIRES} > 0
  AND substr(b.raw, {_EXPIRES} + 14, 10) < CAST(:as_of AS BLOB)
"""  # noqa: S608  (evidence by the bytes of its canonical body: what is found without need is only folded)
_THERE = f"""
INSERT OR IGNORE INTO temp.there(ref, version)
SELECT t.ref, c.version FROM temp.touched t CROSS JOIN main.commitment c ON c.id = t.ref
CROSS JOIN main.record r ON r.ref = t.ref
WHERE r.family = 'commitment' AND r.effective_on <= :as_of AND r.known_on <= :known_on AND {_STANDS}
"""  # noqa: S608
_COPIED = (
    "INSERT INTO temp.commitment SELECT * FROM main.commitment WHERE id NOT IN (SELECT ref FROM temp.touched)",
    "INSERT INTO temp.tag SELECT t.* FROM main.tag t JOIN temp.commitment c ON c.key = t.key",
)
_SEARCHED = (
    "DROP TABLE IF EXISTS temp.search",
    SEARCH.replace("TABLE search", "TABLE temp.search"),
    "INSERT INTO temp.search(rowid, id, words) SELECT key, id, words FROM temp.told",
    """
    INSERT INTO temp.search(rowid, id, words)
    SELECT rowid, id, words FROM main.search WHERE id NOT IN (SELECT ref FROM temp.touched)
    """,
)
_LAST = "SELECT COALESCE(MAX(id), 0) FROM main.entry"
_SHAPES = (
    "SELECT sql FROM main.sqlite_master WHERE tbl_name IN ('commitment', 'tag') AND type = :type AND sql IS NOT NULL"
)


class Pasts:
    """The last pasts that were asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[TwoDates, _Past] = {}
        self._lock = Lock()

    @contextmanager
    def at(self, at: TwoDates, *, words: bool) -> Iterator[Connection]:
        """A connection whose ``commitment``, ``tag`` and (for ``words``) ``search`` are those of that time."""
        with self._lock:
            past = self._kept.pop(at, None) or _Past(self._database.aside(), at)
            self._kept[at] = past
            oldest = list(self._kept)[:-KEPT]
            gone = [self._kept.pop(old) for old in oldest]
        for old in gone:
            old.close()
        with past.asking(words=words) as connection:
            yield connection


class _Past:
    """One past with the connection that holds it; one question at a time."""

    def __init__(self, aside: Aside, at: TwoDates) -> None:
        self._aside, self._at = aside, at
        self._made_for: int | None = None
        self._searched = False
        self._lock = Lock()

    @contextmanager
    def asking(self, *, words: bool) -> Iterator[Connection]:
        """The connection, its tables made when there are none or the register has changed since."""
        with self._lock:
            with self._aside.asking() as connection:
                last = int(connection.execute(text(_LAST)).scalar_one())
                held = last == self._made_for
                if not held:
                    _make(connection, self._at)
                searched = held and self._searched
                if words and not searched:
                    _search(connection)
                    searched = True
            self._made_for, self._searched = last, searched
            with self._aside.asking() as connection:
                yield connection

    def close(self) -> None:
        """Give the connection back, and its tables with it; a question that is being asked is answered first."""
        with self._lock:
            self._made_for = None
            self._aside.close()


@contextmanager
def _writing(connection: Connection) -> Iterator[None]:
    """Let temporary tables be written; the file is only read."""
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA query_only=ON")


def _make(connection: Connection, at: TwoDates) -> None:
    """Make the tables of one past; indexes once the rows are there."""
    dates = {"as_of": at.as_of, "known_on": at.known_on}
    with _writing(connection):
        for name in ("search", "told", "there", "touched", "tag", "commitment"):
            connection.execute(text(f"DROP TABLE IF EXISTS temp.{name}"))
        for shape in (*_shapes(connection, "table"), *_TABLES):
            connection.exec_driver_sql(shape)
        for statement in (_TOUCHED, _THERE):
            connection.execute(text(statement), dates)
        for statement in _COPIED:
            connection.execute(text(statement))
        _fold(connection, at)
        for shape in _shapes(connection, "index"):
            connection.exec_driver_sql(shape)


def _shapes(connection: Connection, kind: str) -> list[str]:
    """Statements that make the tables of the projection, or their indexes, as temporary ones of the same names."""
    begin = f"CREATE {kind.upper()} "
    found = connection.execute(text(_SHAPES), {"type": kind}).scalars()
    return [str(shape).replace(begin, f"{begin}temp.", 1) for shape in found]


def _fold(connection: Connection, at: TwoDates) -> None:
    """Fold what was there already and is touched later."""
    world = World(connection)
    rows = Rows(world)
    for (_ref, version), group in groupby(
        log.items_listed(connection, at, world.sides), key=lambda found: (found[1].ref, found[0])
    ):
        items = [item for _version, item in group]
        state = fold(items, at.as_of)
        if state is not None:
            rows.add(state, version, items)
        if len(rows.commitments) >= _BATCH:
            asked.check()
            _put(connection, rows)
            rows = Rows(world)
    _put(connection, rows)


def _put(connection: Connection, rows: Rows) -> None:
    for target, found in ((COMMITMENT, rows.commitments), (TAG, rows.tags)):
        if found:
            connection.execute(insert(target), found)
    if rows.words:
        connection.execute(text("INSERT INTO temp.told(key, id, words) VALUES (:key, :id, :words)"), rows.words)


def _search(connection: Connection) -> None:
    """Make the search index; only when somebody searches, since most filters do not."""
    with _writing(connection):
        for statement in _SEARCHED:
            connection.execute(text(statement))
        connection.begin_nested().commit()  # at a savepoint FTS5 writes what it has only noted; later it may not
