"""Alembic's entry point: the connection is handed in, so that a migration is part of its caller's transaction."""

from alembic import context

from accordtrack.register.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
)
context.run_migrations()
