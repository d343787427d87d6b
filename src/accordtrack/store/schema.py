"""Constants of the file format: application id, version, triggers and search index, compared at each open.

This module imports nothing, so that a file can be refused before its tables are read.
"""

from __future__ import annotations

APPLICATION_ID = 0x41434354
"""``ACCT``: the application id in SQLite's header."""

SCHEMA_VERSION = 7
"""``user_version`` of the newest migration."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Naming of constraints, in models and migrations alike."""

TRIGGERS = {
    "entry_keep_update": "CREATE TRIGGER entry_keep_update BEFORE UPDATE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END",
    "entry_keep_delete": "CREATE TRIGGER entry_keep_delete BEFORE DELETE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END",
    "entry_next": "CREATE TRIGGER entry_next BEFORE INSERT ON entry WHEN NEW.seq IS NOT "
    "(SELECT COALESCE(MAX(seq), 0) + 1 FROM entry WHERE feed = NEW.feed) "
    "BEGIN SELECT RAISE(ABORT, 'not the next entry of its feed'); END",
    "entry_body_keep_update": "CREATE TRIGGER entry_body_keep_update BEFORE UPDATE ON entry_body "
    "BEGIN SELECT RAISE(ABORT, 'bodies are never changed'); END",
    "entry_body_once": "CREATE TRIGGER entry_body_once BEFORE INSERT ON entry_body "
    "WHEN EXISTS (SELECT 1 FROM entry_body WHERE entry_id = NEW.entry_id) "
    "BEGIN SELECT RAISE(ABORT, 'bodies are never changed'); END",
}
"""Expected SQL of every trigger; compared at each open, since tools that copy tables drop triggers silently."""

OBJECTS_DIGEST = "24f56ac0f2571c564a12bd274e3631c1c2ac1f8a6c235696174db2ebcd81e3dd"
"""SHA-256 of the definitions of all tables, indexes and triggers of this version, to compare before each write."""

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(id, words, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
)

STANDS = "refused = 0 AND retracted_by IS NULL"
"""Condition on a row of ``record`` whose entry stands. An index has the same condition, so it is written only once."""


def day_in_body(name: str, body: str = "raw") -> tuple[str, str]:
    """Return SQL for the day in field ``name`` of a body, and for its presence, in the form of the indexes.

    ``body`` is the column of ``entry_body`` as a query names it. A day inside other text is found too.
    """
    mark = f'"{name}":"'
    found = f"instr({body}, CAST('{mark}' AS BLOB))"
    return f"substr({body}, {found} + {len(mark)}, 10)", f"{found} > 0"
