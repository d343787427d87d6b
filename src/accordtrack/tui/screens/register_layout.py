"""Layout of the register screen: its widgets and how they adapt to narrow terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.screens.rows_screen import RowsScreen
from accordtrack.tui.screens.screen_sizes import SMALL
from accordtrack.tui.widgets.attention_line import AttentionLine
from accordtrack.tui.widgets.facet_rail import FacetRail
from accordtrack.tui.widgets.filter_line import FilterInput, FilterLine
from accordtrack.tui.widgets.header import Header
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.meaning_line import MeaningLine
from accordtrack.tui.widgets.record_view import PageView
from accordtrack.tui.widgets.register_rows import RegisterRows
from accordtrack.tui.widgets.saved_filters_hint import SavedHint

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

RAIL_FROM = 96
"""Terminal width from which the facet rail is on the left. In a narrower one, facets are a dialog."""

HIDDEN = ("add",)
"""Actions that only the help page lists, not the footer."""


class RegisterFrame(RowsScreen):
    """Widgets of the register screen and their layout."""

    stack = "register"
    AUTO_FOCUS = "#rows"
    BINDINGS = keys.bindings("register")

    def compose(self) -> ComposeResult:
        yield Header(gettext_lazy("register"), names_desk=False)
        yield AttentionLine(id="attention")
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield FacetRail(id="rail")
                yield SavedHint(id="saved-hint")
            with Vertical(id="main"):
                yield FilterLine(id="line")
                yield Static(id="problem", markup=False)
                yield MeaningLine(id="meaning")
                yield Static(id="heads", markup=False)
                yield RegisterRows(id="rows")
                yield Static(id="empty", markup=False)
                yield PageView(id="preview")
        yield Static(id="small", markup=False)
        yield KeyFooter("register", hidden=HIDDEN)

    def on_mount(self) -> None:
        self.query_one("#preview", PageView).can_focus = False
        self.adapt_layout()

    @property
    def rows(self) -> RegisterRows:
        """The list."""
        return self.query_one("#rows", RegisterRows)

    @property
    def filter_line(self) -> FilterLine:
        """The filter line."""
        return self.query_one("#line", FilterLine)

    @property
    def meaning(self) -> MeaningLine:
        """The line with the other meaning of a free word in the filter."""
        return self.query_one("#meaning", MeaningLine)

    @property
    def rail(self) -> FacetRail:
        """The facets."""
        return self.query_one("#rail", FacetRail)

    @property
    def preview_pane(self) -> PageView:
        """The preview."""
        return self.query_one("#preview", PageView)

    @property
    def is_narrow(self) -> bool:
        """Whether facets are a dialog and the preview shows the lead."""
        return self.app.size.width < RAIL_FROM

    def on_resize(self, event: events.Resize) -> None:
        del event
        self.adapt_layout()

    def adapt_layout(self) -> None:
        """Adapt the layout to the terminal's size."""
        self.set_class(self.is_narrow, "-narrow")
        self.set_class(self.is_small, "-small")
        if self.is_small:
            text = tr("List only: the terminal is under {width}x{height}", width=SMALL[0], height=SMALL[1])
            self.query_one("#small", Static).update(text_styles.muted(text_styles.cut(text, self.line_width())))
        if self.is_narrow and self.focused is self.rail:
            self.rows.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        widget = event.widget
        place = (
            "facets" if isinstance(widget, FacetRail) else "filter" if isinstance(widget, FilterInput) else "register"
        )
        self.query_one(KeyFooter).stack = place
