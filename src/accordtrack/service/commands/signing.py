"""Turns an intent into signed entries: plan, model validation, authority check, signature."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from accordtrack.core import dates
from accordtrack.core.problems import Problem, Refused, StaleWrite
from accordtrack.ledger import kinds
from accordtrack.ledger.authority import rule_on_entry
from accordtrack.ledger.context import Context, Target, context_from, mark_in, named_entry, speaker_body
from accordtrack.ledger.entry import MAX_INTEGER, Entry, seal
from accordtrack.ledger.kinds import DESK_KINDS, KINDS, canonical_body
from accordtrack.ledger.statements import EntryRetract
from accordtrack.projection import record_lookup
from accordtrack.service.commands import (
    amendments,
    answers,
    evidence,
    panel,
    pending_answers,
    proposals,
    records,
    statuses,
)
from accordtrack.service.commands.answers import target_entry
from accordtrack.service.signing_keys import desk_files
from accordtrack.store import desk_keys, integrity_checks, log
from accordtrack.types.intents import (
    AddEvidence,
    AddNote,
    AddRecord,
    AddRelease,
    AdoptReading,
    Amend,
    AnswerMany,
    AskAnswer,
    Intent,
    Measure,
    Propose,
    ReportStatus,
    Retract,
    SettleConflict,
    TakePosition,
    Undo,
    WithdrawPosition,
    WithholdEvidence,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Heads
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.service.commands.write_context import Proposal, ProposedEntry, WriteContext

_PLANS: dict[type, Callable[[WriteContext, Any], Proposal]] = {
    ReportStatus: statuses.report_status,
    AdoptReading: statuses.adopt_reading,
    AddEvidence: evidence.add_evidence,
    WithholdEvidence: evidence.withhold_evidence,
    TakePosition: answers.take_position,
    AnswerMany: pending_answers.answer_many,
    WithdrawPosition: answers.withdraw_position,
    AskAnswer: answers.ask_answer,
    Amend: amendments.amend,
    Retract: amendments.retract,
    Undo: amendments.undo,
    AddRecord: records.add_record,
    Measure: records.measure,
    AddRelease: panel.add_release,
    AddNote: records.add_note,
    SettleConflict: records.settle_conflict,
    Propose: proposals.propose_to_sign,
}


def build_proposal(bench: WriteContext, intent: Intent) -> Proposal:
    """Return what ``intent`` would write, checked against version, models and authority. Raise ``Refused``."""
    check_version(bench, intent)
    planned = _PLANS[type(intent)](bench, intent)
    for entry in planned.entries:
        _check(bench, entry)
    return planned


def _check(bench: WriteContext, entry: ProposedEntry[Record]) -> None:
    """Refuse an entry that the authority rules do not allow."""
    ruling = rule_on_entry(bench.seat, bench.feed, entry.kind, entry.body, entry.handling, _context(bench, entry.body))
    if ruling.problem is not None:
        raise Refused(ruling.problem)


def _context(bench: WriteContext, body: Record) -> Context:
    """Return the context that the authority rules need, looked up by hash and id."""
    text = named_entry(body)
    speaker = speaker_body(body)
    voice = bench.records(kinds.BODY, [speaker]).get(speaker) if speaker else None
    commitment: object = getattr(body, "commitment", None) or getattr(body, "record", None)
    known = isinstance(commitment, str) and record_lookup.exists(bench.connection, "commitment", commitment)
    record = bench.state(commitment).record if known and isinstance(commitment, str) else None
    return context_from(body, record=record, target=_target(bench.connection, text) if text else None, voice=voice)


def _entry_by_hash(connection: Connection, digest: str) -> tuple[int, Entry] | None:
    """Return the row id and the entry with a hash, or None if it is not in this register."""
    key = record_lookup.entry_of(connection, digest)
    entry = None if key is None else log.entries_by_id(connection, [key]).get(key)
    return None if key is None or entry is None else (key, entry)


def _target(connection: Connection, digest: str) -> Target | None:
    """Return the entry that a body refers to by hash. Its speaker is the one it names, its party, or its desk's side."""
    found = _entry_by_hash(connection, digest)
    if found is None:
        return None
    key, entry = found
    feed, body = entry.envelope.feed, entry.body or {}
    seat = desk_keys.sides_by_feed(connection).get(feed)
    speaker = body.get("speaker") or body.get("party") or seat
    official, mark = record_lookup.is_official(connection, key), mark_in(body.get("fields"))
    return Target(feed, entry.envelope.kind, speaker, official=official, seat=seat, mark=mark)


class EntrySigner:
    """Signs consecutive entries at the end of a feed, all in one act.

    The constructor refuses a feed whose last entry is invalid, and a key that is not the feed's current one.
    """

    def __init__(self, connection: Connection, feed: str, *, key: SigningKey, by: str, act: str | None = None) -> None:
        opened = desk_keys.desks_by_feed(connection)
        if feed in opened and opened[feed].closed:
            raise Refused(desk_files.closed_problem(feed, opened))
        head = log.head(connection, feed)
        integrity_checks.check_head(connection, feed, head, key.public)
        self.act = act or secrets.token_hex(8)
        self._connection, self._feed, self._key, self._by = connection, feed, key, by
        self._seq, self._prev, self._lc = head.seq, head.hash, log.latest_clock(connection)
        self._heads: Heads | None = log.signed_heads(connection, but=feed)
        self._at = dates.now()

    def seal(self, kind: str, body: Record, handling: str) -> Entry:
        """Sign and return the next entry. The first entry of the act states what the desk had seen."""
        if self._lc == MAX_INTEGER:  # a greater one is damage, which the canonical form refuses
            advice = "Nothing was written. Run accordtrack verify: an entry with an impossible number is named there."
            raise Refused(Problem("The order numbers (lc) of the log are used up", advice))
        self._seq, self._lc = self._seq + 1, self._lc + 1
        entry = seal(
            canonical_body(body),
            key=self._key,
            feed=self._feed,
            seq=self._seq,
            prev=self._prev,
            lc=self._lc,
            at=self._at,
            by=self._by,
            act=self.act,
            kind=kind,
            ref=entry_ref(self._connection, kind, body, f"{self._feed}-{self._seq}"),
            handling=handling,
            heads=self._heads,
        )
        self._prev, self._heads = entry.hash, None
        return entry


def entry_ref(connection: Connection, name: str, body: Record, own: str) -> str:
    """Return what the entry is about: its commitment or its own record; for a retraction, the record of the retracted entry."""
    kind = KINDS[name]
    if name in DESK_KINDS:
        return own.rpartition("-")[0]
    if isinstance(body, EntryRetract):
        found = _entry_by_hash(connection, body.target)
        if found is None:
            raise Refused(Problem("The entry to take back was not found", "Nothing was written."))
        return found[1].envelope.ref
    if kind.about is not None:
        return kind.about(body)
    return kind.key(body) if kind.key else own


def check_version(bench: WriteContext, intent: Intent) -> None:
    """Raise ``Overtaken`` if the commitment of the intent changed since its writer read it."""
    match intent:
        case ReportStatus() | AdoptReading() | AddEvidence() | AskAnswer():
            version, name = intent.version, intent.commitment
        case Amend():
            version, name = intent.version, intent.record
        case TakePosition() | WithdrawPosition():
            version, name = intent.version, intent.target
        case _:
            return
    if version is None:
        return
    if not record_lookup.exists(bench.connection, "commitment", name):
        if isinstance(intent, Amend):  # indicators and frameworks have no version
            return
        name = target_entry(bench, name).envelope.ref
    if bench.state_with_version(name)[1] != version:
        raise StaleWrite(Problem("Someone else saved a change; reload?", "Nothing was written.", name))
