"""Bodies of statements: statuses, evidence, answers, notes, amendments, settlements, retractions and others."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, JsonValue, model_validator

from accordtrack.ledger.fields import (
    Day,
    Digest,
    FileName,
    Id,
    Line,
    LocalText,
    Number,
    PartialDay,
    Record,
    Url,
    Words,
    field_error,
)
from accordtrack.ledger.records import Ids, Names
from accordtrack.statuses import Status
from accordtrack.vocabulary import AdmittedFor, Basis, Grade, Ground, Seat, Side, Speaker, Stance


class DeskOpen(Record):
    """Opens a feed: the side of the desk and the key that signs (Ed25519 public key, hexadecimal).

    ``admits`` names the feeds that a side's desk admits as it opens: of observers, and of the data folder. ``folder`` is the digest of the data
    folder whose records the feed holds. ``beside`` is a feed of the other side whose key is on the same computer.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"admits", "folder", "beside"})

    side: Seat
    name: Line
    public_key: Digest
    admits: Ids = ()
    folder: Digest | None = None
    beside: Id | None = None


class DeskClose(Record):
    """Closes a desk. Entries do not wait for a side without an open desk."""

    reason: LocalText
    said_on: Day


class DeskAdmit(Record):
    """Admits the feed of an observer for a side.

    ``admitted_for`` is what is admitted: its statements, or also its changes to the scope of the register (a keeper).
    ``until`` is the number of the last admitted entry of the feed; None while the admission has not ended.
    """

    feed: Id
    admitted_for: AdmittedFor
    until: Annotated[int, Field(ge=0)] | None = None
    reason: LocalText
    said_on: Day


class DeskReview(Record):
    """Makes all entries that a side's desks had seen but not accepted wait for that side."""

    reason: LocalText
    said_on: Day


class DeskRekey(Record):
    """Changes the key of a desk (Ed25519 public key, hexadecimal). The old key signs this entry and none after it."""

    public_key: Digest
    reason: LocalText
    said_on: Day


class StatusReport(Record):
    """A status stated by a speaker. If ``half`` is None, it covers the speaker's own part, or both for JOINT and OBS.

    ``base`` names the entries of the same speaker that it replaces. ``superseded`` names the halves about which a later statement
    is not public: a register made from a data package cannot have that statement.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"superseded"})

    id: Id
    commitment: Id
    speaker: Speaker
    speaker_body: Id | None = None
    half: Side | None = None
    status: Status
    basis: Basis
    grade: Grade = Grade.CLAIMED
    effective_on: Day
    said_on: Day
    text: LocalText | None = None
    sources: Ids = ()
    inferred: Names = ()
    evidence: Ids = ()
    cleared_by: Line | None = None
    clearance_ref: Line | None = None
    base: tuple[Digest, ...] = ()
    superseded: tuple[Side, ...] = ()


class FileRef(Record):
    """A file given as evidence, stored under its digest. The name is only a label, never a path."""

    digest: Digest
    size: Annotated[int, Field(ge=0)]
    name: FileName


class EvidenceAdd(Record):
    """A document or address that bears on a commitment. ``for`` names the statements that it supports."""

    id: Id
    commitment: Id
    half: Side | None = None
    for_: Annotated[Ids, Field(alias="for")] = ()
    speaker: Speaker
    speaker_body: Id | None = None
    title: LocalText
    grade: Grade = Grade.CLAIMED
    url: Url | None = None
    file: FileRef | None = None
    issuer: Line | None = None
    effective_on: Day
    said_on: Day
    text: LocalText | None = None
    sources: Ids = ()
    inferred: Names = ()
    expires_on: Day | None = None
    legal_marking: Line | None = None


class EvidenceWithhold(Record):
    """Marks evidence as no longer shown, and names the authority for that."""

    evidence: Id
    commitment: Id
    reason: LocalText
    authority: Line
    said_on: Day


class DisputedCell(Record):
    """A cell of a panel release that a side disputes, with the value that it proposes instead, if it does.

    ``period`` is the first day of the period, or its month or year.
    """

    place: Line
    period: PartialDay
    value: Number | None = None


class PositionTake(Record):
    """An answer to another speaker. ``answers`` is the hash of the answered entry, or None if the answer names none.

    ``commitment`` is None for an answer to a measurement, which belongs to an indicator. ``cells`` are those of a panel
    release: the answer then disputes them alone, and the release stays as it is, in force or not.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"cells"})

    id: Id
    commitment: Id | None = None
    half: Side | None = None
    answers: Digest | None = None
    speaker: Speaker
    speaker_body: Id | None = None
    stance: Stance
    ground: Ground | None = None
    reason: LocalText | None = None
    proposed_status: Status | None = None
    effective_on: Day
    said_on: Day
    sources: Ids = ()
    inferred: Names = ()
    evidence: Ids = ()
    cleared_by: Line | None = None
    clearance_ref: Line | None = None
    cells: tuple[DisputedCell, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether the answer keeps what it answers out of force if it waits: a dispute of it all, or of its wording."""
        return self.stance is not Stance.CONCUR and not self.cells

    @model_validator(mode="after")
    def _check_coherence(self) -> Self:
        if self.cells and self.stance is not Stance.DISPUTE:
            raise field_error("Only a dispute names cells", "Leave them out, or dispute.")
        if self.stance is Stance.CONCUR and (self.ground or self.proposed_status):
            raise field_error(
                "An answer that agrees cannot give a ground or propose a status", "Leave both out, or dispute."
            )
        return self


class PositionWithdraw(Record):
    """Withdraws an answer. ``position`` is the hash of its entry, ``commitment`` the answer's commitment."""

    commitment: Id | None = None
    position: Digest
    speaker: Speaker
    speaker_body: Id | None = None
    reason: LocalText | None = None
    said_on: Day
    sources: Ids = ()


class AnswerAsk(Record):
    """Records that a side was asked on a given day, through a channel, to answer a claim (entry hash)."""

    commitment: Id
    half: Side
    claim: Digest
    of: Side
    asked_on: Day
    said_on: Day
    channel: Line | None = None
    sources: Ids = ()


class NoteAdd(Record):
    """Free text about a commitment."""

    commitment: Id
    text: Words
    said_on: Day


class RecordAmend(Record):
    """Changed fields of a record, with a required reason. ``record`` is the id of the amended record.

    A text may name one language, and the other then keeps its words. ``replaces`` names, by field, or by language of a
    text (``title.es``), the entry whose value the change replaces.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"replaces"})

    record: Id
    fields: dict[str, JsonValue]
    reason: LocalText
    speaker: Speaker
    said_on: Day
    sources: Ids = ()
    replaces: dict[str, Digest] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _require_field(cls, data: Any) -> Any:  # noqa: ANN401
        if isinstance(data, dict) and not data.get("fields"):
            raise field_error("Nothing is amended", "Give at least one FIELD=VALUE.")
        return data


class ConflictSettle(Record):
    """Says which claim of a conflict stands (1 is the first), and according to which source.

    Of two settlements that both sides agreed on, the later agreement stands, by its place in the log.
    """

    conflict: Id
    claim: Annotated[int, Field(ge=1)]
    source: Id
    reason: LocalText
    said_on: Day


class EntryRetract(Record):
    """Takes back an entry of the same feed, named by its hash."""

    target: Digest
    reason: LocalText
