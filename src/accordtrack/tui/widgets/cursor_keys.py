"""Cursor movement shared by all lists."""

from __future__ import annotations

from functools import partial

from textual.scroll_view import ScrollView

from accordtrack.tui.jump_letters import Spot


class CursorKeys:
    """Mixin for lists: ``cursor`` is a position, and ``move_to`` changes it within the list."""

    cursor: int

    def move_to(self, position: int) -> None:
        """Move the cursor to a row and scroll it into view."""
        raise LookupError(position)

    def row_count(self) -> int:
        """Return the number of rows."""
        raise LookupError(type(self).__name__)

    def visible_row_count(self) -> int:
        """Return the number of visible rows."""
        raise LookupError(type(self).__name__)

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_half_down(self) -> None:
        self.move_to(self.cursor + max(self.visible_row_count() // 2, 1))

    def action_half_up(self) -> None:
        self.move_to(self.cursor - max(self.visible_row_count() // 2, 1))

    def action_page_down(self) -> None:
        self.move_to(self.cursor + max(self.visible_row_count() - 1, 1))

    def action_page_up(self) -> None:
        self.move_to(self.cursor - max(self.visible_row_count() - 1, 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.row_count() - 1)


class ScrolledRows(CursorKeys, ScrollView, can_focus=True):
    """A scrolling list with one line per row; the margin of each visible row can show a jump letter."""

    def spots(self) -> list[Spot]:
        """Return the positions of the jump letters."""
        top = self.scroll_offset.y
        rows = range(top, min(top + self.size.height, self.row_count()))
        return [Spot(0, position - top, partial(self.jump, position)) for position in rows]

    def jump(self, position: int) -> None:
        """Move the cursor to a row, and focus the list."""
        self.focus()
        self.move_to(position)
