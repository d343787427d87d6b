"""Register screen: facets on the left, the list, and a preview below. It shows what a side owes without any key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import explain, sides, tr
from accordtrack.text import attention, withheld
from accordtrack.text import pending as text_of_pending
from accordtrack.tui import answering, columns, filter_editing, first_view, preview, text_styles
from accordtrack.tui.filter_meaning import find_meaning
from accordtrack.tui.row_pages import PAGE
from accordtrack.tui.screens.register_layout import HIDDEN, RegisterFrame
from accordtrack.tui.screens.screen_sizes import LEAST_CELLS
from accordtrack.tui.shown_content import (
    MOST_MARKED,
    ScreenContent,
    filtered_rows_portion,
    lines_portion,
    marked_rows_portion,
)
from accordtrack.tui.widgets.attention_line import AttentionLine, filter_of
from accordtrack.tui.widgets.filter_line import FilterInput
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.saved_filters_hint import SavedHint
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.filter_meaning import Meaning
    from accordtrack.tui.session import Session
    from accordtrack.tui.widgets.facet_rail import FacetRail
    from accordtrack.tui.widgets.filter_line import FilterLine
    from accordtrack.tui.widgets.meaning_line import MeaningLine
    from accordtrack.tui.widgets.register_rows import RegisterRows
    from accordtrack.types import AttentionCount, CommitmentView, Facet, Listing, RegisterInfo, RegisterRow


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
        self.filter_line.set_text(first.text)
        self.sort, self.descending = first.sort, first.descending
        self.rows.show_listing(first.listing.keys, first=first.rows, keep=first.key)
        self.update_list_summary()
        self.call_after_refresh(self._load_facets, first.text)

    def refilter(self, *, to: int | None = None, missing: str = "") -> None:
        """Load the rows of the current filter. The cursor stays on its row, or goes to the row with the key ``to``.

        ``missing`` is the message when the filter hides that row.
        """
        text, sort, descending = self.filter_line.text, self.sort, self.descending
        key = self.rows.key if to is None else to
        self._filter = text
        self.questions.drop_answer("facets")
        self.meaning.show(None)

        def question(desk: Desk) -> tuple[Listing, tuple[RegisterRow, ...]]:
            listing = desk.listing(text, sort=sort, descending=descending)
            return listing, desk.rows(listing.keys[:PAGE])

        def answer(found: tuple[Listing, tuple[RegisterRow, ...]]) -> None:
            if missing and to not in found[0].keys:
                self.accord.show_message(missing, "warning")
            hint = filter_editing.completion_hint(text) if not found[0].total else ""
            self._show_filter_problem(hint)
            if hint and len(self.rows.pages):
                return
            self._fetching.clear()
            self.rows.show_listing(found[0].keys, first=found[1], keep=key)
            self.update_list_summary()
            self.call_after_refresh(self._load_facets, text)

        self.ask("rows", question, answer, self._show_filter_refusal, fills=self)

    def _load_facets(self, text: str) -> None:
        """Load the facets of a filter after its rows are painted, unless the filter changed in the meantime.

        They come with the other meaning of a free word, if any.
        """
        if text == self._filter:
            self.ask(
                "facets",
                lambda desk: (desk.facets(text), find_meaning(desk, text)),
                lambda found: self._show_facets_and_meaning(*found),
                fills=self.rail,
            )

    def _show_facets_and_meaning(self, facets: tuple[Facet, ...], meant: Meaning | None) -> None:
        self.show_facets(facets)
        self.meaning.show(meant)

    def _show_filter_refusal(self, why: Refused) -> None:
        self._show_filter_problem(explain(why.problems[0]))

    def _show_filter_problem(self, text: str) -> None:
        self.show_filter_problem(text, width=max(self.filter_line.size.width - 2, LEAST_CELLS))

    def show_facets(self, facets: tuple[Facet, ...]) -> None:
        """Show new facet counts."""
        self.facets = facets
        self.rail.show(facets, filter_editing.selected_values(self.filter_line.text))

    def update_list_summary(self) -> None:
        """Show the number of rows and their sort order, or what to do when there are none."""
        rows = self.rows
        self.filter_line.show_counts(
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
            text = (
                tr("No rows match; {key} clears the filter", key=self.accord.shortcut_for("clear"))
                if self.total
                else tr(
                    "The register is empty.\n{add} adds a record; start with a commitment.\n{help} shows every key.",
                    add=self.accord.shortcut_for("add"),
                    help=self.accord.shortcut_for("help"),
                )
            )
            self.query_one("#empty", Static).update(text_styles.paragraph(text))

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
        self.filter_line.set_text(meant.other)
        self.rows.focus()

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        message.stop()
        self.rows.focus()

    def on_facet_rail_toggled(self, message: FacetRail.Toggled) -> None:
        message.stop()
        self.filter_line.set_text(filter_editing.toggle_value(self.filter_line.text, message.field, message.value))

    def on_facet_rail_left(self, message: FacetRail.Left) -> None:
        message.stop()
        self.rows.focus()

    def on_register_rows_laid(self, message: RegisterRows.Laid) -> None:
        message.stop()
        self.update_list_summary()


@dataclass(frozen=True, slots=True)
class _Attention:
    """What the attention line shows: the counts, how much waits for each side, and the only side with an open desk."""

    counts: tuple[AttentionCount, ...]
    pending: dict[str, int]
    alone: str | None


class RegisterAttention(RegisterList):
    """The register list with its attention line. ``since`` is the newest entry that counted as seen."""

    def __init__(self) -> None:
        super().__init__()
        self.since: int | None = None
        self._seat: str | None = None
        self._asked = False
        self._found: _Attention | None = None

    @property
    def attention(self) -> AttentionLine:
        """The attention line."""
        return self.query_one("#attention", AttentionLine)

    def update_attention(self, then: Callable[[], None] | None = None) -> None:
        """Update the counts, then call ``then``."""
        session = self.session
        if session is None:
            return
        side, since, seat = session.side, self.since if self._asked else None, self._seat

        def question(desk: Desk) -> tuple[str | None, int, int, _Attention]:
            version = desk.version()
            mark = since if since is not None and desk.seat == seat else desk.last_seen_entry()
            mark = version if mark is None else min(mark, version)
            pending = {one: desk.pending_count(one) for one in sides()}
            found = _Attention(desk.attention(mark, side=side), pending, desk.desk_summary().alone)
            return desk.seat, mark, version, found

        def answer(found: tuple[str | None, int, int, _Attention]) -> None:
            self._show_attention(*found)
            if then is not None:
                then()

        self.ask("attend", question, answer, lambda _why: None, opens=then is not None)

    def _show_attention(
        self,
        seat: str | None,
        since: int,
        version: int,
        found: _Attention,
    ) -> None:
        session = self.session
        if session is None:
            return
        begun = not self._asked
        self._seat, self.since, self._asked = seat, since, True
        session.looked = version
        self._found = found
        self._draw_attention(session)
        if begun and self.accord.screen is not self:
            self.accord.show_message(attention.summary(self.attention.ordered_counts()))

    def _draw_attention(self, session: Session) -> None:
        """Show the counts in the current language."""
        found = self._found
        if found is not None:
            notice = withheld.count_notice(session.info.withheld, session.info.copy_for)
            alone = "" if found.alone is None else text_of_pending.no_desk(Side(found.alone).other)
            self.attention.show(found.counts, notice, self._pending_counts(found.pending, session.side), alone)

    def _pending_counts(self, pending: dict[str, int], own: str | None) -> list[str]:
        """Return how much waits for the user's side, or else for the other; an observer sees both."""
        shown = [own] if own is not None and pending[own] else [side for side in pending if pending[side]]
        key = self.accord.shortcut_for("main('pending')")
        return [text_of_pending.count_for(side, pending[side], own=side == own, key=key) for side in shown]

    def on_attention_line_pending_chosen(self, message: AttentionLine.PendingChosen) -> None:
        message.stop()
        self.accord.show_main_screen("pending")

    def on_attention_line_chosen(self, message: AttentionLine.Chosen) -> None:
        message.stop()
        self._filter_by_count(message.one)

    def action_attention(self) -> None:
        """Filter by the next count that is not 0."""
        if not self._asked:
            self.update_attention(self._filter_by_next_count)
        else:
            self._filter_by_next_count()

    def _filter_by_next_count(self) -> None:
        attention_counts = [one for one in self.attention.ordered_counts() if one.count]
        if not attention_counts:
            self.accord.show_message(tr("Nothing is owed, overdue, waiting or changed"))
            return
        text = self.filter_line.text.strip()
        places = [place for place, one in enumerate(attention_counts) if filter_of(one) == text]
        self._filter_by_count(attention_counts[(places[0] + 1) % len(attention_counts) if places else 0])

    def _filter_by_count(self, one: AttentionCount) -> None:
        self.filter_line.set_text(filter_of(one))
        self.rows.focus()
        if one.name == "changed":
            self._mark_changes_seen()

    def _mark_changes_seen(self) -> None:
        """Mark the changes as seen: from now on only later ones count."""

        def question(desk: Desk) -> int:
            version = desk.version()
            desk.store_seen_entry(version)
            return version

        def answer(version: int) -> None:
            self.since = version
            self.update_attention()

        self.ask("looked", question, answer, lambda _why: None)

    def update_list_summary(self) -> None:
        super().update_list_summary()
        self.attention.set_active_filter(self.filter_line.text.strip())


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
            self._show_register_info(session)
        self.show_first(self._first)
        self.update_saved_count()
        self.update_attention()

    def _show_register_info(self, session: Session) -> None:
        self.total = session.info.records
        headline = self.headline
        headline.show_register(session.info, session.desk.today)

    def adapt_layout(self) -> None:
        """Adapt the layout. The preview shows what the list omits."""
        before = self.has_class("-narrow")
        super().adapt_layout()
        if self.view is not None and before != self.is_narrow:
            self._show_preview(self.view)

    # Preview

    def on_register_rows_moved(self, message: RegisterRows.Moved) -> None:
        message.stop()
        self.questions.drop_answer("preview")
        self.questions.call_after_pause(REST_SECONDS, self.load_preview)

    def load_preview(self) -> None:
        """Load the commitment under the cursor."""
        row = self.rows.row
        if row is not None and not self.has_class("-small"):
            self.ask("preview", lambda desk: desk.commitment(row.id), self._show_preview)
        elif row is None and self.rows.key is None:
            self.view = None
            self.preview_pane.show(())

    def _show_preview(self, view: CommitmentView) -> None:
        self.view = view
        self.preview_pane.show(preview.blocks(view, narrow=self.is_narrow))
        own = self.session.side if self.session is not None else None
        self.query_one(KeyFooter).hide_actions(*HIDDEN, *answering.stances_without_claim(view, own))

    # Actions

    async def action_open_row(self) -> None:
        await self.open_commitment()

    def action_filter(self) -> None:
        self.query_one(FilterInput).focus()

    def action_facets(self) -> None:
        if self.is_narrow:
            from accordtrack.tui.dialogs.facets import FacetsDialog  # noqa: PLC0415

            self.app.push_screen(FacetsDialog(self))
        else:
            self.rail.focus()

    def action_clear(self) -> None:
        self.filter_line.set_text("")
        self.rows.focus()

    def action_sort(self) -> None:
        from accordtrack.tui.dialogs.sort import open_sort_dialog  # noqa: PLC0415

        open_sort_dialog(self)

    def action_save_filter(self) -> None:
        from accordtrack.tui.dialogs.saved_filters import save_current_filter  # noqa: PLC0415

        save_current_filter(self)

    def action_saved_filters(self) -> None:
        from accordtrack.tui.dialogs.saved_filters import choose_saved_filter  # noqa: PLC0415

        choose_saved_filter(self)

    def on_saved_hint_clicked(self, message: SavedHint.Clicked) -> None:
        message.stop()
        self.action_saved_filters()

    def update_saved_count(self) -> None:
        """Show the number of saved filters."""

        def answer(count: int) -> None:
            self.query_one(SavedHint).count = count

        self.ask("count saved", lambda desk: len(desk.preferences.filters()), answer)

    def screen_content(self) -> ScreenContent:
        """Return the rows of the filter, the marked rows and the visible lines."""
        rows, marked_ = self.rows, self.rows.marked
        portions = [
            filtered_rows_portion(
                self.filter_line.text.strip(), self.sort, descending=self.descending, keys=rows.pages.keys
            )
        ]
        if 0 < len(marked_) <= MOST_MARKED:
            portions.insert(0, marked_rows_portion([subject.id for subject in marked_.values()], list(marked_)))
        return ScreenContent("register", (*portions, lines_portion(rows.visible_lines())))

    @property
    def own_filter(self) -> str | None:
        """The current filter; None if it is the one that the program chose."""
        text = self.filter_line.text
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
        self.update_attention()
        grown = session.info.records != self.total
        self._show_register_info(session)
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
            self.load_preview()

        self.ask("repaint", question, answer, fills=self.rail)

    def move_to_commitment(self, identifier: str) -> None:
        """Move the cursor to a commitment, or say that the filter hides it or which side it waits for."""

        def question(desk: Desk) -> tuple[int | None, tuple[str, ...]]:
            key = desk.key_of(identifier)
            waiting = (entry for act in (desk.pending() if key is None else ()) for entry in act.entries)
            return key, next((entry.sides for entry in waiting if entry.id == identifier), ())

        def answer(found: tuple[int | None, tuple[str, ...]]) -> None:
            key, sides = found
            if sides:
                side = label("the side", sides[0] if len(sides) == 1 else Responsible.JOINT)
                self.accord.show_message(tr("{id} waits for {side}", id=identifier, side=side))
                return
            clear = self.accord.shortcut_for("clear")
            hidden = tr("{id} is hidden by the current filter; {key} clears it", id=identifier, key=clear)
            self.refilter(to=key, missing=hidden)

        self.ask("seek", question, answer, fills=self)

    def others_wrote(self) -> None:
        """Handle a write by another program: offer to reload, and update the counts."""
        super().others_wrote()
        self.update_attention()

    def seat_changed(self) -> None:
        """Handle a change of desk. A filter chosen by the program adapts to it; the user's own filter stays."""
        session = self.session
        if session is None:
            return
        info = session.info
        self._show_register_info(session)
        self.update_attention()
        if self.own_filter is not None:
            self.reload()
            return

        def answer(text: str) -> None:
            self._first = replace(self._first, text=text, own=False)
            if text == self.filter_line.text:
                self.reload()
            else:
                self.filter_line.set_text(text)

        self.ask("attention", lambda desk: first_view.attention_filter(desk, info), answer, fills=self)

    def reload(self) -> None:
        """Reload everything and keep the cursor on its row."""
        self.headline.changed = False
        self.ask("info", lambda desk: desk.info(), self._finish_reload, fills=self)

    def _finish_reload(self, info: RegisterInfo) -> None:
        session = self.session
        if session is not None:
            session.info = info
            self._show_register_info(session)
            self.update_attention()
            self.refilter()
            self.load_preview()

    def relabel(self) -> None:
        """Update every text to the current language."""
        self.filter_line.relabel()
        self.adapt_layout()
        self.rows.choose_columns()
        self.update_list_summary()
        if self.view is not None:
            self._show_preview(self.view)
        self.rail.show(self.facets, filter_editing.selected_values(self.filter_line.text))
        if self.session is not None:
            self._draw_attention(self.session)
        super().relabel()
        self.query_one(SavedHint).refresh()
        self.rows.refresh()
