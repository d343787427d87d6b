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
    from accordtrack.tui.widgets.fields import Field
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

    def claim_widgets(self) -> ComposeResult:
        """Yield the widget that shows the answerable claims."""
        yield Static("", id="now", markup=False)

    def show_state(self, view: CommitmentView) -> None:
        """Show the standing claims, or the single entry that is answered."""
        super().show_state(view)
        self._shown_at = now()
        if self.answered is not None:
            content = text_styles.join(
                text_styles.words(tr("in answer to"), text_styles.MUTED), self.answered.about, by="  "
            )
            self.query_one("#now", Static).update(content)
            return
        own = self.session.side if self.session is not None else None
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
                lines.append(
                    text_styles.words(text_styles.cut(i18n.localize(half.claim.text), MOST_CLAIM), text_styles.MUTED)
                )
        self.query_one("#now", Static).update(text_styles.join(*lines, by="\n"))

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

    def build_answer(self, **more: str | None) -> Sequence[Intent]:
        """Return the answer as an intent, or nothing while the claim is not shown yet."""
        if not self.is_ready:
            return ()
        return [
            TakePosition(
                target=self.target,
                stance=self.stance,
                reason=self.field_value_or_none("reason"),
                **self.attribution_values,
                half=self.chosen_half(self.subject) or self._answered_half,
                evidence=shared_fields.parse_evidence(self.field_value("evidence"))
                if self.query("#field-evidence")
                else (),
                cells=(),
                version=self.versions.get(self.subject.id),
                **more,
            )
        ]


class ConcurDialog(AnswerDialog):
    """The dialog of the ``c`` key."""

    title_words = gettext_lazy("agree with the other side's statement")
    title_of_entry = gettext_lazy("concur with this entry")
    stance = dialog = "concur"

    def fields(self) -> ComposeResult:
        """Yield the claim and the fields; a reason is optional."""
        yield from self.claim_widgets()
        yield TextField("reason", gettext_lazy("note"))
        yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
        yield from self.attribution_fields()
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Return the answer; no field is required."""
        return self.build_answer()


class DisputeDialog(AnswerDialog):
    """The dialog of the ``d`` key."""

    title_words = gettext_lazy("disagree with the other side's statement")
    without = ()
    title_of_entry = gettext_lazy("dispute this entry")
    stance = dialog = "dispute"

    def fields(self) -> ComposeResult:
        """Yield the claim, the reason, the ground, the proposed status, and the remaining fields."""
        yield from self.claim_widgets()
        yield TextField("reason", gettext_lazy("reason"))
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
        yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
        yield from self.attribution_fields()
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Return the answer, or nothing while the reason is empty."""
        if not self.field_value("reason"):
            return ()
        return self.build_answer(
            ground=self.field_value_or_none("ground"), proposes=self.field_value_or_none("proposes")
        )

    def missing_message(self) -> str:
        """Return a message that asks for the reason."""
        return tr("A reason is required")

    def handle_field_change(self, field: Field) -> None:
        """Check the evidence while it is typed."""
        super().handle_field_change(field)
        if field.field == "evidence":
            self.check_evidence(self.field_value("evidence"))


class NotAgreedDialog(AnswerDialog):
    """The dialog of the ``N`` key: the side does not subscribe to the wording of the text in force."""

    title_words = gettext_lazy("do not subscribe to the wording")
    title_of_entry = gettext_lazy("do not subscribe to this wording")
    stance = dialog = "not_agreed"
    halves = False

    def fields(self) -> ComposeResult:
        """Yield the text, the reason, and the remaining fields."""
        yield from self.claim_widgets()
        yield TextField("reason", gettext_lazy("reason"))
        yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
        yield from self.attribution_fields()
        yield shared_fields.handling_field()

    def show_state(self, view: CommitmentView) -> None:
        """Show the text that is answered."""
        super().show_state(view)
        self.query_one("#now", Static).update(
            text_styles.words(text_styles.cut(i18n.localize(view.text), MOST_TEXT), text_styles.MUTED)
        )

    def intents(self) -> Sequence[Intent]:
        """Return the answer, or nothing while the reason is empty."""
        return self.build_answer() if self.field_value("reason") else ()

    def missing_message(self) -> str:
        """Return a message that asks for the reason."""
        return tr("A reason is required")
