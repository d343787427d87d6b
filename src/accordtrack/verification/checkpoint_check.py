"""Verify a register from a checkpoint on: the heads in the checkpoint, and every entry after them, with signatures.

Entries before the checkpoint are not read again: a head is the hash of the last entry, which commits to all before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.chain import OTHER_KEY, Checker, find_faults
from accordtrack.ledger.entry import entry_hash, kid_of
from accordtrack.projection.dual_control import FIRST_RULES, RULES
from accordtrack.projection.projector import folded_digest
from accordtrack.projection.state_digest import state_digest
from accordtrack.store import desk_keys, integrity_checks, log
from accordtrack.store.file_check import version
from accordtrack.types import Finding
from accordtrack.verification.checkpoints import find_divergences
from accordtrack.verification.findings import (
    DAMAGE,
    REBUILD_ADVICE,
    RESTORE_ADVICE,
    Unread,
    build_report,
    feeds,
    has_foreign_objects,
    missing_findings,
    schema_findings,
    unreadable_finding,
    walk_feeds,
)
from accordtrack.verification.missing_bodies import removed_body_findings
from accordtrack.verification.seen_entries import seen_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.store.desk_keys import OpenedDesk
    from accordtrack.types import Checkpoint, VerifyReport

    Progress = Callable[[int, int], None] | None
    Desks = Mapping[str, OpenedDesk]


def verify(connection: Connection, since: Checkpoint, progress: Progress = None) -> VerifyReport:
    """Return a report of what does not hold in the log since the checkpoint. Never raises for a damaged file."""
    findings: list[Finding] = []
    checkers: list[Checker] = []
    total, digest, found = 0, "", 0
    try:
        found = version(connection)
        if has_foreign_objects(connection, findings):
            return build_report((), findings, 0, "", found, deep=True, since=since)
        total = int(connection.execute(text("SELECT COUNT(*) FROM entry")).scalar_one())
        desks = desk_keys.desks_by_feed(connection)
        findings += find_divergences(connection, since.feeds) + _signer_findings(desks, since)
        behind = max(total - sum(feed_head.entries for feed_head in since.feeds), 0)
        checkers = walk_feeds(_checkers_since_checkpoint(connection, desks, since), behind, progress)
        for checker in checkers:
            findings += checker.findings
        findings += _misnumbered_findings(connection) + removed_body_findings(connection)
        if not findings:
            findings += seen_findings(connection)
        findings += schema_findings(connection) + missing_findings(connection)
        if not behind and not findings:
            digest = state_digest(connection)
            findings += _state_findings(connection, digest, since)
    except (*DAMAGE, Unread) as error:
        findings.append(unreadable_finding(error))
    return build_report(checkers, findings, total, digest, found, deep=True, since=since)


def _misnumbered_findings(connection: Connection) -> list[Finding]:
    """Report feeds whose numbering has gaps or extra rows. The walk would miss a row inserted before a head."""
    message = gettext_lazy("The entries of this feed are not numbered consecutively")
    return [Finding(feed, message, RESTORE_ADVICE) for feed in integrity_checks.misnumbered_feeds(connection)]


def _signer_findings(desks: Desks, since: Checkpoint) -> list[Finding]:
    """Report a checkpoint that was not signed by the key that its desk had at that point of its feed."""
    own = next((feed_head.entries for feed_head in since.feeds if feed_head.feed == since.desk), 0)
    if since.desk in desks and desks[since.desk].key_at(own + 1) == since.public_key:
        return []
    advice = "Ask the desk for its public key, and ask who made the note."
    if since.desk not in desks:
        return [
            Finding(
                since.desk,
                "The checkpoint was signed by a desk that the register does not have; its key is known from the note alone",
                advice,
            )
        ]
    return [
        Finding(since.desk, "The checkpoint was not signed with the key that this desk has in the register", advice)
    ]


def _checkers_since_checkpoint(
    connection: Connection, desks: Desks, since: Checkpoint
) -> Iterator[tuple[Checker, Iterator[Entry]]]:
    """Yield a checker and the remaining entries of each feed.

    A feed starts at its head in the checkpoint. A feed that began later, or was cut, starts at its beginning.
    """
    checkpoint_heads = {one.feed: one for one in since.feeds}
    for name in feeds(connection):
        entry = log.entry_at(connection, name, checkpoint_heads[name].entries) if name in checkpoint_heads else None
        checker = Checker(str(name), deep=True) if entry is None else _checker_at_head(entry, desks.get(name))
        yield checker, log.entries_after(connection, name, checker.seq)


def _checker_at_head(entry: Entry, desk: OpenedDesk | None) -> Checker:
    """Return a checker that continues from a head. The signature of the head ties the feed's key to the checkpoint."""
    envelope = entry.envelope
    signer, following = (desk.key_at(envelope.seq + later) if desk else "" for later in (0, 1))
    head = entry_hash(entry.raw) if isinstance(entry.raw, bytes) else None
    checker = Checker(envelope.feed, deep=True, seq=envelope.seq, head=head, lc=envelope.lc, public=following)
    checker.side, checker.last, checker.signatures = desk.side if desk else "", entry, 1
    found = find_faults(entry, signer or None)
    if envelope.kid != kid_of(signer or "00"):
        found.append((OTHER_KEY, {}))
    checker.findings += [Finding(envelope.id, message, RESTORE_ADVICE, values) for message, values in found]
    return checker


def _state_findings(connection: Connection, digest: str, since: Checkpoint) -> list[Finding]:
    """Report a state that differs from the signed one, if one was signed, given that no entries followed.

    A checkpoint of an earlier version of the program states what stood under rules 1.
    """
    if since.state_digest in {"", digest}:
        return []
    sound = digest == folded_digest(connection, RULES)
    if sound and since.state_digest == folded_digest(connection, FIRST_RULES):
        return []
    return [Finding("", "The state differs from that of the checkpoint", REBUILD_ADVICE)]
