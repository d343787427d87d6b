"""Cells shared by several tables: who owes a commitment, the status of a half, the state of a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell
from accordtrack.i18n import sides, tr
from accordtrack.queries.commitment_detail import row_of
from accordtrack.text import field_values
from accordtrack.text.bodies import after_side, with_side
from accordtrack.text.withheld import half_status
from accordtrack.vocabulary import CommitmentKind, Side, Standing, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Count, Item, Tone
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import RegisterRow


OWED_BY_NOBODY = frozenset({CommitmentKind.REQUEST, CommitmentKind.RECOMMENDATION})
CHOSEN = "≈"
"""Mark before what the register chose because the text does not say it; also the mark of a reading."""


def code_of(state: State) -> str:
    """Return the code of a commitment."""
    return state.record.id


def states_with_rows(data: ScorecardData) -> list[tuple[State, RegisterRow]]:
    """Return every commitment with its row in the register's lists, in the order of codes."""
    return [(state, row_of(state, 0, data.at.as_of)) for state in data.commitments()]


def code(state: State) -> Cell:
    """Return the code of a commitment as a cell."""
    return Cell(sanitize_line(code_of(state)), code_of(state))


def title(data: ScorecardData, state: State) -> Cell:
    """Return the title of a commitment in the current language as a cell."""
    return Cell(data.title("commitment", code_of(state)))


def bodies(state: State) -> Cell:
    """Return the codes of the lead bodies, or a dash if none is named.

    They are marked if the register chose them, and have their sides (not under rules 1).
    """
    lead: dict[str, str | None] = {"US": state.record.lead.US, "MX": state.record.lead.MX}
    owing = {half.side for half in state.halves}
    codes = {side: sanitize_line(lead[side]) for side in sides(Side) if side in owing and lead[side]}
    marks = {side: f"{CHOSEN} " for side in codes if is_lead_chosen(state, side)}
    every = f"{CHOSEN} " if codes and len(marks) == len(codes) else ""
    sided = state.dual_control
    parts = [
        after_side(f"{'' if every else marks.get(side, '')}{code}", side if sided else None)
        for side, code in codes.items()
    ]
    text = f"{every}{', '.join(parts)}"
    return Cell(text or "—", " ".join(str(lead[side]) for side in Side if lead[side]) or None)


def is_lead_chosen(state: State, side: str) -> bool:
    """Whether the register chose the lead body of a side."""
    return field_values.is_supplied(state.record.inferred, f"lead.{side}")


def body_name(data: ScorecardData, body: str) -> str:
    """Return ``Name (CODE, side)``, or the code alone if there is no name (under rules 1 without the side)."""
    name, code = data.title("body", body), sanitize_line(body)
    side = str(data.facts.bodies[body].side) if data.has_authorship and body in data.facts.bodies else None
    return with_side(code, side) if name == code else f"{name} ({with_side(code, side)})"


def side(state: State) -> Cell:
    """Return the side that owes a commitment, marked if the text does not name it."""
    owed = str(state.record.responsible_side)
    mark = f"{CHOSEN} " if "responsible_side" in state.record.inferred else ""
    return Cell(f"{mark}{label('side', owed)}", owed)


def chosen_bodies_note(states: Iterable[State]) -> list[str]:
    """Return a note on the mark of chosen bodies with its number of uses; empty if no body has it."""
    template = tr("{mark} before a body: the text does not name it; this register chose it ({n} of {all}).")
    return _chosen_note(list(states), "lead", template)


def chosen_sides_note(states: Iterable[State]) -> list[str]:
    """Return the same note for the side that owes a commitment."""
    template = tr(
        "{mark} before a government: the text does not say who is responsible; this tracker supplied it ({n} of {all})."
    )
    return _chosen_note(list(states), "responsible_side", template)


def is_chosen(state: State, field: str) -> bool:
    """Whether the register chose a field or a part of it, such as the lead of one side."""
    return any(name.partition(".")[0] == field for name in state.record.inferred)


def _chosen_note(states: Sequence[State], field: str, template: str) -> list[str]:
    found = sum(is_chosen(state, field) for state in states)
    return [template.format(mark=CHOSEN, n=f"{found:,}", all=f"{len(states):,}")] if found else []


def status(half: HalfState | None) -> Cell:
    """Return the status of a half by its own side; a dash for a side that owes nothing."""
    if half is None:
        return Cell("—", None, "muted")
    words = half_status(half).line()
    return Cell(words, str(half.claim.body.status)) if half.claim else Cell(words, "unreported", "muted")


def standing(held_as: str, *, answered: bool) -> Cell:
    """Return a standing with its tone; a dispute is marked by words and by a flag."""
    tone: Tone = "warn" if held_as in {"disputed", "divergent"} else "good" if held_as == "agreed" else ""
    words = wording.standing(held_as, answered=answered)
    return Cell(f"⚑ {words}" if held_as == "disputed" else words, held_as, tone)


def answered_before(state: State, half: HalfState) -> bool:
    """Whether the other side answered only an earlier statement of the half, not the one in force."""
    if half.claim is None or half.standing is not Standing.UNANSWERED:
        return False
    earlier = {item.hash for item in state.statuses if item.body.speaker is half.claim.body.speaker}
    earlier -= {half.claim.hash, *(item.hash for item in half.rivals)}
    other = Side(half.side).other
    answers = (item for item in state.positions if item.hash not in state.withdrawn_positions)
    return any(item.body.speaker.side is other and item.body.answers in earlier for item in answers)


def day(on: str | None) -> Cell:
    """Return a date, or a dash."""
    return Cell(sanitize_line(on), str(on)) if on else Cell("—", None, "muted")


def who_set_day(inferred: Sequence[str]) -> str:
    """Return who set the day of a deadline if its text has none; empty otherwise."""
    return tr("day set by this register") if "due_on" in inferred else ""


def timeliness(state: State, row: RegisterRow) -> str:
    """Return the timeliness of a commitment. A request or recommendation is owed by nobody and never overdue."""
    late = row.timeliness in {Timeliness.OVERDUE, Timeliness.DONE_LATE}
    return Timeliness.PAST_HORIZON if late and state.record.kind in OWED_BY_NOBODY else row.timeliness


def due_words(state: State) -> str:
    """Return the current deadline, and who set its day if the text has none."""
    due, by = sanitize_line(state.record.due_on), who_set_day(state.record.inferred)
    return f"{due} ({by})" if by else due


def number(count: Count) -> Cell:
    """Return a count as a cell that links to its list."""
    return Cell(count.shown, count.number, "" if count.number else "muted", count.listing)


def count_for_cell(lists: Listings, name: str, heading: str, items: Iterable[Item]) -> Count:
    """Return a count for a table cell; zeros of all tables share one empty list."""
    rows = tuple(items)
    return lists.count(name, heading, rows) if rows else lists.count("nothing", tr("No rows were counted"), ())
