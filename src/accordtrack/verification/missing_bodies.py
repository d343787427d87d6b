"""Missing bodies: a fault, unless a desk signed that this file is a copy for others that may lack them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.i18n import gettext_lazy
from accordtrack.store import copy_record, desk_keys, integrity_checks
from accordtrack.types import Finding
from accordtrack.verification.findings import LOST_ADVICE, first_names

if TYPE_CHECKING:
    from sqlalchemy import Connection

REMOVED = gettext_lazy("Bodies are missing, and no desk signed that this file is a copy without them: {entries}")
_MISSING = text("""
SELECT feed, seq FROM entry WHERE handling <> 'TLP:CLEAR' AND id NOT IN (SELECT entry_id FROM entry_body) ORDER BY id
""")  # a missing public body is always a fault, which the walk reports
_HASH = text("SELECT hash FROM entry WHERE feed = :feed AND seq = :seq")


def removed_body_findings(connection: Connection) -> list[Finding]:
    """Report entries whose body is missing although no valid statement says that this file is a copy without it.

    Bodies that were still here when the tables were built are reported by ``missing_findings``.
    """
    missing = list(connection.execute(_MISSING))
    if not missing:
        return []
    covered, built = _covered_entries(connection), set(integrity_checks.missing_bodies(connection))
    removed = [name for feed, seq in missing if seq > covered.get(feed, 0) and (name := f"{feed}-{seq}") not in built]
    if not removed:
        return []
    return [Finding("", REMOVED, LOST_ADVICE, {"entries": first_names(removed)})]


def _covered_entries(connection: Connection) -> dict[str, int]:
    """Return the last entry of each feed that the statement of a copy covers; empty without a valid statement.

    The statement is valid if a desk of this register signed it, and if it names the entries of this register.
    """
    statement = copy_record.read(connection)
    if statement is None:
        return {}
    desk = desk_keys.desks_by_feed(connection).get(statement.desk)
    if desk is None or statement.public_key not in [public for _first, public in desk.keys]:
        return {}
    for feed, seq, digest in statement.heads:
        found = connection.execute(_HASH, {"feed": feed, "seq": seq}).scalar()
        if found is not None and found != digest:
            return {}
    return {feed: seq for feed, seq, _digest in statement.heads}
