"""Verify a register from a checkpoint on: the heads in the checkpoint, and every entry after them, with signatures.

Entries before the checkpoint are not read again: a head is the hash of the last entry, which commits to all before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.chain import OTHER_KEY, Checker, faults
from accordtrack.ledger.entry import entry_hash, kid_of
from accordtrack.projection.state_digest import state_digest
from accordtrack.store import desk_keys, integrity_checks, log
from accordtrack.store.file_check import version
from accordtrack.types import Finding
from accordtrack.verification.checkpoints import broken
from accordtrack.verification.findings import (
    DAMAGE,
    REBUILD_ADVICE,
    RESTORE_ADVICE,
    Unread,
    feeds,
    guards,
    reported,
    strange,
    taken_out,
    unreadable,
    walked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.types import Checkpoint, VerifyReport

    Progress = Callable[[int, int], None] | None
    Seats = Mapping[str, Mapping[str, Any]]


def verify(connection: Connection, since: Checkpoint, progress: Progress = None) -> VerifyReport:
    """Return a report of what does not hold in the log since the checkpoint. Never raises for a damaged file."""
    findings: list[Finding] = []
    checkers: list[Checker] = []
    total, digest, found = 0, "", 0
    try:
        found = version(connection)
        if strange(connection, findings):
            return reported((), findings, 0, "", found, deep=True, since=since)
        total = int(connection.execute(text("SELECT COUNT(*) FROM entry")).scalar_one())
        seats = desk_keys.desks_by_feed(connection)
        findings += broken(connection, since.feeds) + _signer(seats, since)
        behind = max(total - sum(held.entries for held in since.feeds), 0)
        checkers = walked(_begun(connection, seats, since), behind, progress)
        for checker in checkers:
            findings += checker.findings
        findings += guards(connection) + taken_out(connection) + _unnumbered(connection)
        if not behind and not findings:
            digest = state_digest(connection)
            findings += _other_state(digest, since)
    except (*DAMAGE, Unread) as error:
        findings.append(unreadable(error))
    return reported(checkers, findings, total, digest, found, deep=True, since=since)


def _unnumbered(connection: Connection) -> list[Finding]:
    """Report feeds whose numbering has gaps or extra rows. The walk would miss a row inserted before a head."""
    message = gettext_lazy("The entries of this feed are not numbered one after the other")
    return [Finding(feed, message, RESTORE_ADVICE) for feed in integrity_checks.unnumbered(connection)]


def _signer(seats: Seats, since: Checkpoint) -> list[Finding]:
    """Report a checkpoint that was not signed by the key that its desk had at that point of its feed."""
    own = next((held.entries for held in since.feeds if held.feed == since.desk), 0)
    if since.desk in seats and desk_keys.key_at(seats[since.desk], own + 1) == since.public_key:
        return []
    advice = "Ask the desk for its public key, and who made the note."
    if since.desk not in seats:
        message = (
            "The checkpoint was signed by a desk that the register does not have; its key is known from the note alone"
        )
        return [Finding(since.desk, message, advice)]
    return [Finding(since.desk, "The checkpoint was not signed by the key that this desk has in the register", advice)]


def _begun(connection: Connection, seats: Seats, since: Checkpoint) -> Iterator[tuple[Checker, Iterator[Entry]]]:
    """Yield a checker and the remaining entries of each feed.

    A feed starts at its head in the checkpoint. A feed that began later, or was cut, starts at its beginning.
    """
    held = {one.feed: one for one in since.feeds}
    for name in feeds(connection):
        entry = log.entry_at(connection, name, held[name].entries) if name in held else None
        checker = Checker(str(name), deep=True) if entry is None else _at_head(entry, seats.get(name, {}))
        yield checker, log.entries_after(connection, name, checker.seq)


def _at_head(entry: Entry, seat: Mapping[str, Any]) -> Checker:
    """Return a checker that continues from a head. The signature of the head ties the feed's key to the checkpoint."""
    envelope, signer = entry.envelope, desk_keys.key_at(seat, entry.envelope.seq)
    following = desk_keys.key_at(seat, envelope.seq + 1)
    head = entry_hash(entry.raw) if isinstance(entry.raw, bytes) else None
    checker = Checker(envelope.feed, deep=True, seq=envelope.seq, head=head, lc=envelope.lc, public=following)
    checker.side, checker.last, checker.signatures = str(seat.get("side", "")), entry, 1
    found = faults(entry, signer or None)
    if envelope.kid != kid_of(signer or "00"):
        found.append((OTHER_KEY, {}))
    checker.findings += [Finding(envelope.id, message, RESTORE_ADVICE, values) for message, values in found]
    return checker


def _other_state(digest: str, since: Checkpoint) -> list[Finding]:
    """Report a state that differs from the signed one, given that no entries followed the checkpoint."""
    if digest == since.state_digest:
        return []
    return [Finding("", "The state differs from that of the checkpoint", REBUILD_ADVICE)]
