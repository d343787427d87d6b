"""Mixin with the actions of movement keys for screens that show a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.tui.widgets.record_view import PageView


class PageMovement:
    """Movement actions for screens and dialogs that have a page."""

    @property
    def page_view(self) -> PageView:
        """The page widget. Subclasses must override it."""
        raise LookupError(type(self).__name__)

    def action_down(self) -> None:
        self.page_view.move(1)

    def action_up(self) -> None:
        self.page_view.move(-1)

    def action_page_down(self) -> None:
        self.page_view.move_page(1)

    def action_page_up(self) -> None:
        self.page_view.move_page(-1)

    def action_first(self) -> None:
        self.page_view.move_to_end(last=False)

    def action_last(self) -> None:
        self.page_view.move_to_end(last=True)
