"""Disputes screen: the threads between the sides with their statements, and conflicts of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.problems import Refused
from accordtrack.i18n import explain, tr
from accordtrack.tui import filter_editing, text_styles
from accordtrack.tui.main_screens import REGISTER
from accordtrack.tui.screens.disputes_answers import DisputesAnswer
from accordtrack.tui.screens.disputes_layout import ELSEWHERE
from accordtrack.tui.shown_content import Portion, ScreenContent, page_portion
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import conflicts, disputes
from accordtrack.tui.thread_list import ThreadList
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.widgets import Input

    from accordtrack.service import Desk
    from accordtrack.tui.widgets.record_view import PageView
    from accordtrack.types import ConflictView, DisputeView, RegisterInfo

MARGIN = 7
"""Columns that text cannot use: padding, scrollbar, the blank before it, and the cursor mark."""


class DisputesScreen(DisputesAnswer):
    """Two tabs: threads with their statements, and conflicts of figures with their claims."""

    def __init__(self) -> None:
        super().__init__()
        self.list: ThreadList | None = None
        """The loaded threads, or None before the first answer."""
        self.conflicts: tuple[ConflictView, ...] = ()
        self._elsewhere: Refused | None = None
        """Why the filter does not apply to conflicts, although it applies to threads."""
        self._wrong = ""

    def on_mount(self) -> None:
        self.reload()

    @property
    def loaded_threads(self) -> tuple[DisputeView, ...] | None:
        """The loaded threads, in list order."""
        return None if self.list is None else self.list.read

    @property
    def selected_thread(self) -> DisputeView | None:
        """The selected thread."""
        return next((one for one in self.loaded_threads or () if one.id == self.threads_pane.chosen), None)

    @property
    def selected_conflict(self) -> ConflictView | None:
        """The selected conflict."""
        return next((one for one in self.conflicts if one.id == self.lower_pane.chosen), None)

    # Requests to the desk

    def reload(self) -> None:
        """Reload both tabs and keep the cursor's place."""
        self.update_headline()
        self._load_matches(keep=self.list is not None)

    def _load_matches(self, *, keep: bool) -> None:
        """Load what the filter matches. With ``keep``, load as much as before and keep the cursor's place."""
        words, own, count = self.filter_input.value, self.own_side, len(self.loaded_threads or ()) if keep else 0
        self.questions.drop_answer("more")

        def question(desk: Desk) -> tuple[RegisterInfo, ThreadList, tuple[ConflictView, ...], Refused | None]:
            thread_list = ThreadList.load(desk, words, own, count)
            try:
                figures, elsewhere = desk.conflicts(words), None
            except Refused as why:
                figures, elsewhere = (), why
            return desk.info(), thread_list, figures, elsewhere

        def answer(found: tuple[RegisterInfo, ThreadList, tuple[ConflictView, ...], Refused | None]) -> None:
            info, self.list, self.conflicts, self._elsewhere = found
            self._wrong = ""
            if self.session is not None:
                self.session.info = info
            self.draw_tab(keep=keep)

        self.ask("disputes", question, answer, self._show_refusal, fills=self)

    def _show_refusal(self, why: Refused) -> None:
        if self.filter_input.value:
            self._wrong = filter_editing.completion_hint(self.filter_input.value) or explain(why.problems[0])
            self.show_filter_problem(self._wrong)
            return
        self.set_list_heading(text_styles.words(explain(why.problems[0]), text_styles.WARN))
        self.accord.show_refusal(why)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the user types."""
        event.stop()
        self._load_matches(keep=False)

    def _load_next_page(self) -> None:
        """Load the next page when the cursor nears the end of the loaded threads."""
        thread_list = self.list
        if thread_list is None or not thread_list.is_near_end(self.threads_pane.chosen):
            return

        def answer(threads: tuple[DisputeView, ...]) -> None:
            if self.list is thread_list:
                self.list = thread_list.with_next_page(threads)
                self.draw_tab(keep=True)

        self.ask("more", lambda desk: desk.threads(thread_list.next_page_keys), answer, fills=self)

    # Display

    @property
    def _text_width(self) -> int:
        return self.line_width(MARGIN)

    def draw_tab(self, *, keep: bool = False) -> None:
        """Draw both panes of the tab. With ``keep``, the cursors stay."""
        thread_list = self.list
        if thread_list is None:
            return
        self.tabs.set_counts((len(thread_list.keys), len(self.conflicts)))
        self.set_class(self.is_figures_tab, "-figures")
        whole = not self.filter_input.value.strip()
        self.set_class(whole and not thread_list.keys and not self.is_figures_tab, "-empty")
        self._update_count(thread_list, whole=whole)
        elsewhere = explain(self._elsewhere.problems[0]) if self.is_figures_tab and self._elsewhere is not None else ""
        self.show_filter_problem(self._wrong or elsewhere)
        if self.is_figures_tab:
            self.set_list_heading(text_styles.muted(conflicts.heading(self.conflicts) if self.conflicts else ""))
            blocks = [] if self._elsewhere else conflicts.blocks(self.conflicts, self._text_width, whole=whole)
            self.lower_pane.show(blocks, keep=keep)
            return
        self.set_list_heading(
            disputes.column_headings(thread_list.read, self._text_width) if thread_list.read else text_styles.BLANK
        )
        self.threads_pane.show(disputes.rows(thread_list, self._text_width) or disputes.no_match_message(), keep=keep)
        self._show_statements(keep=keep)
        self.adapt_layout()

    def _update_count(self, thread_list: ThreadList, *, whole: bool) -> None:
        """Update the count at the end of the filter line."""
        found, every = (
            (len(self.conflicts), None) if self.is_figures_tab else (len(thread_list.keys), thread_list.total)
        )
        counted = whole or every is None
        text = f"{found:,}" if counted else tr("{n} of {total}", n=f"{found:,}", total=f"{every:,}")
        self.query_one("#threadtally", Static).update(text_styles.words(text, text_styles.STRONG))

    def _show_statements(self, *, keep: bool = False) -> None:
        thread = self.selected_thread
        if thread is not None:
            blocks = disputes.thread_blocks(thread, self.own_side, self._text_width)
        else:
            blocks = disputes.empty_message() if self.has_class("-empty") else []
        self.lower_pane.show(blocks, keep=keep)
        self.query_one(KeyFooter).hide_actions(*ELSEWHERE, *(("concur",) if self.is_already_concurred else ()))

    def on_resize(self) -> None:
        self.adapt_layout()
        self.draw_tab(keep=True)

    def on_page_view_chosen(self, message: PageView.Chosen) -> None:
        message.stop()
        if not self.is_figures_tab and message.key == self.threads_pane.chosen:
            self._show_statements()
            self._load_next_page()

    # Actions

    def action_open_item(self) -> None:
        """Open the commitment of the selected thread at the matching tab, or the first commitment of a conflict."""
        from accordtrack.tui.screens.commitment import (  # noqa: PLC0415
            FACTS,
            INDICATORS,
            STATEMENTS,
            CommitmentScreen,
        )

        thread, conflict = self.selected_thread, self.selected_conflict
        if self.is_figures_tab:
            text, tab = next(iter(conflict.commitments if conflict is not None else ()), None), FACTS
        else:
            text = thread.commitment if thread is not None else None
            tab = INDICATORS if thread is not None and thread.indicator else STATEMENTS
        if text is None:
            self.accord.show_message(tr("It is not about a commitment"))
            return

        def open_screen(subject: Subject) -> None:
            if self.is_current:
                self.app.push_screen(CommitmentScreen(subject, tab=tab))

        self.ask("open", lambda desk: Subject.from_row(desk.commitment(text).row), open_screen, opens=True)

    async def action_settle(self) -> None:
        conflict = self.selected_conflict
        if conflict is not None:
            from accordtrack.tui.dialogs.settle import SettleDialog  # noqa: PLC0415

            await self.app.push_screen(SettleDialog(conflict))

    def action_copy(self) -> None:
        thread = self.selected_thread
        text = (
            self.lower_pane.chosen
            if self.is_lower_pane_focused and self.lower_pane.chosen
            else thread and thread.commitment
        )
        if text:
            self.accord.copy_text(text)

    def action_back(self) -> None:
        """Go from the statements to the list, or from the list to the register."""
        if not self.is_figures_tab and self.is_lower_pane_focused and self.loaded_threads:
            self.threads_pane.focus()
        else:
            self.accord.show_main_screen(REGISTER)

    def screen_content(self) -> ScreenContent:
        """Return the tab as a command, and as it is read."""
        words = self.filter_input.value.strip()
        arguments = ("--", words) if words and not self._wrong else ()
        if self.is_figures_tab:
            arguments = () if self._elsewhere is not None else arguments
            portions = [
                Portion(tr("filtered conflicts") if arguments else tr("every conflict"), ("conflicts", *arguments))
            ]
        else:
            label_ = tr("filtered threads") if arguments else tr("every thread")
            portions = [Portion(label_, ("disputes", *arguments), long=True)]
            thread = self.selected_thread
            if thread is not None:
                name = f"id:={thread.indicator or thread.commitment}"
                portions.append(Portion(tr("the chosen thread"), ("disputes", "--words", "--", name)))
        return ScreenContent(
            "conflicts" if self.is_figures_tab else "disputes", (*portions, page_portion(self.lower_pane))
        )

    # Changes elsewhere

    def relabel(self) -> None:
        """Update every text to the current language, which also determines the order of the sides."""
        self.update_filter_placeholder()
        self.draw_tab(keep=True)
        super().relabel()
