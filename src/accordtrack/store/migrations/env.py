"""Alembic's entry point. It uses the caller's connection, so that a migration is part of the caller's transaction.

A migration needs only the naming of constraints, not the models: importing them takes longer than migrating.
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
