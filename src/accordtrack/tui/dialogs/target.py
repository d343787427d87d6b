"""Dialog with the target worksheet of an indicator, which proposes a target to the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from accordtrack.core.dates import date_problem, is_partial_date, last_day
from accordtrack.core.problems import Refused
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.service.target_proposals import proposed_ratio, proposed_target, worksheet_of
from accordtrack.text import targets as words
from accordtrack.tui.dialogs import shared_fields
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.tabs.targets import worksheet_lines
from accordtrack.tui.widgets.fields import ChoiceField, TextField, split_commas
from accordtrack.tui.widgets.find_field import FindField
from accordtrack.vocabulary import ScenarioName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet
    from accordtrack.service import Desk
    from accordtrack.tui.subject import Subject
    from accordtrack.tui.widgets.fields import Field
    from accordtrack.types.intents import Intent

WHERE = ("series", "place")
"""The fields on which the worksheet depends."""


class TargetDialog(Form):
    """The dialog of the ``t`` key. Series and place are those of the last proposal; no scenario is preselected."""

    AUTO_FOCUS = "#field-scenario Choice"
    dialog = "target"
    title_words = gettext_lazy("target: worksheet and proposal")
    recorded = True

    def __init__(self, indicator: Subject) -> None:
        super().__init__([indicator])
        self._scores: ScoreAccess | None = None
        self._worksheet: Worksheet | None = None
        self._why_none: Refused | None = None
        """Why there is no worksheet."""

    def fields(self) -> ComposeResult:
        """Yield the series and the place, their worksheet, and what is proposed from it."""
        yield FindField("series", gettext_lazy("series"), "panel_series")
        yield TextField("place", gettext_lazy("place"), example="MX-SIN")
        yield Static("", id="worksheet", markup=False)
        scenarios = [(name.value, words.scenario(name)) for name in ScenarioName]
        yield ChoiceField("scenario", gettext_lazy("scenario"), [("", tr("none chosen yet")), *scenarios])
        yield TextField("value", gettext_lazy("or a value"), example="41.5")
        yield TextField("by", gettext_lazy("by when"), usual=True)
        yield TextField("reason", gettext_lazy("reason"))
        yield shared_fields.source_field()

    def on_mount(self) -> None:
        self._request_worksheet(opens=True)

    def reload(self) -> None:
        """Read the worksheet again, and which proposal is the last one."""
        self._scores = None
        self._request_worksheet()

    def others_wrote(self) -> None:
        """Read again: the other side may have answered or proposed meanwhile."""
        self.reload()

    def _request_worksheet(self, *, opens: bool = False) -> None:
        held, indicator = self._scores, self.subject.id
        series, place = (self.field_value_or_none(name) for name in WHERE)

        def question(desk: Desk) -> tuple[ScoreAccess, Worksheet | Refused]:
            scores = held or desk.scores()
            try:
                return scores, worksheet_of(scores, indicator, series, place)
            except Refused as refused:
                return scores, refused

        self._worksheet = self._why_none = None
        self.ask("worksheet", question, self._show_worksheet, opens=opens)

    def _show_worksheet(self, found: tuple[ScoreAccess, Worksheet | Refused]) -> None:
        self._scores, worksheet = found
        if isinstance(worksheet, Refused):
            self._why_none = worksheet
            self.query_one("#worksheet", Static).update("")
            if not self.has_typed_text and not self.field_value("series"):
                self.focus_field("series")
        else:
            self._worksheet = worksheet
            self._fill_from(self._scores, worksheet)
        self.request_plan()

    def _fill_from(self, scores: ScoreAccess, worksheet: Worksheet) -> None:
        self.query_one("#worksheet", Static).update(worksheet_lines(scores, worksheet))
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)
        fresh = not self.has_typed_text
        for name, value in zip(WHERE, (worksheet.years.series, worksheet.years.place), strict=True):
            if not self.field_value(name):
                self.set_field_text(name, value)
        self.query_one("#field-by", TextField).input.placeholder = worksheet.due
        if fresh:
            self.record_initial_values()

    def handle_field_change(self, field: Field) -> None:
        """Read the worksheet of another series or place."""
        found = self._worksheet
        shown = (found.years.series, found.years.place) if found is not None else None
        if field.field in WHERE and shown != tuple(self.field_value(name) for name in WHERE):
            self._request_worksheet()

    def intents(self) -> Sequence[Intent]:
        """Return one proposal, or nothing while neither a scenario nor a value is given.

        Raises:
            Refused: When there is no worksheet, the date is none, or both a scenario and a value are given.
        """
        if self._why_none is not None:
            raise self._why_none
        scenario, value = self.field_value_or_none("scenario"), self.field_value_or_none("value")
        if self._scores is None or self._worksheet is None or not (scenario or value):
            return ()
        by = self.field_value("by") or self._worksheet.due
        if not is_partial_date(by):
            raise Refused(date_problem(by, "by"))
        ratio = proposed_ratio(self._worksheet, None, value, scenario)
        reason, sources = self.field_value_or_none("reason"), split_commas(self.field_value("sources"))
        return [proposed_target(self._scores, self.subject.id, self._worksheet, ratio, last_day(by), reason, sources)]

    def missing_message(self) -> str:
        """Return a message that asks for a scenario or a value."""
        return tr("Choose a scenario, or write a value") if self._worksheet is not None else tr("Scoring")
