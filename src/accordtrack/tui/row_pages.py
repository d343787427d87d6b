"""The rows at hand: pages of 128 by position, the last 16 of them kept, whatever the length of the list."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.types import RegisterRow

PAGE = 128
KEPT = 16


class Pages:
    """Rows of a listing by their position; only keys are held for all of them."""

    def __init__(self) -> None:
        self.keys: array[int] = array("q")
        self._pages: OrderedDict[int, list[RegisterRow]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.keys)

    def start(self, keys: array[int]) -> None:
        """A new listing: nothing of it is here yet."""
        self.keys = keys
        self._pages.clear()

    def row(self, position: int) -> RegisterRow | None:
        """The row at ``position``, or None while its page is not here."""
        page = self._pages.get(position // PAGE)
        offset = position % PAGE
        return page[offset] if page is not None and offset < len(page) else None

    def missing(self, first: int, last: int) -> list[int]:
        """Numbers of the pages of positions ``first`` to ``last`` that are not here; those here count as used."""
        if not len(self):
            return []
        wanted = range(max(first, 0) // PAGE, min(last, len(self) - 1) // PAGE + 1)
        for number in wanted:
            if number in self._pages:
                self._pages.move_to_end(number)
        return [number for number in wanted if number not in self._pages]

    def keys_of(self, page: int) -> Sequence[int]:
        """The keys to ask for to fill ``page``."""
        return self.keys[page * PAGE : (page + 1) * PAGE]

    def put(self, page: int, rows: Sequence[RegisterRow]) -> None:
        """Keep a page; the one longest unused goes."""
        self._pages[page] = list(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def replace(self, row: RegisterRow) -> int | None:
        """Put a newer state of a row in its place; gives its position when it is here."""
        for number, page in self._pages.items():
            for offset, old in enumerate(page):
                if old.key == row.key:
                    page[offset] = row
                    return number * PAGE + offset
        return None

    def position(self, key: int) -> int | None:
        """Where ``key`` stands in the listing."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None

    def kept(self) -> Iterator[RegisterRow]:
        """Every row at hand."""
        return (row for page in self._pages.values() for row in page)

    def longest_id(self) -> int:
        """Length of the longest id at hand."""
        return max((len(row.id) for page in self._pages.values() for row in page), default=8)
