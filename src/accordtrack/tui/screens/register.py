"""Register screen: facets on the left, the list, and a preview below. It shows what a side owes without any key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.tui import answering, filter_editing, first_view, preview
from accordtrack.tui.screens.register_attention import RegisterAttention
from accordtrack.tui.screens.register_layout import HIDDEN
from accordtrack.tui.shown_content import MOST_MARKED, ScreenContent, lines_of, marked, rows_of
from accordtrack.tui.widgets.filter_line import FilterInput
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.saved_filters_hint import SavedHint

if TYPE_CHECKING:
    from accordtrack.service import Desk
    from accordtrack.tui.session import Session
    from accordtrack.tui.widgets.register_rows import RegisterRows
    from accordtrack.types import CommitmentView, Facet, RegisterInfo, RegisterRow

REST_SECONDS = 0.08
"""Seconds that the cursor rests on a row before its preview is loaded."""


class RegisterScreen(RegisterAttention):
    """The list, filtered and sorted by the desk. ``first`` is its first content."""

    def __init__(self, first: first_view.First) -> None:
        super().__init__()
        self._first = first
        self.view: CommitmentView | None = None

    def on_mount(self) -> None:
        session = self.session
        if session is not None:
            self._told_info(session)
        self.show_first(self._first)
        self.count_saved()
        self.attend()

    def _told_info(self, session: Session) -> None:
        self.total = session.info.records
        headline = self.headline
        headline.tell(session.info, session.desk.today)

    def fold(self) -> None:
        """Adapt the layout. The preview shows what the list omits."""
        before = self.has_class("-narrow")
        super().fold()
        if self.view is not None and before != self.narrow:
            self._seen(self.view)

    # Preview

    def on_register_rows_moved(self, message: RegisterRows.Moved) -> None:
        message.stop()
        self.questions.forget("preview")
        self.questions.rest(REST_SECONDS, self.look)

    def look(self) -> None:
        """Load the commitment under the cursor."""
        row = self.rows.row
        if row is not None and not self.has_class("-small"):
            self.ask("preview", lambda desk: desk.commitment(row.id), self._seen)
        elif row is None and self.rows.key is None:
            self.view = None
            self.leaf.show(())

    def _seen(self, view: CommitmentView) -> None:
        self.view = view
        self.leaf.show(preview.blocks(view, narrow=self.narrow))
        own = self.session.side if self.session is not None else None
        self.query_one(KeyFooter).hide(*HIDDEN, *answering.without_object(view, own))

    # Actions

    async def action_open_row(self) -> None:
        await self.open_commitment()

    def action_filter(self) -> None:
        self.query_one(FilterInput).focus()

    def action_facets(self) -> None:
        if self.narrow:
            from accordtrack.tui.dialogs.facets import FacetsDialog  # noqa: PLC0415

            self.app.push_screen(FacetsDialog(self))
        else:
            self.rail.focus()

    def action_clear(self) -> None:
        self.line.put("")
        self.rows.focus()

    def action_sort(self) -> None:
        from accordtrack.tui.dialogs.sort import open_sort  # noqa: PLC0415

        open_sort(self)

    def action_save_filter(self) -> None:
        from accordtrack.tui.dialogs.saved_filters import save  # noqa: PLC0415

        save(self)

    def action_saved_filters(self) -> None:
        from accordtrack.tui.dialogs.saved_filters import choose  # noqa: PLC0415

        choose(self)

    def on_saved_hint_clicked(self, message: SavedHint.Clicked) -> None:
        message.stop()
        self.action_saved_filters()

    def count_saved(self) -> None:
        """Show the number of saved filters."""

        def answer(count: int) -> None:
            self.query_one(SavedHint).count = count

        self.ask("count saved", lambda desk: len(desk.kept.filters()), answer)

    def seen(self) -> ScreenContent:
        """Return the rows of the filter, the marked rows and the visible lines."""
        rows, marked_ = self.rows, self.rows.marked
        portions = [rows_of(self.line.text.strip(), self.sort, descending=self.descending, keys=rows.pages.keys)]
        if 0 < len(marked_) <= MOST_MARKED:
            portions.insert(0, marked([subject.id for subject in marked_.values()], list(marked_)))
        return ScreenContent("register", (*portions, lines_of(rows.seen_lines())))

    @property
    def own_filter(self) -> str | None:
        """The current filter; None if it is the one that the program chose."""
        text = self.line.text
        return None if text == self._first.text and not self._first.own else text

    def order_by(self, sort: str, *, descending: bool) -> None:
        """Change the sort order and keep the cursor on its row."""
        self.sort, self.descending = sort, descending
        self.refilter()

    # Changes elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Repaint the rows that were written to. Cursor and list stay, unless records were added."""
        session = self.session
        if session is None:
            return
        if self.rows.marked and {subject.id for subject in self.rows.marked.values()} <= set(refs):
            self.rows.unmark()
        self.attend()
        grown = session.info.records != self.total
        self._told_info(session)
        if grown:
            self.refilter()
            return

        def question(desk: Desk) -> tuple[tuple[RegisterRow, ...], tuple[Facet, ...]]:
            found = [key for key in (desk.key_of(ref) for ref in refs) if key is not None]
            return (desk.rows(found) if found else ()), desk.facets(self._filter or "")

        def answer(found: tuple[tuple[RegisterRow, ...], tuple[Facet, ...]]) -> None:
            for row in found[0]:
                self.rows.repaint(row)
            self.show_facets(found[1])
            self.look()

        self.ask("repaint", question, answer, fills=self.rail)

    def seek(self, identifier: str) -> None:
        """Move the cursor to a commitment, or say that the filter hides it."""

        def answer(key: int | None) -> None:
            clear = self.accord.key("clear")
            hidden = tr("{id} is not shown by the present filter; {key} clears it", id=identifier, key=clear)
            self.refilter(to=key, missing=hidden)

        self.ask("seek", lambda desk: desk.key_of(identifier), answer, fills=self)

    def others_wrote(self) -> None:
        """Handle a write by another program: offer to reload, and update the counts."""
        super().others_wrote()
        self.attend()

    def seat_changed(self) -> None:
        """Handle a change of desk. A filter chosen by the program adapts to it; the user's own filter stays."""
        session = self.session
        if session is None:
            return
        info = session.info
        self._told_info(session)
        self.attend()
        if self.own_filter is not None:
            self.reload()
            return

        def answer(text: str) -> None:
            self._first = replace(self._first, text=text, own=False)
            if text == self.line.text:
                self.reload()
            else:
                self.line.put(text)

        self.ask("attention", lambda desk: first_view.attention(desk, info), answer, fills=self)

    def reload(self) -> None:
        """Reload everything and keep the cursor on its row."""
        self.headline.changed = False
        self.ask("info", lambda desk: desk.info(), self._reloaded, fills=self)

    def _reloaded(self, info: RegisterInfo) -> None:
        session = self.session
        if session is not None:
            session.info = info
            self._told_info(session)
            self.attend()
            self.refilter()
            self.look()

    def relabel(self) -> None:
        """Update every text to the current language."""
        self.line.relabel()
        self.fold()
        self.rows.lay()
        self.tell()
        if self.view is not None:
            self._seen(self.view)
        self.rail.show(self.facets, filter_editing.chosen(self.line.text))
        self.attention.refresh(layout=True)
        super().relabel()
        self.query_one(SavedHint).refresh()
        self.rows.refresh()
