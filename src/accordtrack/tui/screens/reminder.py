"""Reminder page: read, copy or save the text. The program never sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack.core import capabilities
from accordtrack.core.problems import Refused
from accordtrack.core.safe_text import shorten
from accordtrack.i18n import explain, gettext_lazy, tr
from accordtrack.service import save_text
from accordtrack.text import reminder
from accordtrack.tui import keys, text_styles
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accordtrack.text.reminder import Reminder

WIDEST = 24
"""Maximum width in cells of a label with the blanks after it."""


class ReminderScreen(ReadingScreen):
    """The text as it will be copied, with its facts beside their labels."""

    stack = "reminder"
    BINDINGS = keys.bindings("reminder", "reading")

    def __init__(self, document: Reminder, identifiers: Sequence[str]) -> None:
        super().__init__(gettext_lazy("reminder"), lambda: blocks(self.made))
        self.made = document
        self.identifiers = tuple(identifiers)

    def action_copy(self) -> None:
        self.accord.copy_text(reminder.text(self.made))

    def action_save_text(self) -> None:
        from accordtrack.tui.dialogs.save_text import SaveTextDialog  # noqa: PLC0415

        if barred := capabilities.files_problem():
            self.accord.show_message(explain(barred), "warning")
            return
        name = f"reminder-{self.identifiers[0]}.txt" if len(self.identifiers) == 1 else "reminder.txt"
        self.app.push_screen(SaveTextDialog(name, self._save), self._report_saved)

    def _save(self, path: Path) -> Refused | None:
        try:
            save_text(path, reminder.text(self.made))
        except Refused as why:
            return why
        return None

    def _report_saved(self, path: Path | None) -> None:
        if path is not None:
            self.accord.show_message(tr("Saved in {x}", x=shorten(str(path), 80)))

    def relabel(self) -> None:
        """Recreate the text in the current language."""
        self.ask("reminder", lambda desk: desk.build_reminder(self.identifiers), self._show_reminder)

    def _show_reminder(self, document: Reminder) -> None:
        self.made = document
        self.page_view.show(blocks(document), keep=True)


def blocks(document: Reminder) -> list[Block]:
    """Return the blocks of the reminder."""
    found = []
    if document.warnings:
        found.append(Block(text_styles.words(document.handling, text_styles.BAD)))
        found += [Block(text_styles.paragraph(line, text_styles.WARN)) for line in document.warnings]
    found.append(Block(text_styles.words(document.opening, text_styles.STRONG), gap=1 if found else 0))
    longest = max((cell_len(name) for item in document.items for name, _words in item.facts), default=0)
    indent = min(longest + 2, WIDEST)
    for number, item in enumerate(document.items, start=1):
        head = text_styles.join(
            text_styles.words(f"{number}."),
            text_styles.words(item.id, text_styles.HEADING),
            text_styles.words(item.title, text_styles.TITLE),
            by="  ",
        )
        found += [Block(head, gap=1), Block(text_styles.paragraph(item.promised), indent=3, quoted=True)]
        found += [
            Block(text_styles.words(words), label=text_styles.muted(name), indent=indent) for name, words in item.facts
        ]
    note = tr("Nothing is sent: copy or save it, and send it by other means.")
    return [*found, Block(text_styles.words(note, text_styles.NOTE), gap=1)]
