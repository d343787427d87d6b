"""Cache of list rows: pages of 128 rows by position, with the last 16 pages kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import RegisterRow

PAGE = 128
KEPT = 16


class Pages:
    """Rows of a listing by position. Only the keys are held for all of them."""

    def __init__(self) -> None:
        self.keys: array[int] = array("q")
        self._pages: OrderedDict[int, list[RegisterRow]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.keys)

    def start_listing(self, keys: array[int]) -> None:
        """Start a new listing without any loaded pages."""
        self.keys = keys
        self._pages.clear()

    def row(self, position: int) -> RegisterRow | None:
        """Return the row at ``position_of``, or None while its page is not loaded."""
        page = self._pages.get(position // PAGE)
        offset = position % PAGE
        return page[offset] if page is not None and offset < len(page) else None

    def missing_pages(self, first: int, last: int) -> list[int]:
        """Return the numbers of missing pages for positions ``first`` to ``last``. Loaded ones are marked as used."""
        if not len(self):
            return []
        wanted = range(max(first, 0) // PAGE, min(last, len(self) - 1) // PAGE + 1)
        for number in wanted:
            if number in self._pages:
                self._pages.move_to_end(number)
        return [number for number in wanted if number not in self._pages]

    def page_keys(self, page: int) -> Sequence[int]:
        """Return the keys of the rows of ``page``."""
        return self.keys[page * PAGE : (page + 1) * PAGE]

    def store_page(self, page: int, rows: Sequence[RegisterRow]) -> None:
        """Store a page and drop the least recently used one if there are too many."""
        self._pages[page] = list(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def replace_row(self, row: RegisterRow) -> int | None:
        """Replace a loaded row with a newer state. Return its position, or None when it is not loaded."""
        for number, page in self._pages.items():
            for offset, old in enumerate(page):
                if old.key == row.key:
                    page[offset] = row
                    return number * PAGE + offset
        return None

    def position_of(self, key: int) -> int | None:
        """Return the position of ``key`` in the listing, or None."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None

    def longest_id(self) -> int:
        """Return the length of the longest loaded id."""
        return max((len(row.id) for page in self._pages.values() for row in page), default=8)
