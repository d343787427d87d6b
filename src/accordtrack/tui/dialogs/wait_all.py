"""Dialog that makes everything wait that is in force without the user's side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, line_text, tr
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Desk
    from accordtrack.types import Plan, WriteResult


class WaitAllDialog(Form):
    """The dialog of the ``w`` key on what waits. The write concerns the whole register, so it has no intents."""

    dialog = "wait_all"
    title_words = gettext_lazy("make it wait for your side")
    _plans: Sequence[Plan] = ()

    def fields(self) -> ComposeResult:
        """Yield the reason."""
        yield TextField("reason", gettext_lazy("reason"))

    def request_plan(self) -> None:
        """Request how much would wait."""
        reason = self.field_value("reason")
        if not reason:
            self.questions.drop_answer("plan")
            self.show_missing()
            return

        def question(desk: Desk) -> Sequence[Plan]:
            from accordtrack.service import plan_review  # noqa: PLC0415

            if not self._plans:  # The reason changes nothing in it, and it folds the whole register
                self._plans = [plan_review(desk.path, desk.seat)]
            return self._plans

        self.ask("plan", question, self._show_plan, self._show_refusal)

    def action_save(self) -> None:
        reason = self.field_value("reason")
        if self._saving:
            return
        if not reason or self.read_only_reason:
            self.explain_not_saved(self.read_only_reason or self.missing_message())
            return

        def work(desk: Desk) -> WriteResult:
            from accordtrack.service import review_all  # noqa: PLC0415

            return review_all(desk.path, desk.seat, reason)

        self._saving = True
        self.accord.run_write(work, self.handle_saved, self.handle_not_saved)

    def handle_saved(self, done: WriteResult) -> None:
        """Report how much waits now, then close."""
        self.accord.show_message("\n".join(line_text(line) for line in done.lines))
        self.drop_kept_text()
        self.dismiss(None)

    def missing_message(self) -> str:
        """Return a message that asks for the reason."""
        return tr("A reason is required")
