"""Mixin that shows an entry in full, with the entry that it retracts, answers or asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from accordtrack.i18n import gettext_lazy
from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.tabs import history

if TYPE_CHECKING:
    from textual.screen import Screen

    from accordtrack.core.problems import Refused
    from accordtrack.types import EntryView


class EntryInFull(DeskScreen):
    """Mixin for screens that list entries."""

    def show_in_full(self, entry: EntryView) -> None:
        """Show the entry in full. Load the entry that it refers to first, if any."""
        text = history.target_hash(entry)
        if text is None:
            self._open_in_full(entry, None)
            return

        def refused(_why: Refused) -> None:
            self._open_in_full(entry, None)

        def answer(aimed: EntryView) -> None:
            self._open_in_full(entry, aimed)

        self.ask("aimed", lambda desk: desk.entry(text), answer, refused, opens=True)

    def _open_in_full(self, entry: EntryView, aimed: EntryView | None) -> None:
        from accordtrack.tui.screens.reader import ReadingScreen  # noqa: PLC0415

        screen = cast("Screen[object]", self)
        if screen.is_current:
            copy_for = self.session.info.copy_for if self.session is not None else None
            screen.app.push_screen(
                ReadingScreen(gettext_lazy("entry in full"), lambda: history.full_entry_blocks(entry, aimed, copy_for))
            )
