"""Layout of the disputes screen: threads above, statements below, or one pane for figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, sides, tr
from accordtrack.tui import filter_editing, keys, text_styles
from accordtrack.tui.screens.commitment_actions import RecordScreen
from accordtrack.tui.screens.tabbed_screen import UnderTabs
from accordtrack.tui.widgets.filter_line import FilterInput, FilterLine
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

TABS = (gettext_lazy("Between the sides"), gettext_lazy("Conflicting figures"))
THREADS, FIGURES = range(len(TABS))
FRAME = 6
"""Lines that belong to neither pane."""
ELSEWHERE = ("save_filter", "status", "evidence")
"""Actions that only the help page lists, to leave room in the footer for answers."""
RECORD = frozenset(key.action for key in keys.KEYS if key.place == "record")
"""Actions about a commitment."""


class DisputesFrame(UnderTabs, RecordScreen):
    """Widgets of the disputes screen, their layout, and the pane that movement keys act on."""

    stack = "disputes"
    AUTO_FOCUS = "#threads"
    BINDINGS = keys.bindings("conflicts", "disputes")

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("disputes"))
        yield TabBar(TABS, id="tabs")
        with Horizontal(id="asking"):
            yield Static(text_styles.words(" / ", text_styles.HEADING), id="prompt", markup=False)
            yield FilterInput(compact=True, id="threadfilter")
            yield Static(id="threadtally", markup=False)
        yield Static(id="problem", markup=False)
        yield Static(id="threadheads", markup=False)
        yield PageView(id="threads")
        yield PageView(id="leaf")
        yield KeyFooter("disputes")

    def on_mount(self) -> None:
        self.query_one(KeyFooter).hide_actions(*ELSEWHERE)
        self.update_filter_placeholder()
        self.set_list_heading(text_styles.muted(tr("Reading the threads")))

    @property
    def threads_pane(self) -> PageView:
        """The list of threads."""
        return self.query_one("#threads", PageView)

    @property
    def lower_pane(self) -> PageView:
        """The statements of the selected thread, or the figures."""
        return self.query_one("#leaf", PageView)

    @property
    def is_figures_tab(self) -> bool:
        """Whether the tab of figures is shown."""
        return self.tabs.chosen == FIGURES

    @property
    def is_lower_pane_focused(self) -> bool:
        """Whether the lower pane has the focus."""
        return self.focused is self.lower_pane

    @property
    def page_view(self) -> PageView:
        """The pane that movement keys act on."""
        return (
            self.lower_pane
            if self.is_lower_pane_focused or self.is_figures_tab or self.has_class("-empty")
            else self.threads_pane
        )

    @property
    def filter_input(self) -> FilterInput:
        """The filter input of both tabs."""
        return self.query_one("#threadfilter", FilterInput)

    def update_filter_placeholder(self) -> None:
        """Set the placeholder of the filter line to example filters for this tab."""
        first, second = sides()
        threads = (
            filter_editing.filter_term("side", first),
            filter_editing.filter_term("turn", second),
            filter_editing.filter_term("theme", "firearms"),
        )
        tokens = threads[-1:] if self.is_figures_tab else threads
        text = tr("words, or field:value")
        self.filter_input.placeholder = f"{text}: {'  '.join(tokens)}"

    def set_list_heading(self, line: Content) -> None:
        """Set the header line of the list."""
        self.query_one("#threadheads", Static).update(text_styles.clip(line, self.line_width(margin=3)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available: commitment dialogs on threads, settling on figures."""
        del parameters
        return self.is_figures_tab if action == "settle" else action not in RECORD or not self.is_figures_tab

    def adapt_layout(self) -> None:
        """Set the height of the list to the lines that it needs, up to its share."""
        self.set_class(self.is_small, "-small")
        self.threads_pane.styles.height = (
            "1fr" if self.is_small else self.upper_list_height(len(self.threads_pane.blocks), FRAME)
        )

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(KeyFooter).stack = "filter" if isinstance(event.widget, FilterInput) else self.stack
        if isinstance(event.widget, PageView):
            self.set_class(event.widget is self.lower_pane, "-words")

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        message.stop()
        self.focus_results()

    def focus_results(self) -> None:
        """Move the focus from the filter to the results, and hide the filter line if it is empty."""
        self.set_class(bool(self.filter_input.value), "-asking")
        (self.lower_pane if self.is_figures_tab or self.has_class("-empty") else self.threads_pane).focus()

    def action_filter(self) -> None:
        self.add_class("-asking")
        self.filter_input.focus()

    def action_clear(self) -> None:
        self.filter_input.value = ""
        self.focus_results()

    def switch_to_tab(self, tab: int) -> None:
        self.tabs.chosen = tab % len(TABS)
        self.stack = self.query_one(KeyFooter).stack = "conflicts" if self.is_figures_tab else "disputes"
        self.update_filter_placeholder()
        self.draw_tab()
        self.focus_results()

    def draw_tab(self, *, keep: bool = False) -> None:
        """Draw the tab. With ``keep``, the cursors stay."""

    def action_other_pane(self) -> None:
        """Move the focus between the list and the statements."""
        if not self.is_figures_tab and not self.has_class("-empty"):
            (self.threads_pane if self.is_lower_pane_focused else self.lower_pane).focus()
