"""Section "Why the numbers changed": every entry that changed a number of the whole register since a day, by act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, sanitize_line
from accordtrack.documents.model import Cell, Column, Facts, Paragraph, Row, Section, Table
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import quotations
from accordtrack.text import score_changes as words
from accordtrack.text import withheld as texts
from accordtrack.types import Points, ThreeNumbers
from accordtrack.vocabulary import CommitmentKind
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Block
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.results import NodeScore
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.types import ScoreChange, ScoreChanges


def section(data: ScorecardData, counted: ScoreChanges) -> Section:
    """Return the section about the changes ``counted``, with a line for what the audience may not read.

    The numbers are those of the rest of the scorecard, where what is not public earns nothing. The line has the points
    that the entries which the audience may read leave over.
    """
    withheld = Points()
    if data.hides and data.since is not None:
        counted, withheld = _for_readers(counted, data.since, data.scores)
    changes = words.as_printed(counted)
    withheld = withheld if counted.printable else replace(withheld, attainment=0.0)
    hidden = _hidden_lines(data) if data.hides else []
    difference = tuple(sanitize_line(line) for line in words.difference(changes))
    tables = [_classes_table(changes, withheld), _table(changes, withheld, "; ".join(hidden) or tr("not public"))]
    blocks: list[Block] = [
        Paragraph((f"{words.dates(changes)} {words.summary(changes)}",)),
        *([Facts(((tr("difference"), difference),))] if difference else []),
        *(tables if changes.changes or withheld.is_move else []),
        *([Paragraph((". ".join(map(capitalize_first, [*hidden, _hidden_note()])),))] if data.hides else []),
        Paragraph((f"{_scope()} {words.note()}",), small=True),
    ]
    return Section("score-changes", tr("Why the numbers changed"), tuple(blocks))


def _for_readers(counted: ScoreChanges, since: ScoreAccess, scores: ScoreAccess) -> tuple[ScoreChanges, Points]:
    """Return the changes between the numbers that the readers see, and the points that no entry of theirs explains."""
    nodes = [one.by_theme.overall for one in (since, scores)]
    first, last = (_numbers(node) for node in nodes)
    printable = counted.printable and all(node.printable or node.attainment is None for node in nodes)
    shown = replace(counted, first=first, last=last, printable=printable)
    points = shown.points
    for change in counted.changes:
        points = points.plus(change.points.negated())
    return shown, points


def _numbers(node: NodeScore) -> ThreeNumbers:
    delivery, attainment = (None if one is None else one.displayed_score for one in (node.delivery, node.attainment))
    return ThreeNumbers(delivery, node.trend.score if node.trend else None, attainment)


def _scope() -> str:
    return tr(
        "These are the numbers of the whole register; accordtrack score-changes gives the same list "
        "for any area or commitment. The points add up to the difference. An entry that waited for a "
        "side changes the numbers when that side accepts it."
    )


def _hidden_lines(data: ScorecardData) -> list[str]:
    """Return how many commitments the readers may read no longer, or never could, and of how many only an older statement."""
    hidden = [one.was_public for one in data.facts.hidden if one.kind is CommitmentKind.COMMITMENT]
    gone, never = hidden.count(True), hidden.count(False)
    halves = data.score.overall.not_public
    return [
        *([trn("{n} commitment is no longer public", "{n} commitments are no longer public", gone)] if gone else []),
        *([texts.hidden_commitments(never)] if never else []),
        *([texts.withheld_halves(halves)] if halves else []),
    ]


def _hidden_note() -> str:
    return tr(
        "What is not public to these readers earns nothing on either day. A scorecard that was made before it was "
        "hidden can give a higher number for the earlier day."
    )


def _columns(first: Column, *more: Column) -> tuple[Column, ...]:
    numbers = (Column(name, words.number_name(name), "right", 1.2) for name in words.NUMBERS)
    return (first, *more, *numbers)


def _number_cells(points: Points) -> tuple[Cell, ...]:
    moves = [getattr(points, name) for name in words.NUMBERS]
    return tuple(Cell(words.format_move(move) or "—", move) for move in moves)


def _classes_table(changes: ScoreChanges, withheld: Points) -> Table:
    """Return the points by class of entries, for the passage of time, and for what is not public."""
    totals: dict[str, Points] = {}
    for change in changes.changes:
        parts = [(entry.change_class, entry.points) for entry in change.entries] or [(change.classes[0], change.points)]
        for name, points in parts:
            totals[name] = totals.get(name, Points()).plus(points)
    rows = [
        Row(f"score-changes-by-{name}", (Cell(label("change class", name), name), *_number_cells(totals[name])))
        for name in sorted(totals)
    ]
    if withheld.is_move:
        rows.append(Row("score-changes-by-not-public", (Cell(tr("not public"), None), *_number_cells(withheld))))
    columns = _columns(Column("class", tr("cause"), weight=3.0))
    return Table("score-changes-by-cause", tr("Points by cause"), columns, tuple(rows))


def _table(changes: ScoreChanges, withheld: Points, hidden: str) -> Table:
    columns = _columns(
        Column("day", tr("day"), weight=1.4),
        Column("what", tr("what changed the numbers"), weight=5.0),
        Column("who", tr("recorded by"), weight=3.0),
    )
    rows = [*map(_row, changes.changes)]
    if withheld.is_move:
        rows.append(Row("score-change-not-public", (Cell("—"), Cell(hidden), Cell("—"), *_number_cells(withheld))))
    return Table("score-changes-by-act", tr("Acts that changed a number"), columns, tuple(rows))


def _row(change: ScoreChange) -> Row:
    key = change.entries[0].hash[:16] if change.entries else "time"
    kind, *lines = words.lines(change)
    entries = lines[:-1] if change.entries else lines
    return Row(
        quotations.anchor(f"score-change-{change.day}-{key}"),
        (
            Cell(change.day, change.day),
            Cell(sanitize_line(f"{kind}: {'; '.join(entries)}")),
            Cell(sanitize_line(words.desk(change)) or "—"),
            *_number_cells(change.points),
        ),
    )
