"""The full view of one commitment as a frozen value, folded from its entries as of two dates."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from accordtrack.core.dates import TwoDates, days_between
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.fold import HalfState, State, covered_halves, fold
from accordtrack.projection.projection_rows import list_row
from accordtrack.projection.review_rules import review
from accordtrack.projection.statement_views import (
    evidence_view,
    further_fields,
    note_view,
    position_as,
    position_view,
    proposed_change,
)
from accordtrack.queries.indicators import conflicts, indicators
from accordtrack.queries.list_pages import as_row
from accordtrack.store import withheld
from accordtrack.store.columns import COMMITMENT
from accordtrack.types import CommitmentView, DueView, HalfView, Named, RegisterRow, StatementView, Text
from accordtrack.vocabulary import Responsible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.statements import StatusReport
    from accordtrack.store.items import Item


B = TypeVar("B")


def state_of(
    connection: Connection, identifier: str, at: TwoDates | None = None, today: str | None = None
) -> tuple[State, int]:
    """Return the folded state of a commitment and its version.

    Raise ``Refused`` for an unknown id, suggesting the nearest known one. Evidence that has expired by ``at`` (or by
    ``today`` without ``at``) does not raise a grade.
    """
    world = FoldContext(connection)
    items = list(world.items(identifier))
    standing = standing_items(items, world, at)
    state = fold(standing, at.as_of if at else today)
    if state is None:
        raise Refused(unknown_commitment(connection, identifier))
    return state, max(item.entry_id for item in items)


def unknown_commitment(connection: Connection, identifier: str) -> Problem:
    """Return the problem to report for an id that no commitment has."""
    known = list(connection.execute(select(COMMITMENT.c.id)).scalars())
    likely = nearest(identifier, known)
    if likely:
        return Problem("No commitment {id}; did you mean {y}?", values={"id": identifier, "y": likely}, usage=True)
    return Problem("No commitment {id}", "accordtrack list shows them all.", values={"id": identifier}, usage=True)


def row_of(state: State, version: int, today: str) -> RegisterRow:
    """Return the list row of a folded state."""
    return as_row(SimpleNamespace(**list_row(state, version)), today)


def commitment(
    connection: Connection,
    identifier: str,
    *,
    at: TwoDates | None,
    today: str,
    file_there: Callable[[str], bool],
) -> CommitmentView:
    """Return the full view. ``file_there`` tells whether the evidence store holds a digest."""
    state, version = state_of(connection, identifier, at, today)
    record = state.record
    responsible = Responsible(record.responsible_side)
    force = {half.claim.hash: half.side for half in state.halves if half.claim}
    claims: dict[str, tuple[str, ...]] = {
        digest: tuple(half.side for half in state.halves if half.claim and half.claim.hash == digest)
        for digest in force
    }
    row = row_of(state, version, today)
    statement = _Statements(state, responsible, claims)
    framework = record_lookup.records(connection, kinds.FRAMEWORK, [record.framework]).get(record.framework)
    area = record_lookup.records(connection, kinds.AREA, [record.area]).get(record.area) if record.area else None
    leads = [code for code in (record.lead.US, record.lead.MX) if code]
    return CommitmentView(
        row=row,
        text=record.text.text,
        wording_us=record.wording.us if record.wording else None,
        wording_mx=record.wording.mx if record.wording else None,
        framework=record_lookup.named_record(framework)
        if framework
        else Named(record.framework, Text(record.framework, record.framework)),
        area=record_lookup.named_record(area) if area else None,
        leads=record_lookup.bodies(connection, leads),
        supporting=record_lookup.bodies(connection, record.supporting),
        places=tuple(record.places),
        agreed_on=record.agreed_on,
        due=_due(state, row),
        review=review(state, at.as_of if at else today),
        further=further_fields(record),
        verifiable=record.verifiable,
        verifiable_why=record.verifiable_why.text,
        verification=Text.from_bilingual(record.verification),
        share_us=record.share_us,
        weight=record.weight,
        note=Text.from_bilingual(record.note),
        sources=record_lookup.sources(connection, _cited_sources(state)),
        own_sources=tuple(record.sources),
        halves=tuple(_half(half, statement, today) for half in state.halves),
        statements=tuple(statement.view(item) for item in _newest_first(state.statuses)),
        positions=tuple(position_view(item, state) for item in _newest_first(state.positions)),
        not_agreed=tuple(position_view(item, state) for item in _newest_first(state.not_agreed)),
        evidence=tuple(evidence_view(item, state, responsible, file_there) for item in _newest_first(state.evidence)),
        indicators=indicators(connection, [item.body for item in state.links], at),
        notes=tuple(note_view(item) for item in _newest_first(state.notes)),
        proposed=tuple(proposed_change(pending) for pending in state.pending),
        conflicts=_conflicts(connection, identifier, at),
        version=version,
        withheld=withheld.withheld_entries_about(connection, identifier, at),
    )


def _newest_first(items: tuple[Item[B], ...]) -> list[Item[B]]:
    """Sort by known date, then clock, newest first, regardless of the speaker."""
    return sorted(items, key=lambda item: item.order[2:], reverse=True)


def _cited_sources(state: State) -> list[str]:
    """Return the ids of all sources on the page, those of the commitment first."""
    source_groups = [item.body.sources for item in state.statuses]
    source_groups += [item.body.sources for item in state.positions]
    source_groups += [item.body.sources for item in state.evidence]
    return list(dict.fromkeys([*state.record.sources, *(source for group in source_groups for source in group)]))


def _due(state: State, row: RegisterRow) -> DueView:
    proposed = next((pending.new for pending in state.pending if pending.field == "due_on"), None)
    return DueView(
        due_on=row.due_on,
        basis=row.due_basis,
        first_due_on=state.record.first_due_on,
        moves=state.due_moves,
        timeliness=row.timeliness,
        days=row.days,
        proposed=proposed,
    )


class _Statements:
    """Converts status reports to views. Knows for which halves each report is the claim in force."""

    def __init__(self, state: State, responsible: Responsible, claims: Mapping[str, tuple[str, ...]]) -> None:
        self._responsible = responsible
        self._claims = claims
        self._grades = {half.claim.hash: half.grade for half in state.halves if half.claim}
        read = [half for half in state.halves if half.reading is not half.claim]
        readings = [(half.reading.hash, half.side) for half in read if half.reading]
        self._readings: dict[str, tuple[str, ...]] = {
            digest: tuple(side for found, side in readings if found == digest) for digest, _side in readings
        }

    def view(self, item: Item[StatusReport]) -> StatementView:
        """Return the status report as a frozen value."""
        body = item.body
        grade = self._grades.get(item.hash)
        return StatementView(
            id=item.id,
            entry=item.hash,
            speaker=body.speaker,
            body=body.speaker_body,
            halves=tuple(side.value for side in covered_halves(item, self._responsible)),
            status=body.status,
            basis=body.basis,
            grade=grade.value if grade else body.grade,
            official=item.official,
            effective_on=body.effective_on,
            said_on=body.said_on,
            text=Text.from_bilingual(body.text),
            sources=tuple(body.sources),
            inferred=tuple(body.inferred),
            handling=item.handling,
            feed=item.feed,
            by=item.by,
            in_force=self._claims.get(item.hash, ()),
            is_reading_of=self._readings.get(item.hash, ()),
        )


def _half(half: HalfState, statements: _Statements, today: str) -> HalfView:
    answer = half.answer
    return HalfView(
        side=half.side,
        claim=statements.view(half.claim) if half.claim else None,
        reading=statements.view(half.reading) if half.reading and half.reading is not half.claim else None,
        answer=position_as(answer, counts=True, stale=False) if answer else None,
        standing=half.standing.value,
        proposes=half.proposes,
        asked_on=half.asked_on,
        asked_days=days_between(half.asked_on, today) if half.asked_on else None,
        rivals=tuple(statements.view(item) for item in half.rivals),
        settled_by=half.settled_by.body.speaker if half.settled_by else None,
        settled_on=half.settled_by.body.said_on if half.settled_by else None,
    )


def _conflicts(connection: Connection, identifier: str, at: TwoDates | None) -> tuple[Named, ...]:
    found = conflicts(connection, (), at, cited=False)
    return tuple(Named(conflict.id, conflict.title) for conflict in found if identifier in conflict.commitments)
