"""Moving on a leaf, the same wherever there is one."""

from __future__ import annotations

from textual.screen import Screen

from accordtrack.tui.widgets.record_view import Leaf
from accordtrack.tui.widgets.tab_bar import TabBar


class OnLeaf:
    """Mixed into screens and dialogs that have a leaf: the actions of the keys that move."""

    @property
    def leaf(self) -> Leaf:
        """The page."""
        raise LookupError(type(self).__name__)

    def action_down(self) -> None:
        self.leaf.move(1)

    def action_up(self) -> None:
        self.leaf.move(-1)

    def action_page_down(self) -> None:
        self.leaf.page(1)

    def action_page_up(self) -> None:
        self.leaf.page(-1)

    def action_first(self) -> None:
        self.leaf.ends(last=False)

    def action_last(self) -> None:
        self.leaf.ends(last=True)


class UnderTabs(OnLeaf, Screen[None]):
    """A screen whose leaf shows the page of a line of tabs."""

    @property
    def leaf(self) -> Leaf:
        """The page of the tab."""
        return self.query_one("#leaf", Leaf)

    @property
    def tabs(self) -> TabBar:
        """The line of tabs."""
        return self.query_one("#tabs", TabBar)
