"""Temporary as-of tables: the projection as of two dates, beside the register file.

A commitment that no later entry touches, and none of whose evidence had expired by then, has the same row as today,
which is copied. The others are folded from the entries that were visible on the dates and that authorization accepts.
The rows are in temporary tables with the names of the projection tables, so that lists, filters and counts read them
unchanged. ``Pasts`` keeps the tables until the register changes, so a further query on the same dates costs the same as
one on today.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.disputes import thread_index
from accordtrack.projection.fold import fold
from accordtrack.projection.projector import Rows
from accordtrack.queries import as_of_changes
from accordtrack.store import cancellation
from accordtrack.store.columns import COMMITMENT, TAG
from accordtrack.store.schema import SEARCH, STANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.store.database import Aside, Database

KEPT = 2
"""Number of pasts kept: the two of a comparison."""
_BATCH = 500
TABLES = (
    "CREATE TEMP TABLE touched(ref TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE searchable(key INTEGER PRIMARY KEY, id TEXT, words TEXT)",
)
"""The commitments that are not as in the file, and the words of those for the search index."""
NAMES = ("search", "searchable", "touched", "tag", "commitment")
"""Every temporary table."""
_TOUCHED = f"INSERT INTO temp.touched(ref) {as_of_changes.ALL}"
_THERE = f"""
SELECT t.ref, c.version FROM temp.touched t CROSS JOIN main.commitment c ON c.id = t.ref
WHERE EXISTS (
  SELECT 1 FROM main.record r WHERE r.ref = t.ref AND r.effective_on <= :as_of AND r.known_on <= :known_on
  AND r.family = 'commitment' AND {STANDS}
)
"""  # noqa: S608
_COPIED = "INSERT INTO temp.commitment SELECT * FROM main.commitment WHERE id NOT IN (SELECT ref FROM temp.touched)"
_TAGS = """
INSERT INTO temp.tag SELECT t.* FROM main.tag t JOIN temp.commitment c ON c.key = t.key
WHERE t.field != :thread OR :threads OR t.value LIKE :settled
"""
"""Tags of threads that settle a dispute are always copied, because they are part of a row's standing."""
_SEARCHED = (
    "DROP TABLE IF EXISTS temp.search",
    SEARCH.replace("TABLE search", "TABLE temp.search"),
    "INSERT INTO temp.search(rowid, id, words) SELECT key, id, words FROM temp.searchable",
    """
    INSERT INTO temp.search(rowid, id, words)
    SELECT rowid, id, words FROM main.search WHERE id NOT IN (SELECT ref FROM temp.touched)
    """,
)
_LAST = "SELECT COALESCE(MAX(id), 0) FROM main.entry"
_SEARCHABLE = "INSERT INTO temp.searchable(key, id, words) VALUES (:key, :id, :words)"
_SHAPES = (
    "SELECT sql FROM main.sqlite_master WHERE tbl_name IN ('commitment', 'tag') AND type = :type AND sql IS NOT NULL"
)


class AsOfTables:
    """The most recently requested pasts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[TwoDates, _Past] = {}
        self._lock = Lock()

    def has_tables(self, at: TwoDates) -> bool:
        """Return whether the tables of these dates exist."""
        past = self._kept.get(at)
        return past is not None and past.has_tables

    @contextmanager
    def at(self, at: TwoDates, *, words: bool, threads: bool = False) -> Iterator[Connection]:
        """Yield a connection whose ``commitment``, ``tag`` and (if ``words``) ``search`` tables are as of these dates.

        Thread tags are there only if ``threads``, because they take as long as the rest of the row.
        """
        with self._lock:
            past = self._kept.pop(at, None) or _Past(self._database.separate_connection(), at)
            self._kept[at] = past
            oldest = list(self._kept)[:-KEPT]
            gone = [self._kept.pop(old) for old in oldest]
        for old in gone:
            old.close()
        with past.current_connection(words=words, threads=threads) as connection:
            yield connection

    def close(self) -> None:
        """Close every past."""
        with self._lock:
            gone = list(self._kept.values())
            self._kept.clear()
        for past in gone:
            past.close()


class _Past:
    """One past and the connection that holds its tables. Serves one query at a time."""

    def __init__(self, aside: Aside, at: TwoDates) -> None:
        self._aside, self._at = aside, at
        self._made_for: int | None = None
        self._searched = self._threaded = False
        self._lock = Lock()

    @property
    def has_tables(self) -> bool:
        """Whether the tables exist, even if they are out of date."""
        return self._made_for is not None

    @contextmanager
    def current_connection(self, *, words: bool, threads: bool) -> Iterator[Connection]:
        """Yield the connection. First build the tables if they are missing, lack threads, or are out of date."""
        with self._lock:
            with self._aside.snapshot_connection() as connection:
                last = int(connection.execute(text(_LAST)).scalar_one())
                is_current = last == self._made_for and self._threaded >= threads
                if not is_current:
                    _create_tables(connection, self._at, threads=threads)
                searched = is_current and self._searched
                if words and not searched:
                    build_search_index(connection)
                    searched = True
                threaded = threads or (is_current and self._threaded)
            self._made_for, self._searched, self._threaded = last, searched, threaded
            with self._aside.snapshot_connection() as connection:
                yield connection

    def close(self) -> None:
        """Close the connection and drop its tables. Waits for a running query."""
        with self._lock:
            self._made_for = None
            self._aside.close()


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Allow writes to temporary tables. The register file is opened read-only."""
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA query_only=ON")


def _create_tables(connection: Connection, at: TwoDates, *, threads: bool) -> None:
    """Create the tables of one past, then their indexes."""
    dates = {"as_of": at.as_of, "known_on": at.known_on}
    with writing(connection):
        for name in NAMES:
            connection.execute(text(f"DROP TABLE IF EXISTS temp.{name}"))
        for shape in (*create_statements(connection, "table"), *TABLES):
            connection.exec_driver_sql(shape)
        connection.execute(text(_TOUCHED), dates)
        connection.execute(text(_COPIED))
        asked_tags = {
            "threads": threads,
            "thread": thread_index.FIELD,
            "settled": thread_index.SETTLED.format(side="%"),
        }
        connection.execute(text(_TAGS), asked_tags)
        versions = {row.ref: int(row.version) for row in connection.execute(text(_THERE), dates)}
        _fold_touched(connection, at, versions, threads=threads)
        for shape in create_statements(connection, "index"):
            connection.exec_driver_sql(shape)


def create_statements(connection: Connection, kind: str) -> list[str]:
    """Return the statements that create the projection's tables or indexes, as temporary ones with the same names."""
    begin = f"CREATE {kind.upper()} "
    scalar_result = connection.execute(text(_SHAPES), {"type": kind}).scalars()
    return [str(shape).replace(begin, f"{begin}temp.", 1) for shape in scalar_result]


def _fold_touched(connection: Connection, at: TwoDates, versions: Mapping[str, int], *, threads: bool) -> None:
    """Fold the touched commitments that already existed, a few hundred at a time."""
    world, refs = FoldContext(connection), list(versions)
    for begin in range(0, len(refs), _BATCH):
        cancellation.check()
        rows = Rows(world)
        found = list(world.standing_items_of(refs[begin : begin + _BATCH], at, leaving=as_of_changes.LEFT_OUT))
        world.read_cited(found)
        for ref, group in groupby(found, key=lambda item: item.ref):
            items = list(group)
            state = fold(items, at.as_of, cited=world.cited(items))
            if state is not None:
                rows.add_state(state, versions[ref], items if threads else ())
        insert_rows(connection, rows)


def insert_rows(connection: Connection, rows: Rows) -> None:
    """Insert folded rows with driver-level SQL, because there are many."""
    for target, found in ((COMMITMENT, rows.commitments), (TAG, rows.tags)):
        if found:
            names = [column.name for column in target.c]
            phrase = f"INSERT INTO temp.{target.name} VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608
            connection.exec_driver_sql(phrase, found)
    if rows.words:
        connection.exec_driver_sql(_SEARCHABLE, rows.words)


def build_search_index(connection: Connection) -> None:
    """Build the search index. Done only on demand, because most filters do not search."""
    with writing(connection):
        for statement in _SEARCHED:
            connection.execute(text(statement))
        connection.begin_nested().commit()  # FTS5 flushes at a savepoint; later writes are not allowed
