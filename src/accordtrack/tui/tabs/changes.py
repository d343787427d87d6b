"""The right side of History: what changed from one date to the other, with text marks, and the events between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trn
from accordtrack.sentences import changes as said
from accordtrack.sentences import lanes
from accordtrack.tui import ink
from accordtrack.tui.widgets.leaf import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.views import ChangeView, DiffView, LaneEvent, LanesView

INDENT, COUNTED, DATED = 3, 30, 12
MOST = 400
"""Most changes that are listed: the command line lists all."""
STYLES = {"added": ink.GOOD, "removed": ink.WARN, "changed": "$accent"}
CHANGE, RECORD = "change", "record"
"""What the key of an item names, before a colon."""


def blocks(found: DiffView | None, view: LanesView | None, *, whole: bool) -> list[Block]:
    """Dates, how much changed, by kind for the ``whole`` register, then each change, then the events."""
    if found is None:
        return [Block(ink.words(tr("Comparing"), ink.MUTED))]
    made = [Block(ink.words(said.dates(found), ink.HEADING)), Block(ink.words(said.summary(found), ink.STRONG))]
    if not found.changes:
        made.append(
            Block(ink.words(tr("[ and ] compare other dates, at the entry under the cursor."), ink.MUTED), gap=1)
        )
    if whole:
        made += [
            Block(ink.words(f"{count:,}", ink.STRONG), label=ink.words(name), indent=COUNTED, gap=int(not place))
            for place, (name, count) in enumerate(said.counts(found))
        ]
    made += _changes(listed(found), whole=whole)
    left = len(found.changes) - MOST
    if left > 0:
        told = trn("{n} more change: accordtrack diff lists all", "{n} more changes: accordtrack diff lists all", left)
        made.append(Block(ink.words(told, ink.MUTED), gap=1))
    return [*made, *_events(found, view)]


def listed(found: DiffView) -> list[ChangeView]:
    """The changes in the order in which they are shown."""
    return said.order(list(found.changes[:MOST]))


def _changes(changes: Sequence[ChangeView], *, whole: bool) -> list[Block]:
    made: list[Block] = []
    last = ""
    for number, change in enumerate(changes):
        if whole and change.id != last:
            head = ink.joined(ink.words(change.id, ink.HEADING), ink.words(i18n.local(change.title)), by="  ")
            made.append(Block(head, key=f"{RECORD}:{change.id}", gap=1, most=2))
        gap = int(not whole and not number)
        last = change.id
        made += _change(change, f"{CHANGE}:{number}", gap)
    return made


def _change(change: ChangeView, key: str, gap: int) -> list[Block]:
    ascii_only = ink.ascii_only()
    sign = ink.words(said.sign(change, ascii_only=ascii_only), f"bold {STYLES[change.sign]}")
    made = [Block(ink.words(said.what(change), ink.STRONG), label=sign, indent=INDENT, key=key, gap=gap)]
    values = _values(change, ascii_only=ascii_only)
    if values:
        made.append(Block(values, indent=INDENT, key=key, most=4))
    if change.entries == (change.id,):
        return made
    by = tr("by {entries}", entries=ink.listed(change.entries)) if change.entries else tr("a date passed")
    made.append(Block(ink.words(by, ink.MUTED), indent=INDENT, key=key, most=1))
    return made


def _values(change: ChangeView, *, ascii_only: bool) -> Content:
    """``before → after``; where nothing was or is, only the other."""
    before = said.before(change, ascii_only=ascii_only)
    after = said.after(change, ascii_only=ascii_only)
    if change.kind == "added":
        return ink.BLANK
    arrow = ink.words(ink.sign(" → ", " -> "), ink.MUTED)
    if before and after:
        return ink.joined(ink.words(before, ink.MUTED), arrow, ink.words(after))
    return ink.words(after) if after else ink.words(before, f"strike {ink.MUTED}")


def _events(found: DiffView, view: LanesView | None) -> list[Block]:
    between: list[LaneEvent] = []
    if view is not None:
        between = [event for event in view.events if found.a.as_of < event.on <= found.b.as_of]
    if not between:
        return []
    head = ink.joined(
        ink.words(lanes.EVENT[ink.ascii_only()], "$accent"), ink.words(tr("Events between"), ink.HEADING), by=" "
    )
    return [
        Block(head, gap=1),
        *(
            Block(ink.words(i18n.local(event.title)), label=ink.words(event.on, ink.MUTED), indent=DATED)
            for event in reversed(between)
        ),
    ]
