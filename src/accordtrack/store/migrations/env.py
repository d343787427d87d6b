"""Alembic's entry point: the connection is handed in, so that a migration is part of its caller's transaction.

Of the models a migration needs no more than how constraints are named; to import them takes longer than to migrate.
"""

from alembic import context
from sqlalchemy import MetaData

from accordtrack.store.schema import NAMING

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=MetaData(naming_convention=NAMING),
    transactional_ddl=True,
)
context.run_migrations()
