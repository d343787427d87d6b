"""The first frame: the register's outline with a bar in it, light enough to be painted before anything else is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import drawing, ink, keys

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.strip import Strip

BAR = "opening-frame--bar"
RAIL_FROM, RAIL_WIDTH = 96, 24
"""Where the rail of facets will stand."""
WIDEST = 40


class OpeningFrame(Widget, can_focus=True):
    """Head, rail, what is being done, foot."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {BAR}
    BINDINGS = keys.bindings("quitting")
    DEFAULT_CSS = """
    OpeningFrame { width: 100%; height: 100%; background: $background; color: $foreground; }
    OpeningFrame > .opening-frame--bar { background: $bar; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._done = self._total = 0

    def progressed(self, done: int, total: int) -> None:
        """The register is being made: ``done`` of ``total`` records."""
        self._done, self._total = done, total
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the outline."""
        width, height = self.size
        return drawing.strip(self, self._line(y, width, height), width, BAR if y in {0, height - 1} else "")

    def _line(self, y: int, width: int, height: int) -> Content:
        if y == 0:
            return ink.joined(
                " ", ink.words("accordtrack", ink.HEADING), ink.dot(), ink.words(tr("register"), ink.STRONG)
            )
        if y == height - 1:
            return ink.joined(" ", ink.words("q esc", ink.HEADING), " ", ink.words(tr("quit"), ink.MUTED))
        rail = RAIL_WIDTH if width >= RAIL_FROM else 0
        edge = ink.words(" " * (rail - 1) + ink.sign("▕", "|"), "$rule") if rail else ink.BLANK
        inner = self._middle(y - height // 2, width - rail)
        gap = " " * max((width - rail - inner.cell_length) // 2, 0)
        return ink.joined(edge, gap, inner)

    def _middle(self, row: int, width: int) -> Content:
        if row == -1:
            if not self._total:
                return ink.words(tr("Opening the register"), ink.MUTED)
            said = tr("Making the register, {n} of {total}", n=f"{self._done:,}", total=f"{self._total:,}")
            return ink.words(said, ink.MUTED)
        if row == 1 and self._total:
            wide = min(WIDEST, width - 4)
            full = wide * min(self._done, self._total) // self._total
            mark = ink.sign("━", "=")
            return ink.joined(ink.words(mark * full, "$primary"), ink.words(mark * (wide - full), "$rule"))
        return ink.BLANK


class OpeningScreen(Screen[None]):
    """The frame as a screen of its own, over the doors."""

    def compose(self) -> ComposeResult:
        yield OpeningFrame()
