"""Mixins with the actions of movement keys for screens that show a ``Leaf``."""

from __future__ import annotations

from textual.screen import Screen

from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar


class PageMovement:
    """Movement actions for screens and dialogs that have a ``Leaf``."""

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


class UnderTabs(PageMovement, Screen[None]):
    """A screen with a tab bar, whose ``Leaf`` shows the page of the chosen tab."""

    @property
    def page_view(self) -> PageView:
        """The page of the tab."""
        return self.query_one("#leaf", PageView)

    @property
    def tabs(self) -> TabBar:
        """The tab bar."""
        return self.query_one("#tabs", TabBar)
