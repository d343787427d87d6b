"""Dialog that amends a field of a commitment, with a required reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.fields import AMEND_FORM, definition_of
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.text import field_values
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.base import LABEL
from accordtrack.tui.dialogs.locked_form import LockedForm
from accordtrack.tui.widgets.fields import ChoiceField, TextField, split_commas
from accordtrack.types.intents import Amend
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.fields import Choice, Field
    from accordtrack.types.intents import Intent

FIELDS = tuple(name for one in AMEND_FORM for name in definition_of(one).names)
"""Fields that the dialog offers; the command line accepts all amendable fields."""


class AmendDialog(LockedForm):
    """The dialog of the ``a`` key; an amended deadline does not erase the first one."""

    dialog = "amend"
    title_words = gettext_lazy("amend a field, with a reason")
    AUTO_FOCUS = "Choice"

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__(subjects)
        self._record: Mapping[str, object] = {}

    def fields(self) -> ComposeResult:
        """Yield the field to amend, its current and new values, the reason, the date, and the remaining fields."""
        yield ChoiceField("field", gettext_lazy("field"), [(field, label("field", field)) for field in FIELDS])
        yield Static("", id="now", markup=False)
        yield TextField("value", gettext_lazy("new value"))
        yield TextField("reason", gettext_lazy("reason"))
        yield shared_fields.date_field("said_on", gettext_lazy("said on"), self.session)
        yield shared_fields.source_field()
        yield shared_fields.handling_field()

    def load_state(self) -> None:
        """Request the commitment's version, then its record, so that the record is never older than the version."""
        super().load_state()
        wanted = self.subject.id
        self.ask("record", lambda desk: desk.record(wanted), self._receive_record)

    def _receive_record(self, record: Mapping[str, object]) -> None:
        self._record = record
        self._show_current_value()

    def _show_current_value(self) -> None:
        value: object = self._record
        name = ""
        for name in self.field_value("field").split("."):
            value = value.get(name) if isinstance(value, dict) else None
        text = field_values.value_text(name, value) or tr("none")
        self.query_one("#now", Static).update(
            text_styles.join(
                text_styles.muted(text_styles.fit(tr("now"), LABEL)),
                text_styles.words(text_styles.cut(text, max(self.app.size.width - 30, 10))),
            )
        )

    def handle_field_change(self, field: Field) -> None:
        """Show the current value of the chosen field and in whose name it would change."""
        if field.field == "field":
            self._show_current_value()
            self.request_attribution()

    def restore_values(self, values: Mapping[str, str]) -> None:
        """Restore typed values, and show the current value of the chosen field."""
        super().restore_values(values)
        self._show_current_value()
        self.request_attribution()

    def request_attribution(self) -> None:
        """Request the attribution, which depends on the chosen field and is known before the new value."""
        record, field = self.subject.id, self.field_value("field")
        self.ask(
            "voice", lambda desk: desk.amendment_voice_line(record, field), self.show_attribution, lambda _why: None
        )

    def on_choice_typed(self, event: Choice.Typed) -> None:
        """Treat a typed character that matches no field as the start of the new value."""
        event.stop()
        self.set_field_text("value", self.field_value("value") + event.character)
        self.focus_field("value")

    def intents(self) -> Sequence[Intent]:
        """Return one amendment, or nothing while the value or the reason is empty."""
        value, reason = self.field_value("value"), self.field_value("reason")
        if not value or not reason:
            return ()
        return [
            Amend(
                record=self.subject.id,
                fields={self.field_value("field"): value},
                reason=reason,
                said_on=self.field_value_or_none("said_on"),
                sources=split_commas(self.field_value("sources")),
                handling=self.field_value_or_none("handling"),
                version=self.versions.get(self.subject.id),
            )
        ]

    def missing_message(self) -> str:
        """Return a message that asks for the value first, then for the reason."""
        return tr("A reason is required") if self.field_value("value") else tr("Write the new value")
