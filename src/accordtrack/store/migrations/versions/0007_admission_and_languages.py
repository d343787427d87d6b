"""Seventh migration: what is admitted and what stands is decided anew. No table changes; the log is folded again.

The version also keeps earlier programs from opening the file: they would not know amendments of one language of a text,
nor series that speak for a theme.
"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: the program folds the log again."""


def downgrade() -> None:
    """Refuse to downgrade: older versions cannot read what newer ones wrote."""
    message = "a register is never taken back to an older version"
    raise RuntimeError(message)
