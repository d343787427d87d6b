"""The only text input of the interface; rejects control, bidirectional, and invisible characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from accordtrack.core.safe_text import forbidden_character, without_forbidden_characters

if TYPE_CHECKING:
    from textual import events


class SafeInput(Input):
    """A single-line input; pasted lines are joined with blanks."""

    @dataclass
    class Barred(Message):
        """A character was rejected; ``name`` is its code point, such as ``U+001B``."""

        name: str

    def validate_value(self, value: str) -> str:
        """Return ``value`` without rejected characters, whether it was typed, pasted, or set by the program."""
        name = forbidden_character(value, lines=False)
        if name is None:
            return value
        self.post_message(self.Barred(name))
        return without_forbidden_characters(value)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Insert pasted text at the cursor, replacing the selection."""
        line = " ".join(part.strip() for part in text.splitlines()).strip()
        if line:
            self.replace(line, *sorted(self.selection))
