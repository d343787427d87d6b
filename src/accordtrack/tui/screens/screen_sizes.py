"""Size limits of screens in small terminals, and the line for filter problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from accordtrack.tui import text_styles
from accordtrack.tui.app_access import AppAccess

if TYPE_CHECKING:
    from textual.screen import Screen

SMALL = (60, 16)
"""Columns and lines below which only the list, or the focused pane, is shown."""
SHARE, LEAST_LINES, LEAST_CELLS = 0.4, 3, 8
"""Maximum share of the free lines for an upper list, and the minimum lines and cells of any widget."""


class FitsTerminal(AppAccess):
    """Mixin for screens that adapt to small terminals."""

    @property
    def is_small(self) -> bool:
        """Whether there is room for only one list."""
        width, height = self.accord.size
        return width < SMALL[0] or height < SMALL[1]

    def line_width(self, margin: int = 2) -> int:
        """Return the cells of a line across the whole width, less ``margin``."""
        return max(self.accord.size.width - margin, LEAST_CELLS)

    def upper_list_height(self, wanted: int, frame: int) -> int:
        """Return the height of an upper list that needs ``wanted`` lines; ``frame`` lines belong to neither list."""
        return min(max(wanted, 1), max(int((self.accord.size.height - frame) * SHARE), LEAST_LINES))

    def show_filter_problem(self, text: str, *, width: int | None = None) -> None:
        """Show above the list why the filter is invalid. An empty text hides the line."""
        screen = cast("Screen[object]", self)
        line = (
            text_styles.cut(f"{text_styles.mark_or_ascii('▲', '!')} {text}", width or self.line_width()) if text else ""
        )
        screen.query_one("#problem", Static).update(text_styles.words(line, text_styles.WARN))
        screen.set_class(bool(text), "-problem")
