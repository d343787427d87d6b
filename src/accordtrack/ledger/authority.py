"""Rules of authority: which desk may write which entry. Applied on writing, on import, and in the fold.

``rule_on_entry`` takes the seat of the writing desk, the kind and body of the entry, and what the register knows about the
record concerned. It returns a ``Ruling``: whether the entry is official, or why it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from accordtrack import fields
from accordtrack.core.problems import Problem
from accordtrack.ledger.kinds import PROPOSED_KINDS
from accordtrack.vocabulary import (
    Basis,
    Grade,
    Ground,
    Handling,
    LinkStrength,
    Responsible,
    Seat,
    Side,
    Speaker,
    Stance,
    TargetSetBy,
)

if TYPE_CHECKING:
    from accordtrack.ledger.context import Context
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Indicator, Link, Measurement
    from accordtrack.ledger.statements import (
        AnswerAsk,
        EvidenceAdd,
        PositionTake,
        PositionWithdraw,
        RecordAmend,
        StatusReport,
    )

    Statement = StatusReport | EvidenceAdd | PositionTake | PositionWithdraw

FREE_FIELDS = fields.names_with_rule("free")
"""Fields of a commitment that any desk may amend. Other fields need the owing side or a published source."""

AGREED_FIELDS = fields.names_with_rule("agreed")
"""Fields of a joint commitment that neither side changes alone: an amendment waits for the other side."""

_DESK_WORDS = frozenset({"desk.close", "desk.admit", "desk.review"})

HANDED_OVER_FIELDS = fields.names_with_rule("handed over")
"""Fields by which one side could add to what the other side owes: an amendment waits for the other side."""

COUNTED_FIELDS = fields.names_with_rule("counted")
"""Fields that decide whether and how much a commitment counts. A side never changes them alone, even on its own."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Result of the rules. ``official``: the desk speaks for its own side. ``problem``: why the entry is refused."""

    official: bool = False
    problem: Problem | None = None


_OFFICIAL = Ruling(official=True)
_ALLOWED = Ruling()


def rule_on_entry(seat: str, feed: str, kind: str, body: Record, handling: str, context: Context) -> Ruling:
    """Decide whether a desk may write an entry.

    Args:
        seat: US, MX or OBS.
        feed: the feed of the writing desk.
        kind: the kind of the entry.
        body: its validated body.
        handling: its handling mark.
        context: what the register knows about the records that the entry names.
    """
    restricted = kind != "entry.retract"  # a retraction repeats no content, and its target may predate a stricter mark
    if restricted and context.responsible is not None and Handling(handling).rank < _least_mark(context).rank:
        return _refusal(
            "The entry would be less restricted than its commitment, which is {handling}",
            "Give it that mark or a stricter one.",
            handling=context.commitment_handling,
        )
    match kind:
        case "evidence.add" if handling == Handling.CLEAR and cast("EvidenceAdd", body).legal_marking:
            return _refusal(
                "Evidence with a legal marking is marked as public", "Give it a stricter mark than TLP:CLEAR."
            )
        case "status.report" | "evidence.add" | "position.take" | "position.withdraw":
            return _rule_on_statement(seat, kind, cast("Statement", body), context)
        case "commitment.amend":
            return _rule_on_amendment(seat, cast("RecordAmend", body), context)
        case "indicator.add" | "indicator.amend" | "framework.amend" | "indicator.link" | "measurement.add":
            return _rule_on_data(seat, kind, body, context)
        case "answer.ask":
            return _rule_on_request(seat, cast("AnswerAsk", body), context)
        case "entry.retract":
            return _rule_on_retraction(feed, seat, context)
        case "target.propose" | "result.expect" if seat == Seat.OBS:
            return _refusal(
                "Only a desk of a side can propose what both sides sign", "Use the desk of a side; anyone may read it."
            )
        case "evidence.withhold" if context.target_feed != feed:
            return _refusal("Only the desk that gave evidence may withhold it", "Ask its desk.")
        case _:
            return _ALLOWED


def _refusal(message: str, advice: str, **values: object) -> Ruling:
    return Ruling(problem=Problem(message, advice, values=values))


def _rule_on_statement(seat: str, kind: str, body: Statement, context: Context) -> Ruling:
    speaker = body.speaker
    official = seat == speaker and seat != Seat.OBS
    if not official and not body.sources:
        if seat != Seat.OBS and speaker.side is not None:
            return _refusal(
                "This desk cannot speak for {side}",
                "To quote what it said in public, cite a source. Keep anything else, such as a letter, in a note.",
                side=("the side", str(speaker)),
            )
        return _refusal("A statement quoted for a side needs a source", "Cite the published text that says so.")
    if body.speaker_body and (
        problem := _speaking_body_problem(_speaking_side(seat, speaker), body.speaker_body, context)
    ):
        return Ruling(problem=problem)
    half = None if kind == "position.withdraw" else cast("StatusReport | EvidenceAdd | PositionTake", body).half
    if half and context.responsible and half not in Responsible(context.responsible).halves:
        return _refusal(
            "{side} is not responsible for any part of this commitment", "Leave --half out.", side=("the side", half)
        )
    if seat != Seat.OBS and (refusal := _refusal_of_side(seat, kind, body, context)):
        return refusal
    if kind == "position.withdraw" and (context.target_kind, context.target_speaker) != ("position.take", speaker):
        return _refusal("Only an answer's own speaker can withdraw it", "Name an answer by the same speaker.")
    if kind == "position.withdraw" and context.target_official and not official:
        return _refusal(
            "A side's own answer can be withdrawn only by that side", "Record what was said as a note, with its source."
        )
    if kind == "position.take":
        return _rule_on_answer(seat, cast("PositionTake", body), context, official=official)
    return _OFFICIAL if official else _ALLOWED


def _refusal_of_side(seat: str, kind: str, body: Statement, context: Context) -> Ruling | None:
    """Return a refusal if a side's desk speaks as this tracker does, or gives its own statement a grade of others."""
    if getattr(body, "inferred", ()) or getattr(body, "superseded", ()):
        return _refusal(
            "A side's desk supplies no field of a statement in the name of this tracker", "Leave the list empty."
        )
    if kind == "status.report" and _assesses_own_statements(seat, cast("StatusReport", body), context):
        return _refusal(
            "A side cannot assess its own statements",
            "Report it as stated (--stated), or in the name of the side that said it.",
        )
    if seat != body.speaker:
        return None
    if kind == "evidence.add" and cast("EvidenceAdd", body).grade.rank > Grade.DOCUMENTED.rank:
        return _refusal(
            "A side's own document is graded documented at most",
            "Record corroboration as a statement by the speaker that gives it, with a source.",
        )
    if kind == "status.report" and cast("StatusReport", body).grade is not Grade.CLAIMED:
        return _refusal('A side\'s own word is graded "statement only"; evidence raises it', "Leave the grade out.")
    return None


def _assesses_own_statements(seat: str, body: StatusReport, context: Context) -> bool:
    """Whether a side's desk presents its own word, or a joint one on its own half, as an assessment by this tracker."""
    own_half = body.half in {None, seat} and context.responsible in {seat, Responsible.JOINT.value}
    joint = body.speaker is Speaker.JOINT and own_half
    return body.basis is Basis.READING and (body.speaker == seat or joint)


def _speaking_side(seat: str, speaker: Speaker) -> str:
    """Return the speaker for which a body must speak: in a joint statement that a side recorded, that side."""
    return seat if speaker is Speaker.JOINT and seat != Seat.OBS else speaker


def _speaking_body_problem(speaker: str, code: str, context: Context) -> Problem | None:
    """Return a problem if the body cannot speak for the speaker."""
    if not context.body_known:
        return Problem('No body "{x}"', "Add it first, or correct its code.", values={"x": code})
    speaks_for = context.body_speaks_for
    if speaker in {Side.US, Side.MX} and speaks_for != speaker:
        return Problem(
            "{body} does not speak for {side}",
            "Courts, legislatures, states and auditors speak as observers.",
            values={"body": code, "side": ("the side", str(speaker))},
        )
    if speaker == Speaker.OBS and speaks_for is not None:
        return Problem(
            "{body} speaks for {side}, not as an observer",
            "Record it as that side's statement.",
            values={"body": code, "side": ("the side", speaks_for)},
        )
    return None


def _rule_on_answer(seat: str, body: PositionTake, context: Context, *, official: bool) -> Ruling:
    speaker, answered = body.speaker, context.target_speaker
    statement = context.target_kind in {"status.report", "evidence.add", "position.take"}
    others = {*Side} if statement else {*Seat}
    recorded_by_other = official and context.target_seat in others - {seat}
    if body.ground is Ground.NOT_OURS:
        if official and answered == speaker and context.target_seat != seat:
            return _OFFICIAL
        return _refusal(
            "Only a statement that another desk recorded in your side's name can be disputed as not yours",
            "Give another ground, or leave it out.",
        )
    if body.stance is Stance.NOT_AGREED:
        if context.target_kind not in {None, "commitment.add", "commitment.amend"}:
            return _refusal(
                "Not subscribing applies only to the text of a commitment", "Dispute a statement or evidence."
            )
        if context.target_kind == "commitment.amend" and answered == speaker and not recorded_by_other:
            return _own_answer()
    else:
        if recorded_by_other:
            return _OFFICIAL
        if speaker == Speaker.JOINT and answered in {Side.US, Side.MX}:
            return _refusal(
                "A joint text speaks for both sides and answers neither",
                "Record what it says as a status with speaker JOINT.",
            )
        if answered == speaker or (answered == Speaker.JOINT and official):
            return _own_answer()
    return _OFFICIAL if official else _ALLOWED


def _least_mark(context: Context) -> Handling:
    """Return the mark that an entry about a commitment bears at least.

    It is the mark of the commitment; for a change that lowers it, and for answers to that, the lower one. So whoever may
    then read the commitment reads them.
    """
    marks = (Handling(mark) for mark in (context.commitment_handling, context.new_mark) if mark)
    return min(marks, key=lambda mark: mark.rank)


def _own_answer() -> Ruling:
    advice = "To correct it, retract it or report it again. To answer another desk's assessment of it, name that entry."
    return _refusal("You cannot answer your own statement", advice)


def _rule_on_amendment(seat: str, body: RecordAmend, context: Context) -> Ruling:
    fields = set(body.fields)
    owes = context.responsible in {seat, Responsible.JOINT.value} and seat != Seat.OBS
    if body.speaker == seat and owes:
        return _OFFICIAL
    if "handling" in fields:
        return _refusal(
            "Only the responsible side can change who may read a commitment", "Use the desk of the responsible side."
        )
    if fields - FREE_FIELDS and not body.sources:
        return _refusal(
            (
                "What a side is responsible for can be amended only by that side, or with the published source "
                "that says so"
            ),
            "Cite a source, or use the desk of the responsible side.",
        )
    return _ALLOWED


def _rule_on_data(seat: str, kind: str, body: Record, context: Context) -> Ruling:
    """Decide about definitions and data: indicators, their targets, links and values, and frameworks."""
    match kind:
        case "indicator.add":
            return _rule_on_indicator(seat, cast("Indicator", body))
        case "indicator.link":
            return _rule_on_link(seat, cast("Link", body), context)
        case "measurement.add":
            return _rule_on_measurement(seat, cast("Measurement", body))
        case _:
            return _rule_on_definition(seat, kind, cast("RecordAmend", body))


_WORKING_FIELDS = frozenset({"target", "baseline"})


def _rule_on_definition(seat: str, kind: str, body: RecordAmend) -> Ruling:
    """Require a published source for a changed definition, except for a working target or a side's own target."""
    target = body.fields.get("target")
    set_by = target.get("set_by") if kind == "indicator.amend" and isinstance(target, dict) else None
    free = set_by in {TargetSetBy.WORKING, seat} and body.fields.keys() <= _WORKING_FIELDS
    if not free and not body.sources:
        return _refusal(
            "An indicator or framework can be amended only from the published source that says so",
            "Cite a source. A working target needs none: accordtrack target.",
        )
    return _ALLOWED


def _rule_on_indicator(seat: str, body: Indicator) -> Ruling:
    """Require a source for the target of a new indicator, unless it is a working target or the side's own."""
    target = body.target
    if target and target.set_by not in {TargetSetBy.WORKING, seat} and not target.source:
        return _refusal("An agreed target, or one set by a side, needs a source", "Name it as target.source.")
    return _ALLOWED


def _rule_on_link(seat: str, body: Link, context: Context) -> Ruling:
    """Refuse a direct link made by a side that does not alone owe the commitment."""
    if seat != Seat.OBS and body.strength is LinkStrength.DIRECT and context.responsible not in {None, seat}:
        return _refusal(
            (
                "Only an observer's desk, or the side that alone is responsible for the commitment, can make a "
                "direct link"
            ),
            "Link it as contributory or context.",
        )
    return _ALLOWED


def _rule_on_measurement(seat: str, body: Measurement) -> Ruling:
    """Refuse a grade above documented for a side's value recorded by a side's desk: corroboration is for others."""
    own = seat != Seat.OBS and body.party is not Speaker.OBS
    if own and body.grade.rank > Grade.DOCUMENTED.rank:
        return _refusal(
            "A side's desk can grade a side's value no higher than documented",
            "Record corroboration as a statement by the speaker that gives it.",
        )
    return _OFFICIAL if body.party == seat and seat != Seat.OBS else _ALLOWED


def _rule_on_request(seat: str, body: AnswerAsk, context: Context) -> Ruling:
    if seat == Seat.OBS:
        return (
            _ALLOWED
            if body.sources
            else _refusal("An observer's request needs a source", ("Cite the text of the request."))
        )
    if body.of == seat:
        return _refusal("A side can ask the other side, not itself", "Leave the side out.")
    if context.target_speaker not in {seat, Speaker.JOINT.value}:
        return _refusal("A side can only ask for an answer to its own statement", "Report your status first, then ask.")
    return _OFFICIAL


def _rule_on_retraction(feed: str, seat: str, context: Context) -> Ruling:
    shared = seat != Seat.OBS and context.target_seat == seat and context.target_kind in PROPOSED_KINDS
    if context.target_feed != feed and not shared:
        return _refusal(
            "Only the desk that wrote an entry may retract it",
            "It was written by {feed}; answer it, or add a note.",
            feed=context.target_feed or "?",
        )
    if context.target_kind == "entry.retract":
        return _refusal("A retraction cannot be retracted", "Record it again as a new entry.")
    if context.target_kind == "desk.open":
        return _refusal("The opening of a desk cannot be retracted", "Retract the desk's entries one by one.")
    if context.target_kind in _DESK_WORDS:
        return _refusal(
            "An entry about a desk cannot be retracted", "Write a new one: accordtrack desk admit, or desk open."
        )
    if context.target_kind == "desk.rekey":
        return _refusal("A key change cannot be retracted", "To continue with another key: accordtrack key rotate.")
    return _OFFICIAL
