"""Screens that follow the register: they say when others wrote, and read again what was written here."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from accordtrack.tui.screen_base import AtDesk
from accordtrack.tui.widgets.header import Headline
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.dom import DOMNode


class Following(AtDesk):
    """Mixed into screens with a headline; ``reload`` reads what each shows."""

    @property
    def headline(self) -> Headline:
        """The first line."""
        return cast("DOMNode", self).query_one(Headline)

    def tell_headline(self) -> None:
        """Say at whose seat and as of when one reads; what others wrote is read now."""
        session = self.session
        if session is not None:
            self.headline.tell(session.info, session.desk.today)
        self.headline.changed = False

    def relabel(self) -> None:
        """Put the first and the last line into the language in force; a screen its own words before."""
        self.headline.refresh()
        cast("DOMNode", self).query_one(KeyFooter).refresh()

    def seat_changed(self) -> None:
        """Somebody sits down at another desk: what concerns its side is read."""
        self.reload()

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Anything written may move what is shown."""
        del refs
        self.reload()

    def others_wrote(self) -> None:
        """Somebody else wrote: offer to read again."""
        self.headline.changed = True
