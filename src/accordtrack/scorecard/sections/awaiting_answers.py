"""Pending answers of the other side: requests for an answer, and proposed changes of joint commitments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.dates import days_between
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Row, Table
from accordtrack.i18n import sides, tr, trc
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.text.field_values import field, value
from accordtrack.vocabulary import Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block
    from accordtrack.ledger.statements import AnswerAsk, StatusReport
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.store.items import Item as Entry


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """A request for an answer to a claim, with all entries that ask for it."""

    state: State
    half: HalfState
    claim: StatusReport
    title: str
    asks: tuple[Entry[AnswerAsk], ...]

    @property
    def of(self) -> str:
        """The side that was asked."""
        return Side(self.half.side).other.value

    @property
    def first(self) -> Entry[AnswerAsk]:
        """The first request, from which the days are counted."""
        return min(self.asks, key=lambda ask: (ask.body.asked_on, ask.lc))


def asked(held: ScorecardData) -> list[AnswerRequest]:
    """Return the halves with a request and no answer.

    Requests to the side that the language lists first come first, then the oldest.
    """
    found = []
    for state in held.commitments():
        for half in state.in_scope:
            if half.standing is Standing.ASKED and half.claim is not None:
                of = Side(half.side).other
                asks = (ask for ask in state.asks if ask.body.claim == half.claim.hash and ask.body.of is of)
                title = held.title("commitment", cells.code_of(state))
                found.append(AnswerRequest(state, half, half.claim.body, title, tuple(asks)))
    order = sides(Side)
    return sorted(found, key=lambda one: (order.index(one.of), str(one.half.asked_on), cells.code_of(one.state)))


def item(one: AnswerRequest) -> Item:
    """Return a pending answer as a row of a list.

    A joint commitment can appear twice, once for each half.
    """
    words = tr(
        "{title}: of {side}, since {date}", title=one.title, side=label("the side", one.of), date=one.half.asked_on
    )
    return Item(sanitize_line(cells.code_of(one.state)), words)


def heading() -> str:
    """Return the title of the list and of the table."""
    return tr("Questions to the other side about a status, without an answer found")


def tables(held: ScorecardData, found: Sequence[AnswerRequest]) -> list[Block]:
    """Return the two tables; a table without rows is left out."""
    return [*_asked(held, found), *_changes(held)]


def _asked(held: ScorecardData, found: Sequence[AnswerRequest]) -> list[Block]:
    if not found:
        return []
    columns = (
        Column("code", label("field", "id"), weight=1.5),
        Column("title", label("field", "title"), weight=4.0),
        Column("of", label("field", "of"), weight=1.5),
        Column("by", tr("asked by"), weight=1.5),
        Column("claim", tr("about the claim"), weight=2.5),
        Column("asked_on", label("field", "asked_on"), weight=1.3),
        Column("channel", label("field", "channel"), weight=2.0),
        Column("days", tr("days since"), "right", unit=trc("unit", "days")),
    )
    rows = [_asked_row(held, one) for one in found]
    return [Table("pending-asked", heading(), columns, tuple(rows))]


def _asked_row(held: ScorecardData, one: AnswerRequest) -> Row:
    first, said = one.first, one.claim
    days = days_between(first.body.asked_on, held.at.as_of)
    told = f"{label('side', one.half.side)}, {said.said_on}: {wording.status(said.status, said.basis)}"
    return Row(
        quotations.anchor(f"asked-{cells.code_of(one.state)}-{one.half.side}"),
        (
            cells.code(one.state),
            Cell(one.title),
            Cell(label("side", one.of), one.of),
            Cell(label("side", first.seat), first.seat),
            Cell(sanitize_line(told)),
            cells.day(first.body.asked_on),
            Cell(sanitize_line(first.body.channel or "—")),
            Cell(f"{days:,}", days),
        ),
    )


def _changes(held: ScorecardData) -> list[Block]:
    """Return the changes of joint commitments that one side made and the other has not agreed to.

    The old value stays in force.
    """
    rows = [
        Row(
            quotations.anchor(f"proposed-{cells.code_of(state)}-{one.item.id}-{one.field}"),
            (
                cells.code(state),
                cells.title(held, state),
                Cell(label("side", one.item.body.speaker), str(one.item.body.speaker)),
                cells.day(one.item.body.said_on),
                Cell(sanitize_line(field(one.field)), one.field),
                Cell(sanitize_line(value(one.field, one.old)) or "—"),
                Cell(sanitize_line(value(one.field, one.new)) or "—"),
            ),
        )
        for state in held.commitments()
        for one in state.pending
    ]
    columns = (
        Column("code", label("field", "id"), weight=1.5),
        Column("title", label("field", "title"), weight=4.0),
        Column("by", tr("proposed by"), weight=1.5),
        Column("said_on", label("field", "said_on"), weight=1.3),
        Column("field", tr("what would change"), weight=1.5),
        Column("old", tr("in force"), weight=2.5),
        Column("new", tr("proposed"), weight=2.5),
    )
    heading = tr("Changes that one side proposed and the other has not agreed to")
    return [Table("pending-proposed", heading, columns, tuple(rows))] if rows else []
