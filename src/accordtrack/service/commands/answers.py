"""Plans answers: concur with or dispute a claim, withdraw an answer, ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.context import half_of
from accordtrack.ledger.kinds import ANSWER_ASK, KINDS, POSITION_TAKE, POSITION_WITHDRAW
from accordtrack.ledger.statements import StatusReport
from accordtrack.projection import record_lookup
from accordtrack.service.commands.attribution import (
    KEEPS,
    asked_line,
    attributed_line,
    cleared_line,
    half_for,
    handling_line,
)
from accordtrack.service.commands.evidence import evidence_line, plan_evidence_entries
from accordtrack.service.commands.write_context import (
    Proposal,
    ProposedEntry,
    WriteContext,
    bilingual_text,
    parse_choice,
    propose,
)
from accordtrack.statuses import Status
from accordtrack.store import log
from accordtrack.types import Line
from accordtrack.types.intents import AddEvidence, AskAnswer, TakePosition, WithdrawPosition
from accordtrack.vocabulary import Ground, Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.statements import EvidenceAdd
    from accordtrack.projection.fold import HalfState, State

_CHANGES = Line("The claim itself stays unchanged; the standing changes")
_BESIDE = Line("What it answers stays unchanged; the thread shows both")
_EFFECT = {
    Stance.CONCUR: _CHANGES,
    Stance.DISPUTE: _CHANGES,
    Stance.NOT_AGREED: Line("It is shown beside the text; no status or standing changes"),
}
_ANSWERABLE = {
    "status.report",
    "evidence.add",
    "measurement.add",
    "position.take",
    "commitment.amend",
    "commitment.add",
    "indicator.add",
    "indicator.amend",
}


def target_entry(bench: WriteContext, name: str) -> Entry:
    """Return the entry with the given id or hash. Refuses an unknown one."""
    key = record_lookup.entry_of(bench.connection, name)
    if key is None:
        advice = "accordtrack history shows entries with their ids."
        raise Refused(Problem('No commitment or entry "{x}"', advice, values={"x": name}, usage=True))
    return log.entries_by_id(bench.connection, [key])[key]


def _is_commitment(bench: WriteContext, name: str) -> bool:
    return record_lookup.exists(bench.connection, "commitment", name)


def take_position(bench: WriteContext, intent: TakePosition) -> Proposal:
    """Plan an answer to a claim in force, to the text of a commitment, or to any entry of another speaker."""
    speaker = parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker")
    stance = Stance(parse_choice(Stance, intent.stance, "stance"))
    ground = parse_choice(Ground, intent.ground, "ground") if intent.ground else None
    proposes = parse_choice(Status, intent.proposes, "status") if intent.proposes else None
    reason = bilingual_text(intent.reason)
    if stance is not Stance.CONCUR and reason is None:
        advice = "Say why the claim does not hold." if stance is Stance.DISPUTE else "Say which words, and why."
        raise Refused(Problem("A reason is required", advice))
    commitment, half, answered, line, claimed = _target(bench, intent, speaker, stance)
    if proposes and proposes == claimed:
        values = {"status": ("status", claimed)}
        raise Refused(
            Problem("The claim already says this: {status}", "Propose another status, or none.", values=values)
        )
    official = bench.side == speaker
    state = bench.state(commitment) if commitment else None
    pieces: list[ProposedEntry[EvidenceAdd]] = []
    if intent.evidence and state is None:
        advice = "Mention it in the reason, or name a source."
        raise Refused(Problem("Evidence belongs to a commitment, and what is answered is not part of one", advice))
    if intent.evidence and state:
        proof = _evidence_intent(intent, commitment or "")
        pieces = plan_evidence_entries(bench, proof, state, speaker, half, official=official, supports=())
    body: dict[str, Any] = {
        "id": bench.new_entry_id(len(pieces)),
        "commitment": commitment,
        "half": half,
        "answers": answered,
        "speaker": speaker,
        "speaker_body": bench.check_ids("body", [intent.body])[0] if intent.body else None,
        "stance": stance.value,
        "ground": ground,
        "reason": reason,
        "proposed_status": proposes,
        "effective_on": bench.day_or_today(intent.effective_on),
        "said_on": bench.day_or_today(intent.said_on),
        "sources": list(bench.check_ids("source", intent.sources)),
        "evidence": [piece.body.id for piece in pieces],
        "cleared_by": intent.cleared_by,
        "clearance_ref": intent.clearance_ref,
    }
    handling = bench.handling_or_default(intent.handling, commitment or "", official=official)
    lines = [line, *_answer_lines(stance, ground, proposes), *map(evidence_line, pieces)]
    lines += [*cleared_line(intent), _effect(bench, answered, stance), handling_line(handling)]
    return Proposal(
        (*pieces, propose(POSITION_TAKE, body, handling)), _answer_voice_line(bench, speaker), (*lines, KEEPS)
    )


def _effect(bench: WriteContext, answered: str | None, stance: Stance) -> Line:
    """Return the line that says what the answer changes; only an answer to a status can change a standing."""
    kind = target_entry(bench, answered).envelope.kind if answered is not None else "status.report"
    return _EFFECT[stance] if kind == "status.report" or stance is Stance.NOT_AGREED else _BESIDE


def _evidence_intent(intent: TakePosition, commitment: str) -> AddEvidence:
    return AddEvidence(
        commitment=commitment,
        evidence=intent.evidence,
        speaker=intent.speaker,
        body=intent.body,
        effective_on=intent.effective_on,
        said_on=intent.said_on,
        sources=intent.sources,
        handling=intent.handling,
    )


def _answer_voice_line(bench: WriteContext, speaker: str) -> Line:
    values = {"side": ("the side", speaker), "feed": bench.feed}
    if bench.side == speaker:
        return Line("This will be the answer of {side} ({feed})", values)
    return attributed_line(speaker, bench.feed)


def _answer_lines(stance: Stance, ground: str | None, proposes: str | None) -> list[Line]:
    lines = [Line("+ answer   {stance}", {"stance": ("stance", stance.value)})]
    if ground:
        lines.append(Line("ground   {ground}", {"ground": ("ground", ground)}))
    if proposes:
        lines.append(Line("proposes   {status}", {"status": ("status", proposes)}))
    return lines


def _target(
    bench: WriteContext, intent: TakePosition, speaker: str, stance: Stance
) -> tuple[str | None, str | None, str, Line, str | None]:
    """Return the target of an answer: commitment, half, hash of the entry, line that names it, and claimed status."""
    if stance is Stance.NOT_AGREED and _is_commitment(bench, intent.target):
        text = bench.state(intent.target).wording
        worded = {"id": intent.target, "date": KINDS[text.kind].dates(text.body)[1]}
        return intent.target, None, text.hash, Line("answers the text of {id}, {date}", worded), None
    if _is_commitment(bench, intent.target):
        half = _half_with_claim(bench.state(intent.target), speaker, intent.half, intent.target)
        claim = half.claim
        if claim is None:  # never None: _half_with_claim raises first; narrows the type
            raise _no_claim_refusal(intent.target)
        joint = len(bench.state(intent.target).halves) > 1
        named = half.side if joint else None
        return intent.target, named, claim.hash, _answered_status_line(claim.body), claim.body.status
    entry = target_entry(bench, intent.target)
    envelope = entry.envelope
    if envelope.kind not in _ANSWERABLE:
        values = {"kind": ("entry kind", envelope.kind)}
        raise Refused(
            Problem("This kind of entry cannot be answered: {kind}", "Answer a statement or evidence.", values=values)
        )
    if envelope.kind == "measurement.add" and not entry.body:
        raise Refused(Problem("The body of this entry was withheld", "Ask its desk for it."))
    body = KINDS[envelope.kind].decode_values(entry.body) if entry.body else None
    commitment = envelope.ref if envelope.kind.startswith("commitment.") else getattr(body, "commitment", None)
    chosen_half = half_for(bench.state(commitment), speaker, intent.half) if commitment else None
    named = chosen_half or (half_of(body) if body else None)
    if isinstance(body, StatusReport):
        return commitment, named, entry.hash, _answered_status_line(body), body.status
    line_values = {"entry": getattr(body, "id", envelope.id), "kind": ("entry kind", envelope.kind)}
    return commitment, named, entry.hash, Line("answers {entry}: {kind}", line_values), None


def _answered_status_line(body: StatusReport) -> Line:
    values = {"side": ("the side", body.speaker), "status": ("status", body.status), "date": body.said_on}
    return Line("answers {side}: {status}, {date}", values)


def _half_with_claim(state: State, speaker: str, text: str | None, commitment: str) -> HalfState:
    """Return the half whose claim ``speaker`` answers: the half given, or else the other side's."""
    halves = list(state.halves)
    if text is not None:
        side = parse_choice(Side, text, "half")
        halves = [half for half in halves if half.side == side]
    elif speaker in set(Side):
        halves = [half for half in halves if half.side != speaker] or halves
    elif len(halves) > 1:
        raise Refused(Problem("Which half is answered?", "Use --half US or --half MX.", usage=True))
    if not halves:
        values = {"side": ("the side", text or "")}
        raise Refused(
            Problem("{side} owes no part of this commitment", "Leave the half out.", values=values, usage=True)
        )
    if halves[0].claim is None:
        raise _no_claim_refusal(commitment)
    return halves[0]


def _no_claim_refusal(commitment: str) -> Refused:
    advice = "An answer needs a statement; your own reading is recorded with: accordtrack update."
    return Refused(Problem("There is no claim to answer on {id}", advice, values={"id": commitment}))


def withdraw_position(bench: WriteContext, intent: WithdrawPosition) -> Proposal:
    """Plan the withdrawal of the speaker's answer; the claim then counts as unanswered."""
    speaker = parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker")
    if _is_commitment(bench, intent.target):
        commitment = intent.target
        state = bench.state(commitment)
        half = parse_choice(Side, intent.half, "half") if intent.half else None
        mine = [
            item
            for item in state.positions
            if item.body.speaker == speaker
            and item.hash not in state.withdrawn_positions
            and half in {None, item.body.half}
        ]
        if not mine:
            advice = "accordtrack show {id} lists the answers."
            raise Refused(Problem("You have no open answer on {id}", advice, values={"id": commitment}))
        chosen = next((item for item in mine if item.body.stance != Stance.NOT_AGREED), mine[0])
        position, name = chosen.hash, chosen.id
    else:
        entry = target_entry(bench, intent.target)
        answer = (
            POSITION_TAKE.decode_values(entry.body)
            if entry.envelope.kind == POSITION_TAKE.name and entry.body
            else None
        )
        if answer is None or answer.speaker != speaker:
            raise Refused(
                Problem(
                    "{x} is not an answer by this speaker",
                    "Name the answer, or its commitment.",
                    values={"x": intent.target},
                )
            )
        position, name, commitment = entry.hash, answer.id, answer.commitment or ""
    body = {
        "commitment": commitment or None,
        "position": position,
        "speaker": speaker,
        "speaker_body": None,
        "reason": bilingual_text(intent.reason),
        "said_on": bench.day_or_today(intent.said_on),
        "sources": list(bench.check_ids("source", intent.sources)),
    }
    handling = bench.handling_or_default(intent.handling, commitment or "", official=bench.side == speaker)
    lines = (Line("The answer {id} no longer holds", {"id": name}), KEEPS)
    return Proposal((propose(POSITION_WITHDRAW, body, handling),), _answer_voice_line(bench, speaker), lines)


def ask_answer(bench: WriteContext, intent: AskAnswer) -> Proposal:
    """Plan the record of a request: one side asked the other to answer a claim; days count from the first request."""
    state = bench.state(intent.commitment)
    of = parse_choice(Side, intent.of, "side") if intent.of else None
    if bench.side is None and of is None:
        raise Refused(Problem("Which side was asked to answer?", "Use --of US or --of MX.", usage=True))
    respondent = Side(of) if of else bench.side.other if bench.side else Side.US
    side = Side(parse_choice(Side, intent.half, "half")) if intent.half else respondent.other
    half = next((half_state for half_state in state.halves if half_state.side == side), None)
    if half is None:
        advice = "A side asks about what it owes; it answers the other side's claim rather than asking about it."
        raise Refused(
            Problem("{side} owes no part of this commitment", advice, values={"side": ("the side", side.value)})
        )
    if half.claim is None:
        raise Refused(
            Problem("There is no claim to ask about", "Report your status first, then ask.", intent.commitment)
        )
    if half.standing in {Standing.AGREED, Standing.DISPUTED, Standing.SETTLED}:
        raise Refused(Problem("The claim has been answered", "A new claim needs a new request.", intent.commitment))
    day = bench.day_or_today(intent.asked_on)
    body = {
        "commitment": intent.commitment,
        "half": side.value,
        "claim": half.claim.hash,
        "of": respondent.value,
        "asked_on": day,
        "said_on": day,
        "channel": intent.channel,
        "sources": list(bench.check_ids("source", intent.sources)),
    }
    handling = bench.handling_or_default(intent.handling, intent.commitment, official=bench.side is not None)
    values = {"side": ("the side", respondent.value), "date": day}
    lines = [Line("+ an answer was requested from {side} on {date}", values)]
    if intent.channel:
        lines.append(Line("through {channel}", {"channel": intent.channel}))
    lines.append(handling_line(handling))
    voice = asked_line(bench.feed)
    return Proposal((propose(ANSWER_ASK, body, handling),), voice, (*lines, KEEPS))
