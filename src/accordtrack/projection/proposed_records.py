"""Records that wait for a side or were disputed. They appear in no list; a command that names one is refused with the reason."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.core.problems import Problem
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.refusals import refusing_answers
from accordtrack.store.acceptance import FIRST_WITH_ACCEPTANCES
from accordtrack.store.file_check import version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item

_PROPOSED = """
SELECT r.entry_id, a.waits FROM record r JOIN acceptance a ON a.entry_id = r.entry_id JOIN entry e ON e.id = r.entry_id
WHERE r.family = :family AND r.rid = :name AND r.refused = 3 AND r.retracted_by IS NULL AND e.kind NOT LIKE '%.amend'
ORDER BY r.entry_id LIMIT 1
"""
_ANSWERS = """
SELECT e.id FROM entry e JOIN record r ON r.entry_id = e.id
WHERE e.kind IN ('position.take', 'position.withdraw') AND r.retracted_by IS NULL AND r.refused IN (0, 3)
AND e.ref IN (SELECT ref FROM acceptance WHERE waits != '')
"""


def proposed_entry(connection: Connection, family: str, name: str) -> int | None:
    """Return the entry that proposes a record with that id, if it waits for a side."""
    found = _proposed(connection, family, name)
    return found[0] if found else None


def waiting_problem(connection: Connection, family: str, name: str) -> Problem | None:
    """Return the problem for a record that cannot be used yet because it waits; None if it does not wait."""
    found = _proposed(connection, family, name)
    if found is None:
        return None
    key, waits = found
    world = FoldContext(connection)
    items = list(world.items_with_keys([key]))
    refused = refusing_sides(connection, world, items)
    values = {"id": shorten(sanitize_line(name), 60), "sides": [("the side", side) for side in waits.split()]}
    if any(refused.get(item.hash, set()).issuperset(waits.split()) for item in items):
        advice = "See it with accordtrack pending --disputed."
        return Problem("{id} was disputed by {sides} and is not in force", advice, values=values)
    return Problem("{id} waits for {sides} and is not in force", "See it with accordtrack pending.", values=values)


def refusing_sides(connection: Connection, world: FoldContext, items: Sequence[Item[Record]]) -> Mapping[str, set[str]]:
    """Return the sides that disputed each of these waiting entries, or did not subscribe to it, by its hash."""
    answers = list(world.items_with_keys([int(key) for key in connection.execute(text(_ANSWERS)).scalars()]))
    answers += world.answers_elsewhere(items)
    found = refusing_answers(answers)
    return defaultdict(set, {digest: {one.seat for one in those} for digest, those in found.items()})


def _proposed(connection: Connection, family: str, name: str) -> tuple[int, str] | None:
    if version(connection) < FIRST_WITH_ACCEPTANCES:
        return None
    row = connection.execute(text(_PROPOSED), {"family": family, "name": name}).first()
    return None if row is None else (int(row[0]), str(row[1]))
