"""Dialog that writes a note on a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.widgets.fields import TextField
from accordtrack.types.intents import AddNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.types.intents import Intent


class NoteDialog(Form):
    """The dialog of the ``n`` key."""

    dialog = "note"
    title_words = gettext_lazy("note")

    def fields(self) -> ComposeResult:
        """Yield the text and the handling mark."""
        yield TextField("text", gettext_lazy("note"))
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Return one note, or nothing while the text is empty."""
        text = self.field_value("text")
        return (
            [AddNote(commitment=self.subject.id, text=text, handling=self.field_value_or_none("handling"))]
            if text
            else ()
        )

    def placeholder_intent(self) -> Intent | None:
        """Return a note with placeholder text, used to determine the attribution."""
        return AddNote(commitment=self.subject.id, text="…")

    def missing_message(self) -> str:
        """Return a message that asks for the text."""
        return tr("Write the note")
