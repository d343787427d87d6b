"""The SQL statements that are run meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


@contextmanager
def recorded_queries(
    of: type[Engine] | Connection = Engine, *, begins: bool = False
) -> Iterator[list[tuple[str, Any]]]:
    """Statements that any connection or ``of`` runs meanwhile, with their values; ``begins`` of transactions if asked."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if begins or not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append((statement, values))

    event.listen(of, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(of, "before_cursor_execute", note)
