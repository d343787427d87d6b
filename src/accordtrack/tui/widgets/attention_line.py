"""What a desk officer asks first, answered without a key: what is owed, overdue, awaits an answer, has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import attention
from accordtrack.text.filters import written
from accordtrack.tui import text_styles
from accordtrack.tui.app_access import InProgram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content

    from accordtrack.types import AttentionCount

STYLE = {"overdue": text_styles.BAD, "waits": text_styles.WARN, "turn": text_styles.WARN, "changed": "$accent"}
LINES = 2
"""Lines that it takes at most."""
MORE = 3
"""Cells between the numbers and the key that shows their rows."""


def filter_of(one: AttentionCount) -> str:
    """The filter that shows the rows of a number, in the words of the language in force."""
    return written(one.terms)


class AttentionLine(InProgram, Widget):
    """``US owes 96 · overdue 2 · awaiting your answer 11 · changed since you looked 4``; it folds where it must."""

    @dataclass
    class Chosen(Message):
        """The rows of a number are wanted."""

        one: AttentionCount

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.counts: tuple[AttentionCount, ...] = ()
        self.withheld = ""
        """How many entries of a copy for others are without their words, said."""
        self.active = ""
        """The filter in force: the number whose rows it shows stands out."""
        self._places: list[tuple[int, int, int, AttentionCount]] = []

    def show(self, counts: Sequence[AttentionCount], withheld: str = "") -> None:
        """Show other numbers, and behind them what is ``withheld``."""
        self.counts, self.withheld = tuple(counts), withheld
        self.refresh(layout=True)

    def activate(self, text: str) -> None:
        """Another filter is in force."""
        if text != self.active:
            self.active = text
            self.refresh()

    def ordered(self) -> list[AttentionCount]:
        """The numbers in order; where both sides' stand, the language's alternat decides."""
        place = {"owed": 0, "overdue": 1, "waits": 2, "turn": 3}
        counts = i18n.in_alternat(self.counts, lambda one: one.side)
        return sorted(counts, key=lambda one: place.get(one.name, 4))

    def _part(self, one: AttentionCount) -> Content:
        here = bool(self.active) and self.active == filter_of(one)
        style = STYLE.get(one.name, text_styles.STRONG) if one.count else text_styles.FAINT
        name = text_styles.words(attention.words(one), text_styles.STRONG if here else text_styles.MUTED)
        number = text_styles.words(f"{one.count:,}", f"{style} underline" if here else style)
        return text_styles.joined(name, number, by=" ")

    def lines(self, width: int) -> list[Content]:
        """The numbers on one line, or on two where they do not fit; the key at the end where there is room."""
        made: list[Content] = []
        self._places = []
        line, dot = text_styles.BLANK, text_styles.dot()
        parts = [(self._part(one), one) for one in self.ordered()]
        for part, one in [
            *parts,
            *([(text_styles.words(self.withheld, text_styles.WARN), None)] if self.withheld else []),
        ]:
            wide = line.cell_length + len(dot) + part.cell_length if line else part.cell_length
            if line and wide > width and len(made) < LINES - 1:
                made.append(line)
                line = text_styles.BLANK
            begin = line.cell_length + len(dot) if line else 0
            if one is not None:
                self._places.append((len(made), begin, begin + part.cell_length, one))
            line = text_styles.joined(line, part, by=dot) if line else part
        made.append(text_styles.clip(line, width))
        key = self.accord.key("attention")
        hint = text_styles.joined(
            text_styles.words(key, text_styles.HEADING), text_styles.words(tr("shows rows"), text_styles.MUTED), by=" "
        )
        gap = width - made[-1].cell_length - hint.cell_length
        if gap >= MORE and self.counts:
            made[-1] = text_styles.joined(made[-1], " " * gap, hint)
        return made

    def render(self) -> Content:
        """The lines."""
        return text_styles.stacked(self.lines(max(self.size.width - 2, 8)))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One line or two."""
        del container, viewport
        return len(self.lines(max(width - 2, 8)))

    def on_click(self, event: events.Click) -> None:
        for line, begin, end, one in self._places:
            if line == event.y and begin <= event.x - 1 < end and one.count:
                self.post_message(self.Chosen(one))
                return
