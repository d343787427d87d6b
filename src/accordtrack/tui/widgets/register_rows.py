"""Register list built on Textual's Line API: an array of keys, pages of rows, and line-by-line drawing.

Drawing never loads data. A row whose page is not loaded is drawn faint, and the widget posts ``Wanted`` so that its
screen loads the page in a worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message

from accordtrack.i18n import tr
from accordtrack.tui import cell_text, columns, keys, text_styles
from accordtrack.tui.app_access import AppAccess
from accordtrack.tui.row_pages import Pages
from accordtrack.tui.subject import Subject
from accordtrack.tui.widgets.scrolled_rows import MarkedRows

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Sequence

    from textual.content import Content

    from accordtrack.types import RegisterRow


class RegisterRows(AppAccess, MarkedRows):
    """A paged list of commitments with a cursor and marks."""

    BINDINGS = keys.bindings("list")

    @dataclass
    class Moved(Message):
        """The cursor moved to another row, or there is no row."""

        key: int | None

    class Opened(Message):
        """Requests to open the row under the cursor."""

    @dataclass
    class Wanted(Message):
        """Requests pages that are not loaded."""

        pages: tuple[int, ...]

    class Laid(Message):
        """The columns or the marks changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.pages = Pages()
        self.marked: dict[int, Subject] = {}
        self.shown: tuple[columns.Column, ...] = columns.columns(80, 8)

    @property
    def key(self) -> int | None:
        """The key of the row under the cursor, or None."""
        return self.pages.keys[self.cursor] if self.cursor < len(self.pages) else None

    @property
    def row(self) -> RegisterRow | None:
        """The row under the cursor, or None if it is not loaded."""
        return self.pages.row(self.cursor)

    def show_listing(
        self,
        listing: array[int],
        *,
        first: Sequence[RegisterRow] = (),
        keep: int | None = None,
        marks: Collection[int] | None = None,
    ) -> None:
        """Show a new listing with its first page; the cursor stays on the key ``keep`` if it is in the listing.

        Marks are kept for the keys in ``marks`` or, if it is None, for the keys in the listing.
        """
        self.pages.start_listing(listing)
        if first:
            self.pages.store_page(0, first)
        position = None if keep is None else self.pages.position_of(keep)
        self.cursor = position if position is not None else 0
        numbers: Collection[int] = (set(listing) if marks is None else marks) if self.marked else ()
        self.marked = {key: subject for key, subject in self.marked.items() if key in numbers}
        self._update_virtual_size()
        self.choose_columns()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.call_after_refresh(self.show_cursor)
        self._request_missing_pages()
        self.refresh()
        self.post_message(self.Moved(self.key))

    def add_page(self, page: int, rows: Sequence[RegisterRow]) -> None:
        """Add the rows of a loaded page."""
        self.pages.store_page(page, rows)
        self.choose_columns()
        self.refresh()

    def repaint(self, row: RegisterRow) -> None:
        """Show a newer state of one row, wherever the cursor is."""
        position = self.pages.replace_row(row)
        if position is not None:
            self.refresh_line(position)

    def choose_columns(self) -> None:
        """Choose the columns for the width, the language, and the loaded ids."""
        shown = columns.columns(self.row_width, self.pages.longest_id())
        if shown != self.shown:
            self.shown = shown
            self.post_message(self.Laid())
            self.refresh()

    def move_to(self, position: int) -> None:
        """Move the cursor to a row and scroll it into view."""
        super().move_to(position)
        self._request_missing_pages()

    def cursor_moved(self) -> None:
        self.post_message(self.Moved(self.key))

    def on_resize(self) -> None:
        self._update_virtual_size()
        self.choose_columns()
        self.show_cursor()
        self._request_missing_pages()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._request_missing_pages()

    def _update_virtual_size(self) -> None:
        self.virtual_size = Size(self.row_width, len(self.pages))

    def _request_missing_pages(self) -> None:
        top = int(self.scroll_y)
        missing = self.pages.missing_pages(top, top + max(self.size.height, 1))
        if missing:
            self.post_message(self.Wanted(tuple(missing)))

    def row_content(self, position: int) -> Content:
        row = self.pages.row(position)
        mark = self.mark_sign(marked=self.pages.keys[position] in self.marked)
        if row is None:
            return text_styles.join(mark, " ", text_styles.words(tr("loading"), text_styles.FAINT))
        draft = cell_text.draft_mark() if row.id in self._ids_with_drafts else " "
        return text_styles.join(mark, draft, columns.row_line(row, self.shown))

    @property
    def _ids_with_drafts(self) -> Collection[str]:
        """The ids of commitments that have drafts."""
        return self.session.drafted if self.session is not None else ()

    def visible_lines(self) -> list[str]:
        """Return the column headings and the visible rows as plain text."""
        top = self.scroll_offset.y
        rows = (self.pages.row(place) for place in range(top, min(top + self.size.height, len(self.pages))))
        return [
            columns.header(self.shown, sort="", descending=False).plain[columns.GUTTER :],
            *(columns.row_line(row, self.shown).plain for row in rows if row is not None),
        ]

    def row_count(self) -> int:
        return len(self.pages)

    def toggle_mark(self, position: int) -> bool:
        row = self.pages.row(position)
        if row is None:
            return False
        if self.marked.pop(row.key, None) is None:
            self.marked[row.key] = Subject.from_row(row)
        return True

    def mark_row(self, position: int) -> None:
        row = self.pages.row(position)
        if row is not None:
            self.marked[row.key] = Subject.from_row(row)

    def clear_marks(self) -> None:
        self.marked.clear()

    def marks_changed(self) -> None:
        self.post_message(self.Laid())

    def count_marked_elsewhere(self) -> int:
        """Return the number of marked rows that are not in this listing."""
        return len(self.marked.keys() - set(self.pages.keys)) if self.marked else 0
