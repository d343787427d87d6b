"""Bar of tabs; a click chooses a tab."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from accordtrack.i18n import tr
from accordtrack.tui import text_styles
from accordtrack.tui.jump_letters import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content


class TabBar(Widget):
    """Names of tabs with counts; the chosen tab is highlighted."""

    chosen: reactive[int] = reactive(0)

    @dataclass
    class Clicked(Message):
        """A tab was clicked."""

        number: int

    def __init__(self, labels: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._labels = tuple(labels)
        self.counts: tuple[int | None, ...] = (None,) * len(self._labels)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Rename the tabs."""
        self._labels = tuple(labels)
        self.refresh()

    def set_counts(self, counts: Sequence[int | None]) -> None:
        """Show new counts after the names."""
        self.counts = tuple(counts)
        self.refresh()

    def render(self) -> Content:
        """Return the line; if it does not fit, drop the counts first, then the gaps."""
        return text_styles.clip(self._fitting_line()[0], self.size.width)

    def _fitting_line(self) -> tuple[Content, list[tuple[int, int]]]:
        """Return the line, and where each tab begins and ends in it."""
        for counted, gap in ((True, " "), (False, " "), (False, "")):
            line, places = self._line(gap, counted=counted)
            if line.cell_length <= self.size.width:
                break
        return line, places

    def _line(self, gap: str, *, counted: bool) -> tuple[Content, list[tuple[int, int]]]:
        parts: list[Content | str] = [" "]
        places: list[tuple[int, int]] = []
        at = 1
        for number, name in enumerate(self._labels):
            count = self.counts[number]
            text = f" {tr(name)}{f' {count}' if counted and count else ''} "
            here = number == self.chosen
            tab = text_styles.words(text, "bold $primary underline" if here else text_styles.MUTED)
            places.append((at, at + tab.cell_length))
            parts += [tab, gap]
            at += tab.cell_length + len(gap)
        return text_styles.join(*parts), places

    def spots(self) -> list[Spot]:
        """Return the positions of the jump letters: on the blank before each name."""
        return [
            Spot(begin - 1, 0, partial(self.post_message, self.Clicked(number)))
            for number, (begin, _end) in enumerate(self._fitting_line()[1])
        ]

    def on_click(self, event: events.Click) -> None:
        for number, (begin, end) in enumerate(self._fitting_line()[1]):
            if begin <= event.x < end:
                self.post_message(self.Clicked(number))
                return
