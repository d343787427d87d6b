"""Compare the projection with a full fold of the log, row by row, and the search index with its words."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.disputes import thread_index
from accordtrack.projection.dual_control import FIRST_RULES, RULES
from accordtrack.projection.projector import fold_in_batches
from accordtrack.store import log, search_index
from accordtrack.store.acceptance import FIRST_FOLDED_AS_TODAY, FIRST_WITH_ACCEPTANCES
from accordtrack.store.columns import PROJECTION
from accordtrack.store.file_check import expected_objects, version
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types import Finding
from accordtrack.verification.findings import REBUILD_ADVICE, search_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.projection.projector import Rows
    from accordtrack.projection.state_digest import Digest

_VALUES = {table.name: itemgetter(*(column.name for column in table.c)) for table in PROJECTION}
_VALUES["search"] = itemgetter("key", "id", "words")
_HELD = {
    "record": "SELECT * FROM record WHERE entry_id IN (SELECT value FROM json_each(?))",
    "acceptance": "SELECT * FROM acceptance WHERE entry_id IN (SELECT value FROM json_each(?))",
    "commitment": "SELECT * FROM commitment WHERE key IN (SELECT value FROM json_each(?))",
    "tag": "SELECT * FROM tag WHERE key IN (SELECT value FROM json_each(?))",
    "search": "SELECT rowid, id, words FROM search WHERE rowid IN (SELECT value FROM json_each(?))",
}
"""Queries for rows by the keys of a fold: from the table, or from an index that SQLite's check has compared with it."""


def projection_differences(connection: Connection, digest: Digest) -> list[Finding]:
    """Report tables that differ from a full fold, and a search index that differs from its words.

    ``digest`` receives the standing entries. The transaction of ``connection`` must have verified the file and every
    feed already. A table that an older version made in another form, or by other rules, cannot be compared with today's
    fold and is left out.
    """
    comparable = not FIRST_WITH_ACCEPTANCES <= version(connection) < FIRST_FOLDED_AS_TODAY
    tables = [table.name for table in PROJECTION if comparable and _has_current_form(connection, table.name)]
    beside = _Beside(connection, (*tables, "search") if comparable else ())
    outdated = version(connection) < FIRST_WITH_ACCEPTANCES
    world = FoldContext(connection, judging=True, rules=FIRST_RULES if outdated else RULES, whole=True)
    for _refs, rows in fold_in_batches(world, log.items_prevalidated(connection, world.sides), digest):
        beside.compare_rows(rows)
    differing = beside.differing_tables()
    findings = [
        Finding(name, "The table {table} differs from what the entries add up to", REBUILD_ADVICE, {"table": name})
        for name in tables
        if name in differing
    ]
    if "search" in differing or not search_index.is_sound(connection):
        findings.append(search_finding())
    return findings


def _has_current_form(connection: Connection, table: str) -> bool:
    """Whether the table has its current form in the version of the file."""
    return expected_objects(version(connection)).get(table) == expected_objects(SCHEMA_VERSION)[table]


class _Beside:
    """Compares the tables of a register with folded rows in batches, so that a million rows are never held at once."""

    def __init__(self, connection: Connection, tables: Iterable[str]) -> None:
        self._connection = connection
        self._taken = dict.fromkeys(tables, 0)
        self._differing: set[str] = set()

    def compare_rows(self, rows: Rows) -> None:
        """Compare the rows of some refs: each table must hold exactly these rows for their keys."""
        added = [row["key"] for row in rows.commitments]
        self._compare_table("record", [row["entry_id"] for row in rows.records], rows.records)
        self._compare_table("acceptance", [row["entry_id"] for row in rows.acceptances], rows.acceptances)
        self._compare_table("commitment", added, rows.commitments)
        self._compare_table("tag", added, rows.tags)
        self._compare_table("search", added, rows.words)

    def differing_tables(self) -> set[str]:
        """Return the tables that differ. Call it after the last batch.

        Apart from the mark of the thread index, the tables must hold nothing but the compared rows.
        """
        for name, taken in self._taken.items():
            count = self._connection.exec_driver_sql(f"SELECT COUNT(*) FROM {name}").scalar_one()  # noqa: S608
            if count != taken + (name == "tag") or (name == "tag" and not thread_index.is_complete(self._connection)):
                self._differing.add(name)
        return self._differing

    def _compare_table(self, name: str, keys: Sequence[int], fresh: Sequence[Mapping[str, Any]]) -> None:
        if name not in self._taken or name in self._differing:
            return
        rows = self._connection.exec_driver_sql(_HELD[name], (json.dumps(keys),)).fetchall()
        stored_rows = set(map(tuple, rows)) - {thread_index.MARK}
        if stored_rows != set(map(_VALUES[name], fresh)) or len(stored_rows) != len(fresh):
            self._differing.add(name)
        self._taken[name] += len(fresh)
