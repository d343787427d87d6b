"""Base of screens with a commitment under the cursor, with the actions on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from accordtrack.i18n import tr
from accordtrack.tui import keys
from accordtrack.tui.screens.register_updates import RefreshesWithRegister
from accordtrack.tui.screens.screen_sizes import FitsTerminal

if TYPE_CHECKING:
    from accordtrack.text.reminder import Reminder
    from accordtrack.tui.subject import Answered, Subject

FOR_MANY = frozenset({"status", "evidence"})
"""Dialogs that accept several marked rows. Any other dialog takes the first one and says so."""


class RecordScreen(FitsTerminal, RefreshesWithRegister, Screen[None]):
    """A screen about commitments. Dialogs open at once, before any data is read, so that no key is lost."""

    BINDINGS = keys.bindings("record")

    def subjects(self) -> tuple[Subject, ...]:
        """Return the marked commitments, or the one under the cursor."""
        return ()

    def answer_target(self) -> Answered | None:
        """Return the entry under the cursor that can be answered; None for the claim in force."""
        return None

    async def _open_dialog(self, name: str) -> None:
        subjects = self.subjects()
        if not subjects or self.session is None:
            self.accord.show_message(tr("No row is chosen"), "warning")
            return
        if len(subjects) > 1 and name not in FOR_MANY:
            self.accord.show_message(tr("One row at a time: {id}", id=subjects[0].id))
            subjects = subjects[:1]
        from accordtrack.tui.dialogs.action_dialogs import create_dialog  # noqa: PLC0415

        answered = None if name == "not_agreed" else self.answer_target()
        if answered is not None and answered.public and name != "dispute":
            answered = None
        await self.app.push_screen(create_dialog(name, subjects, answered))

    async def action_status(self) -> None:
        await self._open_dialog("status")

    async def action_evidence(self) -> None:
        await self._open_dialog("evidence")

    async def action_concur(self) -> None:
        await self._open_dialog("concur")

    async def action_dispute(self) -> None:
        await self._open_dialog("dispute")

    async def action_not_agreed(self) -> None:
        await self._open_dialog("not_agreed")

    async def action_ask(self) -> None:
        await self._open_dialog("ask")

    async def action_amend(self) -> None:
        await self._open_dialog("amend")

    async def action_measure(self) -> None:
        await self._open_dialog("measure")

    async def action_note(self) -> None:
        await self._open_dialog("note")

    def action_history(self) -> None:
        """Open the history of the commitment under the cursor."""
        subjects = self.subjects()
        if not subjects:
            self.accord.show_message(tr("No row is chosen"), "warning")
            return
        from accordtrack.tui.screens.history import HistoryScreen  # noqa: PLC0415

        self.app.push_screen(HistoryScreen(subjects[0]))

    async def action_open_evidence(self) -> None:
        await self._open_dialog("open_evidence")

    def action_remind(self) -> None:
        """Open a reminder of the marked rows, or of the one under the cursor. Nothing is sent."""
        names = [subject.id for subject in self.subjects()]
        if not names:
            self.accord.show_message(tr("No row is chosen"), "warning")
            return
        from accordtrack.tui.screens.reminder import ReminderScreen  # noqa: PLC0415

        def answer(reminder: Reminder) -> None:
            if self.is_current:
                self.app.push_screen(ReminderScreen(reminder, names))

        self.ask("remind", lambda desk: desk.build_reminder(names), answer, opens=True)
