"""Changes in a register file behind the program's back: the guards are lifted, the change made, the guards put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from accordtrack.store.schema import TRIGGERS


def tamper(
    path: Path, statement: str, values: Sequence[object] = (), *, guards: bool = True, lifted: bool = True
) -> int:
    """Run one statement on the file; gives the number of rows it changed. Not ``lifted``: the guards are gone already."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        for name in TRIGGERS if lifted else ():
            connection.execute(f"DROP TRIGGER {name}")
        changed = connection.execute(statement, values).rowcount
        for words in TRIGGERS.values() if guards else ():
            connection.execute(words)
        connection.execute("COMMIT")
        return changed


def ask(path: Path, question: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Rows of the file as SQLite gives them."""
    with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as connection:
        return list(connection.execute(question, values))
