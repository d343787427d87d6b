"""Base of screens with a tab bar."""

from __future__ import annotations

from textual.screen import Screen

from accordtrack.tui.page_movement import PageMovement
from accordtrack.tui.screens.register_updates import RefreshesWithRegister
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar


class TabbedScreen(RefreshesWithRegister, Screen[None]):
    """A screen with a tab bar, whose tabs are chosen by keys and clicks."""

    @property
    def tabs(self) -> TabBar:
        """The tab bar."""
        return self.query_one("#tabs", TabBar)

    def switch_to_tab(self, tab: int) -> None:
        """Show another tab from its top. After the last one comes the first one."""
        raise LookupError(tab)

    def on_tab_bar_clicked(self, message: TabBar.Clicked) -> None:
        message.stop()
        self.switch_to_tab(message.number)

    def action_next_tab(self) -> None:
        self.switch_to_tab(self.tabs.chosen + 1)

    def action_previous_tab(self) -> None:
        self.switch_to_tab(self.tabs.chosen - 1)

    def relabel(self) -> None:
        """Update also the tab bar to the current language."""
        super().relabel()
        self.tabs.refresh()


class UnderTabs(PageMovement, TabbedScreen):
    """A screen whose page shows the chosen tab."""

    @property
    def page_view(self) -> PageView:
        """The page of the tab."""
        return self.query_one("#leaf", PageView)
