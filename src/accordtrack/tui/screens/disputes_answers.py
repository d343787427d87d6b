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
    def selected_thread(self) -> DisputeView | None:
        """The selected thread."""
        return None

    def subjects(self) -> tuple[Subject, ...]:
        """Return the commitment of the selected thread; empty for a thread about a value or an indicator."""
        thread = self.selected_thread
        if thread is None or thread.commitment is None or thread.indicator is not None:
            return ()
        return (Subject(thread.commitment, thread.title, thread.responsible or ""),)

    @property
    def is_already_concurred(self) -> bool:
        """Whether nothing in the selected thread is left to concur with."""
        thread, side = self.selected_thread, self.own_side
        return thread is not None and thread.state == "settled" and not disputes.has_yet_to_concur(thread, side)

    def answer_target(self) -> Answered | None:
        """Return the statement under the cursor if somebody else made it, else the other side's last one.

        After the user's side gave up its dispute of a claim, the fallback is that claim instead.
        """
        thread, session = self.selected_thread, self.session
        if thread is None or session is None:
            return None
        items = (*thread.words, *thread.observers)
        chosen = [word for word in items if self.is_lower_pane_focused and word.entry == self.lower_pane.chosen]
        candidates = [word for word in reversed(thread.words) if not word.withdrawn and word.kind != "asked"]
        if disputes.has_yet_to_concur(thread, session.side):
            candidates = [word for word in candidates if word.kind == "claim" and word.counts]
        found = (answering.target_for_thread_item(word, thread.half, session.info, observers=True) for word in chosen)
        later_ = (answering.target_for_thread_item(word, thread.half, session.info) for word in candidates)
        return next((one for one in (*found, *later_) if one is not None), None)

    async def action_concur(self) -> None:
        thread = self.selected_thread
        if thread is not None and self.is_already_concurred:
            self.accord.show_message(" ".join([disputes.outcome(thread), *disputes.hints(thread)]), "warning")
        else:
            await self._open_answer_form("concur")

    async def action_dispute(self) -> None:
        await self._open_answer_form("dispute")

    async def _open_answer_form(self, name: str) -> None:
        """Open the form for an answer. The form about a value or an indicator has no commitment."""
        thread = self.selected_thread
        if thread is not None and (answered := self.answer_target()) is None:
            self.accord.show_message(
                tr("Nothing here is a statement of the other side: a side cannot answer itself"), "warning"
            )
        elif thread is not None and thread.indicator is not None and answered is not None:
            from accordtrack.tui.dialogs.answer_value import ConcurValue, DisputeValue  # noqa: PLC0415

            form_class = ConcurValue if name == "concur" else DisputeValue
            await self.app.push_screen(form_class([Subject(thread.indicator, thread.title, "")], answered))
        else:
            await self._open_dialog(name)

    async def _open_dialog(self, name: str) -> None:
        """Open a dialog about a commitment, or explain why a thread without one has none."""
        thread = self.selected_thread
        if thread is None or thread.indicator is None:
            await super()._open_dialog(name)
        elif name == "ask":
            self.accord.show_message(
                tr("Only a status claim can be asked about: c or d answers what is said here"), "warning"
            )
        else:
            text = tr(
                "This thread is about {indicator}, not a commitment: c and d answer it", indicator=thread.indicator
            )
            self.accord.show_message(text, "warning")
