"""Page of the last 50 messages, so that a notification is never the only record of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.tui.session import Said

STYLE = {"error": text_styles.BAD, "warning": text_styles.WARN}


class MessagesScreen(ReadingScreen):
    """Messages, oldest first. The screen opens at the newest."""

    def __init__(self, saids: Iterable[Said]) -> None:
        messages = tuple(saids)
        super().__init__(gettext_lazy("the last messages"), lambda: blocks(messages), last=True)


def blocks(saids: Iterable[Said]) -> list[Block]:
    """Return one block per message."""
    found = [
        Block(
            text_styles.paragraph(item.text, STYLE.get(item.severity, "")), label=text_styles.muted(item.at), indent=8
        )
        for item in saids
    ]
    return found or [Block(text_styles.muted(tr("No messages yet.")))]
