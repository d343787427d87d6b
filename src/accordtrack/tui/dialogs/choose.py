"""Dialog to choose one item of a list, with an optional line to type in that narrows the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from accordtrack.i18n import tr
from accordtrack.tui import keys, text_styles
from accordtrack.tui.dialogs.base import Dialog
from accordtrack.tui.fuzzy_match import rank_matches
from accordtrack.tui.widgets.option_lines import OptionLines
from accordtrack.tui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its value, its text, and the text at its right end."""

    value: str
    words: str
    right: str = ""
    off: bool = False
    sought: str = ""
    """Additional search text."""
    faint: bool = False
    """Whether the item is displayed less prominently than the others."""


class Choose(Dialog[str]):
    """A list dialog; returns the value of the chosen item, or None."""

    stack = "picking"
    BINDINGS = keys.bindings("choosing", "picking")

    def __init__(self, title: str, items: Sequence[Item], *, current: str = "", typing: bool = False) -> None:
        super().__init__()
        self.title_words = title
        self._items = tuple(items)
        self._shown = list(enumerate(self._items))
        """The items that match the typed text, each with its index among all items."""
        self._current = current
        self._typing = typing
        if typing:
            self.stack = "choosing"

    def compose_body(self) -> ComposeResult:
        """Yield the optional input line, then the list."""
        if self._typing:
            yield SafeInput(placeholder=tr("words of an action"), compact=True, id="sought")
        yield OptionLines(id="choices", markup=False)

    def on_mount(self) -> None:
        self.choices.can_focus = not self._typing
        self._fill_list()
        if self._typing:
            self.query_one(SafeInput).focus()
        else:
            self.choices.focus()
        places = [place for place, item in self._shown if item.value == self._current]
        self.choices.highlighted = places[0] if places else 0

    @property
    def highlighted_value(self) -> str | None:
        """The value of the item under the cursor, or None."""
        place = self.choices.highlighted
        return self._shown[place][1].value if place is not None and place < len(self._shown) else None

    def set_items(self, items: Sequence[Item]) -> None:
        """Replace the items, keeping the cursor position."""
        self._items = tuple(items)
        self._shown = list(enumerate(self._items))
        self._redraw_items()

    @property
    def choices(self) -> OptionList:
        """The list widget."""
        return self.query_one("#choices", OptionList)

    def adapt_layout(self, height: int) -> None:
        """Limit the height of the list, which scrolls."""
        self.limit_height("#choices", min(height - (6 if self._typing else 4), 24))
        self._redraw_items()

    def _redraw_items(self) -> None:
        place = self.choices.highlighted
        self._fill_list()
        self.choices.highlighted = place

    def _fill_list(self) -> None:
        self.choices.clear_options()
        width = max(min(self.app.size.width - 8, 70) - 2, 12)
        self.choices.add_options(
            [Option(_line(item, width), disabled=item.off, id=str(number)) for number, item in self._shown]
        )
        if self._typing and not self._shown:
            text = tr("Nothing matches these words; delete some to see more")
            self.choices.add_option(Option(text_styles.muted(text_styles.cut(text, width)), disabled=True))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        lines = [f"{item.words} {item.sought or item.value}" for item in self._items]
        self._shown = [(number, self._items[number]) for number in rank_matches(event.value, lines)]
        self._fill_list()
        self.choices.highlighted = 0 if self._shown else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._return_item(event.option.id)

    def action_choose(self) -> None:
        place = self.choices.highlighted
        if place is not None:
            self._return_item(self.choices.get_option_at_index(place).id)

    def _return_item(self, name: str | None) -> None:
        """Close with the item of an option, unless further typing has already removed it from the list."""
        for number, item in self._shown:
            if str(number) == name and not item.off:
                self.dismiss(item.value)

    def action_down(self) -> None:
        self.choices.action_cursor_down()

    def action_up(self) -> None:
        self.choices.action_cursor_up()

    def action_first(self) -> None:
        self.choices.action_first()

    def action_last(self) -> None:
        self.choices.action_last()

    def action_page_down(self) -> None:
        self.choices.action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        self.choices.action_page_up()  # type: ignore[no-untyped-call]


def _line(item: Item, width: int) -> Content:
    right = text_styles.cut(item.right, max(width * 2 // 3, 4))
    left = text_styles.fit(item.words, max(width - text_styles.words(right).cell_length - 1, 4))
    return text_styles.join(
        text_styles.words(left, text_styles.FAINT if item.off else text_styles.MUTED if item.faint else ""),
        " ",
        text_styles.muted(right),
    )
