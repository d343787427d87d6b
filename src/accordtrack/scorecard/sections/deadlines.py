"""Tables of commitments by deadline: overdue, past another date, and dates to come, earliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import sides, tr, trc
from accordtrack.scorecard.sections import cells, in_force, quotations
from accordtrack.text import deadlines
from accordtrack.vocabulary import Side, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import RegisterRow

    Pair = tuple[State, RegisterRow]
    """A commitment and its row in the register's lists."""

_TO_COME = frozenset({Timeliness.UPCOMING, Timeliness.DUE_SOON})


def tables(data: ScorecardData, pairs: Sequence[Pair]) -> list[Block]:
    """Return the three tables; a table without rows is left out."""
    late = [pair for pair in pairs if pair[1].days is not None and pair[1].days < 0]
    return [
        *_table(
            data,
            "overdue",
            tr("Overdue: past a date in the text, or one that the responsible side set later"),
            [pair for pair in late if is_outstanding(pair, Timeliness.OVERDUE)],
        ),
        *_table(
            data,
            "past-horizon",
            tr("Past a period in the text, or a date not in it: counted separately, not as overdue"),
            [pair for pair in late if is_outstanding(pair, Timeliness.PAST_HORIZON)],
        ),
        *_table(data, "to-come", tr("Dates to come"), [pair for pair in pairs if pair[1].timeliness in _TO_COME]),
    ]


def is_outstanding(pair: Pair, timeliness: Timeliness) -> bool:
    """Whether a commitment has this timeliness and is neither done nor withdrawn."""
    state, row = pair
    return row.timeliness == timeliness and not state.done and not state.withdrawn


def _due_key(pair: Pair) -> tuple[str, str]:
    return (str(pair[1].due_on), pair[1].id)


def _table(data: ScorecardData, name: str, heading: str, pairs: Sequence[Pair]) -> list[Block]:
    """Return the table, earliest first; an empty list if there are no rows."""
    if not pairs:
        return []
    past = name != "to-come"
    columns = (
        Column("code", label("field", "id"), weight=1.5),
        Column("title", label("field", "title"), weight=4.0),
        Column("bodies", tr("responsible bodies"), weight=2.0, within="title"),
        *(Column(f"status_{one.lower()}", label("side", one), weight=2.0) for one in sides(Side)),
        Column("first_due_on", tr("first deadline"), weight=1.3, within="due_on", named=True),
        Column("due_on", tr("deadline in force"), weight=1.3),
        Column("basis", tr("what the date is based on"), weight=2.0, within="title"),
        Column("days", tr("days past") if past else tr("days left"), "right", unit=trc("unit", "days")),
    )
    rows = [_row(data, name, state, row) for state, row in sorted(pairs, key=_due_key)]
    ended = [
        sanitize_line(row.id)
        for state, row in sorted(pairs, key=_due_key)
        if in_force.treatment_of(data, state) == "over"
    ]
    text = tr("In a text that a government treated as lapsed, ended or replaced: {codes}.", codes=", ".join(ended))
    notes = [
        *([text] if ended else []),
        *(_status_note() if name == "overdue" else []),
        *(_search_note(data) if past else []),
        *cells.chosen_bodies_note(state for state, _row in pairs),
    ]
    return [Table(f"pending-{name}", heading, columns, tuple(rows), tuple(notes))]


def _status_note() -> list[str]:
    """Return a note on what a status next to a past date can mean."""
    return [
        tr(
            "Words that only announce, repeat or schedule what was agreed give the status not "
            "started; a status may be older than the date that has passed."
        )
    ]


def _search_note(data: ScorecardData) -> list[str]:
    """Return a note on the last day searched for facts, since days are counted beyond it."""
    until = data.scores.inputs.facts_until
    if until is None or until >= data.at.as_of:
        return []
    return [tr("The search did not go past {date}.", date=until)]


def basis_text(state: State, row: RegisterRow) -> str:
    """Return the basis of a deadline and of its text, such as ``date in the text, Mexican text``."""
    by = cells.who_set_day(row.inferred)
    parts = (deadlines.basis_text(row.due_basis, state.due_recorded_by), by, label("short text basis", row.text_basis))
    return ", ".join(part for part in parts if part)


def _row(data: ScorecardData, name: str, state: State, row: RegisterRow) -> Row:
    halves = {half.side: half for half in state.halves}
    left = days_between(data.at.as_of, str(row.due_on))
    proposed = next((str(one.new) for one in state.pending if one.field == "due_on"), None)
    current = cells.day(row.due_on)
    if proposed is not None:
        text = tr("{date} (proposed, not yet agreed: {other})", date=current.text, other=sanitize_line(proposed))
        current = Cell(text, current.value)
    first = state.record.first_due_on or row.due_on
    return Row(
        quotations.anchor(f"{name}-{row.id}"),
        (
            cells.code(state),
            cells.title(data, state),
            cells.bodies(state),
            *(cells.status(halves.get(one)) for one in sides(Side)),
            cells.day(first),
            current,
            Cell(basis_text(state, row), row.due_basis),
            Cell(f"{abs(left):,}", abs(left), "warn" if name == "overdue" else ""),
        ),
    )
