"""Annexes of a scorecard: the table of all commitments, then the evidence and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import cells, evidence_and_sources, quotations
from accordtrack.text.authorship import named_by
from accordtrack.vocabulary import CommitmentKind, Grade, Side, Standing, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import RegisterRow

_DUE_SAID = frozenset({"due_soon", "overdue", "past_horizon", "done_on_time", "claimed_on_time", "done_late"})


def sections(data: ScorecardData, lists: Listings) -> list[Section]:
    """Return the three sections at the end of a scorecard."""
    pairs = cells.states_with_rows(data)
    rows = tuple(_row(data, lists, state, row) for state, row in pairs)
    notes = (
        tr(
            "A status is what the government responsible says about it; ≈ marks what this tracker "
            "assessed from its words."
        ),
        tr(
            "Both governments are responsible for a joint commitment; a dash marks a government that "
            "is not responsible."
        ),
        tr(
            '"{unreported}": no status from the government responsible was found.',
            unreported=label("status", "unreported"),
        ),
        *cells.chosen_bodies_note(state for state, _row in pairs),
        *cells.chosen_sides_note(state for state, _row in pairs),
    )
    table = Table("commitments-all", tr("Commitments, actions, requests and recommendations"), _columns(), rows, notes)
    blocks = (Paragraph(_kinds_sentence(data, lists, pairs)), Paragraph(_texts_sentence(data, lists, pairs)), table)
    return [
        Section("commitments", tr("Commitments, actions, requests and recommendations"), blocks, annex=True),
        evidence_and_sources.evidence_section(data, lists),
        evidence_and_sources.sources_section(data, lists),
    ]


def _kinds_sentence(data: ScorecardData, lists: Listings, pairs: Sequence[tuple[State, RegisterRow]]) -> Sentence:
    kinds = {kind: [data.item(state) for state, row in pairs if row.kind == kind] for kind in CommitmentKind}
    return sentence(
        tr(
            "Records listed: {all}. Commitments: {commitment}; unilateral actions: {unilateral_action}; requests: "
            "{request}; recommendations: {recommendation}."
        ),
        all=lists.count("records", tr("All records"), [data.item(state) for state, _row in pairs]),
        **{
            kind.value: lists.count(f"records-{quotations.anchor(kind)}", label("kind", kind), items)
            for kind, items in kinds.items()
        },
    )


def _texts_sentence(data: ScorecardData, lists: Listings, pairs: Sequence[tuple[State, RegisterRow]]) -> Sentence:
    """Return a sentence on the kinds of texts that contain the commitments."""
    of = {basis: [data.item(state) for state, row in pairs if row.text_basis == basis] for basis in TextBasis}
    first, second = sides(Side)
    alone = {"US": TextBasis.US_TEXT, "MX": TextBasis.MX_TEXT}
    return sentence(
        tr(
            "Their words appear, as this tracker classified their texts, in a joint text: {joint}; in"
            " the readouts of both governments: {both}; in the responsible government's own text: "
            "{own}; in a text of {first}: {of_first}; in a text of {second}: {of_second}; in a text "
            "of a third party: {third}."
        ),
        joint=_text_basis_count(lists, TextBasis.JOINT_TEXT, of),
        both=_text_basis_count(lists, TextBasis.BOTH_READOUTS, of),
        own=_text_basis_count(lists, TextBasis.OWN_TEXT, of),
        first=label("the side", first),
        of_first=_text_basis_count(lists, alone[first], of),
        second=label("the side", second),
        of_second=_text_basis_count(lists, alone[second], of),
        third=_text_basis_count(lists, TextBasis.THIRD_PARTY, of),
    )


def _text_basis_count(lists: Listings, basis: TextBasis, of: dict[TextBasis, list[Item]]) -> Count:
    return lists.count(
        f"text-{quotations.anchor(basis)}", tr("Records listed, {basis}", basis=label("text basis", basis)), of[basis]
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("code", label("field", "id"), weight=1.6),
        Column("title", label("field", "title"), weight=5.0),
        Column("side", label("field", "responsible_side"), weight=1.2),
        Column("bodies", tr("responsible bodies"), weight=1.5, within="side"),
        *(Column(f"status_{one.lower()}", label("side", one), weight=2.0) for one in sides(Side)),
        Column("standing", label("field", "standing"), weight=3.0),
        Column("first_due_on", tr("first deadline"), weight=1.3, within="due_on", named=True),
        Column("due_on", tr("deadline in force"), weight=1.5),
        Column("evidence", label("field", "evidence"), "right", weight=0.8, within="standing", named=True),
        Column("grade", tr("best grade of a status in force"), weight=1.3, within="standing"),
        Column("text_basis", label("field", "text_basis"), weight=1.3, within="title"),
        Column("kind", label("field", "kind"), weight=1.3, within="title"),
    )


def _row(data: ScorecardData, lists: Listings, state: State, row: RegisterRow) -> Row:
    halves = {half.side: half for half in state.halves}
    grades = [Grade(half.grade) for half in row.halves if half.grade]
    best = max(grades, key=lambda grade: grade.rank, default=None)
    proof = [
        Item(sanitize_line(item.id), sanitize_line(named_by(item.body.speaker, quotations.local_text(item.body.title))))
        for item in sorted(state.evidence, key=lambda one: one.id)
    ]
    count = cells.count_for_cell(lists, f"evidence-of-{quotations.anchor(row.id)}", _evidence_title(row.id), proof)
    due = cells.day(row.due_on)
    if row.due_on:
        stands = cells.timeliness(state, row)
        lines = (cells.due_words(state), label("timeliness", stands) if stands in _DUE_SAID else "")
        due = Cell(", ".join(part for part in lines if part), row.due_on)
    return Row(
        f"commitment-{quotations.anchor(row.id)}",
        (
            cells.code(state),
            cells.title(data, state),
            cells.side(state),
            cells.bodies(state),
            *(cells.status(halves.get(one)) for one in sides(Side)),
            _standing_cell(state, row),
            cells.day(state.record.first_due_on or row.due_on),
            due,
            cells.number(count),
            Cell(label("grade", best), best.value) if best else Cell("—", None, "muted"),
            Cell(label("short text basis", row.text_basis), row.text_basis),
            Cell(label("kind", row.kind), row.kind),
        ),
    )


def _evidence_title(code: str) -> str:
    return tr("Evidence on {code}", code=sanitize_line(code))


def _standing_cell(state: State, row: RegisterRow) -> Cell:
    """Return the standing if the halves share it; otherwise that of each half, in the language's order of the sides."""
    standing_by_side = {
        str(half.side): tr("answered in an earlier version")
        if cells.answered_before(state, half)
        else "—"
        if (half.not_public or half.taken_back) and half.standing is Standing.UNREPORTED
        else cells.standing(half.standing, answered=half.answer is not None).text
        for half in state.halves
    }
    whole = cells.standing(row.standing, answered=True)
    if len(set(standing_by_side.values())) == 1:
        return Cell(next(iter(standing_by_side.values())), row.standing, whole.tone)
    parts = [f"{label('short side', one)}: {standing_by_side[one]}" for one in sides(standing_by_side)]
    return Cell("; ".join(parts), row.standing, whole.tone)
