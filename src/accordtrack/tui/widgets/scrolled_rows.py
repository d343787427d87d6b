"""Scrolling lists of rows: movement of the cursor, and marks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.scroll_view import ScrollView

from accordtrack.tui import strips, text_styles
from accordtrack.tui.jump_letters import Spot

if TYPE_CHECKING:
    from textual import events
    from textual.content import Content
    from textual.message import Message
    from textual.strip import Strip

CURSOR, REST = "rows--cursor", "rows--rest"


class ScrolledRows(ScrollView, can_focus=True):
    """A scrolling list with one line per row; the margin of each visible row can show a jump letter."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {CURSOR, REST}
    Opened: ClassVar[type[Message]]
    """The message that requests to open the row under the cursor."""
    cursor = 0

    def row_count(self) -> int:
        """Return the number of rows."""
        raise LookupError(type(self).__name__)

    def cursor_moved(self) -> None:
        """Tell the screen that another row is under the cursor."""

    def move_to(self, position: int) -> None:
        """Move the cursor to a row and scroll it into view."""
        if not self.row_count():
            return
        old, self.cursor = self.cursor, min(max(position, 0), self.row_count() - 1)
        self.show_cursor()
        if old != self.cursor:
            self.refresh_line(old)
            self.refresh_line(self.cursor)
            self.cursor_moved()

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_half_down(self) -> None:
        self.move_to(self.cursor + max(self.size.height // 2, 1))

    def action_half_up(self) -> None:
        self.move_to(self.cursor - max(self.size.height // 2, 1))

    def action_page_down(self) -> None:
        self.move_to(self.cursor + max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        self.move_to(self.cursor - max(self.size.height - 1, 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.row_count() - 1)

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

    def on_focus(self) -> None:
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        self.refresh_line(self.cursor)

    def on_click(self, event: events.Click) -> None:
        position = event.y + self.scroll_offset.y
        if position < self.row_count():
            again = position == self.cursor
            self.move_to(position)
            if again and event.chain > 1:
                self.post_message(self.Opened())

    # Drawing

    @property
    def row_width(self) -> int:
        """The cells of a line; before the first layout, those of the terminal."""
        return max(self.scrollable_content_region.width or self.app.size.width, 1)

    def row_content(self, position: int) -> Content:
        """Return the line of a row, without the bar of the cursor."""
        raise LookupError(position)

    def render_line(self, y: int) -> Strip:
        """Return one line of the list."""
        position = y + self.scroll_offset.y
        if position >= self.row_count():
            return strips.blank_strip(self, self.row_width)
        here = position == self.cursor
        bar = text_styles.words(text_styles.mark_or_ascii("▌", ">"), "$primary") if here else text_styles.words(" ")
        style = "" if not here else CURSOR if self.has_focus else REST
        return strips.make_strip(self, text_styles.join(bar, self.row_content(position)), self.row_width, style)


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

    def mark_sign(self, *, marked: bool) -> Content:
        """Return the sign before a row."""
        return text_styles.words(text_styles.mark_or_ascii("◆", "*"), "$accent") if marked else text_styles.words(" ")

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
