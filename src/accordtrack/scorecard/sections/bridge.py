"""Effect of a method change on scores, apart from that of the facts: delivery as of two dates, with a middle step.

The middle step scores the old facts by the new method. It appears only if the methods differ.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Table
from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.scoring.inputs import inputs
from accordtrack.scoring.scores import ScoreAccess
from accordtrack.text.score import bracketed
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Block
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.results import NodeScore

    Step = tuple[str, str, ScoreAccess]
    """The name, title and scores of a step."""


def blocks(held: ScorecardData, lists: Listings, then: ScoreAccess) -> list[Block]:
    """Return a sentence on the methods of the two dates, and delivery by theme; three steps if the methods differ."""
    now = held.scores
    old, new = then.method.method, now.method.method
    steps: list[Step]
    if then.method.sha256 == now.method.sha256:
        words = tr("Both dates are scored by one method, {method}: none of the difference comes from it.", method=new)
        steps = [("then", tr("facts of then"), then), ("now", tr("facts of now"), now)]
    else:
        between = ScoreAccess(
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
    return [Paragraph((words,), small=True), _table(held, lists, steps)]


def _table(held: ScorecardData, lists: Listings, steps: Sequence[Step]) -> Table:
    nodes = [{one.id: one for one in scores.by_theme.groups} for _name, _title, scores in steps]
    codes = list(dict.fromkeys(code for found in reversed(nodes) for code in found))
    columns = [Column("theme", tr("theme"), weight=3.0)]
    for name, title, _scores in steps:
        columns.append(Column(f"delivery_{name}", tr("delivery, {step}", step=title), "right"))
        columns.append(Column(f"spoken_{name}", tr("halves with a statement, {step}", step=title), "right"))
    whole = [scores.by_theme.overall for _name, _title, scores in steps]
    rows = [_row(lists, steps, "whole", tr("Whole"), whole, strong=True)]
    for code in codes:
        title = held.title("theme", code)
        rows.append(_row(lists, steps, code, title, [found.get(code) for found in nodes]))
    notes = (
        tr("In brackets: too little is assessed for a score of the whole; it is that of the assessed halves alone."),
        tr("More statements change delivery too: compare it only beside the halves with a statement."),
    )
    apart = any(name == "between" for name, _title, _scores in steps)
    heading = tr("Delivery on both dates, the method's share apart") if apart else tr("Delivery on both dates")
    return Table("changes-method", heading, tuple(columns), tuple(rows), notes)


def _row(
    lists: Listings,
    steps: Sequence[Step],
    code: str,
    title: str,
    found: Sequence[NodeScore | None],
    *,
    strong: bool = False,
) -> Row:
    told = [Cell(title, code)]
    for node, (name, step, scores) in zip(found, steps, strict=True):
        if node is None:
            told += [Cell("—", None, "muted"), Cell("—", None, "muted")]
            continue
        shown = node.delivery.shown if node.delivery else None
        told.append(Cell(bracketed(node.delivery), shown, "" if shown is not None else "muted"))
        heading = f"{title}: {tr('halves with a statement, {step}', step=step)}"
        spoken = cells.counted(lists, f"bridge-{name}-{quotations.anchor(code)}", heading, _spoken(scores, node))
        told.append(replace(cells.number(spoken), text=tr("{spoken} of {all}", spoken=spoken.shown, all=node.n)))
    return Row(f"bridge-{quotations.anchor(code)}", tuple(told), strong=strong)


def _spoken(scores: ScoreAccess, node: NodeScore) -> list[Item]:
    """Return the halves that have a statement of the side that owes them."""
    found = []
    for one in scores.by_theme.of(node):
        if one.owed.said.claim is not None:
            title = sanitize_line(local(scores.name("commitment", one.owed.commitment)))
            words = tr("{title} (half of {side})", title=title, side=label("the side", one.owed.side))
            found.append(Item(sanitize_line(one.owed.commitment), words if one.owed.half else title))
    return found
