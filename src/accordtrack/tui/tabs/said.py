"""Statements and answers of everybody, newest first: those in force say so, stale ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui import ink, words
from accordtrack.tui.tabs import heldback
from accordtrack.tui.widgets.leaf import Block
from accordtrack.views import StatementView
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.views import CommitmentView, PositionView

INDENT = 12


def blocks(view: CommitmentView, copy_for: str | None = None) -> list[Block]:
    """One item a statement or answer; behind them those whose words are not in this copy, which was made ``copy_for``."""
    held_back = heldback.of(view, heldback.STATEMENTS, copy_for)
    items: list[StatementView | PositionView] = [*view.statements, *view.positions]
    items.sort(key=lambda item: (item.said_on, item.effective_on), reverse=True)
    if not items and not held_back:
        return [Block(ink.words(tr("Nobody has said anything of it. s reports a status."), ink.MUTED))]
    answered = {item.entry: item for item in view.statements} | {item.id: item for item in view.statements}
    found: list[Block] = []
    for item in items:
        if isinstance(item, StatementView):
            found += _statement(item)
        else:
            found += _position(item, answered)
    return found + held_back


def count(view: CommitmentView) -> int:
    """How many items the tab has."""
    return len(view.statements) + len(view.positions) + heldback.count(view, heldback.STATEMENTS)


def _named(sides: Sequence[str]) -> str:
    return ", ".join(label("short side", side) for side in i18n.sides(sides))


def _statement(item: StatementView) -> list[Block]:
    halves = item.in_force
    force = tr("claim in force of {sides}", sides=_named(halves)) if halves else ""
    reading = tr("reading of {sides}", sides=_named(item.is_reading_of)) if item.is_reading_of else ""
    head = ink.joined(
        ink.words(words.voice(item.speaker, item.body), ink.STRONG),
        words.status(item.status, item.basis),
        ink.words(force, ink.GOOD),
        ink.words(reading, ink.MUTED),
        by=ink.dot(),
    )
    about = ink.joined(
        tr("official") if item.official else tr("attributed"),
        label("grade", item.grade),
        tr("half of {sides}", sides=_named(item.halves)) if item.halves else "",
        tr("said on {date}", date=item.said_on) if item.said_on != item.effective_on else "",
        item.handling,
        ink.listed(item.sources),
        by=ink.dot(),
    )
    found = [Block(head, label=ink.words(item.effective_on, ink.MUTED), indent=INDENT, key=item.id, gap=1)]
    if item.text is not None:
        found.append(Block(ink.paragraph(i18n.local(item.text)), indent=INDENT, key=item.id, quoted=True))
    found.append(Block(ink.words(about.plain, ink.MUTED), indent=INDENT, key=item.id))
    if item.inferred:
        guessed = tr("inferred: {fields}", fields=words.field_names(item.inferred))
        found.append(Block(ink.words(guessed, ink.NOTE), indent=INDENT, key=item.id))
    return found


def _position(item: PositionView, answered: dict[str, StatementView]) -> list[Block]:
    head = ink.joined(
        ink.words(words.voice(item.speaker, item.body), ink.STRONG),
        ink.words(label("stance", item.stance), ink.WARN if item.stance != "concur" else ink.GOOD),
        ink.words(label("ground", item.ground)),
        ink.words(
            tr("proposes {status}", status=label("status", item.proposed_status)) if item.proposed_status else ""
        ),
        ink.words(tr("answer to an earlier version"), ink.MUTED) if item.stale else ink.BLANK,
        by=ink.dot(),
    )
    found = [Block(head, label=ink.words(item.said_on, ink.MUTED), indent=INDENT, key=item.id, gap=1)]
    if item.reason is not None:
        found.append(Block(ink.paragraph(i18n.local(item.reason)), indent=INDENT, key=item.id, quoted=True))
    target = answered.get(item.answers or "")
    about = ink.joined(
        tr("official") if item.official else tr("attributed"),
        tr("answers {speaker} of {date}", speaker=words.voice(target.speaker, target.body), date=target.said_on)
        if target
        else "",
        item.handling,
        ink.listed(item.sources),
        by=ink.dot(),
    )
    found.append(Block(ink.words(about.plain, ink.MUTED), indent=INDENT, key=item.id))
    return found
