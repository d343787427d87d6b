"""First frame of the program, painted before anything is read: the register screen with a progress bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import keys, strips, text_styles

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.strip import Strip

BAR = "opening-frame--bar"
RAIL_FROM, RAIL_WIDTH = 96, 24
"""Screen width from which the facet rail appears, and the rail's width."""
WIDEST = 40


class OpeningFrame(Widget, can_focus=True):
    """Outline of the register screen: header, rail, progress and footer."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {BAR}
    BINDINGS = keys.bindings("quitting")
    DEFAULT_CSS = """
    OpeningFrame { width: 100%; height: 100%; background: $background; color: $foreground; }
    OpeningFrame > .opening-frame--bar { background: $bar; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._done = self._total = 0

    def show_progress(self, done: int, total: int) -> None:
        """Show the progress of creating a register: ``done`` of ``total`` records."""
        self._done, self._total = done, total
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line of the outline."""
        width, height = self.size
        return strips.make_strip(self, self._line(y, width, height), width, BAR if y in {0, height - 1} else "")

    def _line(self, y: int, width: int, height: int) -> Content:
        if y == 0:
            return text_styles.join(
                " ",
                text_styles.words("accordtrack", text_styles.HEADING),
                text_styles.dot(),
                text_styles.words(tr("register"), text_styles.STRONG),
            )
        if y == height - 1:
            return text_styles.join(
                " ", text_styles.words("q esc", text_styles.HEADING), " ", text_styles.muted(tr("quit"))
            )
        rail = RAIL_WIDTH if width >= RAIL_FROM else 0
        edge = (
            text_styles.words(" " * (rail - 1) + text_styles.mark_or_ascii("▕", "|"), "$rule")
            if rail
            else text_styles.BLANK
        )
        inner = self._progress_line(y - height // 2, width - rail)
        gap = " " * max((width - rail - inner.cell_length) // 2, 0)
        return text_styles.join(edge, gap, inner)

    def _progress_line(self, row: int, width: int) -> Content:
        if row == -1:
            if not self._total:
                return text_styles.muted(tr("Opening the register"))
            text = tr("Making the register, {n} of {total}", n=f"{self._done:,}", total=f"{self._total:,}")
            return text_styles.muted(text)
        if row == 1 and self._total:
            wide = min(WIDEST, width - 4)
            full = wide * min(self._done, self._total) // self._total
            mark = text_styles.mark_or_ascii("━", "=")
            return text_styles.join(
                text_styles.words(mark * full, "$primary"), text_styles.words(mark * (wide - full), "$rule")
            )
        return text_styles.BLANK


class OpeningScreen(Screen[None]):
    """The first frame as a screen of its own, above the welcome screen."""

    def compose(self) -> ComposeResult:
        yield OpeningFrame()
