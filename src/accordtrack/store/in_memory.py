"""Empty registers in memory: a projection to fold into, and a register made by the migrations."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.pool import StaticPool

from accordtrack.store.engines import sqlite_engine
from accordtrack.store.schema import SCHEMA_VERSION, SEARCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@contextmanager
def in_memory() -> Iterator[Connection]:
    """Yield a connection to an empty projection in memory."""
    from accordtrack.store.tables import Table  # noqa: PLC0415  (the models are slow to import)

    engine = sqlite_engine(poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.begin() as connection:
        Table.metadata.create_all(connection)
        connection.execute(text(SEARCH))
        yield connection
    engine.dispose()


@contextmanager
def register_in_memory() -> Iterator[Connection]:
    """Yield a connection to an empty register in memory, of the newest version, to append to and to fold."""
    with in_memory() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        yield connection


@contextmanager
def migrated_register(version: int = SCHEMA_VERSION) -> Iterator[Connection]:
    """Yield a connection to an empty register in memory, made by the migrations up to that version."""
    from accordtrack.store.migrations import migrate  # noqa: PLC0415  (alembic is slow to import)

    engine = sqlite_engine(poolclass=StaticPool)
    with engine.begin() as connection:
        migrate(connection, version)
        yield connection
    engine.dispose()
