"""The earlier values that amendments replace, taken from the record that each amendment names.

A history page has only some entries of a record, which does not show what an amendment replaced. This module folds the
record up to each of its amendments, in the order in which the register applies them.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.ledger.kinds import COMMITMENT, COMMITMENT_AMEND, POSITION_TAKE, POSITION_WITHDRAW
from accordtrack.projection import record_lookup
from accordtrack.projection.amendments import apply_amendments
from accordtrack.projection.authorization import FoldContext
from accordtrack.store.columns import BODY, ENTRY
from accordtrack.store.items import CLOCK, is_kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from accordtrack.types import EntryView

    Values = Mapping[str, Any]
    """Values by field name."""

KINDS = {"commitment.amend": "commitment", "indicator.amend": "indicator", "framework.amend": "framework"}
"""The family of records that each kind of amendment changes."""
_ALL = TwoDates("9999-12-31", "9999-12-31")


def values(connection: Connection, entries: Iterable[EntryView], at: TwoDates | None) -> dict[str, Values]:
    """Return the earlier values of the amended fields, by the hash of each amendment among ``entries``.

    An amendment is left out if its earlier values are unknown: the record has another amendment whose body is withheld
    here, or an entry was altered.
    """
    wanted = [entry for entry in entries if entry.kind in KINDS and entry.body is not None and not entry.refused]
    records = {(KINDS[entry.kind], entry.ref) for entry in wanted} if wanted else set()
    unreadable = _records_with_withheld(connection, {ref for _family, ref in records})
    found: dict[str, Values] = {}
    world = FoldContext(connection) if records else None
    for family, ref in sorted(records):
        if world is None or ref in unreadable:
            continue
        with suppress(Refused):  # An altered entry is reported where it is shown
            if family == "commitment":
                found |= _values_of_commitment(ref, at, world)
            else:
                found |= record_lookup.replaced_values(connection, family, [ref], at)
    return {entry.hash: found[entry.hash] for entry in wanted if entry.hash in found}


def _records_with_withheld(connection: Connection, refs: set[str]) -> set[str]:
    """Return the records with an amendment whose body is not in this copy of the register."""
    chosen = (
        select(ENTRY.c.ref)
        .select_from(ENTRY.outerjoin(BODY, BODY.c.entry_id == ENTRY.c.id))
        .where(ENTRY.c.ref.in_(sorted(refs)), ENTRY.c.kind.in_(sorted(KINDS)), BODY.c.entry_id.is_(None))
        .distinct()
    )
    return set(connection.execute(chosen).scalars()) if refs else set()


def _values_of_commitment(ref: str, at: TwoDates | None, world: FoldContext) -> Mapping[str, Values]:
    entries = world.amending_items(ref, at or _ALL)
    adding = [(stands, CLOCK(item), item) for item, stands in entries if is_kind(item, COMMITMENT)]
    if not adding:
        return {}
    first = max(adding)[2]
    items = sorted((item for item, _stands in entries), key=lambda item: item.order, reverse=True)
    standing = {item.hash for item, stands in entries if stands}
    amends = of_kind(items, COMMITMENT_AMEND)
    gone = {item.body.position for item in of_kind(items, POSITION_WITHDRAW) if item.hash in standing}
    positions = [item for item in of_kind(items, POSITION_TAKE) if item.hash in standing and item.hash not in gone]
    return apply_amendments(
        first,
        amends,
        positions,
        retracted={item.hash for item in amends if item.hash not in standing},
        rules=world.rules,
    ).replaced
