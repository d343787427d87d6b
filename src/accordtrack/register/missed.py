"""Reports that review rules asked for and nobody found, over the whole register: only commitments with a rule are folded."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.register import log
from accordtrack.register.fold import fold
from accordtrack.register.review import review
from accordtrack.register.rulings import World, standing_items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates

CHUNK = 400
"""Commitments read by one statement."""
_RULED = """
SELECT DISTINCT r.ref FROM record r JOIN commitment c ON c.id = r.ref JOIN entry_body b ON b.entry_id = r.entry_id
WHERE r.family IN ('commitment', 'amend') AND r.retracted_by IS NULL AND r.refused = 0
  AND instr(b.raw, CAST('"review_rule":"' AS BLOB)) > 0
ORDER BY r.ref
"""
"""By the bytes of canonical bodies: whoever is found without need is only folded."""


def missed(connection: Connection, at: TwoDates | None, day: str) -> Mapping[int, frozenset[str]]:
    """The sides whose last report was not found, by the key of the commitment; the others are left out."""
    refs = list(connection.execute(text(_RULED)).scalars())
    found: dict[int, frozenset[str]] = {}
    if not refs:
        return found
    world = World(connection)
    for begin in range(0, len(refs), CHUNK):
        items = log.items_about(connection, refs[begin : begin + CHUNK], world.sides)
        for _ref, group in groupby(items, key=lambda item: item.ref):
            state = fold(standing_items(list(group), world, at), day)
            asked = review(state, day) if state is not None else None
            if state is not None and asked is not None and asked.missed:
                found[state.added.entry_id] = frozenset(asked.missed)
    return found
