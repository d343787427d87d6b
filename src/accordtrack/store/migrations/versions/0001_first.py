"""First migration: the log, its projection, the search index and the local tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(id, words, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
)
TRIGGERS = (
    (
        "CREATE TRIGGER entry_keep_update BEFORE UPDATE ON entry "
        "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
    ),
    (
        "CREATE TRIGGER entry_keep_delete BEFORE DELETE ON entry "
        "BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END"
    ),
    (
        "CREATE TRIGGER entry_next BEFORE INSERT ON entry WHEN NEW.seq IS NOT "
        "(SELECT COALESCE(MAX(seq), 0) + 1 FROM entry WHERE feed = NEW.feed) "
        "BEGIN SELECT RAISE(ABORT, 'not the next entry of its feed'); END"
    ),
    (
        "CREATE TRIGGER entry_body_keep_update BEFORE UPDATE ON entry_body "
        "BEGIN SELECT RAISE(ABORT, 'bodies are never changed'); END"
    ),
    (
        "CREATE TRIGGER entry_body_once BEFORE INSERT ON entry_body "
        "WHEN EXISTS (SELECT 1 FROM entry_body WHERE entry_id = NEW.entry_id) "
        "BEGIN SELECT RAISE(ABORT, 'bodies are never changed'); END"
    ),
)


def upgrade() -> None:
    """Create every table, then the search index and the triggers that guard the log."""
    op.create_table(
        "commitment",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("id_sort", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("lead_us", sa.String(), nullable=True),
        sa.Column("lead_mx", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("text_basis", sa.String(), nullable=False),
        sa.Column("handling", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_es", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("due_basis", sa.String(), nullable=True),
        sa.Column("due_firm", sa.Integer(), nullable=False),
        sa.Column("first_due_on", sa.String(), nullable=True),
        sa.Column("verifiable", sa.Integer(), nullable=False),
        sa.Column("inferred", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("status_rank", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("standing_rank", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.String(), nullable=True),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("grade_rank", sa.Integer(), nullable=False),
        sa.Column("us_status", sa.String(), nullable=True),
        sa.Column("us_basis", sa.String(), nullable=True),
        sa.Column("us_grade", sa.String(), nullable=True),
        sa.Column("us_standing", sa.String(), nullable=True),
        sa.Column("us_effective_on", sa.String(), nullable=True),
        sa.Column("us_asked_on", sa.String(), nullable=True),
        sa.Column("mx_status", sa.String(), nullable=True),
        sa.Column("mx_basis", sa.String(), nullable=True),
        sa.Column("mx_grade", sa.String(), nullable=True),
        sa.Column("mx_standing", sa.String(), nullable=True),
        sa.Column("mx_effective_on", sa.String(), nullable=True),
        sa.Column("mx_asked_on", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_commitment")),
        sa.UniqueConstraint("id", name=op.f("uq_commitment_id")),
    )
    op.create_index(op.f("ix_commitment_id_sort_key"), "commitment", ["id_sort", "key"], unique=False)
    op.create_index(
        op.f("ix_commitment_responsible_id_sort_key"), "commitment", ["responsible", "id_sort", "key"], unique=False
    )
    op.create_index(
        op.f("ix_commitment_status_rank_id_sort_key"), "commitment", ["status_rank", "id_sort", "key"], unique=False
    )
    op.create_index(op.f("ix_commitment_theme_id_sort_key"), "commitment", ["theme", "id_sort", "key"], unique=False)
    op.create_index(
        op.f("ix_commitment_title_en_id_sort_key"), "commitment", ["title_en", "id_sort", "key"], unique=False
    )
    op.create_index(
        op.f("ix_commitment_title_es_id_sort_key"), "commitment", ["title_es", "id_sort", "key"], unique=False
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("prev", sa.String(), nullable=True),
        sa.Column("lc", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("handling", sa.String(), nullable=False),
        sa.Column("v", sa.Integer(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sig", sa.LargeBinary(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("feed", "seq", name=op.f("uq_entry_feed_seq")),
        sa.UniqueConstraint("hash", name=op.f("uq_entry_hash")),
    )
    op.create_index(op.f("ix_entry_act"), "entry", ["act"], unique=False)
    op.create_index(op.f("ix_entry_lc"), "entry", ["lc"], unique=False)
    op.create_index(op.f("ix_entry_ref_lc"), "entry", ["ref", "lc"], unique=False)
    op.create_table(
        "record",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("rid", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("half", sa.String(), nullable=True),
        sa.Column("official", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.String(), nullable=False),
        sa.Column("known_on", sa.String(), nullable=False),
        sa.Column("retracted_by", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_family_rid"), "record", ["family", "rid"], unique=False)
    op.create_index(op.f("ix_record_known_on_entry_id"), "record", ["known_on", "entry_id"], unique=False)
    op.create_index(op.f("ix_record_ref_entry_id"), "record", ["ref", "entry_id"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_filter")),
    )
    op.create_table(
        "seal",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_seal")),
    )
    op.create_table(
        "session",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_session")),
    )
    op.create_table(
        "tag",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", "field", "value", name=op.f("pk_tag")),
    )
    op.create_index(op.f("ix_tag_value"), "tag", ["value"], unique=False)
    op.create_table(
        "entry_body",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_body_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_body")),
    )
    op.execute(SEARCH)
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Refuse to downgrade: older versions cannot read what newer ones wrote."""
    message = "a register is never taken back to an older version"
    raise RuntimeError(message)
