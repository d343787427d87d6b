"""Dialog that clears a draft, recording the clearing office and reference.

Shows the current state and what will be written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs.locked_form import LockedForm, state_of_halves
from accordtrack.tui.widgets.fields import TextField
from accordtrack.types.intents import AddEvidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.service import DraftView
    from accordtrack.tui.dialogs.unsaved_text import Particulars
    from accordtrack.tui.subject import Subject
    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent


class ClearDialog(LockedForm):
    """The dialog of the ``c`` key on the drafts page.

    ``asks`` is whether the draft can carry an office and a reference.
    """

    dialog = "clear"
    title_words = gettext_lazy("clear a draft")

    def __init__(self, subject: Subject, draft: DraftView, *, asks: bool) -> None:
        super().__init__((subject,))
        self.draft = draft
        self._asks = asks

    def particulars(self) -> Particulars:
        """Return the draft."""
        return {"draft": self.draft.id}

    def fields(self) -> ComposeResult:
        """Yield the current state, then the office and the reference."""
        yield Static("", id="now", markup=False)
        if self._asks:
            yield TextField("office", gettext_lazy("cleared by"), example=tr("office"))
            yield TextField("reference", gettext_lazy("reference"))
        else:
            yield Static(text_styles.muted(tr("Evidence needs no clearance: enter writes it")), markup=False)

    def show_state(self, view: CommitmentView) -> None:
        """Show the current state."""
        super().show_state(view)
        self.query_one("#now", Static).update(state_of_halves(view))

    def intents(self) -> Sequence[Intent]:
        """Return the draft's intent with the clearing office and reference."""
        intent = self.draft.intent
        if intent is None:
            return ()
        version = self.versions.get(self.subject.id)
        if isinstance(intent, AddEvidence):
            return [replace(intent, version=version)]
        return [
            replace(
                intent,
                version=version,
                cleared_by=self.field_value_or_none("office"),
                clearance_ref=self.field_value_or_none("reference"),
            )
        ]

    def send(self, intents: Sequence[Intent]) -> None:
        """Write the draft as it was kept, against the version that was shown."""
        del intents
        number, version = self.draft.id, self.versions.get(self.subject.id)
        office, reference = self.field_value_or_none("office"), self.field_value_or_none("reference")
        self.accord.run_write(
            lambda desk: desk.write_cleared_draft(number, office, reference, version=version),
            self.handle_saved,
            self.handle_not_saved,
        )
