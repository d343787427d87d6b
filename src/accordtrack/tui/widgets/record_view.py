"""Scrolling text view of labeled blocks with hanging indents, wrapped to the width.

Blocks with a key form items: ``j`` and ``k`` move between items, and scroll within an item that is longer than the
screen. Without keys, they scroll.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from accordtrack.text.calendar_names import short_date
from accordtrack.tui import strips, text_styles
from accordtrack.tui.jump_letters import Spot
from accordtrack.tui.widgets.line_wrapping import wrap_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

CHOSEN = "leaf--chosen"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text: ``indent`` is where the body begins, ``gap`` the blank lines before it, and ``key`` its item."""

    body: Content
    label: Content = text_styles.BLANK
    indent: int = 0
    gap: int = 0
    key: str | None = None
    most: int = 0
    """Maximum number of body lines, with an ellipsis if more was cut off; 0 for no limit."""
    quoted: bool = False
    """Whether the body is free text, drawn with a rule before each line so that none looks like a heading."""


def dated_block(head: Content, date: str, key: str, *, indent: int) -> Block:
    """Return the first block of an item, after a blank line: its ISO ``date`` in short form, and its ``head`` beside it."""
    return Block(head, label=text_styles.muted(short_date(date)), indent=indent, key=key, gap=1)


def explanation_blocks(first: str, *others: str) -> list[Block]:
    """Return what a page shows when it is empty: that it is, then sentences on what it is for."""
    head = Block(text_styles.words(first, text_styles.STRONG))
    return [head, *(Block(text_styles.muted(one), gap=1) for one in others)]


@dataclass(frozen=True, slots=True)
class _Line:
    content: Content
    key: str | None


class PageView(ScrollView, can_focus=True, inherit_bindings=False):
    """A view of blocks, optionally with items to choose among.

    It does not inherit Textual's scroll bindings, which would leave the chosen item behind; the screen's key table
    applies.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {CHOSEN}

    @dataclass
    class Chosen(Message):
        """Another item is under the cursor."""

        key: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.blocks: tuple[Block, ...] = ()
        self.chosen: str | None = None
        self._lines: list[_Line] = []
        self._width = -1

    @property
    def items(self) -> list[str]:
        """The keys of the items, in order."""
        return list(dict.fromkeys(block.key for block in self.blocks if block.key is not None))

    @property
    def text(self) -> str:
        """The text of the view, for copying and for tests."""
        return "\n".join(line.content.plain.rstrip() for line in self._lines)

    def show(self, blocks: Sequence[Block], *, keep: bool = False, still: str | None = None) -> None:
        """Show new blocks; ``keep`` preserves the scroll position and the chosen item.

        The item ``still`` stays on its line of the screen when blocks are added or removed before it.
        """
        line = None if still is None else self._span(still)[0] - self.scroll_offset.y
        self.blocks = tuple(blocks)
        items = self.items
        if not (keep and self.chosen in items):
            self.chosen = items[0] if items else None
        self._wrap_blocks()
        if line is not None and still in items:
            self.scroll_to(y=self._span(still)[0] - line, animate=False, immediate=True)
        elif not keep:
            self.scroll_to(y=0, animate=False)

    def on_resize(self) -> None:
        if self._text_width != self._width:
            self._wrap_blocks()

    @property
    def _text_width(self) -> int:
        """The width available for text, which excludes the scrollbar and a blank before it."""
        return max(self.scrollable_content_region.width - 1, 8)

    def _wrap_blocks(self) -> None:
        width = self._width = self._text_width
        gutter = 2 if self.items else 0
        lines: list[_Line] = []
        for block in self.blocks:
            lines.extend(_Line(text_styles.BLANK, None) for _ in range(block.gap))
            lines.extend(_Line(content, block.key) for content in wrap_block(block, width - gutter))
        self._lines = lines
        self.virtual_size = Size(width, len(lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line of the view."""
        width = max(self.scrollable_content_region.width, 1)
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return strips.blank_strip(self, width)
        line = self._lines[number]
        content, here = line.content, False
        if self.items:
            here = line.key is not None and line.key == self.chosen
            bar = text_styles.words(text_styles.mark_or_ascii("▌", "|") + " ", "$primary") if here else Content("  ")
            content = text_styles.join(bar, content)
        return strips.make_strip(self, content, width, CHOSEN if here and self.has_focus else "")

    def choose(self, key: str) -> None:
        """Move the cursor to an item, and scroll its beginning into view."""
        if key != self.chosen:
            self.chosen = key
            self.refresh()
            self.post_message(self.Chosen(key))
        begin, end = self._span(key)
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if begin < top or end - begin > height:
            self.scroll_to(y=begin, animate=False)
        elif end > top + height:
            self.scroll_to(y=end - height, animate=False)

    def move(self, step: int) -> None:
        """Move to the next or previous item, or scroll by lines in a long item or if there are no items."""
        items = self.items
        if not items or self.chosen is None:
            self.scroll_by(step)
            return
        begin, end = self._span(self.chosen)
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if step > 0 and end > top + height:
            self.scroll_by(min(3, end - top - height))
        elif step < 0 and begin < top:
            self.scroll_by(-min(3, top - begin))
        else:
            place = items.index(self.chosen) + step
            if 0 <= place < len(items):
                self.choose(items[place])
            else:
                self.scroll_by(step)

    def scroll_by(self, lines: int) -> None:
        """Scroll by lines immediately."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def move_page(self, step: int) -> None:
        """Move by a page; the cursor moves along, but stays on an item that extends beyond the screen."""
        lines = step * max(self.size.height - 1, 1)
        items = self.items
        if not items or self.chosen is None:
            self.scroll_by(lines)
            return
        begin, end = self._span(self.chosen)
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if (step > 0 and end > top + height) or (step < 0 and begin < top):
            self.scroll_by(lines)
            return
        rest = items[items.index(self.chosen) + 1 :] if step > 0 else items[: items.index(self.chosen)][::-1]
        within = list(takewhile(lambda key: abs(self._span(key)[0] - begin) <= abs(lines), rest))
        if rest:
            self.choose(within[-1] if within else rest[0])

    def move_to_end(self, *, last: bool) -> None:
        """Move to the beginning or the end."""
        items = self.items
        if items:
            self.choose(items[-1 if last else 0])
        self.scroll_to(y=len(self._lines) if last else 0, animate=False)

    def _span(self, key: str) -> tuple[int, int]:
        places = [number for number, line in enumerate(self._lines) if line.key == key]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def spots(self) -> list[Spot]:
        """Return the positions of the jump letters: before the first visible line of each item."""
        first: dict[str, int] = {}
        top = self.scroll_offset.y
        for place, line in enumerate(self._lines[top : top + self.size.height]):
            if line.key is not None and self.can_focus:
                first.setdefault(line.key, place)
        return [Spot(0, place, partial(self.jump, key)) for key, place in first.items()]

    def jump(self, key: str) -> None:
        """Move the cursor to an item, and focus the view."""
        self.focus()
        self.choose(key)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        number = event.y + self.scroll_offset.y
        if number < len(self._lines) and (key := self._lines[number].key) is not None:
            self.choose(key)
