"""Table of halves by side: the counts of the headline at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accordtrack import i18n
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells, commitment_rows, half_groups
from accordtrack.vocabulary import Side
from accordtrack.wording import label, status_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half
    from accordtrack.scorecard.sections.half_groups import Groups


class _Line(NamedTuple):
    """A row of the table; ``name`` identifies the list that it shares with a sentence of the headline."""

    name: str
    words: str
    found: Sequence[Half]
    strong: bool = False


def table(data: ScorecardData, lists: Listings, of: Groups) -> Table:
    """Return the table of counts by the side that owes the halves, in the language's order, and in total."""
    owing = [Column(side.lower(), label("side", side), "right", 1.3) for side in i18n.sides(Side)]
    titles = {**half_groups.titles(), "old-then": half_groups.older_title(of.days, of.until)}
    return Table(
        id="glance",
        title=tr("Halves of commitments by the side that owes them"),
        columns=(
            Column("halves", tr("By the side that owes them"), "left", 7.0),
            *owing,
            Column("all", tr("In all"), "right", 0.8),
        ),
        rows=tuple(
            _row(data, lists, one, titles[one.name])
            for one in (*_status_lines(of), *_answer_lines(of), *_silent_lines(of))
        ),
    )


def _row(data: ScorecardData, lists: Listings, line: _Line, title: str) -> Row:
    name = f"headline-{line.name}"
    whole = lists.count(name, title, [commitment_rows.row(data, one) for one in line.found])
    if line.found:
        shares = [count for _side, count in commitment_rows.counts_by_side(data, lists, name, title, line.found)]
    else:
        shares = [cells.count_for_cell(lists, name, title, ()) for _side in Side]
    counts = [cells.number(count) for count in (*shares, whole)]
    return Row(f"glance-{line.name}", (Cell(line.words, line.name), *counts), strong=line.strong)


def _status_lines(of: Groups) -> list[_Line]:
    days, until = of.days, of.until
    return [
        _Line("halves", tr("Halves owed"), of.every, strong=True),
        _Line(
            "spoken",
            tr("With a status stated by that side, or read from its public words"),
            of.spoken,
            strong=True,
        ),
        _Line(
            "stated",
            tr("… stated as {statuses}", statuses=status_list("far")),
            of.stated,
        ),
        _Line(
            "read",
            tr("… read by this register as {statuses}", statuses=status_list("far")),
            of.read,
        ),
        _Line(
            "stated-lower",
            tr("… stated as {statuses}", statuses=status_list("limited", "low")),
            of.stated_lower,
        ),
        _Line(
            "read-lower",
            tr("… read by this register as {statuses}", statuses=status_list("limited", "low")),
            of.read_lower,
        ),
        _Line(
            "early",
            tr("… a status effective on or before the day of the commitment"),
            of.early,
        ),
        _Line(
            "old-then",
            tr("… latest status found older than {days} days on {date}", days=days, date=until),
            of.old_then,
        ),
    ]


def _answer_lines(of: Groups) -> list[_Line]:
    """Return the rows on the other side's answers to the statements."""
    return [
        _Line("joint", tr("… the statement is in a joint text"), of.joint),
        _Line(
            "agreed",
            tr("… the other side agreed with it"),
            of.agreed,
        ),
        _Line(
            "disputed",
            tr("… the other side disputed it"),
            of.disputed,
        ),
        _Line(
            "settled",
            tr("… a dispute is settled and the status unchanged"),
            of.settled,
        ),
        _Line(
            "same",
            tr(
                "… the other side made its own statement on that half, no earlier than this one, stated or "
                "read as the same status"
            ),
            of.same,
        ),
        _Line(
            "differs",
            tr(
                "… the other side made its own statement on that half, no earlier than this one, stated or "
                "read as a different status"
            ),
            of.differs,
        ),
        _Line(
            "asked",
            tr("… the other side was asked and no public answer was found"),
            of.asked,
        ),
        _Line(
            "unasked",
            tr("… neither an answer to the statement in force nor a question was found"),
            of.unasked,
        ),
        _Line(
            "divergent",
            tr("… two official statements of the side that owes it, neither replacing the other"),
            of.divergent,
        ),
    ]


def _silent_lines(of: Groups) -> list[_Line]:
    return [
        _Line(
            "unspoken",
            tr("Without such a status"),
            of.unspoken,
            strong=True,
        ),
        _Line(
            "other-words",
            tr("… other public words of that side found, recorded as evidence or as an answer"),
            of.other_words,
        ),
    ]
