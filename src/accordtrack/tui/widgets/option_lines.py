"""Option list that tolerates clicks on options that were removed while the user typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

if TYPE_CHECKING:
    from textual import events


class OptionLines(OptionList):
    """An ``OptionList`` in which a click on a removed option does nothing."""

    def on_click(self, event: events.Click) -> None:
        place = event.style.meta.get("option")
        if place is not None and place >= self.option_count:
            event.prevent_default()
