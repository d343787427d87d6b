"""Line under the filter that suggests the value a free word also names; a key or a click applies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import text_styles
from accordtrack.tui.app_access import AppAccess

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.tui.filter_meaning import Meaning


class MeaningLine(AppAccess, Widget):
    """``"firearms" was searched as a word; theme:firearms finds 37  tab takes it``."""

    class Clicked(Message):
        """Requests the suggested filter."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.meaning: Meaning | None = None

    def show(self, meaning: Meaning | None) -> None:
        """Show a suggestion, or hide the line for None."""
        self.meaning = meaning
        self.display = meaning is not None
        self.refresh()

    def render(self) -> Content:
        """Return the suggestion and its key."""
        if self.meaning is None:
            return text_styles.BLANK
        width = max(self.size.width - 2, 8)
        hint = text_styles.key_hint(self.accord.shortcut_for("take_meaning"), tr("takes it"))
        room = width - hint.cell_length - 2
        content = text_styles.words(text_styles.cut(self.meaning.explanation, max(room, 8)), text_styles.NOTE)
        return text_styles.join(" ", content, "  ", hint)

    def on_click(self) -> None:
        self.post_message(self.Clicked())
