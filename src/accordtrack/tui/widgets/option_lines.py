"""A list to choose from. It grows shorter while somebody types; a click may come for a line that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

if TYPE_CHECKING:
    from textual import events


class Lines(OptionList):
    """Textual's list, in which a click on a line that is gone does nothing."""

    def on_click(self, event: events.Click) -> None:
        place = event.style.meta.get("option")
        if place is not None and place >= self.option_count:
            event.prevent_default()
