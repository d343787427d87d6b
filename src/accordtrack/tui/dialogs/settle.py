"""Dialog that settles a conflict: which claim stands, by which source, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.subject import Subject
from accordtrack.tui.widgets.fields import ChoiceField, TextField
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.types.intents import SettleConflict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.types import ConflictView
    from accordtrack.types.intents import Intent


class SettleDialog(Form):
    """The dialog of the ``S`` key; the other claims are not changed."""

    AUTO_FOCUS = "#field-claim Choice"
    dialog = "settle"
    title_words = gettext_lazy("settle: which claim stands")
    recorded = True

    def __init__(self, conflict: ConflictView) -> None:
        super().__init__([Subject(conflict.id, conflict.title, "")])
        self.conflict = conflict

    def fields(self) -> ComposeResult:
        """Yield the claim by its number, the source, and the reason; no claim is preselected."""
        claims = [
            (
                str(claim.number),
                f"{claim.number}: {cell_text.speaker_with_body(claim.speaker, claim.body)}, {short_date(claim.said_on)}",
            )
            for claim in self.conflict.claims
        ]
        yield ChoiceField("claim", gettext_lazy("stands"), [("", tr("none chosen yet")), *claims])
        yield FindField("source", gettext_lazy("source"), "source")
        yield TextField("reason", gettext_lazy("reason"))

    def intents(self) -> Sequence[Intent]:
        """Return one settlement, or nothing while one of the three fields is empty."""
        claim, source, reason = self.field_value("claim"), self.field_value("source"), self.field_value("reason")
        if not (claim and source and reason):
            return ()
        return [SettleConflict(conflict=self.conflict.id, claim=int(claim), source=source, reason=reason)]

    def missing_message(self) -> str:
        """Return a message that lists the fields that are still empty."""
        names = {"claim": tr("the claim that stands"), "source": tr("source"), "reason": tr("reason")}
        empty = (text for name, text in names.items() if not self.field_value(name))
        return tr("Still to fill in: {fields}", fields=", ".join(empty))
