"""The full view of one commitment as a frozen value, folded from its entries as of two dates."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from accordtrack.core.dates import TwoDates, days_since, last_day
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest
from accordtrack.i18n import in_both_languages, localize, tr
from accordtrack.ledger import kinds
from accordtrack.projection import proposed_records, record_lookup
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.fold import HalfState, State, covered_halves, fold
from accordtrack.projection.late_entries import is_late_entry
from accordtrack.projection.projection_rows import list_row
from accordtrack.projection.refusals import refusing_answers, with_refusals
from accordtrack.projection.review_rules import review
from accordtrack.projection.state_grades import grade_of_status
from accordtrack.projection.statement_views import (
    authorship,
    evidence_view,
    further_fields,
    note_view,
    position_as,
    position_view,
    proposed_change,
)
from accordtrack.queries.indicators import conflicts, indicators
from accordtrack.queries.list_pages import as_row
from accordtrack.store import log, withheld
from accordtrack.store.columns import COMMITMENT
from accordtrack.store.items import is_kind, of_kind
from accordtrack.types import CommitmentView, DueView, HalfView, Named, ProposalView, RegisterRow, StatementView, Text
from accordtrack.vocabulary import CLOSENESS, Responsible, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.statements import PositionTake, StatusReport
    from accordtrack.store.items import Item


B = TypeVar("B")


def state_of(
    connection: Connection,
    identifier: str,
    at: TwoDates | None = None,
    today: str | None = None,
    *,
    proposed: bool = False,
) -> tuple[State, int]:
    """Return the folded state of a commitment and its version; with ``proposed``, as if nobody had to accept it.

    Raise ``Refused`` for an unknown id, suggesting the nearest known one. Evidence that has expired by ``at`` (or by
    ``today`` without ``at``) does not raise a grade.
    """
    world = FoldContext(connection)
    items = list(world.items(identifier))
    standing = standing_items(items, world, at)
    if proposed:
        standing = [item.with_verdict(None) if is_kind(item, kinds.COMMITMENT) else item for item in standing]
    state = fold(standing, at.as_of if at else today, cited=world.cited(standing))
    if state is None:
        raise Refused(unknown_commitment(connection, identifier))
    return state, max(item.entry_id for item in items)


def unknown_commitment(connection: Connection, identifier: str) -> Problem:
    """Return the problem to report for an id that no commitment has."""
    waiting = proposed_records.waiting_problem(connection, "commitment", identifier)
    if waiting is not None:
        return waiting
    if other := _other_record_problem(connection, identifier):
        return other
    known = list(connection.execute(select(COMMITMENT.c.id)).scalars())
    likely = nearest(identifier, known)
    if likely:
        return Problem("No commitment {id}; did you mean {y}?", values={"id": identifier, "y": likely}, usage=True)
    return Problem("No commitment {id}", "accordtrack list shows them all.", values={"id": identifier}, usage=True)


_SHOWN_BY = {
    "framework": "accordtrack list framework:{id}",
    "area": "accordtrack list area:{id}",
    "body": "accordtrack list lead:{id}",
    "source": "accordtrack list source:{id}",
    "event": "accordtrack events {id}",
    "conflict": "accordtrack conflicts id:{id}",
}
"""For each family of other records, the command that shows a record or what belongs to it."""


def _other_record_problem(connection: Connection, identifier: str) -> Problem | None:
    """Return the problem for the id of a record that is no commitment, with the command that shows it; None for no record."""
    for family in (*_SHOWN_BY, kinds.INDICATOR.family):
        if waiting := proposed_records.waiting_problem(connection, family, identifier):
            return waiting
    for family, command in _SHOWN_BY.items():
        if record_lookup.exists(connection, family, identifier):
            values = {"id": identifier, "kind": ("record", family), "command": command.format(id=identifier)}
            return Problem("{id} is not a commitment ({kind})", "See it with {command}.", values=values, usage=True)
    if not record_lookup.exists(connection, kinds.INDICATOR.family, identifier):
        return None
    linked = (link for link in record_lookup.records(connection, kinds.LINK).values() if link.indicator == identifier)
    closest = min(linked, key=lambda link: (CLOSENESS[link.strength], link.commitment), default=None)
    values = {"id": identifier, "kind": ("record", "indicator")}
    if closest is None:
        advice = "See its values with accordtrack paths {id}. It is linked to no commitment yet: accordtrack add link."
        return Problem("{id} is not a commitment ({kind})", advice, values=values, usage=True)
    values["command"] = f"accordtrack show {closest.commitment}"
    return Problem("{id} is not a commitment ({kind})", "See its values with {command}.", values=values, usage=True)


def proposal(
    connection: Connection, identifier: str, *, today: str, file_there: Callable[[str], bool]
) -> ProposalView | None:
    """Return a commitment that waits for a side, with the proposing desk; None if no such commitment waits."""
    key = proposed_records.proposed_entry(connection, "commitment", identifier)
    problem = proposed_records.waiting_problem(connection, "commitment", identifier)
    if key is None or problem is None:
        return None
    envelope = log.entries_by_id(connection, [key])[key].envelope
    view = commitment(connection, identifier, at=None, today=today, file_there=file_there, proposed=True)
    return ProposalView(view, problem, envelope.id, envelope.feed, envelope.by, envelope.at[:10])


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
    proposed: bool = False,
) -> CommitmentView:
    """Return the full view; with ``proposed``, also of a commitment that waits. ``file_there``: whether a digest is stored."""
    state, version = state_of(connection, identifier, at, today, proposed=proposed)
    record = state.record
    responsible = Responsible(record.responsible_side)
    claims: dict[str, tuple[str, ...]] = {}
    for half in state.halves:
        if half.claim:
            claims[half.claim.hash] = (*claims.get(half.claim.hash, ()), half.side)
    row = row_of(state, version, today)
    began_on = log.began_on(connection)
    refused = refusing_answers(state.items)
    statement = _Statements(state, responsible, claims, began_on, refused, at.as_of if at else today)
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
        else _proposed_framework(connection, record.framework),
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
        note_by=", ".join(sorted({state.note_by.en, state.note_by.es} - {""})) if state.note_by else None,
        note_desks=state.note_by,
        note_removed_by=state.note_removed.feed if state.note_removed else None,
        note_removed_on=state.note_removed.body.said_on if state.note_removed else None,
        sources=record_lookup.sources(connection, _cited_sources(state)),
        own_sources=tuple(record.sources),
        halves=tuple(_half(half, state, statement, today, began_on) for half in state.halves),
        statements=tuple(statement.view(item) for item in _newest_first(state.statuses)),
        positions=tuple(position_view(item, state, began_on) for item in _newest_first(state.positions)),
        not_agreed=tuple(position_view(item, state, began_on) for item in _newest_first(state.not_agreed)),
        evidence=tuple(
            with_refusals(evidence_view(item, state, responsible, file_there, began_on), refused.get(item.hash, ()))
            for item in _newest_first(state.evidence)
        ),
        indicators=indicators(connection, [item.body for item in state.links], at),
        notes=tuple(note_view(item, began_on) for item in _newest_first(state.notes)),
        proposed=tuple(
            with_refusals(proposed_change(pending), refused.get(pending.item.hash, ())) for pending in state.pending
        ),
        lapsed=tuple(map(proposed_change, state.lapsed_proposals)),
        conflicts=_conflicts(connection, identifier, at),
        version=version,
        withheld=withheld.withheld_entries_about(connection, identifier, at),
        waiting=tuple(statement.view(item) for item in _newest_first(_waiting_statuses(state))),
        has_results=_has_results(connection, state, at),
    )


def _has_results(connection: Connection, state: State, at: TwoDates | None) -> bool:
    """Whether a results chain of a commitment, or an evaluation about it, is in force."""
    if of_kind(state.items, kinds.CHAIN):
        return True
    evaluations = record_lookup.records(connection, kinds.EVALUATION).values()
    return any(
        state.record.id in one.about.commitments
        and (at is None or last_day(one.published_on) <= min(at.as_of, at.known_on))
        for one in evaluations
    )


def _waiting_statuses(state: State) -> tuple[Item[StatusReport], ...]:
    """Return the statuses that have no effect; a joint one or a withdrawal that waits is among the statuses."""
    return tuple(item for item in of_kind(state.waiting, kinds.STATUS_REPORT) if item.waits_whole)


def _newest_first(items: tuple[Item[B], ...]) -> list[Item[B]]:
    """Sort by known date, then clock, newest first, regardless of the speaker."""
    return sorted(items, key=lambda item: item.order[2:], reverse=True)


def _cited_sources(state: State) -> list[str]:
    """Return the ids of all sources on the page, those of the commitment first."""
    source_groups = [item.body.sources for item in state.statuses]
    source_groups += [item.body.sources for item in state.positions]
    source_groups += [item.body.sources for item in state.evidence]
    return list(dict.fromkeys([*state.record.sources, *(source for group in source_groups for source in group)]))


def _proposed_framework(connection: Connection, code: str) -> Named:
    """Return a framework that is not in force, by its proposed title, or by its code if that is not known either."""
    found = record_lookup.records(connection, kinds.FRAMEWORK, [code], proposed=True).get(code)
    if found is None:
        return Named(code, Text(code, code))
    title = in_both_languages(lambda: tr("{title}, proposed", title=localize(found.title.text)))
    return Named(code, Text(**title))


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
        recorded_by=state.due_recorded_by,
    )


class _Statements:
    """Converts status reports to views. Knows for which halves each report is the claim in force."""

    def __init__(
        self,
        state: State,
        responsible: Responsible,
        claims: Mapping[str, tuple[str, ...]],
        began_on: str,
        refused: Mapping[str, list[Item[PositionTake]]],
        as_of: str,
    ) -> None:
        self._state, self._as_of = state, as_of
        self._refused = refused
        self._began_on = began_on
        self._responsible = responsible
        self._claims = claims
        read = [half for half in state.halves if half.reading is not half.claim]
        readings = [(half.reading.hash, half.side) for half in read if half.reading]
        self._readings: dict[str, tuple[str, ...]] = {
            digest: tuple(side for found, side in readings if found == digest) for digest, _side in readings
        }

    def view(self, item: Item[StatusReport], half: Side | None = None) -> StatementView:
        """Return the status report as a frozen value, with its grade in a half, or the lowest in those that it covers."""
        body = item.body
        sides = covered_halves(item, self._responsible)
        view = StatementView(
            id=item.id,
            entry=item.hash,
            speaker=body.speaker,
            body=body.speaker_body,
            halves=tuple(side.value for side in sides),
            status=body.status,
            basis=body.basis,
            grade=grade_of_status(item, self._state, self._as_of, half),
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
            **authorship(item.verdict, item.seat, body.speaker),
            late=is_late_entry(item, self._began_on),
        )
        return with_refusals(view, self._refused.get(item.hash, ()))


def _half(half: HalfState, state: State, statements: _Statements, today: str, began_on: str) -> HalfView:
    answer = half.answer
    return HalfView(
        side=half.side,
        claim=statements.view(half.claim, Side(half.side)) if half.claim else None,
        reading=statements.view(half.reading, Side(half.side))
        if half.reading and half.reading is not half.claim
        else None,
        answer=position_as(answer, state, counts=True, stale=False, began_on=began_on) if answer else None,
        standing=half.standing.value,
        proposes=half.proposes,
        asked_on=half.asked_on,
        asked_days=days_since(half.asked_on, today) if half.asked_on else None,
        rivals=tuple(statements.view(item, Side(half.side)) for item in half.rivals),
        settled_by=half.settled_by.body.speaker if half.settled_by else None,
        settled_on=half.settled_by.body.said_on if half.settled_by else None,
        to_review=half.to_review,
        last_public=statements.view(half.last_public, Side(half.side)) if half.last_public else None,
        taken_back=half.taken_back,
    )


def _conflicts(connection: Connection, identifier: str, at: TwoDates | None) -> tuple[Named, ...]:
    found = conflicts(connection, (), at, cited=False)
    return tuple(Named(conflict.id, conflict.title) for conflict in found if identifier in conflict.commitments)
