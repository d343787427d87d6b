"""Base class of dialogs about statements: the speaker, the half, and evidence that is checked while typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from textual.containers import Horizontal

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service.commands.attribution import attributed_line
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.locked_form import LockedForm
from accordtrack.tui.widgets.fields import Field, TextField, split_commas
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.types import WriteResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Desk, Draftable, DraftView
    from accordtrack.tui.dialogs.unsaved_text import Particulars
    from accordtrack.tui.subject import Subject
    from accordtrack.types.intents import Intent

ATTRIBUTED = ("said_on", "body", "sources")
"""Fields that only an attributed statement needs."""
LONGEST = 8
"""Maximum number of pieces of evidence checked while typing."""


class Voiced(TypedDict):
    """The fields that a ``Voice`` takes from a form."""

    speaker: str | None
    body: str | None
    said_on: str | None
    effective_on: str | None
    sources: tuple[str, ...]
    handling: str | None


class StatementForm(LockedForm):
    """A form about a statement on a commitment."""

    stack = "claim"
    BINDINGS = keys.bindings("claim")
    own_half = True
    """Whether the default half is the speaker's own rather than the other side's."""
    remembers_evidence = False
    """Whether ``^r`` brings back the evidence in other forms."""
    halves = True
    """Whether the form asks for the half of a joint commitment."""

    def __init__(self, subjects: Sequence[Subject], draft: DraftView | None = None) -> None:
        super().__init__(subjects)
        self.draft = draft
        """The resumed draft, which is removed or replaced when this form is saved."""

    def on_mount(self) -> None:
        self._update_attribution()
        if self.draft is not None and self.draft.intent is not None:
            self.fill_from_draft(self.draft.intent)
            self.record_initial_values()
            self.call_after_refresh(self.request_plan)

    def fill_from_draft(self, intent: Draftable) -> None:
        """Fill the fields from a draft; subclasses fill their own fields."""
        values = {
            "speaker": getattr(intent, "speaker", None),
            "half": intent.half,
            "effective_on": intent.effective_on,
            "said_on": intent.said_on,
            "body": intent.body,
            "sources": ", ".join(intent.sources),
            "handling": intent.handling,
        }
        for name, value in values.items():
            self.set_field(name, value)
        self._update_attribution()

    def restore_values(self, values: Mapping[str, str]) -> None:
        """Restore typed values, and update the fields that depend on the speaker."""
        super().restore_values(values)
        self._update_attribution()

    def set_field(self, name: str, value: str | None) -> None:
        """Set a field of this form, if it has one of that name."""
        for field in self.query(f"#field-{name}").results(Field):
            field.set_value(value or "")

    def send(self, intents: Sequence[Intent]) -> None:
        """Write the intents and remove the resumed draft."""
        self.accord.write_intents(
            intents, self.handle_saved, self.handle_not_saved, draft=self._draft_id, reading=self.show_reading_progress
        )

    def particulars(self) -> Particulars:
        """Return the draft."""
        return {"draft": self._draft_id}

    @property
    def _draft_id(self) -> int | None:
        return self.draft.id if self.draft is not None else None

    def action_keep_draft(self) -> None:
        """Keep the form as an unsigned draft on this machine; nothing is written to the log."""
        intents = self.prepare_save()
        if not intents:
            return
        number = self._draft_id

        def keep(desk: Desk) -> WriteResult:
            return WriteResult("", (), (), (), (), desk.save_drafts(*intents, draft=number))

        self.accord.run_write(keep, self.handle_saved, self.handle_not_saved)

    def attribution_fields(self) -> ComposeResult:
        """Yield the speaker, the half, the date, the body, and the sources."""
        with Horizontal(classes="pair"):
            yield shared_fields.speaker_field(self.session)
            if self.halves and any(subject.responsible == "JOINT" for subject in self.subjects):
                yield shared_fields.half_field(own=self.own_half)
        with Horizontal(classes="pair"):
            yield shared_fields.date_field("said_on", gettext_lazy("said on"), self.session)
            yield FindField("body", gettext_lazy("body"), "body", example=tr("lead, if it speaks for the side"))
        yield shared_fields.source_field()

    @property
    def speaker(self) -> str | None:
        """The chosen speaker."""
        return self.field_value_or_none("speaker")

    @property
    def sources(self) -> tuple[str, ...]:
        """The cited sources; empty when the field is hidden."""
        return split_commas(self.field_value("sources"))

    @property
    def attribution_values(self) -> Voiced:
        """The attribution and source fields that every statement intent takes."""
        return {
            "speaker": self.speaker,
            "body": self.field_value_or_none("body"),
            "said_on": self.field_value_or_none("said_on"),
            "effective_on": self.field_value_or_none("effective_on"),
            "sources": self.sources,
            "handling": self.field_value_or_none("handling"),
        }

    @property
    def is_attributed(self) -> bool:
        """Whether the speaker is not the desk's own side."""
        own = self.own_side
        return own is None or self.speaker != own

    def chosen_half(self, subject: Subject) -> str | None:
        """Return the chosen half for a joint commitment, else None."""
        return self.field_value_or_none("half") if subject.responsible == "JOINT" else None

    def handle_field_change(self, field: Field) -> None:
        """Update the attribution and its fields when the speaker changes, and check evidence while it is typed."""
        if field.field == "speaker":
            self._update_attribution()
        elif field.field == "evidence":
            self._check_evidence(field.value)

    def _update_attribution(self) -> None:
        attributed = self.is_attributed
        self.request_attribution()
        for name in ATTRIBUTED:
            self.query_one(f"#field-{name}", Field).show(shown=attributed)
        if attributed:
            self.query_one("#field-sources", Field).show_hint(
                text_styles.muted(tr("This will be recorded as taken from a source, so name the source"))
            )

    def request_attribution(self) -> None:
        """Show an attributed speaker at once, because no plan exists before the source is named."""
        seat = self.session.info.seat if self.session is not None else None
        if self.is_attributed and self.speaker and seat is not None:
            self.questions.drop_answer("voice")
            self.show_attribution(attributed_line(self.speaker, seat.feed))
        else:
            super().request_attribution()

    def _check_evidence(self, typed: str) -> None:
        """Check the typed evidence: existence and size of files, syntax of addresses, and the grade."""
        field = self.query_one("#field-evidence", TextField)
        wanted = shared_fields.parse_evidence(typed)[:LONGEST]
        if not wanted:
            self.questions.drop_answer("evidence")
            field.show_hint(
                text_styles.muted(tr("none: it cites no evidence")) if shared_fields.is_none(typed) else None
            )
            return
        self.ask(
            "evidence",
            lambda desk: [desk.check_evidence(ref) for ref in wanted],
            lambda checks: field.show_hint(shared_fields.evidence_check_text(checks)),
        )

    def pasted(self, text: str) -> None:
        """Put a paste that no field took into the evidence field."""
        for field in self.query("#field-evidence").results(TextField):
            field.input.insert_pasted(text)

    def handle_saved(self, done: WriteResult) -> None:
        """Remember the evidence for ``^r``, then close."""
        evidence = shared_fields.parse_evidence(self.field_value("evidence"))
        if self.remembers_evidence and evidence and self.session is not None:
            self.session.evidence = evidence
        super().handle_saved(done)
