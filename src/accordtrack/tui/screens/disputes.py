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
from accordtrack.tui.shown_content import Portion, ScreenContent, page_of
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import conflicts, disputes
from accordtrack.tui.thread_list import ThreadList
from accordtrack.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual import events
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
    def found(self) -> tuple[DisputeView, ...] | None:
        """The loaded threads, in list order."""
        return None if self.list is None else self.list.read

    @property
    def thread(self) -> DisputeView | None:
        """The selected thread."""
        return next((one for one in self.found or () if one.id == self.threads.chosen), None)

    @property
    def conflict(self) -> ConflictView | None:
        """The selected conflict."""
        return next((one for one in self.conflicts if one.id == self.lower.chosen), None)

    # Requests to the desk

    def reload(self) -> None:
        """Reload both tabs and keep the cursor's place."""
        self.tell_headline()
        self._read(keep=self.list is not None)

    def _read(self, *, keep: bool) -> None:
        """Load what the filter matches. With ``keep``, load as much as before and keep the cursor's place."""
        words, own, count = self.line.value, self._own, len(self.found or ()) if keep else 0
        self.questions.forget("more")

        def question(desk: Desk) -> tuple[RegisterInfo, ThreadList, tuple[ConflictView, ...], Refused | None]:
            told = ThreadList.of(desk, words, own, count)
            try:
                figures, elsewhere = desk.conflicts(words), None
            except Refused as why:
                figures, elsewhere = (), why
            return desk.info(), told, figures, elsewhere

        def answer(found: tuple[RegisterInfo, ThreadList, tuple[ConflictView, ...], Refused | None]) -> None:
            info, self.list, self.conflicts, self._elsewhere = found
            self._wrong = ""
            if self.session is not None:
                self.session.info = info
            self.show(keep=keep)

        self.ask("disputes", question, answer, self._refused, fills=self)

    def _refused(self, why: Refused) -> None:
        if self.line.value:
            self._wrong = filter_editing.hint(self.line.value) or explain(why.problems[0])
            self.trouble(self._wrong)
            return
        self.head(text_styles.words(explain(why.problems[0]), text_styles.WARN))
        self.accord.complain(why)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the user types."""
        event.stop()
        self._read(keep=False)

    def _read_on(self) -> None:
        """Load the next page when the cursor nears the end of the loaded threads."""
        told = self.list
        if told is None or not told.near_the_end(self.threads.chosen):
            return

        def answer(threads: tuple[DisputeView, ...]) -> None:
            if self.list is told:
                self.list = told.more(threads)
                self.show(keep=True)

        self.ask("more", lambda desk: desk.threads(told.next), answer, fills=self)

    # Display

    @property
    def _own(self) -> str | None:
        return self.session.side if self.session is not None else None

    @property
    def _wide(self) -> int:
        return self.cells(MARGIN)

    def show(self, *, keep: bool = False) -> None:
        """Draw both panes of the tab. With ``keep``, the cursors stay."""
        told = self.list
        if told is None:
            return
        self.tabs.count((len(told.keys), len(self.conflicts)))
        self.set_class(self.figures, "-figures")
        whole = not self.line.value.strip()
        self.set_class(whole and not told.keys and not self.figures, "-empty")
        self._tally(told, whole=whole)
        elsewhere = explain(self._elsewhere.problems[0]) if self.figures and self._elsewhere is not None else ""
        self.trouble(self._wrong or elsewhere)
        if self.figures:
            self.head(text_styles.words(conflicts.heads(self.conflicts) if self.conflicts else "", text_styles.MUTED))
            shown = [] if self._elsewhere else conflicts.blocks(self.conflicts, self._wide, whole=whole)
            self.lower.show(shown, keep=keep)
            return
        self.head(disputes.heads(told.read, self._wide) if told.read else text_styles.BLANK)
        self.threads.show(disputes.rows(told, self._wide) or disputes.none_match(), keep=keep)
        self._words(keep=keep)
        self.fold()

    def _tally(self, told: ThreadList, *, whole: bool) -> None:
        """Update the count at the end of the filter line."""
        found, every = (len(self.conflicts), None) if self.figures else (len(told.keys), told.total)
        counted = whole or every is None
        said = f"{found:,}" if counted else tr("{n} of {total}", n=f"{found:,}", total=f"{every:,}")
        self.query_one("#threadtally", Static).update(text_styles.words(said, text_styles.STRONG))

    def _words(self, *, keep: bool = False) -> None:
        thread = self.thread
        if thread is not None:
            told = disputes.thread_blocks(thread, self._own, self._wide)
        else:
            told = disputes.nothing() if self.has_class("-empty") else []
        self.lower.show(told, keep=keep)
        self.query_one(KeyFooter).hide(*ELSEWHERE, *(("concur",) if self.concurred else ()))

    def on_resize(self, event: events.Resize) -> None:
        del event
        self.fold()
        self.show(keep=True)

    def on_page_view_chosen(self, message: PageView.Chosen) -> None:
        message.stop()
        if not self.figures and message.key == self.threads.chosen:
            self._words()
            self._read_on()

    # Actions

    def action_open_item(self) -> None:
        """Open the commitment of the selected thread at the matching tab, or the first commitment of a conflict."""
        from accordtrack.tui.screens.commitment import (  # noqa: PLC0415
            FACTS,
            INDICATORS,
            STATEMENTS,
            CommitmentScreen,
        )

        thread, conflict = self.thread, self.conflict
        if self.figures:
            named, tab = next(iter(conflict.commitments if conflict is not None else ()), None), FACTS
        else:
            named = thread.commitment if thread is not None else None
            tab = INDICATORS if thread is not None and thread.indicator else STATEMENTS
        if named is None:
            self.accord.say(tr("It is about no commitment"))
            return

        def opened(subject: Subject) -> None:
            if self.is_current:
                self.app.push_screen(CommitmentScreen(subject, tab=tab))

        self.ask("open", lambda desk: Subject.of(desk.commitment(named).row), opened, opens=True)

    async def action_settle(self) -> None:
        conflict = self.conflict
        if conflict is not None:
            from accordtrack.tui.dialogs.settle import SettleDialog  # noqa: PLC0415

            await self.app.push_screen(SettleDialog(conflict))

    def action_copy(self) -> None:
        thread = self.thread
        text = self.lower.chosen if self.on_words and self.lower.chosen else thread and thread.commitment
        if text:
            self.app.copy_to_clipboard(text)
            self.accord.say(tr("Copied: sent to the terminal"))

    def action_back(self) -> None:
        """Go from the statements to the list, or from the list to the register."""
        if not self.figures and self.on_words and self.found:
            self.threads.focus()
        else:
            self.accord.show_main(REGISTER)

    def seen(self) -> ScreenContent:
        """Return the tab as a command, and as it is read."""
        words = self.line.value.strip()
        asked = ("--", words) if words and not self._wrong else ()
        if self.figures:
            asked = () if self._elsewhere is not None else asked
            told = [Portion(tr("conflicts of the filter") if asked else tr("every conflict"), ("conflicts", *asked))]
        else:
            label_ = tr("threads of the filter") if asked else tr("every thread")
            told = [Portion(label_, ("disputes", *asked), long=True)]
            thread = self.thread
            if thread is not None:
                name = f"id:={thread.indicator or thread.commitment}"
                told.append(Portion(tr("the chosen thread"), ("disputes", "--words", "--", name)))
        return ScreenContent("conflicts" if self.figures else "disputes", (*told, page_of(self.lower)))

    # Changes elsewhere

    def relabel(self) -> None:
        """Update every text to the current language, which also determines the order of the sides."""
        self.propose()
        self.show(keep=True)
        super().relabel()
        self.tabs.refresh()
