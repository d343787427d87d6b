"""Blocks of the Statements tab: all statements and answers, newest first, marking those in force and stale answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import late_entries
from accordtrack.text.answers import answer_text, effect_note
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.tabs import withheld_entries
from accordtrack.tui.widgets.record_view import Block, dated_block
from accordtrack.types import StatementView
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import CommitmentView, PositionView

INDENT = 14


def blocks(view: CommitmentView, copy_for: str | None = None) -> list[Block]:
    """Return one item per statement or answer, then the withheld ones; ``copy_for``: the audience of this copy."""
    held_back = withheld_entries.entry_blocks(view, withheld_entries.STATEMENTS, copy_for)
    items: list[StatementView | PositionView] = [*view.statements, *view.waiting, *view.positions]
    items.sort(key=lambda item: (item.said_on, item.effective_on), reverse=True)
    if not items and not held_back:
        return [Block(text_styles.muted(tr("No statement about it found. s reports a status.")))]
    said = (*view.statements, *view.waiting)
    answered = {item.entry: item for item in said} | {item.id: item for item in said}
    found: list[Block] = []
    for item in items:
        if isinstance(item, StatementView):
            found += _statement(item)
        else:
            found += _position(item, answered)
    return found + held_back


def count(view: CommitmentView) -> int:
    """Return the number of items in the tab."""
    return (
        len(view.statements)
        + len(view.waiting)
        + len(view.positions)
        + withheld_entries.count(view, withheld_entries.STATEMENTS)
    )


def _side_names(sides: Sequence[str]) -> str:
    return ", ".join(label("short side", side) for side in i18n.sides(sides))


def _statement(item: StatementView) -> list[Block]:
    halves = item.in_force
    force = tr("statement in force of {sides}", sides=_side_names(halves)) if halves else ""
    reading = tr("assessment of {sides}", sides=_side_names(item.is_reading_of)) if item.is_reading_of else ""
    head = text_styles.join(
        text_styles.words(cell_text.speaker_with_body(item.speaker, item.body), text_styles.STRONG),
        cell_text.statement_status(item),
        text_styles.words(force, text_styles.GOOD),
        text_styles.muted(reading),
        by=text_styles.dot(),
    )
    about = text_styles.join(
        cell_text.voice(item),
        label("grade", item.grade),
        tr("about {sides}", sides=_side_names(item.halves)) if item.halves else "",
        tr("said on {date}", date=short_date(item.said_on)) if item.said_on != item.effective_on else "",
        late_entries.mark(late=item.late),
        item.handling,
        text_styles.join_items(item.sources),
        by=text_styles.dot(),
    )
    found = [dated_block(head, item.effective_on, item.id, indent=INDENT)]
    if item.text is not None:
        found.append(Block(text_styles.paragraph(i18n.localize(item.text)), indent=INDENT, key=item.id, quoted=True))
    found.append(Block(text_styles.muted(about.plain), indent=INDENT, key=item.id))
    if item.inferred:
        guessed = tr("supplied by this tracker: {fields}", fields=cell_text.field_labels(item.inferred))
        found.append(Block(text_styles.words(guessed, text_styles.NOTE), indent=INDENT, key=item.id))
    return found


def _position(item: PositionView, answered: dict[str, StatementView]) -> list[Block]:
    head = text_styles.join(
        text_styles.words(cell_text.speaker_with_body(item.speaker, item.body), text_styles.STRONG),
        text_styles.words(
            answer_text(item.stance, item.answered),
            _answer_style(item),
        ),
        text_styles.words(label("ground", item.ground)),
        text_styles.words(
            tr("proposes {status}", status=label("status", item.proposed_status)) if item.proposed_status else ""
        ),
        text_styles.muted(effect_note(item)),
        by=text_styles.dot(),
    )
    found = [dated_block(head, item.said_on, item.id, indent=INDENT)]
    if item.reason is not None:
        found.append(Block(text_styles.paragraph(i18n.localize(item.reason)), indent=INDENT, key=item.id, quoted=True))
    target = answered.get(item.answers or "")
    about = text_styles.join(
        cell_text.voice(item),
        tr(
            "answers {speaker}, {date}",
            speaker=cell_text.speaker_with_body(target.speaker, target.body),
            date=short_date(target.said_on),
        )
        if target
        else "",
        late_entries.mark(late=item.late),
        item.handling,
        text_styles.join_items(item.sources),
        by=text_styles.dot(),
    )
    found.append(Block(text_styles.muted(about.plain), indent=INDENT, key=item.id))
    return found


def _answer_style(item: PositionView) -> str:
    if item.withdrawn_on is not None:
        return text_styles.MUTED
    return text_styles.GOOD if item.stance == "concur" else text_styles.WARN
