"""Answer the other side's claim: concur, or dispute with a ground and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack import i18n
from accordtrack.i18n import later, tr
from accordtrack.statuses import Status
from accordtrack.text import disputes
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.locked_form import SeenForm
from accordtrack.tui.dialogs.statement_form import ClaimForm
from accordtrack.tui.typeahead import now
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.types.intents import TakePosition
from accordtrack.vocabulary import Ground
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Draftable, DraftView
    from accordtrack.tui.dialogs.kept_text import Particulars
    from accordtrack.tui.session import About
    from accordtrack.tui.subject import Answered, Subject
    from accordtrack.tui.widgets.fields import Field
    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent


MOST_TEXT = 400
"""Characters of the text of a commitment that its dialog shows."""
MOST_CLAIM = 200
"""Characters of the words of a claim that are shown."""


class AnswerDialog(ClaimForm):
    """What both answers share: the claim that is answered, in its own words."""

    stance = ""
    own_half = False
    title_of_entry = ""

    def __init__(
        self, subjects: Sequence[Subject], answered: Answered | None = None, draft: DraftView | None = None
    ) -> None:
        super().__init__(subjects, draft)
        self.answered = answered
        self._shown_at = 0.0
        """When what is answered was shown."""
        if answered is not None:
            self.title_words = self.title_of_entry

    @property
    def about(self) -> About:
        return (*super().about, self.answered.entry) if self.answered is not None else super().about

    def particulars(self) -> Particulars:
        """What is answered, too."""
        if self.answered is None:
            return super().particulars()
        return {**super().particulars(), "entry": self.answered.entry, "half": self.answered.half}

    def fill(self, intent: Draftable) -> None:
        """Everything that a draft says; what it answers was pinned when it was kept."""
        super().fill(intent)
        if isinstance(intent, TakePosition):
            self.set_field("evidence", shared_fields.evidence_typed(intent.evidence))
            for name in ("reason", "ground", "proposes"):
                self.set_field(name, getattr(intent, name))

    def claim_shown(self) -> ComposeResult:
        """The claims that can be answered."""
        yield Static("", id="now", markup=False)

    def seen(self, view: CommitmentView) -> None:
        """Show the claims that stand."""
        super().seen(view)
        self._shown_at = now()
        if self.answered is not None:
            said = text_styles.joined(
                text_styles.words(tr("in answer to"), text_styles.MUTED), self.answered.about, by="  "
            )
            self.query_one("#now", Static).update(said)
            return
        own = self.session.side if self.session is not None else None
        lines = []
        for half in cell_text.in_order(view.halves):
            if half.side == own and len(view.halves) > 1:
                continue
            lines.append(cell_text.stands_cut(half))
            if half.settled_by is not None:
                lines.append(text_styles.words(disputes.unchanged(half.side, half.settled_by), text_styles.NOTE))
            if half.claim is not None and half.claim.text is not None:
                lines.append(
                    text_styles.words(text_styles.cut(i18n.local(half.claim.text), MOST_CLAIM), text_styles.MUTED)
                )
        self.query_one("#now", Static).update(text_styles.joined(*lines, by="\n"))

    def action_save(self) -> None:
        """Enter that was typed before the claim was shown answers nothing."""
        if not self.ready or self.accord.type_ahead.typed_before(self._shown_at):
            self.not_yet(tr("Read the claim first"))
        else:
            super(SeenForm, self).action_save()

    @property
    def ready(self) -> bool:
        """Whether what is answered was shown."""
        return self.view is not None

    @property
    def target(self) -> str:
        """The entry that is answered; the commitment stands for its claim in force."""
        return self.subject.id if self.answered is None else self.answered.entry

    @property
    def _half_answered(self) -> str | None:
        joint = self.subject.responsible == "JOINT"
        return self.answered.half if self.answered is not None and joint else None

    def probe(self) -> Intent | None:
        """Any answer says whose word it will be."""
        return TakePosition(target=self.target, stance=self.stance, reason="…")

    def take(self, **more: str | None) -> Sequence[Intent]:
        """The answer as an intent; none to a claim that is not shown yet."""
        if not self.ready:
            return ()
        return [
            TakePosition(
                target=self.target,
                stance=self.stance,
                reason=self.given("reason"),
                **self.voice,
                half=self.half_of(self.subject) or self._half_answered,
                evidence=shared_fields.given_evidence(self.field("evidence")) if self.query("#field-evidence") else (),
                version=self.versions.get(self.subject.id),
                **more,
            )
        ]


class ConcurDialog(AnswerDialog):
    """The dialog of ``c``."""

    title_words = later("concur with the other side's claim")
    title_of_entry = later("concur with this entry")
    stance = dialog = "concur"

    def fields(self) -> ComposeResult:
        """A reason is welcome, not needed."""
        yield from self.claim_shown()
        yield TextField("reason", later("note"))
        yield shared_fields.date_field("effective_on", later("holds on"), self.session)
        yield from self.voice_fields()
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """Nothing is missing from the beginning."""
        return self.take()


class DisputeDialog(AnswerDialog):
    """The dialog of ``d``."""

    title_words = later("dispute the other side's claim")
    without = ()
    title_of_entry = later("dispute this entry")
    stance = dialog = "dispute"

    def fields(self) -> ComposeResult:
        """Reason first, then ground and what one proposes."""
        yield from self.claim_shown()
        yield TextField("reason", later("reason"))
        yield ChoiceField(
            "ground",
            later("ground"),
            [("", tr("not named")), *((ground.value, label("ground", ground.value)) for ground in Ground)],
        )
        yield ChoiceField(
            "proposes",
            later("proposes"),
            [("", tr("no other status")), *((status.value, label("status", status.value)) for status in Status)],
        )
        yield shared_fields.evidence_field()
        yield shared_fields.date_field("effective_on", later("holds on"), self.session)
        yield from self.voice_fields()
        yield shared_fields.handling_field()

    def intents(self) -> Sequence[Intent]:
        """A reason is compulsory."""
        if not self.field("reason"):
            return ()
        return self.take(ground=self.given("ground"), proposes=self.given("proposes"))

    def missing(self) -> str:
        """The reason."""
        return tr("A reason is required")

    def changed(self, field: Field) -> None:
        """Check the evidence while it is typed."""
        super().changed(field)
        if field.field == "evidence":
            self.check_evidence(self.field("evidence"))


class NotAgreedDialog(AnswerDialog):
    """The dialog of ``N``: one's side does not subscribe to the wording. It answers the text in force."""

    title_words = later("do not subscribe to the wording")
    title_of_entry = later("do not subscribe to this wording")
    stance = dialog = "not_agreed"
    halves = False

    def fields(self) -> ComposeResult:
        """The text, the reason, and the rest."""
        yield from self.claim_shown()
        yield TextField("reason", later("reason"))
        yield shared_fields.date_field("effective_on", later("holds on"), self.session)
        yield from self.voice_fields()
        yield shared_fields.handling_field()

    def seen(self, view: CommitmentView) -> None:
        """Show the text that is answered."""
        super().seen(view)
        self.query_one("#now", Static).update(
            text_styles.words(text_styles.cut(i18n.local(view.text), MOST_TEXT), text_styles.MUTED)
        )

    def intents(self) -> Sequence[Intent]:
        """A reason is compulsory."""
        return self.take() if self.field("reason") else ()

    def missing(self) -> str:
        """The reason."""
        return tr("A reason is required")
