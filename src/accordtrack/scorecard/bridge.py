"""What the method changes, apart from what the facts change: scores of two dates, with the middle step where it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.value import Cell, Column, Paragraph, Row, Table
from accordtrack.scoring.inputs import inputs
from accordtrack.scoring.scores import Scores
from accordtrack.sentences.numbers import percent
from accordtrack.sentences.score import bracketed
from accordtrack.text import wash_line

if TYPE_CHECKING:
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Block
    from accordtrack.scoring.results import NodeScore


def blocks(held: Held, then: Scores) -> list[Block]:
    """Which method scored the two dates, and delivery by theme on both; three steps where the methods differ."""
    now = held.scores
    old, new = then.method.method, now.method.method
    steps: list[tuple[str, str, Scores]]
    if then.method.sha256 == now.method.sha256:
        words = tr("Both dates are scored by one method, {method}: none of the difference comes from it.", method=new)
        steps = [("then", tr("facts of then"), then), ("now", tr("facts of now"), now)]
    else:
        between = Scores(
            then.facts, now.method, inputs(then.facts, then.inputs.at, now.method, then.inputs.choice), then.base
        )
        words = tr(
            "The dates are scored by two methods, {old} and {new}. From the first step to the second the method differs, "
            "from the second to the third the facts do.",
            old=old,
            new=new,
        )
        steps = [
            ("then", tr("old method, old facts"), then),
            ("between", tr("new method, old facts"), between),
            ("now", tr("new method, new facts"), now),
        ]
    return [Paragraph((words,), small=True), _table(held, steps)]


def _table(held: Held, steps: list[tuple[str, str, Scores]]) -> Table:
    nodes = {name: {one.id: one for one in scores.by_theme.groups} for name, _title, scores in steps}
    codes = list(dict.fromkeys(code for found in reversed(nodes.values()) for code in found))
    columns = [Column("theme", tr("theme"), weight=3.0)]
    for name, title, _scores in steps:
        columns.append(Column(f"delivery_{name}", tr("delivery, {step}", step=title), "right"))
        columns.append(Column(f"spoken_{name}", tr("halves with a statement, {step}", step=title), "right"))
    rows = [_row("whole", tr("Whole"), [scores.by_theme.overall for _name, _title, scores in steps], strong=True)]
    for code in codes:
        title = wash_line(held.title("theme", code))
        rows.append(_row(code, title, [nodes[name].get(code) for name, _title, _scores in steps]))
    notes = (
        tr("In brackets: too little is assessed for a score of the whole; it is that of the assessed halves alone."),
        tr("More statements change delivery too: compare it only beside the halves with a statement."),
    )
    heading = tr("Delivery on both dates, the method's share apart")
    return Table("changes-method", heading, tuple(columns), tuple(rows), notes)


def _row(code: str, title: str, found: list[NodeScore | None], *, strong: bool = False) -> Row:
    told = [Cell(title, code)]
    for node in found:
        if node is None:
            told += [Cell("—", None, "muted"), Cell("—", None, "muted")]
            continue
        delivery = node.delivery
        shown = delivery.shown if delivery else None
        share = f" ({percent(delivery.assessed)})" if delivery else ""
        told.append(Cell(bracketed(delivery), shown, "" if shown is not None else "muted"))
        told.append(Cell(f"{tr('{spoken} of {all}', spoken=node.spoken, all=node.n)}{share}", node.spoken))
    return Row(f"bridge-{code}", tuple(told), strong=strong)
