"""Dialogs that answer an entry about a value or an indicator.

Such an entry does not belong to a commitment, so there is no status to propose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.answer import AnswerDialog
from accordtrack.tui.widgets.fields import ChoiceField
from accordtrack.vocabulary import Ground

if TYPE_CHECKING:
    from textual.app import ComposeResult

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
            self.show_answered(self.answered)


class ConcurValue(ValueAnswer):
    """The dialog of the ``c`` key on a value."""

    title_words = title_of_entry = gettext_lazy("concur with this entry")
    stance, dialog = "concur", "concur_value"
    needs_reason = False


class DisputeValue(ValueAnswer):
    """The dialog of the ``d`` key on a value."""

    title_words = title_of_entry = gettext_lazy("dispute this entry")
    stance, dialog = "dispute", "dispute_value"

    def own_fields(self) -> ComposeResult:
        """Yield the ground."""
        options = shared_fields.ground_options(GROUNDS, attributed=False)
        yield ChoiceField("ground", gettext_lazy("ground"), options)
