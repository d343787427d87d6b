"""Bodies of what is said: statuses, evidence, positions, askings, notes, amendments, settlements, retractions."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, JsonValue, model_validator

from accordtrack.ledger.fields import Day, Digest, FileName, Id, Line, LocalText, Record, Url, Words, refused
from accordtrack.ledger.records import Ids, Names
from accordtrack.statuses import Status
from accordtrack.vocabulary import Basis, Grade, Ground, Seat, Side, Speaker, Stance


class DeskOpen(Record):
    """A feed begins: whose desk it is and the key that signs it (Ed25519 public key, hexadecimal)."""

    side: Seat
    name: Line
    public_key: Digest


class DeskRekey(Record):
    """The desk goes on with a new key (Ed25519 public key, hexadecimal): the old one signs this entry and none behind it."""

    public_key: Digest
    reason: LocalText
    said_on: Day


class StatusReport(Record):
    """A status, said by a speaker of a commitment. ``half`` None: the speaker's own; both for JOINT and OBS.

    ``base`` names the entries of the same speaker that it replaces.
    """

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


class FileRef(Record):
    """A file given as evidence: kept by digest; the name is a label and never a path."""

    digest: Digest
    size: Annotated[int, Field(ge=0)]
    name: FileName


class EvidenceAdd(Record):
    """A document or address that bears on a commitment; ``for`` names the statements that it supports."""

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
    """Evidence is no longer shown, and by what authority."""

    evidence: Id
    commitment: Id
    reason: LocalText
    authority: Line
    said_on: Day


class PositionTake(Record):
    """An answer to what another speaker said; ``answers`` is the entry's hash, None when the words named none.

    ``commitment`` is None when it answers a measurement, which hangs from an indicator.
    """

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

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.stance is Stance.CONCUR and (self.ground or self.proposed_status):
            raise refused("One who concurs gives no ground and proposes no status", "Leave both out, or dispute.")
        return self


class PositionWithdraw(Record):
    """An answer no longer holds; ``position`` is the entry's hash, ``commitment`` is the answer's."""

    commitment: Id | None = None
    position: Digest
    speaker: Speaker
    speaker_body: Id | None = None
    reason: LocalText | None = None
    said_on: Day
    sources: Ids = ()


class AnswerAsk(Record):
    """An answer to a claim (entry hash) was asked of the other side, on a day, through a channel."""

    commitment: Id
    half: Side
    claim: Digest
    of: Side
    asked_on: Day
    said_on: Day
    channel: Line | None = None
    sources: Ids = ()


class NoteAdd(Record):
    """Free text on a commitment."""

    commitment: Id
    text: Words
    said_on: Day


class RecordAmend(Record):
    """Changed fields of a record with a compulsory reason; ``record`` is the id of what is amended."""

    record: Id
    fields: dict[str, JsonValue]
    reason: LocalText
    speaker: Speaker
    said_on: Day
    sources: Ids = ()

    @model_validator(mode="before")
    @classmethod
    def _some_field(cls, data: Any) -> Any:  # noqa: ANN401
        if isinstance(data, dict) and not data.get("fields"):
            raise refused("Nothing is amended", "Give at least one FIELD=VALUE.")
        return data


class ConflictSettle(Record):
    """Which claim of a conflict stands (1 is the first), by what source."""

    conflict: Id
    claim: Annotated[int, Field(ge=1)]
    source: Id
    reason: LocalText
    said_on: Day


class EntryRetract(Record):
    """Takes back an entry of the same feed, named by its hash."""

    target: Digest
    reason: LocalText
