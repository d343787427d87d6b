"""List of what waits: each act, and beneath it its entries, one line each, drawn only while visible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message

from accordtrack.tui import keys, text_styles
from accordtrack.tui.tabs import pending as lines
from accordtrack.tui.widgets.scrolled_rows import MarkedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types.pending import PendingAct, PendingEntry


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A row: an act, or one of its entries."""

    act: PendingAct
    entry: PendingEntry | None = None

    @property
    def key(self) -> str:
        """What identifies the row when the list is read again."""
        return self.act.act if self.entry is None else self.entry.hash

    @property
    def entries(self) -> tuple[PendingEntry, ...]:
        """The entry, or all entries of the act."""
        return self.act.entries if self.entry is None else (self.entry,)


class PendingRows(MarkedRows):
    """Acts with their entries; marking an act marks its entries."""

    BINDINGS = keys.bindings("list")

    class Moved(Message):
        """Another row is under the cursor, or the rows changed."""

    class Marked(Message):
        """The marks changed."""

    class Opened(Message):
        """Requests to open the row under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: tuple[PendingRow, ...] = ()
        self.marked: dict[str, PendingEntry] = {}
        """The marked entries by hash."""
        self._moved = False
        """Whether the user moved the cursor. Until then it stays on the first row, whatever row that becomes."""
        self._kinds = 0
        """Cells for the kinds of entries."""

    @property
    def row(self) -> PendingRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def chosen_entries(self) -> tuple[PendingEntry, ...]:
        """The marked entries in their order, or those of the row under the cursor."""
        if self.marked:
            return tuple(row.entry for row in self.rows if row.entry is not None and row.key in self.marked)
        return self.row.entries if self.row is not None else ()

    def show(self, acts: Sequence[PendingAct], *, keep: bool) -> None:
        """Show acts. With ``keep``, a cursor that was moved stays on its row and on its line, and the marks stay."""
        self._moved = self._moved and keep
        key, offset = (self.row.key, self.cursor - self.scroll_offset.y) if self._moved and self.row else (None, 0)
        self.rows = tuple(
            row for act in acts for row in (PendingRow(act), *(PendingRow(act, one) for one in act.entries))
        )
        self._kinds = lines.kind_width(acts)
        there = {row.key: position for position, row in enumerate(self.rows)}
        self.marked = {digest: one for digest, one in self.marked.items() if keep and digest in there}
        at_end = min(self.cursor, max(len(self.rows) - 1, 0))
        self.cursor = there.get(key, at_end) if key is not None else 0
        self.virtual_size = Size(self.row_width, len(self.rows))
        self.scroll_to(y=max(self.cursor - offset, 0), animate=False, immediate=True)
        self.call_after_refresh(self.show_cursor)
        self.refresh()
        self.post_message(self.Moved())

    def row_count(self) -> int:
        return len(self.rows)

    def move_to(self, position: int) -> None:
        """Move the cursor to a row and scroll it into view."""
        self._moved = self._moved or bool(self.rows)
        super().move_to(position)

    def cursor_moved(self) -> None:
        self.post_message(self.Moved())

    # Marks

    def toggle_mark(self, position: int) -> bool:
        if position >= len(self.rows):
            return False
        if self._is_marked(self.rows[position]):
            for entry in self.rows[position].entries:
                self.marked.pop(entry.hash, None)
        else:
            self.mark_row(position)
        return True

    def mark_row(self, position: int) -> None:
        self.marked |= {entry.hash: entry for entry in self.rows[position].entries}

    def next_to_mark(self, position: int) -> int:
        """Return the next row; after an act the next act, since its entries were marked with it."""
        row = self.rows[position]
        return position + 1 + (len(row.entries) if row.entry is None else 0)

    def clear_marks(self) -> None:
        self.marked.clear()

    def marks_changed(self) -> None:
        self.post_message(self.Marked())

    def _is_marked(self, row: PendingRow) -> bool:
        return bool(self.marked) and all(entry.hash in self.marked for entry in row.entries)

    # Drawing

    def row_content(self, position: int) -> Content:
        row = self.rows[position]
        line = lines.act_line(row.act) if row.entry is None else lines.entry_line(row.entry, self._kinds)
        return text_styles.join(self.mark_sign(marked=self._is_marked(row)), line)

    def visible_lines(self) -> list[str]:
        """Return the visible rows as plain text."""
        top = self.scroll_offset.y
        return [self.render_line(y).text for y in range(min(self.size.height, len(self.rows) - top))]

    def on_resize(self) -> None:
        self.virtual_size = Size(self.row_width, len(self.rows))
        self.show_cursor()
