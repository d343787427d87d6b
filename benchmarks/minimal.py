"""The smallest Textual app that shows a word: the floor of a first frame."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        """The word."""
        yield Static("minimal-first-frame")


if __name__ == "__main__":
    Minimal().run()
