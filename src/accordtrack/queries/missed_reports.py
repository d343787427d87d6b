"""Reports required by review rules that were not found. Folds only the commitments with a review rule."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.fold import fold
from accordtrack.projection.review_rules import review
from accordtrack.queries.filter_parser import FOUND, Term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates

CHUNK = 400
"""Number of commitments read by one statement."""
_RULED = """
SELECT DISTINCT r.ref FROM record r JOIN commitment c ON c.id = r.ref JOIN entry_body b ON b.entry_id = r.entry_id
WHERE r.family IN ('commitment', 'amend') AND r.retracted_by IS NULL AND r.refused = 0
  AND instr(b.raw, CAST('"review_rule":"' AS BLOB)) > 0
ORDER BY r.ref
"""
"""Matches the bytes of canonical bodies. A false match is only folded."""


def missed_by_key(connection: Connection, at: TwoDates | None, day: str) -> Mapping[int, frozenset[str]]:
    """Return the sides whose last report was not found, by commitment key. Commitments without any are left out."""
    refs = list(connection.execute(text(_RULED)).scalars())
    found: dict[int, frozenset[str]] = {}
    if not refs:
        return found
    world = FoldContext(connection)
    for begin in range(0, len(refs), CHUNK):
        items = world.items_about(refs[begin : begin + CHUNK])
        for _ref, group in groupby(items, key=lambda item: item.ref):
            standing = standing_items(list(group), world, at)
            state = fold(standing, day, cited=world.cited(standing))
            review_view = review(state, day) if state is not None else None
            if state is not None and review_view is not None and review_view.missed:
                found[state.added.entry_id] = frozenset(review_view.missed)
    return found


def resolve_missed(terms: Sequence[Term], found: Mapping[int, frozenset[str]]) -> tuple[Term, ...]:
    """Replace ``missed`` terms with the keys in ``found``, because no projection column holds them."""
    return tuple(_resolve_term(term, found) if term.field == "missed" else term for term in terms)


def _resolve_term(term: Term, found: Mapping[int, frozenset[str]]) -> Term:
    pairs = (f"{side} {key}" for key, sides in found.items() for side in sides if side in term.values)
    return Term(term.field, tuple(pairs), FOUND, term.negated)
