"""Alembic migrations, run in code from the first one on and named after the file version that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from accordtrack.store.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection


def migrate(connection: Connection, version: int = SCHEMA_VERSION) -> None:
    """Migrate the tables of ``connection`` to ``version`` inside its transaction; set the version of the file last."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{version:04}")
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version}")
