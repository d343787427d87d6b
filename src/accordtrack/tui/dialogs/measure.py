"""Dialog that records a measurement of an indicator linked to a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
from accordtrack.tui.dialogs.slot_form import Slot, SlotForm
from accordtrack.types.intents import Measure
from accordtrack.vocabulary import Grade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import CommitmentView
    from accordtrack.types.intents import Intent

SLOTS = (
    Slot("indicator", gettext_lazy("indicator"), finds="indicator", needed=True),
    Slot("series", gettext_lazy("series"), needed=True),
    Slot("value", gettext_lazy("value"), needed=True),
    Slot("period", gettext_lazy("period"), needed=True, example="2025-01-01..2025-12-31"),
    Slot("source", gettext_lazy("source"), finds="source", needed=True),
    Slot("published_on", gettext_lazy("published on"), usual=gettext_lazy("the date of the source")),
    Slot("party", gettext_lazy("party")),
    Slot("grade", gettext_lazy("grade"), "grade", tuple(one.value for one in Grade), usual=gettext_lazy("as checked")),
    Slot("note", gettext_lazy("note")),
)


class MeasureDialog(SlotForm):
    """The dialog of the ``m`` key; preset to the first linked indicator and its series."""

    dialog = "measure"
    title_words = gettext_lazy("record a measurement")

    def slots(self) -> Sequence[Slot]:
        """Return the indicator, the series, the value, the period, the source, and the optional fields."""
        return SLOTS

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
        return () if self.empty_slots() else [Measure(**self.typed_values())]
