"""Plans status reports: the status, the statements it replaces, and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.kinds import SOURCE, STATUS_REPORT
from accordtrack.projection.fold import HalfState, State, covered_halves
from accordtrack.projection.grades import is_official_copy
from accordtrack.service.commands.attribution import (
    KEEPS,
    body_for,
    claimed_halves,
    cleared_line,
    half_for,
    voice_line,
)
from accordtrack.service.commands.evidence import evidence_line, plan_evidence_entries
from accordtrack.service.commands.write_context import (
    Proposal,
    ProposedEntry,
    WriteContext,
    bilingual_text,
    parse_choice,
    propose,
    with_reason,
)
from accordtrack.statuses import UNREPORTED, Status
from accordtrack.text.imports import NO_EVIDENCE
from accordtrack.types import Line
from accordtrack.types.intents import AdoptReading, ReportStatus
from accordtrack.vocabulary import Basis, Grade, Responsible, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence


def report_status(bench: WriteContext, intent: ReportStatus) -> Proposal:
    """Plan a status report on a commitment, with the evidence given for it."""
    state = bench.state(intent.commitment)
    speaker = parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker")
    status = Status(parse_choice(Status, intent.status, "status"))
    half = half_for(state, speaker, intent.half)
    official = bench.side == speaker
    halves = claimed_halves(state, speaker, half)
    effective = bench.day_or_today(intent.effective_on or intent.said_on)  # nobody states what holds only later
    text = bench.day_or_today(intent.said_on)
    sources = bench.check_ids("source", intent.sources)
    _check_reasons(bench, intent, status, halves, official=official)
    age = bench.check_source_dates(sources, effective, intent.override, as_data=intent.as_data)
    pieces = plan_evidence_entries(
        bench,
        intent,
        state,
        speaker,
        half,
        official=official,
        supports=bench.new_entry_id(len(intent.evidence)),
        too_old=age.too_old,
    )
    base, stays = _replaced_statements(state, halves, speaker, effective, official=official)
    own = official or (speaker == Speaker.JOINT and any(half.side == bench.side for half in halves))
    stated = intent.stated if intent.stated is not None else own
    handling, why = bench.choose_handling(intent.handling, intent.commitment, official=official, sources=sources)
    body: dict[str, Any] = {
        "id": bench.new_entry_id(len(pieces)),
        "commitment": intent.commitment,
        "speaker": speaker,
        "speaker_body": body_for(bench, state, speaker, intent.body),
        "half": half,
        "status": status.value,
        "basis": (Basis.STATED if stated else Basis.READING).value,
        "grade": Grade.CLAIMED.value
        if age.too_old
        else bench.grade_or_default(
            intent.grade, sources, Grade.CLAIMED if official or not sources else Grade.DOCUMENTED
        ),
        "effective_on": effective,
        "said_on": text,
        "text": bilingual_text(with_reason(intent.note, intent.override)),
        "sources": list(sources),
        "inferred": [],
        "evidence": [piece.body.id for piece in pieces],
        "cleared_by": intent.cleared_by,
        "clearance_ref": intent.clearance_ref,
        "base": base,
    }
    lines = [*_change_lines(halves, status), *map(evidence_line, pieces), *age.lines]
    if status.definition.needs_evidence and not pieces and not sources:
        lines.append(Line(NO_EVIDENCE))
    if not official and intent.said_on is None and not intent.as_data:
        lines.append(Line("said on {date} (today); give its date if it was said earlier", {"date": text}))
    lines += [stays] if stays else []
    lines += [*cleared_line(intent), why]
    voice = voice_line(bench, speaker, claim=bool(halves), body=body["speaker_body"])
    return Proposal((*pieces, propose(STATUS_REPORT, body, handling)), voice, (*lines, KEEPS))


def _check_reasons(
    bench: WriteContext, intent: ReportStatus, status: Status, halves: Sequence[HalfState], *, official: bool
) -> None:
    """Refuse a status without the note or evidence that it requires, in the dialog and on the command line."""
    note = bool(intent.note and intent.note.strip())
    earlier = [half.status for half in halves if half.status is not None]
    back = any(status.rank < before.rank for before in earlier)
    if (back or status.definition.needs_note) and not note:
        if status.definition.needs_note:
            advice = 'The status "{status}" needs a reason: add a note.'
            raise Refused(Problem("A reason is required", advice, values={"status": ("status", str(status))}))
        raise Refused(Problem("A reason is required", "A step backward needs a reason: add a note."))
    if status.definition.needs_evidence and official and not intent.evidence and not intent.as_data:
        sources = bench.records(SOURCE, intent.sources).values()
        if not any(is_official_copy(source.copy_) for source in sources):
            raise Refused(Problem("Completed needs evidence", "Give a file or an address, or cite an official source."))


def _replaced_statements(
    state: State, halves: Sequence[HalfState], speaker: str, effective: str, *, official: bool
) -> tuple[list[str], Line | None]:
    """Return the hashes of the official statements that this one replaces.

    If the claim in force stays, because it is later or the side's own statement, the list is empty and a line says so.
    """
    claim = halves[0].claim if halves else None
    if claim is not None and not official and claim.official:
        stated: dict[str, object] = {"side": ("the side", claim.body.speaker), "status": ("status", claim.body.status)}
        return [], Line("This will only be recorded: what {side} itself stated, {status}, remains in force", stated)
    if not official or claim is None:
        return [], None
    if effective < claim.body.effective_on and claim.official:
        values = {"status": ("status", claim.body.status), "date": claim.body.effective_on}
        return [], Line(
            ("The statement in force remains: {status}, {date}; this one is earlier and is added to the history"),
            values,
        )
    own = [item for item in state.statuses if item.official and item.body.speaker == speaker]
    replaced = {digest for item in own for digest in item.body.base}
    sides = {half.side for half in halves}
    responsible = Responsible(state.record.responsible_side)
    current_hashes = [
        item.hash for item in own if item.hash not in replaced and sides & set(covered_halves(item, responsible))
    ]
    return sorted({*current_hashes, claim.hash} if claim.body.speaker == speaker else set(current_hashes)), None


def _change_lines(halves: Sequence[HalfState], status: Status) -> list[Line]:
    """Return one line per half that the status claims, or a single one for a reading."""
    new = ("status", status.value)
    lines = []
    for half in halves:
        old = ("status", half.status.value if half.status else UNREPORTED)
        values: dict[str, object] = {"old": old, "new": new, "side": ("short side", half.side)}
        lines.append(Line("+ status   {old} → {new}   ({side})", values))
    return lines or [Line("+ assessment   {new}", {"new": new})]


def adopt_reading(bench: WriteContext, intent: AdoptReading) -> Proposal:
    """Plan the adoption of a reading: the reading in force of the desk's own half becomes the side's own statement."""
    state = bench.state(intent.commitment)
    side = bench.side
    half = next((half_state for half_state in state.halves if half_state.side == side), None)
    if side is None or half is None:
        raise Refused(
            Problem(
                "Your side is not responsible for any part of this commitment", "Use the desk of the responsible side."
            )
        )
    if half.claim is None or half.claim.body.basis != Basis.READING:
        raise Refused(Problem("There is no assessment to make your own", "Choose a status instead."))
    words = half.claim.body.text
    claim = half.claim.body
    report = ReportStatus(
        commitment=intent.commitment,
        status=claim.status,
        effective_on=intent.effective_on or claim.effective_on,
        said_on=intent.said_on,
        handling=intent.handling,
        no_evidence=True,
        as_data=True,
        sources=claim.sources,
        note=words.en if words else "—",
        cleared_by=intent.cleared_by,
        clearance_ref=intent.clearance_ref,
    )
    proposal = report_status(bench, report)
    adopted = proposal.entries[-1].body.model_copy(update={"text": words, "sources": claim.sources})
    entry = ProposedEntry(STATUS_REPORT.name, adopted, proposal.entries[-1].handling)
    line = Line(
        "The assessment {status} becomes a statement by {side}",
        {"status": ("status", claim.status), "side": ("the side", side.value)},
    )
    marked = [one for one in proposal.lines if "handling" in one.values]
    return Proposal((entry,), proposal.voice, (line, *cleared_line(intent), *marked, KEEPS))
