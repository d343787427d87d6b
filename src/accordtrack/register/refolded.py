"""The projection beside a full fold of the log: row by row, and the search index with its words."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from accordtrack.register import searchindex
from accordtrack.register.columns import PROJECTION
from accordtrack.register.filecheck import version
from accordtrack.register.findings import REBUILD_ADVICE, parts, search_finding
from accordtrack.register.inmemory import in_memory
from accordtrack.register.projection import project_all
from accordtrack.register.schema import SCHEMA_VERSION
from accordtrack.views import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from accordtrack.register.digest import Digest

_ROWS = {
    "record": "SELECT * FROM record ORDER BY entry_id",
    "commitment": "SELECT * FROM commitment ORDER BY key",
    "tag": "SELECT * FROM tag ORDER BY +key, +field, +value",
    "search": "SELECT rowid, id, words FROM search ORDER BY rowid",
}
"""Rows in one order by the table itself: + keeps an index out, which may say something else."""


def differences(connection: Connection, digest: Digest) -> list[Finding]:
    """The projection must equal a full fold, row by row, and the search index its words; ``digest`` takes what stands.

    A table that an older version had otherwise cannot be held against today's fold, and is left out.
    """
    with in_memory(plain=True) as fresh:
        project_all(connection, fresh, digest=digest)
        found = [
            Finding(
                table.name,
                "The table {table} differs from what the entries add up to",
                REBUILD_ADVICE,
                {"table": table.name},
            )
            for table in PROJECTION
            if _as_now(connection, table.name) and not _same(connection, fresh, table.name)
        ]
        if not _same(connection, fresh, "search") or not searchindex.sound(connection):
            found.append(search_finding())
    return found


def _as_now(connection: Connection, table: str) -> bool:
    """Whether the file's version has the table as it is now."""
    return parts(version(connection))[table] == parts(SCHEMA_VERSION)[table]


def _same(connection: Connection, fresh: Connection, table: str) -> bool:
    """Whether a table holds the same rows in both; read side by side, since there may be a million of them."""
    pairs = zip_longest(connection.exec_driver_sql(_ROWS[table]), fresh.exec_driver_sql(_ROWS[table]))
    return all(one is not None and other is not None and tuple(one) == tuple(other) for one, other in pairs)
