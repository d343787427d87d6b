"""Sixth migration: days without an answer count from the recording. No table changes; the log is folded again.

The version also keeps earlier programs from opening the file: they would not know results chains, evaluations and
proposed targets.
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: the program folds the log again."""


def downgrade() -> None:
    """Refuse to downgrade: older versions cannot read what newer ones wrote."""
    message = "a register is never taken back to an older version"
    raise RuntimeError(message)
