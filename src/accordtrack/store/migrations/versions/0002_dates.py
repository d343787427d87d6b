"""Second migration: indexes for queries about the past, by dates of entries, expiry and deadlines."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes. No row changes."""
    op.create_index(
        op.f("ix_record_ref_effective_on_known_on_family_official"),
        "record",
        ["ref", "effective_on", "known_on", "family", "official"],
        unique=False,
        sqlite_where=sa.text("refused = 0 AND retracted_by IS NULL"),
    )
    for name, length in (("expires_on", 14), ("due_on", 10)):
        found = f'instr(raw, CAST(\'"{name}":"\' AS BLOB))'
        op.create_index(
            op.f(f"ix_entry_body_{name}"),
            "entry_body",
            [sa.text(f"substr(raw, {found} + {length}, 10)")],
            unique=False,
            sqlite_where=sa.text(f"{found} > 0"),
        )


def downgrade() -> None:
    """Refuse to downgrade: older versions cannot read what newer ones wrote."""
    message = "a register is never taken back to an older version"
    raise RuntimeError(message)
