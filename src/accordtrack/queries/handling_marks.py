"""How far the words about some commitments may go: the handling marks of every entry about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from accordtrack.store.columns import COMMITMENT, ENTRY
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

MOST = 500
"""Most rows whose own marks are looked at; of more, those of the whole register are told."""


def marks(connection: Connection, keys: Sequence[int] | None = None) -> tuple[str, ...]:
    """Handling marks of the entries about the rows ``keys``, of all entries for None; least restricted first."""
    asked = select(ENTRY.c.handling).distinct()
    if keys is not None and len(keys) <= MOST:
        asked = asked.join(COMMITMENT, COMMITMENT.c.id == ENTRY.c.ref).where(COMMITMENT.c.key.in_(list(keys)))
    found = {str(mark) for mark in connection.execute(asked).scalars()}
    return tuple(mark.value for mark in Handling if mark.value in found)
