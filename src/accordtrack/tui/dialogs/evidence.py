"""Dialog that adds evidence: a file or an address, its description, and when it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.statement_form import StatementForm
from accordtrack.tui.widgets.fields import TextField
from accordtrack.types.intents import AddEvidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.service import Draftable
    from accordtrack.types.intents import Intent


class EvidenceDialog(StatementForm):
    """The dialog of the ``e`` key; the evidence supports the claim in force of the desk's side, for all marked rows."""

    dialog = "evidence"
    title_words = gettext_lazy("add evidence")
    without = ()
    remembers_evidence = True

    def fields(self) -> ComposeResult:
        """Yield the fields, with the evidence first."""
        yield shared_fields.evidence_field()
        yield TextField("title", gettext_lazy("title"), example=tr("its name by default"))
        yield TextField("note", gettext_lazy("note"))
        yield shared_fields.grade_field()
        yield TextField("issuer", gettext_lazy("issued by"))
        yield shared_fields.date_field("effective_on", gettext_lazy("holds on"), self.session)
        yield TextField("expires_on", gettext_lazy("valid until"), example=tr("a date, if any"))
        yield from self.attribution_fields()
        yield shared_fields.handling_field()

    def fill_from_draft(self, intent: Draftable) -> None:
        """Fill the form from a draft."""
        super().fill_from_draft(intent)
        if isinstance(intent, AddEvidence):
            self.set_field("evidence", shared_fields.format_evidence(intent.evidence))
            for name in ("title", "note", "grade", "issuer", "expires_on"):
                self.set_field(name, getattr(intent, name))

    def intents(self) -> Sequence[Intent]:
        """Return one intent per commitment, or nothing while no evidence is typed."""
        evidence = shared_fields.parse_evidence(self.field_value("evidence"))
        if not evidence:
            return ()
        return [
            AddEvidence(
                commitment=subject.id,
                evidence=evidence,
                title=self.field_value_or_none("title"),
                note=self.field_value_or_none("note"),
                grade=self.field_value_or_none("grade"),
                issuer=self.field_value_or_none("issuer"),
                expires_on=self.field_value_or_none("expires_on"),
                **self.attribution_values,
                half=self.chosen_half(subject),
                version=self.versions.get(subject.id),
            )
            for subject in self.subjects
        ]

    def placeholder_intent(self) -> Intent | None:
        """Return evidence with a placeholder address, used to determine the attribution."""
        return AddEvidence(commitment=self.subject.id, evidence=("https://example.org/",))

    def missing_message(self) -> str:
        """Return a message that asks for a path or an address."""
        return tr("Paste a web address") if capabilities.serves_browser() else tr("Paste a path or an address")
