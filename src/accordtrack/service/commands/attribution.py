"""Determines speaker, half and body of a statement, and the lines that tell the user in whose name it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.projection.fold import HalfState, State, halves_covered_by
from accordtrack.queries import pending
from accordtrack.service.commands.write_context import WriteContext, parse_choice
from accordtrack.types import Line
from accordtrack.vocabulary import Responsible, Side, Speaker

if TYPE_CHECKING:
    from accordtrack.types.intents import ClearableStatement

KEEPS = Line("Nothing earlier changes; u undoes it with a new entry")


def half_for(state: State, speaker: str, text: str | None) -> str | None:
    """Return the half a statement is about, as an entry names it: None for the speaker's own half, or for both."""
    halves = Responsible(state.record.responsible_side).halves
    if text is None:
        return None
    half = parse_choice(Side, text, "half")
    if half not in halves:
        raise Refused(not_responsible_problem(half, "Leave --half out.", usage=True))
    return None if len(halves) == 1 or half == speaker else half


def not_responsible_problem(side: str, advice: str, *, usage: bool = False) -> Problem:
    """Return the problem for a half that a commitment does not have."""
    values = {"side": ("the side", side)}
    return Problem("{side} is not responsible for any part of this commitment", advice, values=values, usage=usage)


def claimed_halves(state: State, speaker: str, half: str | None) -> list[HalfState]:
    """Return the halves for which a statement of ``speaker`` would be a claim, by the rule of the fold."""
    responsible = Responsible(state.record.responsible_side)
    sides = halves_covered_by(speaker, half, responsible)
    return [
        half_state
        for half_state in state.halves
        if half_state.side in sides and speaker in {half_state.side, Speaker.JOINT}
    ]


def attributed_line(speaker: str, feed: str) -> Line:
    """Return the line for a statement of another speaker that the desk ``feed`` records."""
    values: dict[str, object] = {"side": ("the side", speaker), "feed": feed}
    return Line("This will be recorded as quoted for {side}, by {feed}; a source is required", values)


def recorded_line(feed: str) -> Line:
    """Return the line for an entry that is no side's statement and that the desk ``feed`` only records."""
    return Line("This will be recorded by {feed}", {"feed": feed})


def asked_line(feed: str) -> Line:
    """Return the line for a request for an answer that the desk ``feed`` records."""
    return Line("This will be recorded by {feed}; days run from the first request", {"feed": feed})


def voice_line(bench: WriteContext, speaker: str, *, claim: bool, body: str | None = None) -> Line:
    """Return the line that says in whose name the statement will be recorded, and which body speaks."""
    values: dict[str, object] = {"side": ("the side", speaker), "feed": bench.feed, "body": body}
    if bench.side != speaker:
        return attributed_line(speaker, bench.feed)
    if not claim:
        return Line("This will be how {side} assesses what the other side is responsible for ({feed})", values)
    if body:
        return Line("This will be the position of {side}, by {body} ({feed})", values)
    return Line("This will be the position of {side} ({feed})", values)


def handling_line(handling: str) -> Line:
    """Return the line that shows the handling mark of the entries."""
    return Line("marked {handling}", {"handling": handling})


def cleared_line(intent: ClearableStatement) -> list[Line]:
    """Return the line that names the office that cleared the statement, or no line if none is named."""
    if not intent.cleared_by:
        return []
    values = {"office": intent.cleared_by, "reference": intent.clearance_ref or "—"}
    return [Line("cleared by {office}, reference {reference}", values)]


def body_for(bench: WriteContext, state: State, speaker: str, text: str | None) -> str | None:
    """Return the body that speaks: as given, or else the side's lead body if it speaks for the side."""
    if text is not None:
        return bench.check_ids("body", [text])[0]
    if speaker not in set(Side):
        return None
    lead = state.record.lead.body_of_side(speaker)
    if lead is None:
        return None
    body = record_lookup.record(bench.connection, kinds.BODY, lead)
    return lead if body and body.speaks_for == speaker else None


def waiting_again_lines(bench: WriteContext, digest: str, ref: str) -> list[Line]:
    """Return a line for each proposal that the entry with this hash had replaced, and that waits again without it."""
    again = pending.waiting_again(bench.connection, digest, ref)
    return [Line("Once that is in force, {id}, which it had replaced, waits again", {"id": name}) for name in again]
