"""Read-only page in a box, used for help, messages, an entry in full and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.screen import ModalScreen

from accordtrack.i18n import tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.page_movement import PageMovement
from accordtrack.tui.screen_base import DeskScreen
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from accordtrack.tui.widgets.record_view import Block


class ReadingScreen(PageMovement, DeskScreen, ModalScreen[None]):
    """A page in a box. ``write`` returns its blocks in the current language."""

    stack = "reading"
    AUTO_FOCUS = "#page"
    BINDINGS = keys.bindings("reading")

    def __init__(self, title: str, write: Callable[[], Sequence[Block]], *, last: bool = False) -> None:
        super().__init__()
        self._title = title
        self._write = write
        self._last = last

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide"):
            yield PageView(id="page")
            yield KeyFooter(self.stack)

    def on_mount(self) -> None:
        self.query_one(".box").border_title = text_styles.words(tr(self._title))
        self.page_view.show(self._write())
        if self._last:
            self.call_after_refresh(self.page_view.move_to_end, last=True)

    @property
    def page_view(self) -> PageView:
        """The page."""
        return self.query_one("#page", PageView)

    def action_leave(self) -> None:
        self.dismiss()
