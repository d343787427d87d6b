"""Section "Why the numbers changed": every entry that changed a number of the whole register since a day, by act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Facts, Paragraph, Row, Section, Table
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import quotations
from accordtrack.text import score_changes as words
from accordtrack.types import Points
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Block
    from accordtrack.types import ScoreChange, ScoreChanges


def section(counted: ScoreChanges, *, hides: bool = False) -> Section:
    """Return the section. ``hides`` says whether the numbers of the scorecard count what its audience may not read."""
    changes = words.as_printed(counted)
    difference = tuple(sanitize_line(line) for line in words.difference(changes))
    blocks: list[Block] = [
        Paragraph((f"{words.dates(changes)} {words.summary(changes)}",)),
        *([Facts(((tr("difference"), difference),))] if difference else []),
        *([_classes_table(changes), _table(changes)] if changes.changes else []),
        *([Paragraph((_hidden(),))] if hides else []),
        Paragraph((f"{_scope()} {words.note()}",), small=True),
    ]
    return Section("score-changes", tr("Why the numbers changed"), tuple(blocks))


def _scope() -> str:
    return tr(
        "These are the numbers of the whole register; accordtrack score-changes gives the same list "
        "for any theme or commitment. The points add up to the difference. An entry that waited for a "
        "side changes the numbers when that side accepts it."
    )


def _hidden() -> str:
    return tr(
        "What is not public to these readers earns nothing in the other numbers of this "
        "scorecard. It is left out here, so these numbers can be higher."
    )


def _columns(first: Column, *more: Column) -> tuple[Column, ...]:
    numbers = (Column(name, words.number_name(name), "right", 1.2) for name in words.NUMBERS)
    return (first, *more, *numbers)


def _number_cells(points: Points) -> tuple[Cell, ...]:
    moves = [getattr(points, name) for name in words.NUMBERS]
    return tuple(Cell(words.format_move(move) or "—", move) for move in moves)


def _classes_table(changes: ScoreChanges) -> Table:
    """Return the points by class of entries and for the passage of time."""
    totals: dict[str, Points] = {}
    for change in changes.changes:
        parts = [(entry.change_class, entry.points) for entry in change.entries] or [(change.classes[0], change.points)]
        for name, points in parts:
            totals[name] = totals.get(name, Points()).plus(points)
    rows = [
        Row(f"score-changes-by-{name}", (Cell(label("change class", name), name), *_number_cells(totals[name])))
        for name in sorted(totals)
    ]
    columns = _columns(Column("class", tr("cause"), weight=3.0))
    return Table("score-changes-by-cause", tr("Points by cause"), columns, tuple(rows))


def _table(changes: ScoreChanges) -> Table:
    columns = _columns(
        Column("day", tr("day"), weight=1.4),
        Column("what", tr("what changed the numbers"), weight=5.0),
        Column("who", tr("recorded by"), weight=3.0),
    )
    return Table("score-changes-by-act", tr("Acts that changed a number"), columns, tuple(map(_row, changes.changes)))


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
