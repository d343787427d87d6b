"""Change a field of a commitment, with a compulsory reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.fields import AMEND_FORM, named
from accordtrack.i18n import later, tr
from accordtrack.text import field_values
from accordtrack.tui import text_styles
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.base import LABEL
from accordtrack.tui.dialogs.locked_form import SeenForm
from accordtrack.tui.widgets.fields import ChoiceField, TextField, parts
from accordtrack.types.intents import Amend
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.fields import Choice, Field
    from accordtrack.types.intents import Intent

FIELDS = tuple(name for one in AMEND_FORM for name in named(one).names)
"""Fields that the dialog offers; the command line takes every one."""


class AmendDialog(SeenForm):
    """The dialog of ``a``: a moved deadline keeps the first one."""

    dialog = "amend"
    title_words = later("amend a field, with a reason")
    AUTO_FOCUS = "Choice"

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__(subjects)
        self._record: Mapping[str, object] = {}

    def fields(self) -> ComposeResult:
        """Which field, its new value, why."""
        yield ChoiceField("field", later("field"), [(field, label("field", field)) for field in FIELDS])
        yield Static("", id="now", markup=False)
        yield TextField("value", later("new value"))
        yield TextField("reason", later("reason"))
        yield shared_fields.date_field("said_on", later("said on"), self.session)
        yield shared_fields.source_field()
        yield shared_fields.handling_field()

    def look(self) -> None:
        """Ask for the record beside the commitment's version, the version first: what is shown is never older."""
        super().look()
        wanted = self.subject.id
        self.ask("record", lambda desk: desk.record(wanted), self._known)

    def _known(self, record: Mapping[str, object]) -> None:
        self._record = record
        self._now()

    def _now(self) -> None:
        value: object = self._record
        name = ""
        for name in self.field("field").split("."):
            value = value.get(name) if isinstance(value, dict) else None
        said = field_values.value(name, value) or tr("none")
        self.query_one("#now", Static).update(
            text_styles.joined(
                text_styles.words(text_styles.fit(tr("now"), LABEL), text_styles.MUTED),
                text_styles.words(text_styles.cut(said, max(self.app.size.width - 30, 10))),
            )
        )

    def changed(self, field: Field) -> None:
        """Show what stands now in the chosen field, and in whose name it would change."""
        if field.field == "field":
            self._now()
            self.ask_voice()

    def put_values(self, values: Mapping[str, str]) -> None:
        """What stands now is that of the chosen field."""
        super().put_values(values)
        self._now()
        self.ask_voice()

    def ask_voice(self) -> None:
        """Whose word a change is depends on the field, and is known before the new value."""
        record, field = self.subject.id, self.field("field")
        self.ask("voice", lambda desk: desk.amend_voice(record, field), self.voiced, lambda _why: None)

    def on_choice_typed(self, event: Choice.Typed) -> None:
        """What names no field is the beginning of the new value."""
        event.stop()
        self.put("value", self.field("value") + event.character)
        self.focus_field("value")

    def intents(self) -> Sequence[Intent]:
        """A value and a reason."""
        value, reason = self.field("value"), self.field("reason")
        if not value or not reason:
            return ()
        return [
            Amend(
                record=self.subject.id,
                fields={self.field("field"): value},
                reason=reason,
                said_on=self.given("said_on"),
                sources=parts(self.field("sources")),
                handling=self.given("handling"),
                version=self.versions.get(self.subject.id),
            )
        ]

    def missing(self) -> str:
        """The value, then the reason."""
        return tr("A reason is required") if self.field("value") else tr("Write the new value")
