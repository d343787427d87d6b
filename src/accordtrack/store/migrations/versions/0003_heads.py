"""Third migration: entries may have envelopes of version 2, which state what a desk had seen. No table changes.

The version keeps earlier programs from opening the file: they would leave the new entries out of every state.
"""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: the heads are in the signed bytes."""


def downgrade() -> None:
    """Refuse to downgrade: older versions cannot read what newer ones wrote."""
    message = "a register is never taken back to an older version"
    raise RuntimeError(message)
