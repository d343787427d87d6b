"""Dialog that records a measurement of an indicator linked to a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service.commands.attribution import recorded_line
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.widgets.fields import TextField
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.types.intents import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.tui.subject import Subject
    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent

NEEDED = ("indicator", "value", "period", "series", "source")


class MeasureDialog(Form):
    """The dialog of the ``m`` key; preset to the first linked indicator and its series."""

    dialog = "measure"
    title_words = gettext_lazy("record a measurement")

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__(subjects)

    def fields(self) -> ComposeResult:
        """Yield the indicator, the series, the value, the period, the source, and the optional fields."""
        yield FindField(
            "indicator", gettext_lazy("indicator"), "indicator", example=tr("words from its title, or its id")
        )
        yield TextField("series", gettext_lazy("series"))
        yield TextField("value", gettext_lazy("value"))
        yield TextField("period", gettext_lazy("period"), example="2025-01-01..2025-12-31")
        yield FindField("source", gettext_lazy("source"), "source", example=tr("words from its title, or its id"))
        yield TextField("published_on", gettext_lazy("published on"), example=tr("the date of the source"), usual=True)
        yield TextField("party", gettext_lazy("party"))
        yield shared_fields.grade_field()
        yield TextField("note", gettext_lazy("note"))

    def on_mount(self) -> None:
        wanted = self.subject.id
        self.ask("view", lambda desk: desk.commitment(wanted), self._fill_indicator, opens=True)

    def _fill_indicator(self, view: CommitmentView) -> None:
        if view.indicators and not self.field_value("indicator"):
            first = view.indicators[0]
            self.set_field_text("indicator", first.id)
            series = first.headline_series or next((value.series for value in first.measurements), "")
            self.set_field_text("series", series)
            self.record_initial_values()
            self.focus_field("value")

    def intents(self) -> Sequence[Intent]:
        """Return one measurement, or nothing while a required field is empty."""
        if not all(self.field_value(name) for name in NEEDED):
            return ()
        return [
            Measure(
                indicator=self.field_value("indicator"),
                value=self.field_value("value"),
                period=self.field_value("period"),
                series=self.field_value("series"),
                source=self.field_value("source"),
                party=self.field_value_or_none("party"),
                grade=self.field_value_or_none("grade"),
                published_on=self.field_value_or_none("published_on"),
                note=self.field_value_or_none("note"),
            )
        ]

    def request_attribution(self) -> None:
        """Show that the measurement is not a statement of any side."""
        self.show_known_attribution(recorded_line)

    def missing_message(self) -> str:
        """Return a message that lists the required fields that are still empty."""
        names = {
            "indicator": tr("indicator"),
            "value": tr("value"),
            "period": tr("period"),
            "series": tr("series"),
            "source": tr("source"),
        }
        return tr(
            "Still to fill in: {fields}", fields=", ".join(names[name] for name in NEEDED if not self.field_value(name))
        )
