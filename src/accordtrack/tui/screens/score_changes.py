"""Page that lists why the numbers of a card of the scorecard changed since a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months
from accordtrack.i18n import gettext_lazy
from accordtrack.text import score_changes as words
from accordtrack.text.calendar_names import day_name, short_date
from accordtrack.tui import keys, text_styles
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from accordtrack.types import ScoreChange, ScoreChanges

_YEAR = 12
INDENT = 14


class ScoreChangesScreen(ReadingScreen):
    """The entries that changed a number, by act. Keys change the first day of the list."""

    stack = "score-changes"
    BINDINGS = keys.bindings("score-changes", "reading")

    def __init__(self, changes: ScoreChanges, name: str | None) -> None:
        super().__init__(gettext_lazy("why the numbers changed"), lambda: blocks(self.made))
        self.made = changes
        self.card = name

    def action_since(self, years: int) -> None:
        """Start the list a year earlier or later."""
        since = add_months(self.made.since, _YEAR * years)
        if since < self.made.until:
            self._read(since)

    def action_copy(self) -> None:
        """Copy the page as it is read."""
        self.accord.copy_text(self.page_view.text)

    def relabel(self) -> None:
        """Write the page in the current language."""
        self.page_view.show(blocks(self.made), keep=True)

    def _read(self, since: str) -> None:
        until, name = self.made.until, self.card
        self.ask("score-changes", lambda desk: desk.score_changes(name, since, until), self._show, fills=self)

    def _show(self, changes: ScoreChanges) -> None:
        self.made = changes
        self.page_view.show(blocks(changes))


def blocks(counted: ScoreChanges) -> list[Block]:
    """Return the difference, then one item per act or day of time, in order."""
    changes = words.as_printed(counted)
    found = [
        Block(text_styles.words(words.title(changes), text_styles.TITLE)),
        Block(
            text_styles.paragraph(
                words.dates(replace(changes, since=day_name(changes.since), until=day_name(changes.until))),
                text_styles.MUTED,
            )
        ),
        *(Block(text_styles.words(line, text_styles.STRONG)) for line in words.difference(changes)),
        Block(text_styles.paragraph(words.summary(changes)), gap=1),
    ]
    for number, change in enumerate(changes.changes):
        found += _change(change, f"change:{number}")
    return [*found, Block(text_styles.paragraph(words.note(), text_styles.NOTE), gap=1)]


def _change(change: ScoreChange, key: str) -> list[Block]:
    kind, *lines = words.lines(change)
    head = text_styles.join(
        text_styles.words(words.points_text(change.points), text_styles.STRONG),
        text_styles.words(kind),
        by=text_styles.dot(),
    )
    day = text_styles.muted(short_date(change.day))
    bodies = (Block(text_styles.paragraph(line), indent=INDENT, key=key) for line in lines if line)
    return [Block(head, label=day, indent=INDENT, key=key, gap=1), *bodies]
