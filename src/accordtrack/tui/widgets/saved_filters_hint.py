"""Number of saved filters, shown below the facet rail; a click opens their list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import text_styles
from accordtrack.tui.app_access import AppAccess

if TYPE_CHECKING:
    from textual.content import Content


class SavedHint(AppAccess, Widget):
    """``saved: 2   0 lists``."""

    count: reactive[int] = reactive(0)

    class Clicked(Message):
        """Requests the list of saved filters."""

    def render(self) -> Content:
        """Return the count, and the key of the list."""
        key = self.accord.shortcut_for("saved_filters")
        return text_styles.join(
            " ",
            text_styles.muted(tr("saved: {n}", n=self.count)),
            "  ",
            text_styles.key_hint(key, tr("lists")) if self.count else text_styles.BLANK,
        )

    def on_click(self) -> None:
        self.post_message(self.Clicked())
