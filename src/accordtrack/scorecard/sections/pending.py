"""Section "Dates and answers pending": commitments by responsible body, overdue, past a period, due or unanswered."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.core.dates import days_since
from accordtrack.core.safe_text import sanitize_line
from accordtrack.counts import NOBODY
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import sides, tr, trc
from accordtrack.projection.review_rules import review
from accordtrack.queries import responsibilities
from accordtrack.scorecard.sections import cells, deadlines, in_force, quotations
from accordtrack.scorecard.sections.not_public import with_hidden_overdue
from accordtrack.text import responsibility_counts
from accordtrack.text.field_values import changed_field, value_text
from accordtrack.vocabulary import Side, Standing, TextBasis, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.ledger.statements import AnswerAsk, StatusReport
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.deadlines import Pair
    from accordtrack.store.items import Item as Entry

_OF_BOTH = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS, TextBasis.OWN_TEXT})


def section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section."""
    pairs = [(state, row) for state, row in cells.states_with_rows(data) if row.kind == "commitment"]
    missed = {row.key: _sides_missing_report(data, state) for state, row in pairs}
    by_count = _items_by_count(data, pairs, missed)
    answer_requests = unanswered_requests(data)
    blocks: list[Block] = [
        Paragraph(with_hidden_overdue(data, _summary(lists, by_count))),
        Paragraph(_texts_sentence(data, lists, pairs, by_count)),
        Paragraph(_answers_sentence(lists, by_count, answer_requests)),
        table(data, lists, pairs, missed),
        *deadlines.tables(data, pairs),
        *tables(data, answer_requests),
    ]
    return Section("pending", tr("Dates and answers pending"), tuple(blocks))


def _sides_missing_report(data: ScorecardData, state: State) -> frozenset[str]:
    """Return the sides whose last report under the review rule was not found."""
    found = review(state, data.at.as_of)
    return frozenset(found.missed) if found is not None else frozenset()


def _items_by_count(
    data: ScorecardData, pairs: Sequence[Pair], missed: dict[int, frozenset[str]]
) -> dict[str, list[Item]]:
    """Return the commitments behind each count, over both halves, by the same rule as the register's own list."""
    found: dict[str, list[Item]] = defaultdict(list)
    for state, row in pairs:
        for name in responsibilities.count_names(row, tuple(half.side for half in row.halves), missed[row.key]):
            found[name].append(data.item(state))
    return found


def _summary(lists: Listings, found: dict[str, list[Item]]) -> Sentence:
    return sentence(
        tr(
            "Completion by every government responsible neither stated nor assessed from its words: "
            "{owed}. Of these, overdue by a date in the text or one set later by that government: "
            "{overdue}; past a period in the text or a date not in it: {past}; due within 30 days: "
            "{soon}."
        ),
        owed=lists.count(
            "pending-owed",
            tr("Completion by every government responsible neither stated nor assessed from its words"),
            found["owed"],
        ),
        overdue=lists.count("pending-overdue", tr("No such completion found, overdue"), found["overdue"]),
        past=lists.count(
            "pending-past-horizon",
            tr("No such completion found, past a period or a date not in the text"),
            found["past_horizon"],
        ),
        soon=lists.count("pending-due-soon", tr("No such completion found, due within 30 days"), found["due_soon"]),
    )


def _texts_sentence(
    data: ScorecardData, lists: Listings, pairs: Sequence[Pair], found: dict[str, list[Item]]
) -> Sentence:
    """Return a sentence on the texts behind the counts: which lapsed, and which one side alone published."""
    names = {one.code for one in found["owed"]}
    owing: dict[str, list[Item]] = defaultdict(list)
    alone = []
    for state, row in pairs:
        if row.id in names:
            how = in_force.treatment_of(data, state)
            owing["in_force" if how in {"both", "one"} else how].append(data.item(state))
        if deadlines.is_outstanding((state, row), Timeliness.OVERDUE) and row.text_basis not in _OF_BOTH:
            alone.append(data.item(state))
    return sentence(
        tr(
            "Of those without such completion, {in_force} belong to a text or talks that at least one"
            " government treated as in force, {ended} to a text or talks that a government treated as"
            " lapsed, ended or replaced, and {unstated} to a text or talks on which this tracker "
            "found no statement from either government. Of those overdue, {alone} rest on a text not "
            "published by every government responsible."
        ),
        in_force=lists.count(
            "pending-in-force", tr("No such completion found, text or talks treated as in force"), owing["in_force"]
        ),
        ended=lists.count(
            "pending-ended",
            tr("No such completion found, text or talks treated as lapsed, ended or replaced"),
            owing["over"],
        ),
        unstated=lists.count(
            "pending-unstated",
            tr("No such completion found, no statement on whether the text or talks are in force"),
            owing["none"],
        ),
        alone=lists.count(
            "pending-overdue-alone",
            tr("No such completion found, overdue, in a text not published by every government responsible"),
            alone,
        ),
    )


def _answers_sentence(
    lists: Listings, found: dict[str, list[Item]], answer_requests: Sequence[AnswerRequest]
) -> Sentence:
    return sentence(
        tr(
            "Questions to the other government about a status, recorded here with no answer found: "
            "{asked}. Of the commitments without completion by every government responsible, those "
            "with a statement for which this register found neither a public answer nor a request for"
            " one: {silent}. Days without an answer are counted only from the day it was requested."
        ),
        asked=lists.count("pending-asked", requests_title(), [request_item(one) for one in answer_requests]),
        silent=lists.count(
            "pending-unanswered",
            tr("With a statement, but no public answer or request for one found"),
            found["unanswered"],
        ),
    )


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """A request for an answer to a claim, with all entries that ask for it."""

    state: State
    half: HalfState
    claim: StatusReport
    title: str
    asks: tuple[Entry[AnswerAsk], ...]

    @property
    def asked_side(self) -> str:
        """The side that was asked."""
        return Side(self.half.side).other.value

    @property
    def first_request(self) -> Entry[AnswerAsk]:
        """The first request, from which the days are counted."""
        return min(self.asks, key=lambda ask: (ask.body.asked_on, ask.lc))


def unanswered_requests(data: ScorecardData) -> list[AnswerRequest]:
    """Return the halves with a request and no answer, first by the language's order of the sides, then the oldest."""
    answer_requests = []
    for state in data.commitments():
        for half in state.in_scope:
            if half.standing is Standing.ASKED and half.claim is not None:
                of = Side(half.side).other
                asks = (ask for ask in state.asks if ask.body.claim == half.claim.hash and ask.body.of is of)
                title = data.title("commitment", cells.code_of(state))
                answer_requests.append(AnswerRequest(state, half, half.claim.body, title, tuple(asks)))
    order = sides(Side)
    return sorted(
        answer_requests, key=lambda one: (order.index(one.asked_side), str(one.half.asked_on), cells.code_of(one.state))
    )


def request_item(one: AnswerRequest) -> Item:
    """Return a pending answer as a row of a list. A joint commitment can appear twice, once for each half."""
    words = tr(
        "{title}: to {side}, since {date}",
        title=one.title,
        side=label("the side", one.asked_side),
        date=one.half.asked_on,
    )
    return Item(sanitize_line(cells.code_of(one.state)), words)


def requests_title() -> str:
    """Return the title of the list and of the table."""
    return tr("Questions to the other side about a status, with no answer found")


def tables(data: ScorecardData, answer_requests: Sequence[AnswerRequest]) -> list[Block]:
    """Return the two tables; a table without rows is left out."""
    return [*_request_blocks(data, answer_requests), *_change_blocks(data)]


def _request_blocks(data: ScorecardData, answer_requests: Sequence[AnswerRequest]) -> list[Block]:
    if not answer_requests:
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
    rows = [_request_row(data, one) for one in answer_requests]
    return [Table("pending-asked", requests_title(), columns, tuple(rows))]


def _request_row(data: ScorecardData, one: AnswerRequest) -> Row:
    first, status_report = one.first_request, one.claim
    since = one.half.asked_on or first.body.asked_on
    days = days_since(since, data.at.as_of)
    text = f"{label('side', one.half.side)}, {status_report.said_on}: {wording.status(status_report.status, status_report.basis)}"
    return Row(
        quotations.anchor(f"asked-{cells.code_of(one.state)}-{one.half.side}"),
        (
            cells.code(one.state),
            Cell(one.title),
            Cell(label("side", one.asked_side), one.asked_side),
            Cell(label("side", first.seat), first.seat),
            Cell(sanitize_line(text)),
            cells.day(since),
            Cell(sanitize_line(first.body.channel or "—")),
            Cell(f"{days:,}", days),
        ),
    )


def _change_blocks(data: ScorecardData) -> list[Block]:
    """Return one side's changes of joint commitments that the other has not agreed to. The old value is in force."""
    rows = [
        Row(
            quotations.anchor(f"proposed-{cells.code_of(state)}-{one.item.id}-{one.field}"),
            (
                cells.code(state),
                cells.title(data, state),
                Cell(label("side", one.item.body.speaker), str(one.item.body.speaker)),
                cells.day(one.item.body.said_on),
                Cell(sanitize_line(changed_field(one.field, one.new)), one.field),
                Cell(sanitize_line(value_text(one.field, one.old)) or "—"),
                Cell(sanitize_line(value_text(one.field, one.new)) or "—"),
            ),
        )
        for state in data.commitments()
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


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.deadlines import Pair

    Group = tuple[str, str]
    Groups = dict[Group, dict[str, list[Item]]]
    """The commitments behind each count, by body and side."""

_NOBODY = "_none"
"""Used in anchors instead of a code; no body can have this code."""
_COUNTS = ("owed", "overdue", "past_horizon", "due_soon", "asked", "unanswered", "missed")


def table(data: ScorecardData, lists: Listings, pairs: Sequence[Pair], missed: Mapping[int, frozenset[str]]) -> Table:
    """Return the table with one row per lead body; joint commitments count for the body of each side.

    Bodies of the side that the language lists first come first. ``missed`` holds, by the key of a commitment, the sides
    whose last report was not found.
    """
    groups, days = _group_by_body(data, pairs, missed)
    counts = [
        name
        for name in _COUNTS
        if name != responsibility_counts.MISSED or any(items_by_count[name] for items_by_count in groups.values())
    ]
    columns = (
        Column("body", tr("responsible body"), weight=4.0),
        Column("side", label("field", "side"), weight=1.5),
        *(Column(name, _count_title(name), "right") for name in counts),
        Column("asked_days", tr("days since the first request"), "right"),
    )
    rows = []
    for body, side in _ordered_groups(groups):
        name = tr("no lead body named") if body == NOBODY else cells.body_name(data, body)
        key = f"body-{side}-{_NOBODY if body == NOBODY else quotations.anchor(body)}"
        items_by_count, waited = groups[body, side], days.get((body, side))
        numbers = [
            cells.number(
                cells.count_for_cell(lists, f"{key}-{count}", f"{name}: {_count_title(count)}", items_by_count[count])
            )
            for count in counts
        ]
        since = Cell("—", None, "muted") if waited is None else Cell(f"{waited:,}", waited)
        rows.append(Row(key, (Cell(name, body), Cell(label("side", side), side), *numbers, since)))
    notes = (
        tr("A joint commitment is counted for each side's lead body, so columns do not sum to the total."),
        tr(
            "Dates count where completion by every government responsible was not found; only a date "
            "in the text, or one that the government responsible set later, can be overdue."
        ),
        *_chosen_note([state for state, _row in pairs]),
    )
    return Table("pending-bodies", tr("By responsible body"), columns, tuple(rows), notes)


def _chosen_note(states: Sequence[State]) -> list[str]:
    """Return a note with the number of commitments whose text does not name the body; empty if every text does."""
    found = sum(cells.is_chosen(state, "lead") for state in states)
    if not found:
        return []
    template = tr(
        "For {n} of the {all} commitments, the text does not name the body; this register chose it, and "
        "{mark} marks it in the tables of dates and commitments."
    )
    return [template.format(n=f"{found:,}", all=f"{len(states):,}", mark=cells.CHOSEN)]


def _group_by_body(
    data: ScorecardData, pairs: Sequence[Pair], missed: Mapping[int, frozenset[str]]
) -> tuple[Groups, dict[Group, int]]:
    """Return the commitments behind each count, and the days since the first request, by body and side."""
    groups: Groups = defaultdict(lambda: defaultdict(list))
    days: dict[Group, int] = {}
    for state, row in pairs:
        for body, side, halves in responsibilities.groups_of(row, "body"):
            group = (body, str(side))
            names = responsibilities.count_names(row, halves, missed[row.key])
            for name in names:
                groups[group][name].append(data.item(state))
            since = [
                half.asked_days for half in responsibilities.open_halves(row, halves) if half.asked_days is not None
            ]
            if since:
                days[group] = max([days.get(group, 0), *since])
    return groups, days


def _count_title(count: str) -> str:
    """Return the title of a count: the register's own, unless it is easily misread next to the name of a body."""
    match count:
        case "owed":
            return tr("completion by every government responsible not found")
        case "asked":
            return tr("its side's statement, asked about, no answer found")
        case "unanswered":
            return tr("its side's statement, no answer found")
        case "overdue":
            return label("timeliness", count)
        case "past_horizon":
            return tr("past a period, or a date not in the text")
        case _:
            return responsibility_counts.full_label(count)


def _ordered_groups(groups: Groups) -> list[Group]:
    """Return the groups, one side after the other, most overdue first, as in the register's own list."""
    tally = {
        group: Counter({name: len(rows) for name, rows in items_by_count.items()})
        for group, items_by_count in groups.items()
    }
    order = sides(Side)

    def key(group: Group) -> tuple[int, int, int, int, int, str]:
        one = tally[group]
        return (
            order.index(group[1]),
            -one["overdue"],
            -one["past_horizon"],
            -one[Standing.ASKED],
            -one["owed"],
            group[0],
        )

    return sorted(tally, key=key)
