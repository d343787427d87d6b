"""What the keys of the disputes are about: the commitment of the chosen thread, and the word that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.text import disputes
from accordtrack.tui import answering
from accordtrack.tui.screens.disputes_layout import DisputesFrame
from accordtrack.tui.subject import Subject

if TYPE_CHECKING:
    from accordtrack.tui.subject import Answered
    from accordtrack.types import DisputeView


class DisputesAnswer(DisputesFrame):
    """Answers by key, to a claim of a commitment as to a value."""

    @property
    def thread(self) -> DisputeView | None:
        """The chosen thread."""
        return None

    def subjects(self) -> tuple[Subject, ...]:
        """The commitment of the chosen thread; none for a value or an indicator, which is no part of a commitment."""
        thread = self.thread
        if thread is None or thread.commitment is None or thread.indicator is not None:
            return ()
        return (Subject(thread.commitment, thread.title, thread.responsible or ""),)

    @property
    def concurred(self) -> bool:
        """Whether nothing of the chosen thread is left to concur with."""
        thread, side = self.thread, self.session.side if self.session is not None else None
        return thread is not None and thread.state == "settled" and not disputes.left_to_concur(thread, side)

    def answered(self) -> Answered | None:
        """The word under the cursor when somebody else said it, else the last one that the other side said.

        Once one's own side gave up its dispute of a claim, that claim.
        """
        thread, session = self.thread, self.session
        if thread is None or session is None:
            return None
        told = (*thread.words, *thread.observers)
        chosen = [word for word in told if self.on_words and word.entry == self.lower.chosen]
        spoken = [word for word in reversed(thread.words) if not word.withdrawn and word.kind != "asked"]
        if disputes.left_to_concur(thread, session.side):
            spoken = [word for word in spoken if word.kind == "claim" and word.counts]
        found = (answering.of_word(word, thread.half, session.info, observers=True) for word in chosen)
        later_ = (answering.of_word(word, thread.half, session.info) for word in spoken)
        return next((one for one in (*found, *later_) if one is not None), None)

    async def action_concur(self) -> None:
        thread = self.thread
        if thread is not None and self.concurred:
            self.accord.say(" ".join([disputes.outcome(thread), *disputes.hints(thread)]), "warning")
        else:
            await self._answer("concur")

    async def action_dispute(self) -> None:
        await self._answer("dispute")

    async def _answer(self, name: str) -> None:
        """Answer a word; one about a value or an indicator has a form of its own, since it hangs from no commitment."""
        thread = self.thread
        if thread is not None and (answered := self.answered()) is None:
            self.accord.say(tr("Nothing here is the other side's word: nobody answers their own"), "warning")
        elif thread is not None and thread.indicator is not None and answered is not None:
            from accordtrack.tui.dialogs.answer_value import ConcurValue, DisputeValue  # noqa: PLC0415

            made = ConcurValue if name == "concur" else DisputeValue
            await self.app.push_screen(made([Subject(thread.indicator, thread.title, "")], answered))
        else:
            await self._open(name)

    async def _open(self, name: str) -> None:
        """Dialogs about a commitment; said in words where a thread is about none."""
        thread = self.thread
        if thread is None or thread.indicator is None:
            await super()._open(name)
        elif name == "ask":
            self.accord.say(tr("Only a claim of status is asked about: c or d answers what is said here"), "warning")
        else:
            said = tr(
                "This thread is about {indicator}, not a commitment: c and d answer it", indicator=thread.indicator
            )
            self.accord.say(said, "warning")
