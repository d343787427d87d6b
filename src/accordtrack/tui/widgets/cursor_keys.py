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

    def show_cursor(self) -> None:
        """Scroll the row under the cursor into view."""
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    def spots(self) -> list[Spot]:
        """Return the positions of the jump letters."""
        top = self.scroll_offset.y
        rows = range(top, min(top + self.size.height, self.row_count()))
        return [Spot(0, position - top, partial(self.jump, position)) for position in rows]

    def jump(self, position: int) -> None:
        """Move the cursor to a row, and focus the list."""
        self.focus()
        self.move_to(position)


class MarkedRows(ScrolledRows):
    """A scrolling list whose rows can be marked one by one or as a range."""

    _mark_from: int | None = None

    def toggle_mark(self, position: int) -> bool:
        """Mark a row, or remove its mark. Return whether there was a row to mark."""
        raise LookupError(position)

    def mark_row(self, position: int) -> None:
        """Mark a row."""
        raise LookupError(position)

    def clear_marks(self) -> None:
        """Remove all marks."""
        raise LookupError(type(self).__name__)

    def next_to_mark(self, position: int) -> int:
        """Return the row to which the cursor goes after a row was marked."""
        return position + 1

    def marks_changed(self) -> None:
        """Tell the screen that the marks changed."""

    def action_mark(self) -> None:
        if not self.toggle_mark(self.cursor):
            return
        self._mark_from = self.cursor
        self.refresh()
        self.move_to(self.next_to_mark(self.cursor))
        self.marks_changed()

    def action_mark_range(self) -> None:
        if not self.row_count():
            return
        begin = self.cursor if self._mark_from is None else self._mark_from
        low, high = sorted((begin, self.cursor))
        for position in range(low, high + 1):
            self.mark_row(position)
        self._mark_from = self.cursor
        self.refresh()
        self.marks_changed()

    def action_unmark(self) -> None:
        self.unmark()

    def unmark(self) -> None:
        """Remove all marks."""
        self.clear_marks()
        self._mark_from = None
        self.refresh()
        self.marks_changed()
