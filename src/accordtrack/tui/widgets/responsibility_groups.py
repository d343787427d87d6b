"""Group list of the owed view: one line per responsible body, side, theme, or framework, with a cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.message import Message

from accordtrack.tui import keys, responsibility_columns, strips, text_styles
from accordtrack.tui.widgets.cursor_keys import ScrolledRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from accordtrack.types import ResponsibilityRow

CURSOR, REST = "owed-groups--cursor", "owed-groups--rest"


class OwedGroups(ScrolledRows):
    """A short list; moving the cursor shows the rows of another group."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {CURSOR, REST}
    BINDINGS = keys.bindings("groups")

    @dataclass
    class Moved(Message):
        """Another group is under the cursor."""

        row: ResponsibilityRow | None

    class Opened(Message):
        """Requests to move to the rows of the group."""

    class Laid(Message):
        """The columns changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.groups: tuple[ResponsibilityRow, ...] = ()
        self.by, self.count = "body", "owed"
        self.shown: tuple[responsibility_columns.Column, ...] = ()
        self.cursor = 0

    @property
    def group(self) -> ResponsibilityRow | None:
        """The group under the cursor, or None."""
        return self.groups[self.cursor] if self.cursor < len(self.groups) else None

    def show(self, groups: Sequence[ResponsibilityRow], by: str) -> None:
        """Show new counts; the cursor stays on its group, or at its position if the group is gone."""
        old, kind = self.group, self.by
        self.groups, self.by = tuple(groups), by
        names = [(row.code, row.side) for row in self.groups]
        is_listed = old is not None and kind == by and (old.code, old.side) in names
        self.cursor = names.index((old.code, old.side)) if old is not None and is_listed else 0
        if kind == by and not is_listed:
            self.cursor = min(self.cursor, max(len(names) - 1, 0))
        self.choose_columns()
        self.call_after_refresh(self.show_cursor)

    def choose_columns(self) -> None:
        """Choose the columns for the width and the language."""
        width = max(self.scrollable_content_region.width, 1)
        self.virtual_size = Size(width, len(self.groups))
        self.shown = responsibility_columns.columns(width, self.by, self.groups)
        self.refresh()
        self.post_message(self.Laid())

    def row_count(self) -> int:
        return len(self.groups)

    def visible_row_count(self) -> int:
        return self.size.height

    def move_to(self, position: int) -> None:
        """Move the cursor to a group and scroll it into view."""
        if not self.groups:
            return
        old, self.cursor = self.cursor, min(max(position, 0), len(self.groups) - 1)
        self.show_cursor()
        if old != self.cursor:
            self.refresh()
            self.post_message(self.Moved(self.group))

    def render_line(self, y: int) -> Strip:
        """Return one line of the list."""
        position, width = y + self.scroll_offset.y, max(self.scrollable_content_region.width, 1)
        if position >= len(self.groups):
            return strips.blank_strip(self, width)
        here = position == self.cursor
        bar = text_styles.words(text_styles.mark_or_ascii("▌", ">"), "$primary") if here else text_styles.words(" ")
        most = max(row.overdue for row in self.groups)
        body = responsibility_columns.group_line(self.groups[position], self.shown, self.by, self.count, most)
        style = "" if not here else CURSOR if self.has_focus else REST
        return strips.make_strip(self, text_styles.join(bar, " ", body), width, style)

    def on_resize(self) -> None:
        self.choose_columns()
        self.show_cursor()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        position = event.y + self.scroll_offset.y
        if position < len(self.groups):
            again = position == self.cursor
            self.move_to(position)
            if again and event.chain > 1:
                self.post_message(self.Opened())
