"""Missing bodies: a fault, unless a desk signed that this file is a copy for others that may lack them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.i18n import gettext_lazy
from accordtrack.store import copy_record, desk_keys, integrity_checks
from accordtrack.types import Finding
from accordtrack.verification.findings import first_names

if TYPE_CHECKING:
    from sqlalchemy import Connection

REMOVED = gettext_lazy("Bodies are missing, and no desk signed that this file is a copy without them: {entries}")
_ADVICE = gettext_lazy(
    "Restore a backup that has them, or ask a desk that has them to disclose them: accordtrack take-in."
)
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
    known = covered_entries(connection) | set(integrity_checks.missing_bodies(connection))
    removed = [name for feed, seq in missing if (name := f"{feed}-{seq}") not in known]
    if not removed:
        return []
    return [Finding("", REMOVED, _ADVICE, {"entries": first_names(removed)})]


def covered_entries(connection: Connection) -> frozenset[str]:
    """Return the ids of entries whose bodies the statement of a copy leaves out; empty without a valid statement.

    It is valid if a desk of this register signed it with the key that it had at that point of its feed, and if all entries
    that it names as the last ones are here.
    """
    statement = copy_record.read(connection)
    desk = desk_keys.desks_by_feed(connection).get(statement.desk) if statement is not None else None
    if statement is None or desk is None:
        return frozenset()
    own = next((seq for feed, seq, _digest in statement.heads if feed == statement.desk), 0)
    if statement.public_key != desk.key_at(own + 1):
        return frozenset()
    for feed, seq, digest in statement.heads:
        if connection.execute(_HASH, {"feed": feed, "seq": seq}).scalar() != digest:
            return frozenset()
    return frozenset(statement.entries)
