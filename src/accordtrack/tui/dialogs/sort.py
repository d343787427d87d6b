"""Dialog to choose the sort order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.choose import Choose, Item
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.tui.screens.register import RegisterScreen


def open_sort_dialog(screen: RegisterScreen) -> None:
    """Let the user choose a sort order; choosing the current one reverses it."""
    session = screen.session
    if session is None:
        return
    arrow = text_styles.mark_or_ascii("↓", "v") if screen.descending else text_styles.mark_or_ascii("↑", "^")
    items = [
        Item(
            name, label("field", name), tr("{arrow} now; enter reverses it", arrow=arrow) if name == screen.sort else ""
        )
        for name in session.desk.sort_orders()
    ]

    def order(name: str | None) -> None:
        if name is not None:
            screen.order_by(name, descending=name == screen.sort and not screen.descending)

    screen.app.push_screen(Choose(gettext_lazy("sort by"), items, current=screen.sort), order)
