"""Effect of a method change on scores, apart from that of the facts: delivery as of two dates, with a middle step.

The middle step scores the old facts by the new method. It appears only if the methods differ.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Table
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.text.score import bracketed_score
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.results import NodeScore

    Step = tuple[str, str, ScoreAccess]
    """The name, title and scores of a step."""


def blocks(data: ScorecardData, lists: Listings, then: ScoreAccess) -> list[Block]:
    """Return a sentence on the methods of the two dates, and delivery by theme; three steps if the methods differ."""
    now = data.scores
    old, new = then.method.method, now.method.method
    steps: list[Step]
    if then.method.sha256 == now.method.sha256:
        words = tr(
            "Both dates are scored by the same method, {method}; none of the difference comes from it.", method=new
        )
        steps = [("then", tr("facts of then"), then), ("now", tr("facts of now"), now)]
    else:
        between = ScoreAccess(
            then.facts, now.method, build_inputs(then.facts, then.inputs.at, now.method, then.inputs.choice), then.base
        )
        words = tr(
            (
                "The dates are scored by two methods, {old} and {new}. The method changes from the first step "
                "to the second, and the facts from the second to the third."
            ),
            old=old,
            new=new,
        )
        steps = [
            ("then", tr("old method, old facts"), then),
            ("between", tr("new method, old facts"), between),
            ("now", tr("new method, new facts"), now),
        ]
    return [Paragraph((words,), small=True), _table(data, lists, steps)]


def _table(data: ScorecardData, lists: Listings, steps: Sequence[Step]) -> Table:
    nodes = [{one.id: one for one in scores.by_theme.groups} for _name, _title, scores in steps]
    codes = list(dict.fromkeys(code for found in reversed(nodes) for code in found))
    columns = [Column("theme", tr("area"), weight=3.0)]
    for name, title, _scores in steps:
        columns.append(Column(f"delivery_{name}", tr("actions done, {step}", step=title), "right"))
        columns.append(Column(f"spoken_{name}", tr("commitments with a statement, {step}", step=title), "right"))
    whole = [scores.by_theme.overall for _name, _title, scores in steps]
    rows = [_row(lists, steps, "whole", tr("Whole"), whole, strong=True)]
    for code in codes:
        title = data.title("theme", code)
        rows.append(_row(lists, steps, code, title, [found.get(code) for found in nodes]))
    notes = (
        tr(
            "In brackets: too little is assessed to score the whole; the score is that of the "
            "assessed commitments alone."
        ),
        tr(
            "More statements also change the score of actions done; compare it only alongside the "
            "number of commitments with a statement."
        ),
    )
    apart = any(name == "between" for name, _title, _scores in steps)
    heading = (
        tr("Actions done on both dates, method's share shown separately") if apart else tr("Actions done on both dates")
    )
    return Table("changes-method", heading, tuple(columns), tuple(rows), notes)


def _row(
    lists: Listings,
    steps: Sequence[Step],
    code: str,
    title: str,
    nodes: Sequence[NodeScore | None],
    *,
    strong: bool = False,
) -> Row:
    row_cells = [Cell(title, code)]
    for node, (name, step, scores) in zip(nodes, steps, strict=True):
        if node is None:
            row_cells += [Cell("—", None, "muted"), Cell("—", None, "muted")]
            continue
        shown = node.delivery.displayed_score if node.delivery else None
        row_cells.append(Cell(bracketed_score(node.delivery), shown, "" if shown is not None else "muted"))
        heading = f"{title}: {tr('commitments with a statement, {step}', step=step)}"
        count = cells.count_for_cell(
            lists, f"bridge-{name}-{quotations.anchor(code)}", heading, _halves_with_statement(scores, node)
        )
        row_cells.append(replace(cells.number(count), text=tr("{spoken} of {all}", spoken=count.shown, all=node.n)))
    return Row(f"bridge-{quotations.anchor(code)}", tuple(row_cells), strong=strong)


def _halves_with_statement(scores: ScoreAccess, node: NodeScore) -> list[Item]:
    """Return the halves that have a statement of the side that owes them."""
    found = []
    for one in scores.by_theme.leaves_of(node):
        if one.owed.said.claim is not None:
            title = sanitize_line(localize(scores.title_of("commitment", one.owed.commitment)))
            words = tr("{title} ({side})", title=title, side=label("the side", one.owed.side))
            found.append(Item(sanitize_line(one.owed.commitment), words if one.owed.half else title))
    return found
