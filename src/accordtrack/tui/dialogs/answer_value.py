"""Answer what somebody says of a value or an indicator: it hangs from no commitment, so there is no status to propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.i18n import later, tr
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.answer import AnswerDialog
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.vocabulary import Ground
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.types.intents import Intent

GROUNDS = (Ground.WRONG_PERIOD, Ground.EVIDENCE_FAILS, Ground.OTHER_MEANING)
"""What can be wrong with a value; the others are about an act."""


class ValueAnswer(AnswerDialog):
    """What both answers share: the word that is answered is known, and nothing is asked for."""

    halves = False

    @property
    def ready(self) -> bool:
        """Always: the word that is answered came with the key."""
        return True

    def look(self) -> None:
        """Show what is answered."""
        if self.answered is not None:
            said = text_styles.joined(
                text_styles.words(tr("in answer to"), text_styles.MUTED), self.answered.about, by="  "
            )
            self.query_one("#now", Static).update(said)

    def rest(self) -> ComposeResult:
        """When, whose words, how far they go."""
        yield shared_fields.date_field("effective_on", later("holds on"), self.session)
        yield from self.voice_fields()
        yield shared_fields.handling_field()


class ConcurValue(ValueAnswer):
    """The dialog of ``c`` on a value."""

    title_words = title_of_entry = later("concur with this entry")
    stance, dialog = "concur", "concur_value"

    def fields(self) -> ComposeResult:
        """A reason is welcome, not needed."""
        yield from self.claim_shown()
        yield TextField("reason", later("note"))
        yield from self.rest()

    def intents(self) -> Sequence[Intent]:
        """Nothing is missing from the beginning."""
        return self.take()


class DisputeValue(ValueAnswer):
    """The dialog of ``d`` on a value."""

    title_words = title_of_entry = later("dispute this entry")
    stance, dialog = "dispute", "dispute_value"

    def fields(self) -> ComposeResult:
        """Reason and ground."""
        yield from self.claim_shown()
        yield TextField("reason", later("reason"))
        grounds = [("", tr("not named")), *((ground.value, label("ground", ground.value)) for ground in GROUNDS)]
        yield ChoiceField("ground", later("ground"), grounds)
        yield from self.rest()

    def intents(self) -> Sequence[Intent]:
        """A reason is compulsory."""
        return self.take(ground=self.given("ground")) if self.field("reason") else ()

    def missing(self) -> str:
        """The reason."""
        return tr("A reason is required")
