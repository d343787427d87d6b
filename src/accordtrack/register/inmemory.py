"""Empty registers in memory: a projection to fold into, and one as the migrations make it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool

from accordtrack.register.schema import SCHEMA_VERSION, SEARCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_WORDS = "CREATE TABLE search (id, words)"


@contextmanager
def in_memory(*, plain: bool = False) -> Iterator[Connection]:
    """A connection to an empty projection in memory; a ``plain`` one, to be compared with, has neither index nor search."""
    from accordtrack.register.tables import Table  # noqa: PLC0415  (the models are slow to import)

    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.begin() as connection:
        Table.metadata.create_all(connection)
        if plain:
            listed = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            for name in connection.exec_driver_sql(listed).scalars().all():
                connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.execute(text(_WORDS if plain else SEARCH))
        yield connection
    engine.dispose()


@contextmanager
def migrated(version: int = SCHEMA_VERSION) -> Iterator[Connection]:
    """A connection to an empty register in memory, made by the migrations up to that version."""
    from accordtrack.register.migrations import migrate  # noqa: PLC0415  (alembic is slow to import)

    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        migrate(connection, version)
        yield connection
    engine.dispose()
