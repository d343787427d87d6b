"""List of the register screen: loads the rows of the filter page by page, and the facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import explain, tr
from accordtrack.tui import columns, filter_editing, first_view, text_styles
from accordtrack.tui.filter_meaning import meaning
from accordtrack.tui.row_pages import PAGE
from accordtrack.tui.screens.register_layout import RegisterFrame
from accordtrack.tui.screens.small_sizes import LEAST_CELLS

if TYPE_CHECKING:
    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.filter_meaning import Meaning
    from accordtrack.tui.widgets.facet_rail import FacetRail
    from accordtrack.tui.widgets.filter_line import FilterLine
    from accordtrack.tui.widgets.meaning_line import MeaningLine
    from accordtrack.tui.widgets.register_rows import RegisterRows
    from accordtrack.types import Facet, Listing, RegisterRow


class RegisterList(RegisterFrame):
    """Rows, filtered and sorted by the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.sort, self.descending = "id", False
        self.total = 0
        self.facets: tuple[Facet, ...] = ()
        self._filter: str | None = None

    def show_first(self, first: first_view.First) -> None:
        """Show the content that was loaded while the desk opened."""
        self._filter = first.text
        self.line.put(first.text)
        self.sort, self.descending = first.sort, first.descending
        self.rows.start(first.listing.keys, first=first.rows, keep=first.key)
        self.tell()
        self.call_after_refresh(self._count, first.text)

    def refilter(self, *, to: int | None = None, missing: str = "") -> None:
        """Load the rows of the current filter. The cursor stays on its row, or goes to the row with the key ``to``.

        ``missing`` is the message when the filter hides that row.
        """
        text, sort, descending = self.line.text, self.sort, self.descending
        key = self.rows.key if to is None else to
        self._filter = text
        self.questions.forget("facets")
        self.meaning.show(None)

        def question(desk: Desk) -> tuple[Listing, tuple[RegisterRow, ...]]:
            listing = desk.listing(text, sort=sort, descending=descending)
            return listing, desk.rows(listing.keys[:PAGE])

        def answer(found: tuple[Listing, tuple[RegisterRow, ...]]) -> None:
            if missing and to not in found[0].keys:
                self.accord.say(missing, "warning")
            hint = filter_editing.hint(text) if not found[0].total else ""
            self._trouble(hint)
            if hint and len(self.rows.pages):
                return
            self._fetching.clear()
            self.rows.start(found[0].keys, first=found[1], keep=key)
            self.tell()
            self.call_after_refresh(self._count, text)

        self.ask("rows", question, answer, self._filter_refused, fills=self)

    def _count(self, text: str) -> None:
        """Load the facets of a filter after its rows are painted, unless the filter changed in the meantime.

        They come with the other meaning of a free word, if any.
        """
        if text == self._filter:
            self.ask(
                "facets",
                lambda desk: (desk.facets(text), meaning(desk, text)),
                lambda found: self._counted(*found),
                fills=self.rail,
            )

    def _counted(self, facets: tuple[Facet, ...], meant: Meaning | None) -> None:
        self.show_facets(facets)
        self.meaning.show(meant)

    def _filter_refused(self, why: Refused) -> None:
        self._trouble(explain(why.problems[0]))

    def _trouble(self, said: str) -> None:
        self.trouble(said, width=max(self.line.size.width - 2, LEAST_CELLS))

    def show_facets(self, facets: tuple[Facet, ...]) -> None:
        """Show new facet counts."""
        self.facets = facets
        self.rail.show(facets, filter_editing.chosen(self.line.text))

    def tell(self) -> None:
        """Show the number of rows and their sort order, or what to do when there are none."""
        rows = self.rows
        self.line.tally(
            matching=len(rows.pages),
            total=self.total,
            marked=len(rows.marked),
            sort=self.sort,
            descending=self.descending,
        )
        self.query_one("#heads", Static).update(columns.header(rows.shown, sort=self.sort, descending=self.descending))
        empty = not len(rows.pages)
        self.set_class(empty, "-empty")
        if self.focused is None and not empty:
            self.call_after_refresh(self.rows.focus)
        if empty:
            said = (
                tr("No rows match; {key} clears the filter", key=self.accord.key("clear"))
                if self.total
                else tr(
                    "The register is empty.\n{add} adds a record, a commitment first of all.\n{help} shows every key.",
                    add=self.accord.key("add"),
                    help=self.accord.key("help"),
                )
            )
            self.query_one("#empty", Static).update(text_styles.paragraph(said))

    def on_filter_line_typed(self, message: FilterLine.Typed) -> None:
        message.stop()
        if self._filter is not None and message.text != self._filter:
            self.refilter()

    def on_meaning_line_clicked(self, message: MeaningLine.Clicked) -> None:
        message.stop()
        self.action_take_meaning()

    def action_take_meaning(self) -> None:
        """Switch to the filter that a free word also names. Without one, focus the next widget."""
        meant = self.meaning.meaning
        if meant is None:
            self.focus_next()
            return
        self.line.put(meant.other)
        self.rows.focus()

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        message.stop()
        self.rows.focus()

    def on_facet_rail_toggled(self, message: FacetRail.Toggled) -> None:
        message.stop()
        self.line.put(filter_editing.toggled(self.line.text, message.field, message.value))

    def on_facet_rail_left(self, message: FacetRail.Left) -> None:
        message.stop()
        self.rows.focus()

    def on_register_rows_laid(self, message: RegisterRows.Laid) -> None:
        message.stop()
        self.tell()
