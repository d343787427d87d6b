"""Moving the cursor of a list, the same in every list that has one."""

from __future__ import annotations


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
