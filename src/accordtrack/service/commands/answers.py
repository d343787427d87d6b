"""Plans answers: concur with or dispute a claim, withdraw an answer, ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.amended_parts import field_of
from accordtrack.ledger.context import half_of, mark_in
from accordtrack.ledger.kinds import (
    ANSWER_ASK,
    CHAIN,
    COMMITMENT,
    COMMITMENT_AMEND,
    DESK_KINDS,
    ENTRY_RETRACT,
    EVIDENCE_ADD,
    FRAMEWORK_AMEND,
    INDICATOR_AMEND,
    KINDS,
    MEASUREMENT,
    NOTE_ADD,
    PANEL_RELEASE,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    RESULT_EXPECT,
    STATUS_REPORT,
    TARGET_PROPOSE,
)
from accordtrack.ledger.statements import StatusReport
from accordtrack.projection import marks, proposed_records, record_lookup
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.dual_control import PROPOSALS, accepts_for
from accordtrack.queries import pending
from accordtrack.service.commands.attribution import (
    KEEPS,
    asked_line,
    attributed_line,
    cleared_line,
    half_for,
    handling_line,
    not_responsible_problem,
    waiting_again_lines,
)
from accordtrack.service.commands.evidence import evidence_line, plan_evidence_entries
from accordtrack.service.commands.panel import ReleaseChanges, disputed_cells
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
from accordtrack.store.items import is_kind, open_answers, without_retracted
from accordtrack.text.pending import accepted_lines
from accordtrack.types import Line
from accordtrack.types.intents import AddEvidence, AskAnswer, TakePosition, WithdrawPosition
from accordtrack.vocabulary import Ground, Handling, Responsible, Side, Speaker, Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.store.items import Item

ANSWER = gettext_lazy("+ answer   {stance}")
"""The line of a plan that says which answer it is."""
_CHANGES = Line("The statement itself stays unchanged; the answer to it changes")
_BESIDE = Line("What it answers stays unchanged; the thread shows both")
_CELLS_ALONE = Line("The release stays as it is; its figures are shown with the dispute")
_EFFECT = {
    Stance.CONCUR: _CHANGES,
    Stance.DISPUTE: _CHANGES,
    Stance.NOT_AGREED: Line("It is shown beside the text; no status and no other answer changes"),
}
_SCOPE = KINDS.keys() - {STATUS_REPORT.name, EVIDENCE_ADD.name, POSITION_TAKE.name, MEASUREMENT.name}
"""Kinds that change the register itself."""
_ACCEPTED_IF_WAITING = _SCOPE - {CHAIN.name}
"""Kinds with which a side concurs only to put them in force. A results chain says which sides concur with it."""
_REVERSE: Mapping[str, str] = {
    **dict.fromkeys(
        (COMMITMENT_AMEND.name, FRAMEWORK_AMEND.name, INDICATOR_AMEND.name),
        gettext_lazy("Propose the reverse instead: accordtrack amend. It waits for the other side."),
    ),
    TARGET_PROPOSE.name: gettext_lazy(
        "Propose another instead: accordtrack targets propose. It waits for the other side."
    ),
    ENTRY_RETRACT.name: gettext_lazy("Propose what was taken back again; it waits for the other side."),
}
"""By the kind of what was agreed, which act proposes the reverse; for any other kind, its retraction."""
_RETRACTION = gettext_lazy(
    "Its side can propose the reverse: accordtrack retract {entry}. The retraction waits for your side."
)
_ANSWERABLE = KINDS.keys() - DESK_KINDS - {NOTE_ADD.name}


def target_entry(bench: WriteContext, name: str) -> Entry:
    """Return the entry with the given id or hash. Refuses an unknown one."""
    key = record_lookup.entry_of(bench.connection, name)
    if key is None:
        key = record_lookup.adding_entry(bench.connection, name)
    if key is None:
        advice = "accordtrack history shows entries with their ids."
        raise Refused(Problem('No commitment or entry "{x}"', advice, values={"x": name}, usage=True))
    return log.entries_by_id(bench.connection, [key])[key]


def _names_commitment(bench: WriteContext, name: str) -> bool:
    """Whether a name given by a user is that of a commitment in force. Refuses one that several entries have."""
    record_lookup.only_entry_named(bench.connection, name)
    return _is_commitment(bench, name)


def _is_commitment(bench: WriteContext, name: str) -> bool:
    return record_lookup.exists(bench.connection, "commitment", name)


def _state_in_force(bench: WriteContext, commitment: str | None) -> State | None:
    """Return the state of a commitment; None if it waits for a side, or if the answer is about none."""
    return bench.state(commitment) if commitment and _is_commitment(bench, commitment) else None


def take_position(bench: WriteContext, intent: TakePosition) -> Proposal:
    """Plan an answer to a claim in force, to the text of a commitment, or to any entry of another speaker."""
    speaker = parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker")
    stance = Stance(parse_choice(Stance, intent.stance, "stance"))
    ground = parse_choice(Ground, intent.ground, "ground") if intent.ground else None
    proposes = parse_choice(Status, intent.proposes, "status") if intent.proposes else None
    reason = bilingual_text(intent.reason)
    if stance is not Stance.CONCUR and reason is None:
        advice = "Say why the statement does not hold." if stance is Stance.DISPUTE else "Say which words, and why."
        raise Refused(Problem("A reason is required", advice))
    commitment, half, answered, line, claimed = _target(bench, intent, speaker, stance)
    if proposes and proposes == claimed:
        values = {"status": ("status", claimed)}
        raise Refused(
            Problem("The statement already says this: {status}", "Propose another status, or none.", values=values)
        )
    official = bench.side == speaker
    found = pending.find_entry(bench.connection, answered)
    state = _state_in_force(bench, commitment)
    whole = _accepts_whole(bench, found, state, half)
    _check_open_to_answers(bench, found, stance, official=official, whole=whole)
    if official and stance is Stance.CONCUR and found is not None:
        _refuse_late_signature(bench, found.item)
    pieces: list[ProposedEntry[EvidenceAdd]] = []
    if intent.evidence and state is None:
        advice = "Mention it in the reason, or name a source."
        raise Refused(Problem("Evidence belongs to a commitment, and what is answered is not part of one", advice))
    if intent.evidence and state:
        proof = _evidence_intent(intent, commitment or "")
        pieces = plan_evidence_entries(bench, proof, state, speaker, half, official=official, supports=())
    cells, named = disputed_cells(bench, target_entry(bench, answered), intent.cells) if intent.cells else ([], [])
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
        **({"cells": cells} if cells else {}),
    }
    accepts = stance is Stance.CONCUR and official and whole and _needs_answer(bench, found)
    handling = _handling(bench, intent, answered, state, official=official, accepts=accepts)
    says = accepted_lines(pending.described_entry(bench.connection, found.item)) if found and accepts else []
    if found is not None and accepts and is_kind(found.item, PANEL_RELEASE):
        says = [*says, *ReleaseChanges(bench.connection, bench.register).of(found.item.body)]
    lines = [
        line,
        *_half_lines(found, state, half),
        *_answer_lines(stance, ground, proposes),
        *named,
        *says,
        *map(evidence_line, pieces),
    ]
    effects = (_CELLS_ALONE,) if cells else _effects(bench, found, state, stance, official=official, whole=whole)
    framework = waiting_framework(bench, found) if stance is Stance.CONCUR and official else None
    effects = effects if framework is None else (*effects, framework_line(framework[0]))
    lines += [*cleared_line(intent), *effects, handling_line(handling)]
    return Proposal(
        (*pieces, propose(POSITION_TAKE, body, handling)), _answer_voice_line(bench, speaker), (*lines, KEEPS)
    )


def _refuse_late_signature(bench: WriteContext, item: Item[Any]) -> None:
    """Refuse to sign a expected result once the operation may have begun, or a target once it is due."""
    day = bench.today
    if is_kind(item, RESULT_EXPECT) and day >= item.body.starts_on:
        advice = "An expected result is signed before the start. Afterwards, compare the event: accordtrack events."
        started = {"start": item.body.starts_on, "day": day}
        raise Refused(Problem("The operation starts on {start}, which is not after {day}", advice, values=started))
    if is_kind(item, TARGET_PROPOSE) and day >= item.body.by:
        due = {"by": item.body.by, "day": day}
        raise Refused(Problem("The target date {by} is not after {day}", "Propose a later date.", values=due))


def waiting_framework(bench: WriteContext, found: pending.FoundEntry | None) -> tuple[str, str] | None:
    """Return the framework of a proposed commitment, and the entry that proposes it, if it waits too."""
    if found is None or not is_kind(found.item, COMMITMENT):
        return None
    name = found.item.body.framework
    key = proposed_records.proposed_entry(bench.connection, "framework", name)
    return None if key is None else (name, log.entries_by_id(bench.connection, [key])[key].hash)


def framework_line(name: str) -> Line:
    """Return the line that says that the framework of an accepted commitment waits too."""
    return Line("Its framework waits too: {id}", {"id": name})


def _check_open_to_answers(
    bench: WriteContext, found: pending.FoundEntry | None, stance: Stance, *, official: bool, whole: bool
) -> None:
    """Refuse an answer to an entry that was retracted, replaced or accepted, or that does not wait for the desk's side.

    After a side accepted the entry, it may still answer about a part; ``whole``: the answer is about all that waits for it.
    """
    if found is None:
        return
    if found.taken_back_by is not None:
        taken = {"id": found.item.id, "entry": found.taken_back_by}
        raise Refused(Problem("{id} was taken back: {entry}", "There is nothing left to answer.", values=taken))
    if found.has_lapsed:
        advice = "Somebody changed the field meanwhile. To propose the value again, amend the record."
        raise Refused(Problem("{id} has lapsed", advice, values={"id": found.item.id}))
    if found.replaced_by is not None:
        newer = {"id": found.item.id, "entry": found.replaced_by}
        raise Refused(Problem("{id} was replaced by a newer proposal: {entry}", "Answer that one.", values=newer))
    side = bench.side
    if stance is not Stance.CONCUR or side is None or not official:
        return
    verdict = found.item.verdict
    values = {"id": found.item.id, "side": ("the side", side.value)}
    refused = pending.was_refused_by(bench.connection, found.item, side)
    accepted = verdict is not None and verdict.accepted is not None and verdict.accepted.side == side
    if accepted and whole and not refused:
        raise Refused(_in_force_problem(found.item.id, side.value))
    if found.item.seat == side and found.item.waits:
        advice = "Your side wrote it; only the other side can accept it."
        waited = {"id": found.item.id, "side": ("the side", found.item.waits[0].value)}
        raise Refused(Problem("{id} waits for {side}", advice, values=waited))
    needed = verdict is not None and side in {*verdict.waits, *verdict.absent}
    if found.item.kind in _ACCEPTED_IF_WAITING and not needed and not refused:
        raise Refused(Problem("{id} does not wait for {side}", "accordtrack pending lists what does.", values=values))


def _half_lines(found: pending.FoundEntry | None, state: State | None, half: str | None) -> list[Line]:
    """Return the line that says which halves an answer to a joint statement is about."""
    if found is None or state is None or len(state.halves) == 1 or getattr(found.item.body, "half", None) is not None:
        return []
    if not is_kind(found.item, STATUS_REPORT) or found.item.body.speaker is not Speaker.JOINT:
        return []
    return [Line("on the part of {side} alone", {"side": ("the side", half)}) if half else Line("on both parts")]


def _accepts_whole(
    bench: WriteContext, found: pending.FoundEntry | None, state: State | None, half: str | None
) -> bool:
    """Whether a concurrence about a half, or about all, accepts an entry for the side of the desk."""
    if found is None or bench.side is None:
        return True
    owes = state is None or any(one.side == bench.side for one in state.halves)
    return accepts_for(bench.side, found.item, half, owes=owes)


def _needs_answer(bench: WriteContext, found: pending.FoundEntry | None) -> bool:
    """Whether an entry is not yet accepted by the side of the desk, which a concurrence would change."""
    verdict = found.item.verdict if found else None
    return verdict is not None and bench.side in {*verdict.waits, *verdict.absent}


def _handling(
    bench: WriteContext, intent: TakePosition, answered: str, state: State | None, *, official: bool, accepts: bool
) -> str:
    """Return the mark of an answer.

    An answer to a change of the register carries the mark of the change, and so does one that puts an entry in force. A
    stricter one would accept it for some readers only, so it is refused.
    """
    entry = target_entry(bench, answered)
    envelope, given = entry.envelope, mark_in((entry.body or {}).get("fields"))
    about = envelope.ref if envelope.kind.startswith("commitment.") else ""
    if accepts and state is not None:
        about = state.record.id
    floor = bench.mark_of(about) if about else Handling.CLEAR
    floor = min(floor, Handling(given or floor), key=lambda one: one.rank)
    mark = max(Handling(envelope.handling), floor, key=lambda one: one.rank)
    if accepts and state is not None and mark.value != envelope.handling and _raised_alone(bench, state):
        advice = "Lower the mark of the commitment first, or ask the other side to propose it again."
        raise Refused(_too_strict(envelope.id, mark.value, advice))
    if intent.handling is None and (accepts or state is None or envelope.kind in _SCOPE):
        return mark.value
    chosen = bench.handling_or_default(intent.handling, state.record.id if state else "", official=official)
    if accepts and Handling(chosen).rank > mark.rank:
        advice = "Leave the mark out: the answer is then marked {mark}."
        raise Refused(_too_strict(envelope.id, chosen, advice, mark=mark.value))
    return chosen


def _too_strict(name: str, handling: str, advice: str, **more: str) -> Problem:
    values = {"id": name, "handling": handling, **more}
    return Problem("An answer marked {handling} cannot accept {id}: more people can read {id}", advice, values=values)


def _raised_alone(bench: WriteContext, state: State) -> bool:
    """Whether the mark of a commitment is one that the desk's side gave it alone after it was added."""
    mark = marks.read_marks(bench.connection).commitments.get(state.record.id)
    return (
        mark is not None
        and mark.seat == bench.side
        and state.record.responsible_side is not Responsible.JOINT
        and state.record.handling is not state.added.body.handling
    )


def _effects(
    bench: WriteContext,
    found: pending.FoundEntry | None,
    state: State | None,
    stance: Stance,
    *,
    official: bool,
    whole: bool,
) -> tuple[Line, ...]:
    """Return the lines that say what the answer changes: whether its entry is in force, or else the standing."""
    if found is None:
        return (_BESIDE,)
    item: Item[Any] = found.item
    force = _force_lines(bench, item, state, stance, whole=whole) if official else ()
    reports = is_kind(item, STATUS_REPORT)
    if force and not (reports and item.body.speaker in {item.seat, Speaker.JOINT}):
        return force
    return (_EFFECT[stance] if reports or stance is Stance.NOT_AGREED else _BESIDE, *force)


def _force_lines(
    bench: WriteContext, item: Item[Record], state: State | None, stance: Stance, *, whole: bool
) -> tuple[Line, ...]:
    """Return what an answer by the desk's side does to the force of an entry, by its verdict; nothing if it does nothing."""
    verdict, side = item.verdict, bench.side
    if verdict is None or side is None:
        return ()
    values: dict[str, object] = {"side": ("the side", side.value)}
    concurs = stance is Stance.CONCUR
    if concurs and not whole:
        goes_on = Line("It goes on waiting for {side}: only an answer without --half accepts it", values)
        return (goes_on,) if side in verdict.waits else ()
    if item.kind in PROPOSALS and side in {*verdict.waits, *verdict.absent}:
        return (Line("Both sides sign it: it is agreed") if concurs else Line("{side} declines it", values),)
    if side in verdict.waits and not concurs:
        return (Line("It stays out of force"),)
    if side in verdict.waits:
        others = [("the side", one.value) for one in verdict.waits if one != side]
        again = waiting_again_lines(bench, item.body.target, item.ref) if is_kind(item, ENTRY_RETRACT) else ()
        return (_comes_into_force(item, state, others), *_lapsing_lines(bench, item), *again)
    if side in verdict.absent:
        if concurs:
            return (Line("It stays in force, now accepted by {side}", values),)
        return (
            Line("It goes out of force: {side} disputes it, and pending --disputed lists it", values),
            *_restored_lines(bench, item, state),
        )
    final = verdict.accepted is not None and item.seat != side and stance is Stance.DISPUTE
    if final and not is_kind(item, STATUS_REPORT):
        return (Line("It stays in force: {side} accepted it", values),)
    return ()


def _lapsing_lines(bench: WriteContext, item: Item[Record]) -> tuple[Line, ...]:
    """Return the lines on the fields that a change no longer changes, and on the changes that lapse because of it."""
    world = FoldContext(bench.connection)
    outdated = pending.outdated_fields(world, item)
    fields = [("field", name) for name in (item.verdict.fields if item.verdict else ()) if name in outdated]
    kept = [Line("Fields that were changed meanwhile keep their value: {fields}", {"fields": fields})] if fields else []
    overtaken = pending.overtaken_changes(world, item)
    gone = [Line("It takes the place of an earlier change that waits: {ids}", {"ids": overtaken})] if overtaken else []
    return (*kept, *gone)


def _comes_into_force(item: Item[Record], state: State | None, others: Sequence[tuple[str, str]]) -> Line:
    if others:
        return Line("It comes into force once {sides} accepts it too", {"sides": others})
    if state is None and item.kind.startswith("commitment.") and not is_kind(item, COMMITMENT):
        return Line("It comes into force with {id}, which waits", {"id": item.ref})
    return Line("It comes into force")


def _restored_lines(bench: WriteContext, item: Item[Record], state: State | None) -> tuple[Line, ...]:
    """Return the line on the earlier values that hold again once an amendment of a commitment is out of force."""
    if state is None or item.verdict is None or not is_kind(item, COMMITMENT_AMEND):
        return ()
    holders = pending.value_holders(FoldContext(bench.connection), item.ref) or {}
    held = {field_of(part) for part, digest in holders.items() if digest == item.hash}
    fields = [("field", name) for name in item.verdict.fields if name in held]
    return (Line("The value before it comes into force again: {fields}", {"fields": fields}),) if fields else ()


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
    lines = [Line(ANSWER, {"stance": ("stance", stance.value)})]
    if ground:
        lines.append(Line("ground   {ground}", {"ground": ("ground", ground)}))
    if proposes:
        lines.append(Line("proposes   {status}", {"status": ("status", proposes)}))
    return lines


def _target(
    bench: WriteContext, intent: TakePosition, speaker: str, stance: Stance
) -> tuple[str | None, str | None, str, Line, str | None]:
    """Return the target of an answer: commitment, half, hash of the entry, line that names it, and claimed status."""
    if stance is Stance.NOT_AGREED and _names_commitment(bench, intent.target):
        text = bench.state(intent.target).wording
        worded = {"id": intent.target, "date": KINDS[text.kind].dates(text.body)[1]}
        return intent.target, None, text.hash, Line("answers the text of {id}, {date}", worded), None
    if _names_commitment(bench, intent.target):
        found = bench.state(intent.target)
        half = _answered_half(found, speaker, intent.half)
        claim = half.claim
        if claim is None:
            raise Refused(_no_claim_problem(found, speaker, stance))
        whole = intent.half is None and speaker in claim.waits
        named = half.side if len(found.halves) > 1 and not whole else None
        return intent.target, named, claim.hash, _answered_status_line(claim.body), claim.body.status
    entry = target_entry(bench, intent.target)
    envelope = entry.envelope
    if envelope.kind not in _ANSWERABLE:
        values = {"kind": ("entry kind", envelope.kind)}
        raise Refused(
            Problem("This kind of entry cannot be answered: {kind}", "Answer a statement or evidence.", values=values)
        )
    if envelope.kind == "measurement.add" and not entry.body:
        raise Refused(Problem("The body of this entry is not public", "Ask its desk for it."))
    body = KINDS[envelope.kind].decode_values(entry.body) if entry.body else None
    commitment = envelope.ref if envelope.kind.startswith("commitment.") else getattr(body, "commitment", None)
    state = _state_in_force(bench, commitment)
    chosen_half = half_for(state, speaker, intent.half) if state else None
    named = chosen_half or (half_of(body) if body else None)
    if isinstance(body, StatusReport):
        if named is None and intent.half and body.speaker is Speaker.JOINT and state and len(state.halves) > 1:
            named = speaker  # of a statement about both halves, its own alone
        return commitment, named, entry.hash, _answered_status_line(body), body.status
    line_values = {"entry": getattr(body, "id", envelope.id), "kind": ("entry kind", envelope.kind)}
    return commitment, named, entry.hash, Line("answers {entry}: {kind}", line_values), None


def _answered_status_line(body: StatusReport) -> Line:
    values = {"side": ("the side", body.speaker), "status": ("status", body.status), "date": body.said_on}
    return Line("answers {side}: {status}, {date}", values)


def _answered_half(state: State, speaker: str, text: str | None) -> HalfState:
    """Return the half that ``speaker`` answers: the half given, or else the other side's."""
    halves = list(state.halves)
    if text is not None:
        side = parse_choice(Side, text, "half")
        halves = [half for half in halves if half.side == side]
    elif speaker in set(Side):
        halves = [half for half in halves if half.side != speaker] or halves
    elif len(halves) > 1:
        raise Refused(Problem("Which government's part is answered?", "Use --half US or --half MX.", usage=True))
    if not halves:
        raise Refused(not_responsible_problem(text or "", "Leave --half out.", usage=True))
    return halves[0]


def _in_force_problem(identifier: str, side: str) -> Problem:
    values = {"id": identifier, "side": ("the side", side)}
    return Problem("{id} is in force already: {side} accepted it", "Nothing was written.", values=values)


def _no_claim_problem(state: State, speaker: str, stance: Stance) -> Problem:
    added = state.added
    accepted = added.verdict.accepted if added.verdict else None
    if accepted is not None and accepted.side == speaker and stance is Stance.CONCUR:
        return _in_force_problem(state.record.id, speaker)
    values = {"id": state.record.id, "entry": f"{added.feed}-{added.seq}"}
    advice = (
        "Answer the commitment by its entry, {entry}, or its text: accordtrack not-agreed {id}. Your own assessment: "
        "accordtrack update."
    )
    return Problem("There is no statement to answer on {id}", advice, values=values)


def check_not_final(bench: WriteContext, world: FoldContext, digest: str, name: str) -> None:
    """Refuse to take back a concurrence that its side can no longer take back."""
    final = pending.final_agreement(bench.connection, world, digest, bench.feed, bench.today)
    if final is None:
        return
    values = {"id": name, "entry": f"{final.feed}-{final.seq}"}
    advice = _REVERSE.get(final.kind, _RETRACTION)
    raise Refused(Problem("The agreement {id} can no longer be taken back", advice, values=values))


def withdraw_position(bench: WriteContext, intent: WithdrawPosition) -> Proposal:
    """Plan the withdrawal of the speaker's answer; the claim then counts as unanswered."""
    speaker = parse_choice(Speaker, bench.speaker_or_side(intent.speaker), "speaker")
    if _names_commitment(bench, intent.target):
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
            mine_to_it = [item.id for item in _open_answers_to(bench, entry) if item.body.speaker == speaker]
            advice = "Name your answer to it: {answer}" if mine_to_it else "Name the answer, or its commitment."
            values = {"x": intent.target, "answer": next(iter(mine_to_it), "")}
            raise Refused(Problem("{x} is not an answer by this speaker", advice, values=values))
        position, name, commitment = entry.hash, answer.id, answer.commitment or ""
    check_not_final(bench, FoldContext(bench.connection), position, name)
    body = {
        "commitment": commitment or None,
        "position": position,
        "speaker": speaker,
        "speaker_body": None,
        "reason": bilingual_text(intent.reason),
        "said_on": bench.day_or_today(intent.said_on),
        "sources": list(bench.check_ids("source", intent.sources)),
    }
    handling = _handling_of_withdrawal(bench, intent, position, commitment)
    lines = (Line("The answer {id} no longer holds", {"id": name}), KEEPS)
    return Proposal((propose(POSITION_WITHDRAW, body, handling),), _answer_voice_line(bench, speaker), lines)


def _open_answers_to(bench: WriteContext, entry: Entry) -> list[Item[PositionTake]]:
    """Return the open answers to an entry, the latest first; none if its body is not in this copy."""
    world = FoldContext(bench.connection)
    item = log.item_with_hash(bench.connection, entry.hash, world.sides)
    if item is None:
        return []
    found = without_retracted([*world.items(item.ref), *world.answers_elsewhere([item])])
    return [one for one in open_answers(found) if one.body.answers == item.hash]


def _handling_of_withdrawal(
    bench: WriteContext, intent: WithdrawPosition, position: str, commitment: str | None
) -> str:
    """Return the mark of a withdrawal: as given, or that of the answer, so that the same readers learn of both."""
    if intent.handling is not None:
        return bench.handling_or_default(intent.handling, commitment or "", official=False)
    floor = bench.mark_of(commitment) if commitment else Handling.CLEAR
    return max(Handling(target_entry(bench, position).envelope.handling), floor, key=lambda mark: mark.rank).value


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
        advice = gettext_lazy(
            "A side asks about what it is responsible for; it answers the other side's statement rather "
            "than asking about it."
        )
        raise Refused(not_responsible_problem(side.value, advice))
    if half.claim is None:
        raise Refused(
            Problem("There is no statement to ask about", "Report your status first, then ask.", intent.commitment)
        )
    if half.standing in {Standing.AGREED, Standing.DISPUTED, Standing.SETTLED} and half.stands_from is None:
        message = gettext_lazy("The statement has been answered")
        if half.answer is None and half.settled_by is None:
            message = gettext_lazy("The other side has already spoken on this part")
        raise Refused(Problem(message, "A new statement needs a new request.", intent.commitment))
    day = bench.day_or_today(intent.asked_on)
    if day < half.claim.body.said_on:
        days: dict[str, object] = {"day": day, "date": half.claim.body.said_on}
        raise Refused(
            Problem(
                "On {day} there was no statement to ask about: it was made on {date}",
                "Give that day or a later one.",
                intent.commitment,
                values=days,
            )
        )
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
