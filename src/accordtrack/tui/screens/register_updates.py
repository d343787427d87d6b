"""Mixin for screens that follow the register: they report writes by others and reload after writes of this program."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.dom import DOMNode


class RefreshesWithRegister(DeskScreen):
    """Mixin for screens with a headline. ``reload`` loads the screen's content."""

    @property
    def headline(self) -> Header:
        """The headline."""
        return cast("DOMNode", self).query_one(Header)

    def update_headline(self) -> None:
        """Show the desk and date in the headline, and clear its hint about other writers."""
        session = self.session
        if session is not None:
            self.headline.show_register(session.info, session.desk.today)
        self.headline.changed = False

    def relabel(self) -> None:
        """Update headline and footer to the current language. Call it after updating the screen's own texts."""
        self.headline.refresh()
        cast("DOMNode", self).query_one(KeyFooter).refresh()

    def seat_changed(self) -> None:
        """Reload after a change of desk."""
        self.reload()

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Reload, because any write may change the content."""
        del refs
        self.reload()

    def others_wrote(self) -> None:
        """Handle a write by another program: offer to reload."""
        self.headline.changed = True
