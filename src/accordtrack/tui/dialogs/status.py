"""Dialog that updates a status with evidence: ``s``, a letter, a paste, ``enter``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.locked_form import state_of_halves
from accordtrack.tui.dialogs.statement_form import StatementForm
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.tui.widgets.status_picker import StatusPicker
from accordtrack.types.intents import AdoptReading, ReportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Draftable
    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent


SAID = ("evidence", "note", "effective_on", "stated")
"""Fields that an adopted reading cannot carry; if one of them is filled, a status letter is required."""
LETTER = "letter"
"""The key of the chosen letter among the kept values."""


class StatusDialog(StatementForm):
    """The dialog of the ``s`` key; writes one statement per marked row."""

    stack = "status"
    without = ()
    dialog = "status"
    title_words = gettext_lazy("update status")
    AUTO_FOCUS = "StatusPicker"
    BINDINGS = keys.bindings("status")
    remembers_evidence = True

    def fields(self) -> ComposeResult:
        """Yield the current state, the status letters, the evidence, the note, and the remaining fields."""
        yield Static("", id="now", markup=False)
        with Horizontal(classes="field-line"):
            yield Static(text_styles.muted(tr("status")), classes="field-label", markup=False)
            yield StatusPicker()
        yield shared_fields.evidence_field()
        yield TextField("note", gettext_lazy("note"))
        with Horizontal(classes="pair"):
            yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
            yield shared_fields.handling_field()
        yield from self.attribution_fields()
        yield ChoiceField(
            "stated",
            gettext_lazy("basis"),
            [("", tr("as usual")), ("yes", tr("stated in these words")), ("no", tr("assessed by this tracker"))],
        )

    def fill_from_draft(self, intent: Draftable) -> None:
        """Fill the letter, the evidence, and the note from a draft; an adopted reading has none of them."""
        super().fill_from_draft(intent)
        if isinstance(intent, ReportStatus):
            self.picker.chosen = intent.status
            self.set_field("evidence", shared_fields.format_evidence(intent.evidence, none=intent.no_evidence))
            self.set_field("note", intent.note)
            self.set_field("stated", None if intent.stated is None else "yes" if intent.stated else "no")

    def values(self) -> dict[str, str]:
        """Return also the chosen letter."""
        return {**super().values(), LETTER: self.picker.chosen}

    def restore_values(self, values: Mapping[str, str]) -> None:
        """Restore also the chosen letter."""
        self.picker.chosen = values.get(LETTER, "")
        super().restore_values(values)

    @property
    def picker(self) -> StatusPicker:
        """The status picker."""
        return self.query_one(StatusPicker)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a letter choose a status only while no other widget that takes letters has the focus."""
        if action == "letter":
            return self.focused is None or isinstance(self.focused, StatusPicker)
        return super().check_action(action, parameters)

    def action_letter(self, letter: str) -> None:
        self.picker.choose(letter)
        self.focus_field("evidence")

    def on_status_picker_picked(self, event: StatusPicker.Picked) -> None:
        event.stop()
        if event.by_letter:
            self.focus_field("evidence")
        self.schedule_keep()
        self.request_plan()

    def intents(self) -> Sequence[Intent]:
        """Return one report per commitment, or the adoption of the reading when no letter is chosen."""
        status = self.picker.chosen
        if not status:
            return self._adoptions()
        typed = self.field_value("evidence")
        stated = self.field_value("stated")
        return [
            ReportStatus(
                commitment=subject.id,
                status=status,
                note=self.field_value_or_none("note"),
                evidence=shared_fields.parse_evidence(typed),
                no_evidence=shared_fields.is_none(typed),
                stated=None if not stated else stated == "yes",
                **self.attribution_values,
                half=self.chosen_half(subject),
                version=self.versions.get(subject.id),
            )
            for subject in self.subjects
        ]

    def _adoptions(self) -> Sequence[Intent]:
        own = self.own_side
        if self.view is None or len(self.subjects) > 1 or self.speaker != own:
            return ()
        if any(self.field_value(name) for name in SAID) or self.chosen_half(self.subject) not in {None, own}:
            return ()
        claims = (half.claim for half in self.view.halves if half.side == own)
        if not any(claim is not None and claim.basis == "reading" for claim in claims):
            return ()
        handling, version = self.field_value_or_none("handling"), self.versions[self.subject.id]
        return [AdoptReading(commitment=self.subject.id, handling=handling, version=version)]

    def placeholder_intent(self) -> Intent | None:
        """Return a report with a placeholder status, used to determine the attribution."""
        return ReportStatus(commitment=self.subject.id, status="limited", note="…")

    def missing_message(self) -> str:
        """Return a message that asks for a letter."""
        return tr("Choose a status by its letter")

    def show_state(self, view: CommitmentView) -> None:
        """Show the current state."""
        super().show_state(view)
        self.query_one("#now", Static).update(state_of_halves(view))
