"""Dialogs that answer the other side's claim: concur, dispute, or do not subscribe to the wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.statuses import Status
from accordtrack.text import disputes
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.locked_form import LockedForm
from accordtrack.tui.dialogs.statement_form import StatementForm
from accordtrack.tui.typeahead import now
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.types.intents import TakePosition
from accordtrack.vocabulary import Ground
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Draftable, DraftView
    from accordtrack.tui.dialogs.unsaved_text import Particulars
    from accordtrack.tui.session import About
    from accordtrack.tui.subject import Answered, Subject
    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent


MOST_TEXT = 400
"""Maximum number of characters shown of a commitment's text."""
MOST_CLAIM = 200
"""Maximum number of characters shown of a claim's text."""


class AnswerDialog(StatementForm):
    """Base class of the answer dialogs; shows the claim that is answered."""

    stance = ""
    own_half = False
    title_of_entry = ""
    needs_reason = True
    """Whether the answer needs a reason. Otherwise it may have a note."""

    def __init__(
        self, subjects: Sequence[Subject], answered: Answered | None = None, draft: DraftView | None = None
    ) -> None:
        super().__init__(subjects, draft)
        self.answered = answered
        self._shown_at = 0.0
        """Time at which the answered claim was shown, by the clock that timestamps keys."""
        if answered is not None:
            self.title_words = self.title_of_entry

    @property
    def form_identity(self) -> About:
        return (*super().form_identity, self.answered.entry) if self.answered is not None else super().form_identity

    def particulars(self) -> Particulars:
        """Return also the answered entry and its half."""
        if self.answered is None:
            return super().particulars()
        return {**super().particulars(), "entry": self.answered.entry, "half": self.answered.half}

    def fill_from_draft(self, intent: Draftable) -> None:
        """Fill the form from a draft; the draft already fixes the entry that it answers."""
        super().fill_from_draft(intent)
        if isinstance(intent, TakePosition):
            self.set_field("evidence", shared_fields.format_evidence(intent.evidence))
            for name in ("reason", "ground", "proposes"):
                self.set_field(name, getattr(intent, name))

    def fields(self) -> ComposeResult:
        """Yield the answerable claims, the reason, the fields of this answer, and the attribution fields."""
        yield Static("", id="now", markup=False)
        yield TextField("reason", gettext_lazy("reason") if self.needs_reason else gettext_lazy("note"))
        yield from self.own_fields()
        yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
        yield from self.attribution_fields()
        yield shared_fields.handling_field()

    def own_fields(self) -> ComposeResult:
        """Yield the fields that only this answer has."""
        yield from ()

    def show_state(self, view: CommitmentView) -> None:
        """Show the standing claims, or the single entry that is answered."""
        super().show_state(view)
        self._shown_at = now()
        if self.answered is not None:
            self.show_answered(self.answered)
            return
        own = self.own_side
        lines = []
        for half in cell_text.halves_in_alternat(view.halves):
            if half.side == own and len(view.halves) > 1:
                continue
            lines.append(cell_text.claim_with_speaker_last(half))
            if half.settled_by is not None:
                lines.append(
                    text_styles.words(disputes.settled_status_note(half.side, half.settled_by), text_styles.NOTE)
                )
            if half.claim is not None and half.claim.text is not None:
                lines.append(text_styles.muted(text_styles.cut(i18n.localize(half.claim.text), MOST_CLAIM)))
        self.query_one("#now", Static).update(text_styles.join(*lines, by="\n"))

    def show_answered(self, answered: Answered) -> None:
        """Show the single entry that is answered."""
        content = text_styles.join(text_styles.muted(tr("in answer to")), answered.about, by="  ")
        self.query_one("#now", Static).update(content)

    def action_save(self) -> None:
        """Save, unless the claim is not shown yet or the key was pressed before it was shown."""
        if not self.is_ready or self.accord.type_ahead.key_typed_before(self._shown_at):
            self.explain_not_saved(tr("Read the claim first"))
        else:
            super(LockedForm, self).action_save()

    @property
    def is_ready(self) -> bool:
        """Whether the answered claim has been shown."""
        return self.view is not None

    @property
    def target(self) -> str:
        """The hash of the answered entry, or the commitment's id, which stands for its claim in force."""
        return self.subject.id if self.answered is None else self.answered.entry

    @property
    def _answered_half(self) -> str | None:
        joint = self.subject.responsible == "JOINT"
        return self.answered.half if self.answered is not None and joint else None

    def placeholder_intent(self) -> Intent | None:
        """Return an answer with placeholder text, used to determine the attribution."""
        return TakePosition(target=self.target, stance=self.stance, reason="…")

    def intents(self) -> Sequence[Intent]:
        """Return the answer, or nothing while the claim is not shown yet or a required reason is empty."""
        if not self.is_ready or (self.needs_reason and not self.field_value("reason")):
            return ()
        return [
            TakePosition(
                target=self.target,
                stance=self.stance,
                reason=self.field_value_or_none("reason"),
                ground=self.field_value_or_none("ground"),
                proposes=self.field_value_or_none("proposes"),
                **self.attribution_values,
                half=self.chosen_half(self.subject) or self._answered_half,
                evidence=shared_fields.parse_evidence(self.field_value("evidence")),
                version=self.versions.get(self.subject.id),
            )
        ]

    def missing_message(self) -> str:
        """Return a message that asks for the reason."""
        return tr("A reason is required") if self.needs_reason else ""


class ConcurDialog(AnswerDialog):
    """The dialog of the ``c`` key."""

    title_words = gettext_lazy("agree with the other side's statement")
    title_of_entry = gettext_lazy("concur with this entry")
    stance = dialog = "concur"
    needs_reason = False


class DisputeDialog(AnswerDialog):
    """The dialog of the ``d`` key."""

    title_words = gettext_lazy("disagree with the other side's statement")
    without = ()
    title_of_entry = gettext_lazy("dispute this entry")
    stance = dialog = "dispute"

    def own_fields(self) -> ComposeResult:
        """Yield the ground, the proposed status, and the evidence."""
        attributed = self.answered is not None and self.answered.attributed
        options = shared_fields.ground_options(Ground, attributed=attributed)
        if self.answered is not None and self.answered.public:
            options = [one for one in options if one[0] == Ground.NOT_OURS]
        yield ChoiceField("ground", gettext_lazy("ground"), options)
        yield ChoiceField(
            "proposes",
            gettext_lazy("proposes"),
            [("", tr("no other status")), *((status.value, label("status", status.value)) for status in Status)],
        )
        yield shared_fields.evidence_field()


class NotAgreedDialog(AnswerDialog):
    """The dialog of the ``N`` key: the side does not subscribe to the wording of the text in force."""

    title_words = gettext_lazy("do not subscribe to the wording")
    title_of_entry = gettext_lazy("do not subscribe to this wording")
    stance = dialog = "not_agreed"
    halves = False

    def show_state(self, view: CommitmentView) -> None:
        """Show the text that is answered."""
        super().show_state(view)
        self.query_one("#now", Static).update(text_styles.muted(text_styles.cut(i18n.localize(view.text), MOST_TEXT)))
