"""Handling marks of all entries about a set of commitments: how far their content may be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from accordtrack.store.columns import COMMITMENT, ENTRY
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

MOST = 500
"""Most rows whose own marks are read. For more rows, the marks of the whole register are returned."""


def marks(connection: Connection, keys: Sequence[int] | None = None) -> tuple[str, ...]:
    """Return the marks of the entries about the rows ``keys``, or of all entries if None, least restricted first."""
    query = select(ENTRY.c.handling).distinct()
    if keys is not None and len(keys) <= MOST:
        query = query.join(COMMITMENT, COMMITMENT.c.id == ENTRY.c.ref).where(COMMITMENT.c.key.in_(list(keys)))
    found = {str(mark) for mark in connection.execute(query).scalars()}
    return tuple(mark.value for mark in Handling if mark.value in found)
