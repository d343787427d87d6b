"""Layout of the disputes screen: threads above, statements below, or one pane for figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, sides, tr
from accordtrack.tui import filter_editing, keys, text_styles
from accordtrack.tui.record_view_keys import PageMovement
from accordtrack.tui.screens.commitment_actions import RecordScreen
from accordtrack.tui.widgets.filter_line import FilterInput, FilterLine
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

TABS = (gettext_lazy("Between the sides"), gettext_lazy("Figures that do not fit"))
THREADS, FIGURES = range(len(TABS))
FRAME = 6
"""Lines that belong to neither pane."""
ELSEWHERE = ("save_filter", "status", "evidence")
"""Actions that only the help page lists, to leave room in the footer for answers."""
RECORD = frozenset(key.action for key in keys.KEYS if key.place == "record")
"""Actions about a commitment."""


class DisputesFrame(PageMovement, RecordScreen):
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
        self.query_one(KeyFooter).hide(*ELSEWHERE)
        self.propose()
        self.head(text_styles.words(tr("Reading the threads"), text_styles.MUTED))

    @property
    def threads(self) -> PageView:
        """The list of threads."""
        return self.query_one("#threads", PageView)

    @property
    def lower(self) -> PageView:
        """The statements of the selected thread, or the figures."""
        return self.query_one("#leaf", PageView)

    @property
    def tabs(self) -> TabBar:
        """The tab bar."""
        return self.query_one("#tabs", TabBar)

    @property
    def figures(self) -> bool:
        """Whether the tab of figures is shown."""
        return self.tabs.chosen == FIGURES

    @property
    def on_words(self) -> bool:
        """Whether the lower pane has the focus."""
        return self.focused is self.lower

    @property
    def leaf(self) -> PageView:
        """The pane that movement keys act on."""
        return self.lower if self.on_words or self.figures or self.has_class("-empty") else self.threads

    @property
    def line(self) -> FilterInput:
        """The filter input of both tabs."""
        return self.query_one("#threadfilter", FilterInput)

    def propose(self) -> None:
        """Set the placeholder of the filter line to example filters for this tab."""
        first, second = sides()
        threads = (
            filter_editing.token("side", first),
            filter_editing.token("turn", second),
            filter_editing.token("theme", "firearms"),
        )
        tokens = threads[-1:] if self.figures else threads
        said = tr("words, or field:value")
        self.line.placeholder = f"{said}: {'  '.join(tokens)}"

    def head(self, line: Content) -> None:
        """Set the header line of the list."""
        self.query_one("#threadheads", Static).update(text_styles.clip(line, self.cells(margin=3)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available: commitment dialogs on threads, settling on figures."""
        del parameters
        return self.figures if action == "settle" else action not in RECORD or not self.figures

    def fold(self) -> None:
        """Set the height of the list to the lines that it needs, up to its share."""
        self.set_class(self.small, "-small")
        self.threads.styles.height = "1fr" if self.small else self.share(len(self.threads.blocks), FRAME)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(KeyFooter).stack = "filter" if isinstance(event.widget, FilterInput) else self.stack
        if isinstance(event.widget, PageView):
            self.set_class(event.widget is self.lower, "-words")

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        message.stop()
        self.to_list()

    def to_list(self) -> None:
        """Move the focus from the filter to the results, and hide the filter line if it is empty."""
        self.set_class(bool(self.line.value), "-asking")
        (self.lower if self.figures or self.has_class("-empty") else self.threads).focus()

    def action_filter(self) -> None:
        self.add_class("-asking")
        self.line.focus()

    def action_clear(self) -> None:
        self.line.value = ""
        self.to_list()

    def on_tab_bar_clicked(self, message: TabBar.Clicked) -> None:
        message.stop()
        self.choose(message.number)

    def choose(self, tab: int) -> None:
        """Show another tab from its top."""
        self.tabs.chosen = tab % len(TABS)
        self.stack = self.query_one(KeyFooter).stack = "conflicts" if self.figures else "disputes"
        self.propose()
        self.show()
        self.to_list()

    def show(self, *, keep: bool = False) -> None:
        """Draw the tab. With ``keep``, the cursors stay."""

    def action_next_tab(self) -> None:
        self.choose(self.tabs.chosen + 1)

    def action_previous_tab(self) -> None:
        self.choose(self.tabs.chosen - 1)

    def action_other_pane(self) -> None:
        """Move the focus between the list and the statements."""
        if not self.figures and not self.has_class("-empty"):
            (self.threads if self.on_words else self.lower).focus()
