"""Dialogs that answer an entry about a value or an indicator.

Such an entry does not belong to a commitment, so there is no status to propose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.answer import AnswerDialog
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.vocabulary import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.types.intents import Intent

GROUNDS = (Ground.WRONG_PERIOD, Ground.EVIDENCE_FAILS, Ground.OTHER_MEANING)
"""Grounds that apply to a value; the others apply to an act."""


class ValueAnswer(AnswerDialog):
    """Base class of both dialogs; the answered entry is known when the dialog opens, so nothing is requested."""

    halves = False

    @property
    def is_ready(self) -> bool:
        """Always true: the answered entry is passed to the dialog."""
        return True

    def load_state(self) -> None:
        """Show the answered entry."""
        if self.answered is not None:
            content = text_styles.join(
                text_styles.words(tr("in answer to"), text_styles.MUTED), self.answered.about, by="  "
            )
            self.query_one("#now", Static).update(content)

    def remaining_fields(self) -> ComposeResult:
        """Yield the date, the attribution fields, and the handling mark."""
        yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
        yield from self.attribution_fields()
        yield shared_fields.handling_field()


class ConcurValue(ValueAnswer):
    """The dialog of the ``c`` key on a value."""

    title_words = title_of_entry = gettext_lazy("concur with this entry")
    stance, dialog = "concur", "concur_value"

    def fields(self) -> ComposeResult:
        """Yield the entry and the fields; a reason is optional."""
        yield from self.claim_widgets()
        yield TextField("reason", gettext_lazy("note"))
        yield from self.remaining_fields()

    def intents(self) -> Sequence[Intent]:
        """Return the answer; no field is required."""
        return self.build_answer()


class DisputeValue(ValueAnswer):
    """The dialog of the ``d`` key on a value."""

    title_words = title_of_entry = gettext_lazy("dispute this entry")
    stance, dialog = "dispute", "dispute_value"

    def fields(self) -> ComposeResult:
        """Yield the entry, the reason, the ground, and the remaining fields."""
        yield from self.claim_widgets()
        yield TextField("reason", gettext_lazy("reason"))
        options = shared_fields.ground_options(GROUNDS, attributed=False)
        yield ChoiceField("ground", gettext_lazy("ground"), options)
        yield from self.remaining_fields()

    def intents(self) -> Sequence[Intent]:
        """Return the answer, or nothing while the reason is empty."""
        return self.build_answer(ground=self.field_value_or_none("ground")) if self.field_value("reason") else ()

    def missing_message(self) -> str:
        """Return a message that asks for the reason."""
        return tr("A reason is required")
