"""Withheld content: entries whose bodies are not in this copy, and evidence that its desk withholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from accordtrack.store import log
from accordtrack.store.columns import BODY
from accordtrack.store.columns import ENTRY as E
from accordtrack.store.columns import RECORD as R
from accordtrack.types import WithheldEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.entry import Entry


def withheld_evidence_ids(connection: Connection, entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of withheld evidence about the same records as these entries."""
    refs = {entry.envelope.ref for entry in entries if entry.envelope.kind == "evidence.add"}
    if not refs:
        return frozenset()
    joined = E.join(R, R.c.entry_id == E.c.id)
    stands = (E.c.kind == "evidence.withhold", R.c.refused == 0, R.c.retracted_by.is_(None))
    chosen = select(E.c.id).select_from(joined).where(E.c.ref.in_(sorted(refs)), *stands)
    found = log.entries_by_id(connection, list(connection.execute(chosen).scalars()))
    return frozenset(str((entry.body or {}).get("evidence")) for entry in found.values())


def withheld_entries_about(connection: Connection, ref: str, at: TwoDates | None) -> tuple[WithheldEntry, ...]:
    """Return entries about ``ref`` whose bodies are not here, newest first, written up to the known date of ``at``."""
    columns = (E.c.feed, E.c.seq, E.c.kind, E.c.handling, E.c.at, E.c.by)
    joined = E.outerjoin(BODY, BODY.c.entry_id == E.c.id)
    chosen = select(*columns).select_from(joined).where(E.c.ref == ref, BODY.c.entry_id.is_(None))
    rows = connection.execute(chosen.order_by(E.c.lc.desc(), E.c.id.desc()))
    withheld_entries = (
        WithheldEntry(f"{feed}-{seq}", kind, feed, handling, when, by) for feed, seq, kind, handling, when, by in rows
    )
    return tuple(one for one in withheld_entries if at is None or one.at[:10] <= at.known_on)
