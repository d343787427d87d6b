"""How many filters are saved, below the rail of facets; a click lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import ink
from accordtrack.tui.inprogram import InProgram

if TYPE_CHECKING:
    from textual.content import Content


class SavedHint(InProgram, Widget):
    """``saved: 2   0 lists``."""

    count: reactive[int] = reactive(0)

    class Clicked(Message):
        """The list is wanted."""

    def render(self) -> Content:
        """The count, and the key of the list."""
        key = self.accord.key("saved_filters")
        return ink.joined(
            " ",
            ink.words(tr("saved: {n}", n=self.count), ink.MUTED),
            "  ",
            ink.joined(ink.words(key, ink.HEADING), ink.words(tr("lists"), ink.MUTED), by=" ")
            if self.count
            else ink.BLANK,
        )

    def on_click(self) -> None:
        self.post_message(self.Clicked())
