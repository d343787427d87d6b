"""A reminder to read, to copy, or to save in a file. Nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import bounds
from accordtrack.i18n import explain, later, tr
from accordtrack.problems import Refused
from accordtrack.sentences import reminder
from accordtrack.service import save_text
from accordtrack.text import shorten
from accordtrack.tui import ink, keys
from accordtrack.tui.screens.reading import ReadingScreen
from accordtrack.tui.widgets.leaf import Block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accordtrack.sentences.reminder import Reminder

WIDEST = 24
"""Most cells of a label and the blanks behind it."""


class ReminderScreen(ReadingScreen):
    """The text as it will be copied, its facts set beside their labels."""

    stack = "reminder"
    BINDINGS = keys.bindings("reminder", "reading")

    def __init__(self, made: Reminder, identifiers: Sequence[str]) -> None:
        super().__init__(later("reminder"), lambda: blocks(self.made))
        self.made = made
        self.identifiers = tuple(identifiers)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(reminder.text(self.made))
        self.accord.say(tr("Copied: sent to the terminal"))

    def action_save_text(self) -> None:
        from accordtrack.tui.dialogs.savetext import SaveDialog  # noqa: PLC0415

        if barred := bounds.files_problem():
            self.accord.say(explain(barred), "warning")
            return
        name = f"reminder-{self.identifiers[0]}.txt" if len(self.identifiers) == 1 else "reminder.txt"
        self.app.push_screen(SaveDialog(name, self._save), self._saved)

    def _save(self, path: Path) -> Refused | None:
        try:
            save_text(path, reminder.text(self.made))
        except Refused as why:
            return why
        return None

    def _saved(self, path: Path | None) -> None:
        if path is not None:
            self.accord.say(tr("Saved in {x}", x=shorten(str(path), 80)))

    def relabel(self) -> None:
        """Write the text in the language in force."""
        self.ask("reminder", lambda desk: desk.remind(self.identifiers), self._again)

    def _again(self, made: Reminder) -> None:
        self.made = made
        self.leaf.show(blocks(made), keep=True)


def blocks(made: Reminder) -> list[Block]:
    """The reminder as a page."""
    found = []
    if made.warnings:
        found.append(Block(ink.words(made.handling, ink.BAD)))
        found += [Block(ink.paragraph(line, ink.WARN)) for line in made.warnings]
    found.append(Block(ink.words(made.opening, ink.STRONG), gap=1 if found else 0))
    longest = max((cell_len(name) for item in made.items for name, _words in item.facts), default=0)
    indent = min(longest + 2, WIDEST)
    for number, item in enumerate(made.items, start=1):
        head = ink.joined(
            ink.words(f"{number}."), ink.words(item.id, ink.HEADING), ink.words(item.title, ink.TITLE), by="  "
        )
        found += [Block(head, gap=1), Block(ink.paragraph(item.promised), indent=3, quoted=True)]
        found += [
            Block(ink.words(words), label=ink.words(name, ink.MUTED), indent=indent) for name, words in item.facts
        ]
    note = tr("Nothing is sent: copy or save it, and send it by other means.")
    return [*found, Block(ink.words(note, ink.NOTE), gap=1)]
