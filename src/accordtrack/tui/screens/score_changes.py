"""Page that lists why the numbers of a card of the scorecard changed since a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.tui import keys
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.tabs import score_changes

if TYPE_CHECKING:
    from accordtrack.types import ScoreChanges

_YEAR = 12


class ScoreChangesScreen(ReadingScreen):
    """The entries that changed a number, by act. Keys change the first day of the list."""

    stack = "score-changes"
    BINDINGS = keys.bindings("score-changes", "reading")

    def __init__(self, changes: ScoreChanges, name: str | None) -> None:
        super().__init__(gettext_lazy("why the numbers changed"), lambda: score_changes.blocks(self.made))
        self.made = changes
        self.card = name

    def action_since(self, years: int) -> None:
        """Start the list a year earlier or later."""
        since = add_months(self.made.since, _YEAR * years)
        if since < self.made.until:
            self._read(since)

    def action_copy(self) -> None:
        """Copy the page as it is read."""
        self.app.copy_to_clipboard(self.page_view.text)
        self.accord.show_message(tr("Copied: sent to the terminal"))

    def relabel(self) -> None:
        """Write the page in the current language."""
        self.page_view.show(score_changes.blocks(self.made), keep=True)

    def _read(self, since: str) -> None:
        until, name = self.made.until, self.card
        self.ask("score-changes", lambda desk: desk.score_changes(name, since, until), self._show, fills=self)

    def _show(self, changes: ScoreChanges) -> None:
        self.made = changes
        self.page_view.show(score_changes.blocks(changes))
