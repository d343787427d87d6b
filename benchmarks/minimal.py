"""The smallest Textual app that displays a word, used as the floor for first-frame timings."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """An app that displays a single word."""

    def compose(self) -> ComposeResult:
        """Yield the word."""
        yield Static("minimal-first-frame")


if __name__ == "__main__":
    Minimal().run()
