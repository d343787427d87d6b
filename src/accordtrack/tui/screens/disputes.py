"""Disputes: the threads between the sides, whose turn it is, every word of the chosen one; and figures that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import explain, tr
from accordtrack.tui import answering, ink
from accordtrack.tui.mains import REGISTER
from accordtrack.tui.screens.disputesframe import DisputesFrame
from accordtrack.tui.seen import Portion, Seen, page_of
from accordtrack.tui.subject import Subject
from accordtrack.tui.tabs import conflicts, disputes
from accordtrack.tui.widgets.headline import Headline
from accordtrack.tui.widgets.keyfooter import KeyFooter

if TYPE_CHECKING:
    from textual import events

    from accordtrack.desk import Desk
    from accordtrack.problems import Refused
    from accordtrack.tui.subject import Answered
    from accordtrack.tui.widgets.leaf import Leaf
    from accordtrack.views import ConflictView, DisputeView, RegisterInfo

MARGIN = 7
"""Cells of the width that no words take: padding, scrollbar, the blank before it, and the mark of the cursor."""


class DisputesScreen(DisputesFrame):
    """Two tabs: threads with their words, and conflicts of figures with their claims."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[DisputeView, ...] | None = None
        """The threads as the desk gave them, None until it has."""
        self.conflicts: tuple[ConflictView, ...] = ()

    def on_mount(self) -> None:
        self.reload()

    @property
    def thread(self) -> DisputeView | None:
        """The chosen thread."""
        return next((one for one in self.found or () if one.id == self.threads.chosen), None)

    @property
    def conflict(self) -> ConflictView | None:
        """The chosen conflict."""
        return next((one for one in self.conflicts if one.id == self.lower.chosen), None)

    # Asking the desk

    def reload(self) -> None:
        """Read both again; the place stays."""
        headline, session = self.query_one(Headline), self.session
        if session is not None:
            headline.tell(session.info, session.desk.today)
        headline.changed = False

        def question(desk: Desk) -> tuple[RegisterInfo, tuple[DisputeView, ...], tuple[ConflictView, ...]]:
            return desk.info(), desk.disputes(), desk.conflicts()

        self.ask("disputes", question, lambda found: self._read(*found), self._refused)

    def _read(self, info: RegisterInfo, found: tuple[DisputeView, ...], figures: tuple[ConflictView, ...]) -> None:
        session, first = self.session, self.found is None
        if session is not None:
            session.info = info
        self.found, self.conflicts = found, figures
        self.show(keep=not first)

    def _refused(self, why: Refused) -> None:
        self.head(ink.words(explain(why.problems[0]), ink.WARN))
        self.accord.complain(why)

    # What is shown

    @property
    def _own(self) -> str | None:
        return self.session.side if self.session is not None else None

    @property
    def _wide(self) -> int:
        return max(self.app.size.width - MARGIN, 8)

    def show(self, *, keep: bool = False) -> None:
        """Draw both panes of the tab; ``keep`` leaves the cursors where they are."""
        found = self.found
        if found is None:
            return
        unsettled = sum(conflict.settled is None for conflict in self.conflicts)
        self.tabs.count((sum(thread.state == "open" for thread in found), unsettled))
        self.set_class(self.figures, "-figures")
        self.set_class(not found and not self.figures, "-empty")
        if self.figures:
            self.head(ink.words(conflicts.heads(self.conflicts), ink.MUTED))
            self.lower.show(conflicts.blocks(self.conflicts, self._wide), keep=keep)
            return
        self.head(disputes.heads(found, self._wide))
        self.threads.show(disputes.rows(found, self._own, self._wide), keep=keep)
        self._words(keep=keep)
        self.fold()

    def _words(self, *, keep: bool = False) -> None:
        thread = self.thread
        told = disputes.nothing() if thread is None else disputes.thread_blocks(thread, self._own, self._wide)
        self.lower.show(told, keep=keep)

    def on_resize(self, event: events.Resize) -> None:
        del event
        self.fold()
        self.show(keep=True)

    def on_leaf_chosen(self, message: Leaf.Chosen) -> None:
        message.stop()
        if not self.figures and message.key == self.threads.chosen:
            self._words()

    # What the keys are about

    def subjects(self) -> tuple[Subject, ...]:
        """The commitment of the chosen thread."""
        thread = self.thread
        if thread is None or thread.commitment is None:
            return ()
        return (Subject(thread.commitment, thread.title, thread.responsible or ""),)

    def answered(self) -> Answered | None:
        """The word under the cursor when it is another side's, else the last one that the other side said."""
        thread, session = self.thread, self.session
        if thread is None or session is None:
            return None
        told = (*thread.words, *thread.observers)
        chosen = [word for word in told if self.on_words and word.entry == self.lower.chosen]
        spoken = [word for word in reversed(thread.words) if not word.withdrawn and word.kind != "asked"]
        found = (answering.of_word(word, thread.half, session.info) for word in (*chosen, *spoken))
        return next((one for one in found if one is not None), None)

    async def action_concur(self) -> None:
        await self._answer("concur")

    async def action_dispute(self) -> None:
        await self._answer("dispute")

    async def _answer(self, name: str) -> None:
        if self.thread is not None and self.answered() is None:
            self.accord.say(tr("Nothing here is the other side's word: nobody answers their own"), "warning")
        elif self.thread is not None and not self.subjects():
            self.accord.say(tr("This value hangs from no commitment: answer it on the command line"), "warning")
        else:
            await self._open(name)

    # Actions

    def action_open_item(self) -> None:
        """The commitment of the chosen thread, at what was said; of a conflict, the first that it is about."""
        from accordtrack.tui.screens.commitment import FACTS, INDICATORS, STATEMENTS, CommitmentScreen  # noqa: PLC0415

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

        self.ask("open", lambda desk: Subject.of(desk.commitment(named).row), opened)

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
        """From the words to the list, from the list to the register."""
        if not self.figures and self.on_words and self.found:
            self.threads.focus()
        else:
            self.accord.show_main(REGISTER)

    def seen(self) -> Seen:
        """The tab as the command line tells it, and as it is read."""
        if self.figures:
            told = [Portion(tr("every conflict"), ("conflicts",))]
        else:
            subjects = self.subjects()
            told = [Portion(tr("every thread"), ("disputes",))]
            told += [
                Portion(tr("the chosen thread"), ("disputes", "--words", "--", f"id:={one.id}")) for one in subjects
            ]
        return Seen("conflicts" if self.figures else "disputes", (*told, page_of(self.lower)))

    # What changed elsewhere

    def records_changed(self, refs: tuple[str, ...]) -> None:
        """Anything written may be a word of a thread."""
        del refs
        self.reload()

    def seat_changed(self) -> None:
        """Somebody sits down at another desk: what waits for it comes first."""
        self.reload()

    def others_wrote(self) -> None:
        """Somebody else wrote: offer to read again."""
        self.query_one(Headline).changed = True

    def relabel(self) -> None:
        """Put every word into the language in force; its alternat orders the sides."""
        self.show(keep=True)
        for widget in (self.query_one(Headline), self.query_one(KeyFooter), self.tabs):
            widget.refresh()
