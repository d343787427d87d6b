"""Register screen: three lines of counts, facets on the left, the list, and a preview below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from accordtrack.i18n import explain, sides, tr
from accordtrack.text import pending as text_of_pending
from accordtrack.text import withheld
from accordtrack.text.filters import format_history_filter
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
from accordtrack.tui.widgets.attention_line import AttentionLine, FirstLines, filter_of
from accordtrack.tui.widgets.filter_line import FilterInput
from accordtrack.tui.widgets.key_footer import KeyFooter
from accordtrack.tui.widgets.saved_filters_hint import SavedHint
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from accordtrack.core.problems import Refused
    from accordtrack.service import Desk
    from accordtrack.tui.filter_meaning import Meaning
    from accordtrack.tui.screens.history import HistoryScreen
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


MOST_ENTRIES_SCORED = 10_000
"""Most entries of a register whose indicators are read unasked; a larger one would keep the processor busy."""
SCORING_DELAY = 1.0
"""Seconds before the indicators are read, which leave the first keys alone."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the first lines count, how much waits for each side, and the only side with an open desk."""

    counts: tuple[AttentionCount, ...]
    news: tuple[AttentionCount, ...]
    pending: dict[str, int]
    alone: str | None


class RegisterAttention(RegisterList):
    """The register list with its first lines. ``since`` is the newest entry that counted as seen."""

    def __init__(self) -> None:
        super().__init__()
        self.since: int | None = None
        self._seat: str | None = None
        self._asked = False
        self._found: _Counted | None = None
        self._areas: tuple[tuple[str, int], ...] | None = None
        self._news: AttentionCount | None = None
        """The count of new entries that was opened last, from which the next count follows."""
        self._scoring: Timer | None = None

    @property
    def attention(self) -> AttentionLine:
        """The first lines."""
        return self.query_one("#attention", AttentionLine)

    def update_attention(self, then: Callable[[], None] | None = None) -> None:
        """Update the counts, then call ``then``."""
        session = self.session
        if session is None:
            return
        side, since, seat = session.side, self.since if self._asked else None, self._seat

        def question(desk: Desk) -> tuple[str | None, int, int, _Counted]:
            version = desk.version()
            mark = since if since is not None and desk.seat == seat else desk.last_seen_entry()
            mark = version if mark is None else min(mark, version)
            pending = {one: desk.pending_count(one) for one in sides()}
            found = _Counted(desk.attention(side=side), desk.news(mark), pending, desk.desk_summary().alone)
            return desk.seat, mark, version, found

        def answer(found: tuple[str | None, int, int, _Counted]) -> None:
            self._show_attention(*found)
            if then is not None:
                then()

        self.ask("attend", question, answer, lambda _why: None, opens=then is not None)
        if self._scoring is not None:
            self._scoring.stop()
        if session.info.entries <= MOST_ENTRIES_SCORED:
            self._scoring = self.set_timer(SCORING_DELAY, self.load_areas)

    def load_areas(self) -> None:
        """Count the areas by the word of their indicators."""

        def question(desk: Desk) -> tuple[tuple[str, int], ...]:
            from accordtrack.tui.tabs.theme_cards import count_marks  # noqa: PLC0415 - loads the scoring modules

            return count_marks(desk.scores())

        def answer(areas: tuple[tuple[str, int], ...]) -> None:
            self._areas = areas
            if self.session is not None:
                self._draw_attention(self.session)

        self.ask("areas", question, answer, lambda _why: None)

    def _show_attention(
        self,
        seat: str | None,
        since: int,
        version: int,
        found: _Counted,
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
            self.accord.show_message(self.attention.summary())

    def _draw_attention(self, session: Session) -> None:
        """Show the counts in the current language."""
        found = self._found
        if found is not None:
            info = session.info
            alone = "" if found.alone is None else text_of_pending.no_desk(Side(found.alone).other)
            notes = (alone, withheld.count_notice(info.withheld, info.copy_for))
            seat = None if info.read_only else info.seat
            pending = tuple(self._pending_counts(found.pending, session.side))
            self.attention.show(FirstLines(seat, found.counts, found.news, self._areas, pending, notes))

    def _pending_counts(self, pending: dict[str, int], own: str | None) -> list[str]:
        """Return how much waits for the user's side, or else for the other; an observer sees both."""
        shown = [own] if own is not None and pending[own] else [side for side in pending if pending[side]]
        key = self.accord.shortcut_for("main('pending')")
        return [text_of_pending.count_for(side, pending[side], own=side == own, key=key) for side in shown]

    def on_attention_line_screen_chosen(self, message: AttentionLine.ScreenChosen) -> None:
        message.stop()
        self.accord.show_main_screen(message.name)

    def on_attention_line_chosen(self, message: AttentionLine.Chosen) -> None:
        message.stop()
        self._open_count(message.one)

    def action_attention(self) -> None:
        """Open the list of the next count that is not 0."""
        if not self._asked:
            self.update_attention(self._open_next_count)
        else:
            self._open_next_count()

    def _open_next_count(self) -> None:
        counts = [one for one in self.attention.ordered_counts() if one.count]
        if not counts:
            self.accord.show_message(tr("Every count is 0"))
            return
        text, news = self.filter_line.text.strip(), self.attention.shown.news
        places = [
            place
            for place, one in enumerate(counts)
            if (self._news is not None and one.name == self._news.name if one in news else filter_of(one) == text)
        ]
        self._open_count(counts[(places[-1] + 1) % len(counts) if places else 0])

    def _open_count(self, one: AttentionCount) -> None:
        """Show what a count lists: rows here, or new entries in the history."""
        if one not in self.attention.shown.news:
            self._news = None
            self.filter_line.set_text(filter_of(one))
            self.rows.focus()
            return
        self._news = one
        self.accord.show_main_screen("history")
        cast("HistoryScreen", self.accord.mains["history"]).show_filtered(format_history_filter(one.terms))

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
        self.preview_pane.show(preview.blocks(view))
        own = self.own_side
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
