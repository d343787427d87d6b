"""Answering on the disputes screen: the commitment of the selected thread and the statement to answer."""

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
    """Actions that answer a claim of a commitment or a value of an indicator."""

    @property
    def thread(self) -> DisputeView | None:
        """The selected thread."""
        return None

    def subjects(self) -> tuple[Subject, ...]:
        """Return the commitment of the selected thread; empty for a thread about a value or an indicator."""
        thread = self.thread
        if thread is None or thread.commitment is None or thread.indicator is not None:
            return ()
        return (Subject(thread.commitment, thread.title, thread.responsible or ""),)

    @property
    def concurred(self) -> bool:
        """Whether nothing in the selected thread is left to concur with."""
        thread, side = self.thread, self.session.side if self.session is not None else None
        return thread is not None and thread.state == "settled" and not disputes.left_to_concur(thread, side)

    def answered(self) -> Answered | None:
        """Return the statement under the cursor if somebody else made it, else the other side's last one.

        After the user's side gave up its dispute of a claim, the fallback is that claim instead.
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
        """Open the form for an answer.

        A thread about a value or an indicator has its own form, without a commitment.
        """
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
        """Open a dialog about a commitment, or explain why a thread without one has none."""
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
