"""Group list of the owed view: one line per responsible body, side, theme, or framework, with a cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message

from accordtrack.tui import keys, responsibility_columns, text_styles
from accordtrack.tui.widgets.scrolled_rows import ScrolledRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import ResponsibilityRow


class OwedGroups(ScrolledRows):
    """A short list; moving the cursor shows the rows of another group."""

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
        self.virtual_size = Size(self.row_width, len(self.groups))
        self.shown = responsibility_columns.columns(self.row_width, self.by, self.groups)
        self.refresh()
        self.post_message(self.Laid())

    def row_count(self) -> int:
        return len(self.groups)

    def cursor_moved(self) -> None:
        self.post_message(self.Moved(self.group))

    def row_content(self, position: int) -> Content:
        most = max(row.overdue for row in self.groups)
        line = responsibility_columns.group_line(self.groups[position], self.shown, self.by, self.count, most)
        return text_styles.join(" ", line)

    def on_resize(self) -> None:
        self.choose_columns()
        self.show_cursor()
