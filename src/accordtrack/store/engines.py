"""SQLAlchemy engines for SQLite that share their compiled statements.

SQLAlchemy keeps the SQL of each statement per engine. A register has an engine for reading and one for writing, and a
process opens many registers, so every statement would be compiled again for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from sqlalchemy import Engine

_COMPILED: LRUCache[Any, Any] = LRUCache(1000)


class SharedDialect(SQLiteDialect_pysqlite):
    """SQLite. All instances are equal, because the key of a compiled statement includes its dialect."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SharedDialect)

    def __hash__(self) -> int:
        return hash(SharedDialect)


registry.register("sqlite.shared", __name__, SharedDialect.__name__)


def sqlite_engine(**options: Any) -> Engine:  # noqa: ANN401  (the options of create_engine)
    """Return an engine for SQLite; ``options`` are those of ``sqlalchemy.create_engine``. Without a creator: in memory."""
    return create_engine("sqlite+shared://", execution_options={"compiled_cache": _COMPILED}, **options)
