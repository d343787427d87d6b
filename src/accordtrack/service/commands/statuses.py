"""Plans status reports: the status, the statements it replaces, and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.kinds import STATUS_REPORT
from accordtrack.projection.fold import HalfState, State, covered
from accordtrack.service.commands.attribution import (
    KEEPS,
    body_for,
    claims_of,
    cleared_line,
    half_for,
    marked,
    voice_line,
)
from accordtrack.service.commands.evidence import evidence_line, gather
from accordtrack.service.commands.write_context import Proposal, ProposedEntry, WriteContext, bilingual, choice, propose
from accordtrack.statuses import UNREPORTED, Status
from accordtrack.types import Line
from accordtrack.types.intents import AdoptReading, ReportStatus
from accordtrack.vocabulary import Basis, Grade, Responsible, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence


def report_status(bench: WriteContext, intent: ReportStatus) -> Proposal:
    """Plan a status report on a commitment, with the evidence given for it."""
    state = bench.state(intent.commitment)
    speaker = choice(Speaker, bench.speaking(intent.speaker), "speaker")
    status = Status(choice(Status, intent.status, "status"))
    half = half_for(state, speaker, intent.half)
    official = bench.side == speaker
    halves = claims_of(state, speaker, half)
    effective, said = bench.day(intent.effective_on), bench.day(intent.said_on)
    sources = bench.known("source", intent.sources)
    _reasons(intent, status, halves, official=official)
    pieces = gather(bench, intent, state, speaker, half, official=official, supports=bench.id_of(len(intent.evidence)))
    base, stays = _base(state, halves, speaker, effective, official=official)
    stated = intent.stated if intent.stated is not None else official
    handling = bench.handled(intent.handling, intent.commitment, official=official)
    body: dict[str, Any] = {
        "id": bench.id_of(len(pieces)),
        "commitment": intent.commitment,
        "speaker": speaker,
        "speaker_body": body_for(bench, state, speaker, intent.body),
        "half": half,
        "status": status.value,
        "basis": (Basis.STATED if stated else Basis.READING).value,
        "grade": bench.grade(intent.grade, sources, Grade.CLAIMED if official or not sources else Grade.DOCUMENTED),
        "effective_on": effective,
        "said_on": said,
        "text": bilingual(intent.note),
        "sources": list(sources),
        "inferred": [],
        "evidence": [piece.body.id for piece in pieces],
        "cleared_by": intent.cleared_by,
        "clearance_ref": intent.clearance_ref,
        "base": base,
    }
    lines = [*_changes(halves, status), *map(evidence_line, pieces)]
    lines += [stays] if stays else []
    lines += [*cleared_line(intent), marked(handling)]
    voice = voice_line(bench, speaker, claim=bool(halves), body=body["speaker_body"])
    return Proposal((*pieces, propose(STATUS_REPORT, body, handling)), voice, (*lines, KEEPS))


def _reasons(intent: ReportStatus, status: Status, halves: Sequence[HalfState], *, official: bool) -> None:
    """Refuse a status without the note or evidence that it requires, in the dialog and on the command line."""
    note = bool(intent.note and intent.note.strip())
    earlier = [half.status for half in halves if half.status is not None]
    back = any(status.rank < before.rank for before in earlier)
    if (back or status.definition.needs_note) and not note:
        advice = "A step backwards, reversed and withdrawn say why: add a note."
        raise Refused(Problem("A reason is required", advice))
    needed = status.definition.needs_evidence and official and halves
    if needed and not intent.evidence and not (intent.no_evidence and note):
        raise Refused(Problem('Completed needs evidence, or "none" with a reason'))


def _base(
    state: State, halves: Sequence[HalfState], speaker: str, effective: str, *, official: bool
) -> tuple[list[str], Line | None]:
    """Return the hashes of the official statements that this one replaces.

    If the claim in force is later and stays, the list is empty and a line says so.
    """
    if not official or not halves:
        return [], None
    claim = halves[0].claim
    if claim is None:
        return [], None
    if effective < claim.body.effective_on and claim.official:
        values = {"status": ("status", claim.body.status), "date": claim.body.effective_on}
        return [], Line("The claim in force stays: {status}, {date}; this one is earlier and joins the history", values)
    own = [item for item in state.statuses if item.official and item.body.speaker == speaker]
    replaced = {digest for item in own for digest in item.body.base}
    sides = {half.side for half in halves}
    responsible = Responsible(state.record.responsible_side)
    heads = [item.hash for item in own if item.hash not in replaced and sides & set(covered(item, responsible))]
    return sorted({*heads, claim.hash} if claim.body.speaker == speaker else set(heads)), None


def _changes(halves: Sequence[HalfState], status: Status) -> list[Line]:
    """Return one line per half that the status claims, or a single one for a reading."""
    new = ("status", status.value)
    lines = []
    for half in halves:
        old = ("status", half.status.value if half.status else UNREPORTED)
        values: dict[str, object] = {"old": old, "new": new, "side": ("short side", half.side)}
        lines.append(Line("+ status   {old} → {new}   ({side})", values))
    return lines or [Line("+ reading   {new}", {"new": new})]


def adopt_reading(bench: WriteContext, intent: AdoptReading) -> Proposal:
    """Plan the adoption of a reading: the reading in force of the desk's own half becomes the side's own statement."""
    state = bench.state(intent.commitment)
    side = bench.side
    half = next((found for found in state.halves if found.side == side), None)
    if side is None or half is None:
        raise Refused(Problem("Your side owes no part of this commitment", "Take the seat of the side that owes it."))
    if half.claim is None or half.claim.body.basis != Basis.READING:
        raise Refused(Problem("There is no reading to make your own", "Choose a status instead."))
    words = half.claim.body.text
    claim = half.claim.body
    report = ReportStatus(
        commitment=intent.commitment,
        status=claim.status,
        effective_on=intent.effective_on or claim.effective_on,
        said_on=intent.said_on,
        handling=intent.handling,
        no_evidence=True,
        note=words.en if words else "—",
        cleared_by=intent.cleared_by,
        clearance_ref=intent.clearance_ref,
    )
    found = report_status(bench, report)
    adopted = found.entries[-1].body.model_copy(update={"text": words, "sources": claim.sources})
    entry = ProposedEntry(STATUS_REPORT.name, adopted, found.entries[-1].handling)
    line = Line(
        "The reading {status} becomes the word of {side}",
        {"status": ("status", claim.status), "side": ("the side", side.value)},
    )
    return Proposal((entry,), found.voice, (line, *cleared_line(intent), KEEPS))
