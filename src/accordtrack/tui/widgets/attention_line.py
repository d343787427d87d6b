"""Line of counts that need a desk officer's attention: owed, overdue, awaiting an answer, and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import attention
from accordtrack.text.filters import format_filter
from accordtrack.tui import text_styles
from accordtrack.tui.app_access import AppAccess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content

    from accordtrack.types import AttentionCount

STYLE = {
    "overdue": text_styles.BAD,
    "waits": text_styles.WARN,
    "reply": text_styles.WARN,
    "turn": text_styles.WARN,
    "changed": "$accent",
}
LINES = 2
"""Maximum number of lines; one more if a side has no open desk."""
MORE = 3
"""Minimum number of cells between the counts and the key that shows their rows."""


def filter_of(one: AttentionCount) -> str:
    """Return the filter that shows the rows of a count, in the current language."""
    return format_filter(one.terms)


class AttentionLine(AppAccess, Widget):
    """``US owes 96 · overdue 2 · unanswered by you 11 · changed since you looked 4``, wrapped if necessary."""

    @dataclass
    class Chosen(Message):
        """Requests the rows of a count."""

        one: AttentionCount

    class PendingChosen(Message):
        """Requests the list of what waits."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.counts: tuple[AttentionCount, ...] = ()
        self.alone = ""
        """A message that a side has no open desk."""
        self.withheld = ""
        """A message with the number of entries whose text is withheld from this copy."""
        self.pending: tuple[str, ...] = ()
        """Messages with the number of entries that wait for a side."""
        self.active = ""
        """The current filter; the count whose rows it shows is highlighted."""
        self._places: list[tuple[int, int, int, AttentionCount | None]] = []
        """Line, begin and end of each count; without a count, of a message about what waits."""

    def show(
        self, counts: Sequence[AttentionCount], withheld: str = "", pending: Sequence[str] = (), alone: str = ""
    ) -> None:
        """Show new counts, then the messages ``alone`` and ``withheld``. ``pending`` stands before what changed.

        It says what waits, so the count of commitments with something that waits is left out.
        """
        self.counts = tuple(one for one in counts if one.name != "waits")
        self.alone, self.withheld, self.pending = alone, withheld, tuple(pending)
        self.refresh(layout=True)

    def set_active_filter(self, text: str) -> None:
        """Set the current filter."""
        if text != self.active:
            self.active = text
            self.refresh()

    def ordered_counts(self) -> list[AttentionCount]:
        """Return the counts in display order; counts of the same kind follow the alternat order of the sides."""
        place = {"owed": 0, "overdue": 1, "waits": 2, "reply": 3, "turn": 4}
        counts = i18n.in_alternat(self.counts, lambda one: one.side)
        return sorted(counts, key=lambda one: place.get(one.name, 5))

    def _part(self, one: AttentionCount, *, brief: bool) -> Content:
        here = bool(self.active) and self.active == filter_of(one)
        style = STYLE.get(one.name, text_styles.STRONG) if one.count else text_styles.FAINT
        name = text_styles.words(
            attention.count_label(one, brief=brief), text_styles.STRONG if here else text_styles.MUTED
        )
        number = text_styles.words(f"{one.count:,}", f"{style} underline" if here else style)
        return text_styles.join(name, number, by=" ")

    def lines(self, width: int) -> list[Content]:
        """Return the counts on few lines, with the key hint at the end if there is room."""
        contents = self._wrapped(width, brief=False)
        if contents[-1].cell_length > width:
            contents = self._wrapped(width, brief=True)
        contents[-1] = text_styles.clip(contents[-1], width)
        key = self.accord.shortcut_for("attention")
        hint = text_styles.join(
            text_styles.words(key, text_styles.HEADING), text_styles.words(tr("shows rows"), text_styles.MUTED), by=" "
        )
        gap = width - contents[-1].cell_length - hint.cell_length
        if gap >= MORE and self.counts:
            contents[-1] = text_styles.join(contents[-1], " " * gap, hint)
        return contents

    def _wrapped(self, width: int, *, brief: bool) -> list[Content]:
        """Return the counts on few lines; the last may be too long."""
        contents: list[Content] = []
        self._places = []
        line, dot = text_styles.BLANK, text_styles.dot()
        waiting = [(text_styles.words(one, text_styles.WARN), None) for one in self.pending]
        counted = [(self._part(one, brief=brief), one) for one in self.ordered_counts()]
        changed = len([one for _part, one in counted if one.name == "changed"])
        first = len(counted) - changed
        most = LINES + bool(self.alone)
        withheld = text_styles.words(self.withheld, text_styles.WARN)
        last = [(text_styles.words(self.alone, text_styles.WARN), None)] if self.alone else []
        last += [(withheld, None)] if self.withheld else []
        for part, one in [*counted[:first], *waiting, *counted[first:], *last]:
            wide = line.cell_length + len(dot) + part.cell_length if line else part.cell_length
            if line and wide > width and len(contents) < most - 1:
                contents.append(line)
                line = text_styles.BLANK
            begin = line.cell_length + len(dot) if line else 0
            if part is not withheld:
                self._places.append((len(contents), begin, begin + part.cell_length, one))
            line = text_styles.join(line, part, by=dot) if line else part
        return [*contents, line]

    def render(self) -> Content:
        """Return the lines."""
        return text_styles.stack_lines(self.lines(max(self.size.width - 2, 8)))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the number of lines."""
        del container, viewport
        return len(self.lines(max(width - 2, 8)))

    def on_click(self, event: events.Click) -> None:
        for line, begin, end, one in self._places:
            if line == event.y and begin <= event.x - 1 < end and (one is None or one.count):
                self.post_message(self.PendingChosen() if one is None else self.Chosen(one))
                return
