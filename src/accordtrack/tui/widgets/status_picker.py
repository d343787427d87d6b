"""Picker of the statuses by letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.statuses import DEFINITIONS
from accordtrack.tui import cell_text, text_styles
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual import events
    from textual.content import Content
    from textual.geometry import Size

STATUSES = {one.letter: one.status.value for one in DEFINITIONS}
LETTERS = tuple(STATUSES)
GAP = 3


class StatusPicker(Widget, can_focus=True):
    """``n not started   l limited   …``, with as many per line as fit evenly.

    If not even two fit, only the letters and the name of the chosen status are shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
    ]
    chosen: reactive[str] = reactive("")

    @dataclass
    class Picked(Message):
        """A status was chosen; after a choice ``by_letter``, the focus moves on to the evidence."""

        status: str
        by_letter: bool

    def choose(self, letter: str) -> None:
        """Choose a status by its letter."""
        self.chosen = STATUSES[letter]
        self.post_message(self.Picked(self.chosen, by_letter=True))

    def _cell_width(self) -> int:
        return max(text_styles.words(label("status", status)).cell_length for status in STATUSES.values()) + 4

    def _statuses_per_line(self, width: int) -> int:
        fit = max((width + GAP) // (self._cell_width() + GAP), 1)
        return 6 if fit >= len(LETTERS) else 3 if fit >= len(LETTERS) // 2 else min(fit, 2)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the statuses take."""
        del container, viewport
        if self._is_letters_only(width):
            return 2
        return -(-len(LETTERS) // self._statuses_per_line(width))

    def _is_letters_only(self, width: int) -> bool:
        return self._statuses_per_line(width) == 1

    def _letters_content(self) -> Content:
        """Return all letters with their marks on one line, and the name of the chosen status below."""
        parts = []
        for letter in LETTERS:
            status = STATUSES[letter]
            mark = "" if text_styles.ascii_only() else cell_text.status_sign(status, None)
            style = "bold reverse" if status == self.chosen else text_styles.HEADING
            parts.append(text_styles.words(f"{letter}{mark}", style))
        name = label("status", self.chosen) if self.chosen else tr("one of these letters")
        return text_styles.join(
            text_styles.join(*parts, by=" "),
            text_styles.words(name, "" if self.chosen else text_styles.MUTED),
            by="\n",
        )

    def render(self) -> Content:
        """Return the letters, marks, and labels."""
        if self._is_letters_only(self.size.width):
            return self._letters_content()
        across, cell = self._statuses_per_line(self.size.width), self._cell_width()
        lines: list[Content] = []
        for begin in range(0, len(LETTERS), across):
            parts: list[Content | str] = []
            for letter in LETTERS[begin : begin + across]:
                status = STATUSES[letter]
                here = status == self.chosen
                text = text_styles.fit(_mark_and_label(status), cell - 2)
                style = "bold reverse" if here else ""
                parts += [
                    text_styles.words(f"{letter} ", text_styles.HEADING),
                    text_styles.words(text.rstrip(), style),
                    " " * (cell - 2 - len(text.rstrip()) + GAP),
                ]
            lines.append(text_styles.join(*parts))
        return text_styles.join(*lines, by="\n")

    def on_click(self, event: events.Click) -> None:
        if self._is_letters_only(self.size.width):
            wide = 2 if text_styles.ascii_only() else 3
            if event.y == 0 and event.x // wide < len(LETTERS):
                self.choose(LETTERS[event.x // wide])
            return
        across, cell = self._statuses_per_line(self.size.width), self._cell_width()
        place = event.y * across + min(event.x // (cell + GAP), across - 1)
        if place < len(LETTERS):
            self.choose(LETTERS[place])

    def action_step(self, step: int) -> None:
        order = [STATUSES[letter] for letter in LETTERS]
        place = (order.index(self.chosen) + step) % len(order) if self.chosen else (0 if step > 0 else len(order) - 1)
        self.chosen = order[place]
        self.post_message(self.Picked(self.chosen, by_letter=False))


def _mark_and_label(status: str) -> str:
    """Return the mark and the label; in ASCII, only the label, because the letter already precedes it."""
    word = label("status", status)
    return word if text_styles.ascii_only() else f"{cell_text.status_sign(status, None)} {word}"
