"""Overlay of jump letters: typing one moves the cursor there, escape leaves it where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen
from textual.widgets import Static

from accordtrack.i18n import tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.jump_letters import LETTERS
from accordtrack.tui.screen_base import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from accordtrack.tui.jump_letters import Placed

LABEL = "bold reverse"
"""Reverse video distinguishes a letter from a row without color."""


class JumpScreen(DeskScreen, ModalScreen[None]):
    """The letters, above the screen that the user came from."""

    stack = "jumping"
    AUTO_FOCUS = ""
    BINDINGS = keys.bindings("jumping")

    def __init__(self, places: Sequence[Placed]) -> None:
        super().__init__()
        self._places = tuple(places)
        self._typed = ""

    def compose(self) -> ComposeResult:
        # no container: it would hide the rows, while the screen itself is transparent
        for place in self._places:
            letter = Static(text_styles.words(_padded_label(place.label), LABEL), classes="letter", markup=False)
            letter.styles.offset = (place.x, place.y)
            yield letter
        yield Static(
            text_styles.words(f" {tr('Type a letter to go there; esc stays here')} ", LABEL),
            id="jump-help",
            markup=False,
        )

    def on_key(self, event: events.Key) -> None:
        if event.character is None or event.character not in LETTERS:
            return
        event.stop()
        self._typed += event.character
        likely = [place for place in self._places if place.label.startswith(self._typed)]
        if not likely:
            self._typed = ""
        elif likely[0].label == self._typed:
            self._leave(likely[0].go)
            return
        for place, letter in zip(self._places, self.query(".letter"), strict=True):
            letter.display = place.label.startswith(self._typed)

    def _leave(self, go: Callable[[], object] | None) -> None:
        if not self.is_active:  # a second event may arrive while the screen is already closing
            return
        self.dismiss(None)
        if go is not None:
            self.app.call_later(go)

    def on_click(self) -> None:
        self._leave(None)

    def on_mount(self) -> None:
        self._first_size = self.app.size

    def on_resize(self) -> None:
        """Close, because the rows moved under the letters."""
        if self.app.size != self._first_size:
            self._leave(None)

    def action_leave(self) -> None:
        self._leave(None)


def _padded_label(label: str) -> str:
    return f"{label:<2}" if len(label) > 1 else f"{label} "
