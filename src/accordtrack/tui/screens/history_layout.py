"""Layout of the history screen: lanes above, entries on the left, changes on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.history_filter import Completion
from accordtrack.tui.page_movement import PageMovement
from accordtrack.tui.screens.register_updates import RefreshesWithRegister
from accordtrack.tui.screens.screen_sizes import SMALL, FitsTerminal
from accordtrack.tui.widgets.filter_line import FilterInput, FilterLine
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

BESIDE = 100
"""Terminal width from which entries and changes are side by side."""


class HistoryFrame(PageMovement, FitsTerminal, RefreshesWithRegister, Screen[None]):
    """Widgets of the history screen and their layout."""

    stack = "history"
    AUTO_FOCUS = "#entries"
    BINDINGS = keys.bindings("history")

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("history"))
        yield Static(id="name", markup=False)
        yield Static(id="lanes", markup=False)
        with Horizontal(id="asking"):
            yield Static(text_styles.words(" / ", text_styles.HEADING), id="prompt", markup=False)
            yield FilterInput(compact=True, id="entryfilter", suggester=Completion())
        yield Static(id="problem", markup=False)
        with Horizontal(id="sides"):
            yield PageView(id="entries")
            yield PageView(id="changes")
        yield Static(id="small", markup=False)
        yield KeyFooter("history")

    @property
    def entries_pane(self) -> PageView:
        """The entries."""
        return self.query_one("#entries", PageView)

    @property
    def changes_pane(self) -> PageView:
        """The changes."""
        return self.query_one("#changes", PageView)

    @property
    def page_view(self) -> PageView:
        """The pane that has or last had the focus."""
        return self.changes_pane if self.has_class("-changes") else self.entries_pane

    @property
    def filter_input(self) -> FilterInput:
        """The filter input."""
        return self.query_one("#entryfilter", FilterInput)

    def on_resize(self) -> None:
        self.adapt_layout()

    def adapt_layout(self) -> None:
        """Adapt the layout to the terminal's size."""
        self.set_class(self.app.size.width < BESIDE, "-one")
        self.set_class(self.is_small, "-small")
        if self.is_small:
            self.focus_pane(changes=False)
            text = tr("Entries only: the terminal is under {width}x{height}", width=SMALL[0], height=SMALL[1])
            self.query_one("#small", Static).update(text_styles.muted(text_styles.cut(text, self.line_width())))
        self.draw_timeline()

    def draw_timeline(self) -> None:
        """Draw what depends on the width."""

    def focus_pane(self, *, changes: bool) -> None:
        """Focus the changes or the entries. In a narrow terminal, show only that pane."""
        self.set_class(changes, "-changes")
        if self.focused is not self.filter_input:
            self.page_view.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(KeyFooter).stack = "filter" if isinstance(event.widget, FilterInput) else "history"
        if isinstance(event.widget, PageView):
            self.set_class(event.widget is self.changes_pane, "-changes")

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        message.stop()
        self.page_view.focus()
        self.set_class(bool(self.filter_input.value), "-asking")

    def action_filter(self) -> None:
        self.focus_pane(changes=False)
        self.add_class("-asking")
        self.filter_input.focus()

    def action_clear(self) -> None:
        self.filter_input.value = ""
        self.remove_class("-asking")
        self.page_view.focus()

    def action_turn(self) -> None:
        """Switch to the other pane."""
        if self.is_small:
            self.accord.show_message(tr("There is room only for the entries"))
            return
        self.focus_pane(changes=not self.has_class("-changes"))
