"""The one input: it takes no control, bidi or invisible character, however that comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from accordtrack.core.safe_text import admitted, refuse

if TYPE_CHECKING:
    from textual import events


class SafeInput(Input):
    """An input of one line; pasted lines are joined by a blank."""

    @dataclass
    class Barred(Message):
        """A character was not taken: ``name`` is its number, ``U+001B``."""

        name: str

    def validate_value(self, value: str) -> str:
        """``value`` without what inputs refuse: typed, pasted, or put there by the program from the register."""
        name = refuse(value, lines=False)
        if name is None:
            return value
        self.post_message(self.Barred(name))
        return admitted(value)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.take(event.text)

    def take(self, text: str) -> None:
        """Put a pasted text where the cursor is, over what is selected."""
        line = " ".join(part.strip() for part in text.splitlines()).strip()
        if line:
            self.replace(line, *sorted(self.selection))
