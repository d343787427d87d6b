"""Moving the cursor of a list, the same in every list that has one."""

from __future__ import annotations

from functools import partial

from textual.scroll_view import ScrollView

from accordtrack.tui.jump_letters import Spot


class Moving:
    """Mixed into lists: ``cursor`` is a position, ``move_to`` puts it on another and keeps it inside the list."""

    cursor: int

    def move_to(self, position: int) -> None:
        """Put the cursor on a row and bring it into view."""
        raise LookupError(position)

    def length(self) -> int:
        """How many rows there are."""
        raise LookupError(type(self).__name__)

    def lines(self) -> int:
        """How many rows are in sight."""
        raise LookupError(type(self).__name__)

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_half_down(self) -> None:
        self.move_to(self.cursor + max(self.lines() // 2, 1))

    def action_half_up(self) -> None:
        self.move_to(self.cursor - max(self.lines() // 2, 1))

    def action_page_down(self) -> None:
        self.move_to(self.cursor + max(self.lines() - 1, 1))

    def action_page_up(self) -> None:
        self.move_to(self.cursor - max(self.lines() - 1, 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.length() - 1)


class ScrolledRows(Moving, ScrollView, can_focus=True):
    """A list that scrolls, one line a row: letters stand for jumping in the margin of each row that is in sight."""

    def spots(self) -> list[Spot]:
        """Where the letters stand."""
        top = self.scroll_offset.y
        rows = range(top, min(top + self.size.height, self.length()))
        return [Spot(0, position - top, partial(self.jump, position)) for position in rows]

    def jump(self, position: int) -> None:
        """Put the cursor on a row, and the focus here."""
        self.focus()
        self.move_to(position)
