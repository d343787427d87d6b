"""The last 50 messages: a toast is never the only record of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import later, tr
from accordtrack.tui import ink
from accordtrack.tui.screens.reading import ReadingScreen
from accordtrack.tui.widgets.leaf import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.tui.session import Said

STYLE = {"error": ink.BAD, "warning": ink.WARN}


class MessagesScreen(ReadingScreen):
    """Messages, oldest first; it opens at the newest."""

    def __init__(self, said: Iterable[Said]) -> None:
        kept = tuple(said)
        super().__init__(later("the last messages"), lambda: blocks(kept), last=True)


def blocks(said: Iterable[Said]) -> list[Block]:
    """One block a message."""
    found = [
        Block(ink.paragraph(item.text, STYLE.get(item.severity, "")), label=ink.words(item.at, ink.MUTED), indent=8)
        for item in said
    ]
    return found or [Block(ink.words(tr("No messages yet."), ink.MUTED))]
