"""How much room a screen has, and what it says over its list when a filter asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from accordtrack.tui import text_styles
from accordtrack.tui.app_access import InProgram

if TYPE_CHECKING:
    from textual.screen import Screen

SMALL = (60, 16)
"""Columns and lines below which only the list is shown, or the pane that has the focus."""
SHARE, LEAST_LINES, LEAST_CELLS = 0.4, 3, 8
"""Part of the free lines that an upper list may take; lines and cells that anything takes however small the terminal is."""


class Fitting(InProgram):
    """Mixed into screens that fold where the terminal is small."""

    @property
    def small(self) -> bool:
        """Whether there is room for one list only."""
        width, height = self.accord.size
        return width < SMALL[0] or height < SMALL[1]

    def cells(self, margin: int = 2) -> int:
        """Cells of a line over the whole width, less ``margin``."""
        return max(self.accord.size.width - margin, LEAST_CELLS)

    def share(self, wanted: int, frame: int) -> int:
        """Lines for an upper list of ``wanted``, where ``frame`` lines belong to neither list."""
        return min(max(wanted, 1), max(int((self.accord.size.height - frame) * SHARE), LEAST_LINES))

    def trouble(self, said: str, *, width: int | None = None) -> None:
        """Say over the list why a filter asks for nothing; empty when it does."""
        screen = cast("Screen[object]", self)
        line = text_styles.cut(f"{text_styles.sign('▲', '!')} {said}", width or self.cells()) if said else ""
        screen.query_one("#problem", Static).update(text_styles.words(line, text_styles.WARN))
        screen.set_class(bool(said), "-problem")
