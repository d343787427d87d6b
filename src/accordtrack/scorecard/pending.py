"""Dates and answers pending, by responsible body: what is past an agreed date, past a period, due, asked and not answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from accordtrack.dates import days_between
from accordtrack.i18n import sides, tr, trc
from accordtrack.register import owed
from accordtrack.register.review import review
from accordtrack.scorecard import cells, quoted, waiting
from accordtrack.scorecard.counted import sentence
from accordtrack.scorecard.value import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.sentences import owing
from accordtrack.text import wash_line
from accordtrack.vocabulary import Standing, TextBasis, Timeliness
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.register.fold import State
    from accordtrack.scorecard.counted import Listings
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Block, Sentence
    from accordtrack.views import RegisterRow

    Pair = tuple[State, RegisterRow]
    Group = tuple[str, str]
    Groups = dict[Group, dict[str, list[Item]]]
    """By body and side, the commitments behind each count."""

COUNTS = ("owed", "overdue", "past_horizon", "due_soon", "asked", "unanswered", "missed")
_OF_BOTH = frozenset({TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS, TextBasis.OWN_TEXT})
_TO_COME = frozenset({"upcoming", "due_soon"})


def section(held: Held, lists: Listings) -> Section:
    """The section."""
    pairs = [(state, row) for state, row in cells.listed(held) if row.kind == "commitment"]
    missed = {row.key: _missed(held, state) for state, row in pairs}
    by_count = _by_count(held, pairs, missed)
    asked = waiting.asked(held)
    blocks: list[Block] = [
        Paragraph(_summary(lists, by_count)),
        Paragraph(_texts(held, lists, pairs, by_count)),
        Paragraph(_answers(lists, by_count, asked)),
        _bodies(held, lists, pairs, missed),
    ]
    late = [pair for pair in pairs if pair[1].days is not None and pair[1].days < 0]
    blocks += _dated(
        held,
        "overdue",
        tr("Overdue: past a date in the text, or set later by who owes it"),
        [one for one in late if _is(one, "overdue")],
    )
    blocks += _dated(
        held,
        "past-horizon",
        tr("Past a period of the text, or a date that is not in it: counted apart, not overdue"),
        [one for one in late if _is(one, "past_horizon")],
    )
    coming = sorted((one for one in pairs if one[1].timeliness in _TO_COME), key=_due)
    blocks += _dated(held, "to-come", tr("Dates to come"), coming)
    blocks += waiting.tables(held, asked)
    return Section("pending", tr("Dates and answers pending"), tuple(blocks))


def _is(pair: Pair, timeliness: str) -> bool:
    state, row = pair
    return row.timeliness == timeliness and not state.done and not state.withdrawn


def _due(pair: Pair) -> tuple[str, str]:
    return (str(pair[1].due_on), pair[1].id)


def _missed(held: Held, state: State) -> frozenset[str]:
    """The sides whose last report by the review rule was not found."""
    found = review(state, held.at.as_of)
    return frozenset(found.missed) if found is not None else frozenset()


def _by_count(held: Held, pairs: Sequence[Pair], missed: dict[int, frozenset[str]]) -> dict[str, list[Item]]:
    """Commitments behind each count, both halves together: the rule of the register's own list."""
    found: dict[str, list[Item]] = defaultdict(list)
    for _state, row in pairs:
        for name in owed.counted(row, tuple(half.side for half in row.halves), missed[row.key]):
            found[name].append(cells.item(held, row.id))
    return found


def _summary(lists: Listings, found: dict[str, list[Item]]) -> Sentence:
    return sentence(
        tr(
            "Still owed, no completion being stated or read for every half: {owed}. Past a date in the text: {overdue}. "
            "Past a period of the text or a date that is not in it: {past}. Due within 30 days: {soon}."
        ),
        owed=lists.count("pending-owed", tr("Commitments still owed"), found["owed"]),
        overdue=lists.count("pending-overdue", tr("Past a date in the text"), found["overdue"]),
        past=lists.count("pending-past-horizon", tr("Past a period, or a date not in the text"), found["past_horizon"]),
        soon=lists.count("pending-due-soon", tr("Due within 30 days"), found["due_soon"]),
    )


def _texts(held: Held, lists: Listings, pairs: Sequence[Pair], found: dict[str, list[Item]]) -> Sentence:
    """From which texts: nothing that lapsed, or that one side alone has published, is counted as if both held to it."""
    names = {one.code for one in found["owed"]}
    force: dict[str, list[Item]] = defaultdict(list)
    alone = []
    for state, row in pairs:
        if wash_line(row.id) in names:
            force[cells.force(held, state)].append(cells.item(held, row.id))
        if (
            row.timeliness == Timeliness.OVERDUE
            and row.text_basis not in _OF_BOTH
            and _is((state, row), row.timeliness)
        ):
            alone.append(cells.item(held, row.id))
    return sentence(
        tr(
            "Of those still owed, {in_force} stand in a text that at least one side says is in force, {ended} in one "
            "that a side says has lapsed, ended or been replaced, {unstated} in one of which this register found no "
            "word of either side. Of those past a date in the text, {alone} rest on a text that not every side that owes "
            "them has published."
        ),
        in_force=lists.count("pending-in-force", tr("Still owed, text in force"), force["in_force"]),
        ended=lists.count("pending-ended", tr("Still owed, text lapsed, ended or replaced"), force["ended"]),
        unstated=lists.count("pending-unstated", tr("Still owed, standing of the text not stated"), force["unstated"]),
        alone=lists.count(
            "pending-overdue-alone", tr("Past a date in a text that not every side that owes it has published"), alone
        ),
    )


def _answers(lists: Listings, found: dict[str, list[Item]], asked: Sequence[waiting.Asked]) -> Sentence:
    return sentence(
        tr(
            "Answers asked for and not found: {asked}. Commitments still owed with a statement to which this register "
            "found neither a public answer nor a request for one: {silent}. Days run only from the day an answer was asked for."
        ),
        asked=lists.count("pending-asked", tr("Answers asked for and not found"), [waiting.item(one) for one in asked]),
        silent=lists.count(
            "pending-unanswered", tr("No public answer and no request for one found"), found["unanswered"]
        ),
    )


def _bodies(held: Held, lists: Listings, pairs: Sequence[Pair], missed: dict[int, frozenset[str]]) -> Table:
    """One row a lead body, one's own country first; a joint commitment counts with the body of each side."""
    groups: Groups = defaultdict(lambda: defaultdict(list))
    days: dict[Group, int] = {}
    for _state, row in pairs:
        for body, side, halves in owed.placed(row, "body"):
            group = (body, str(side))
            names = owed.counted(row, halves, missed[row.key])
            for name in names:
                groups[group][name].append(cells.item(held, row.id))
            since = [half.asked_days for half in row.halves if half.side in halves and half.asked_days is not None]
            if "owed" in names and since:
                days[group] = max([days.get(group, 0), *since])
    counts = [name for name in COUNTS if name != owing.MISSED or any(made[name] for made in groups.values())]
    columns = (
        Column("body", tr("responsible body"), weight=4.0),
        Column("side", label("field", "side"), weight=1.5),
        *(Column(name, _heading(name), "right") for name in counts),
        Column("asked_days", tr("days since the first asking"), "right"),
    )
    rows = []
    for body, side in _ordered(groups):
        made = groups[body, side]
        name = tr("no lead body named") if body == owed.NOBODY else cells.body_name(held, body)
        key = "none" if body == owed.NOBODY else quoted.anchor(body)
        waited = days.get((body, side))
        rows.append(
            Row(
                f"body-{side}-{key}",
                (
                    Cell(name, body),
                    Cell(label("side", side), side),
                    *(
                        cells.number(
                            cells.counted(
                                lists, f"body-{side}-{key}-{count}", f"{name}: {_heading(count)}", made[count]
                            )
                        )
                        for count in counts
                    ),
                    Cell("—", None, "muted") if waited is None else Cell(f"{waited:,}", waited),
                ),
            )
        )
    notes = (
        tr("A joint commitment counts with the lead body of each side, so columns do not add up."),
        tr("Only a date in the text, or one set later by who owes it, can be overdue."),
    )
    return Table("pending-bodies", tr("By responsible body"), columns, tuple(rows), notes)


def _heading(count: str) -> str:
    """The words over a count, the same as in the register's own list; two are told in full, being easily misread."""
    match count:
        case "overdue":
            return tr("past a date in the text")
        case "past_horizon":
            return tr("past a period, or a date not in the text")
        case _:
            return owing.whole(count)


def _ordered(groups: Groups) -> list[Group]:
    """Bodies of one's own country first, then the most past their dates, as the register's list has them."""
    tally = {group: Counter({name: len(rows) for name, rows in made.items()}) for group, made in groups.items()}
    order = sides(cells.BOTH)

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


def _dated(held: Held, name: str, heading: str, pairs: Sequence[Pair]) -> list[Block]:
    """Commitments by their deadlines, the earliest first; nothing where there is none."""
    if not pairs:
        return []
    past = name != "to-come"
    columns = (
        Column("code", label("field", "id"), weight=1.5),
        Column("title", label("field", "title"), weight=4.0),
        Column("bodies", tr("responsible bodies"), weight=2.0, within="title"),
        *(Column(f"status_{one.lower()}", label("side", one), weight=2.0) for one in sides(cells.BOTH)),
        Column("first_due_on", tr("first deadline"), weight=1.3, within="due_on", named=True),
        Column("due_on", tr("deadline in force"), weight=1.3),
        Column("basis", tr("what the date rests on"), weight=2.0, within="title"),
        Column("days", tr("days past") if past else tr("days left"), "right", unit=trc("unit", "days")),
    )
    rows = [_dated_row(held, name, state, row) for state, row in sorted(pairs, key=_due)]
    ended = [wash_line(row.id) for state, row in sorted(pairs, key=_due) if cells.force(held, state) == "ended"]
    told = tr("In a text that a side says has lapsed, ended or been replaced: {codes}.", codes=", ".join(ended))
    return [Table(f"pending-{name}", heading, columns, tuple(rows), (told,) if ended else ())]


def _rests_on(row: RegisterRow) -> str:
    """``date in the text, Mexican text``: on what the date rests, and who says that it was promised."""
    return f"{label('due basis', row.due_basis)}, {label('short text basis', row.text_basis)}"


def _dated_row(held: Held, name: str, state: State, row: RegisterRow) -> Row:
    halves = {half.side: half for half in state.halves}
    left = days_between(held.at.as_of, str(row.due_on))
    proposed = next((str(one.new) for one in state.pending if one.field == "due_on"), None)
    current = cells.day(row.due_on)
    if proposed is not None:
        told = tr("{date} (proposed, not yet agreed: {other})", date=current.text, other=wash_line(proposed))
        current = Cell(told, current.value)
    first = state.record["first_due_on"] or row.due_on
    return Row(
        quoted.anchor(f"{name}-{row.id}"),
        (
            cells.code(state),
            cells.title(held, state),
            cells.bodies(state),
            *(cells.status(halves.get(one)) for one in sides(cells.BOTH)),
            cells.day(first),
            current,
            Cell(_rests_on(row), row.due_basis),
            Cell(f"{abs(left):,}", abs(left), "warn" if name == "overdue" else ""),
        ),
    )
