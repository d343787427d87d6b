"""Long list that holds only some of its pages: it loads more at either end and drops pages at the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
C = TypeVar("C")


class Window(Generic[T, C]):
    """The loaded pages. Each page is requested by the cursor of its start, which is None for the first page."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: list[tuple[T, ...]] = []
        self._starts: list[C | None] = [None]
        """Start cursor of each page, from the first to the one after the last that was ever loaded."""
        self._first = 0

    @property
    def items(self) -> list[T]:
        """The loaded items, in order."""
        return [item for page in self._pages for item in page]

    @property
    def start_cursor(self) -> C | None:
        """The cursor of the first loaded page."""
        return self._starts[self._first]

    @property
    def has_previous_pages(self) -> bool:
        """Whether pages were dropped at the front."""
        return self._first > 0

    @property
    def has_next_pages(self) -> bool:
        """Whether more pages follow."""
        return self._end < len(self._starts) and bool(self._pages)

    @property
    def _end(self) -> int:
        return self._first + len(self._pages)

    def page_cursor(self, *, on: bool) -> C | None:
        """Return the cursor of the next page if ``on``, else of the previous one."""
        return self._starts[self._end if on else self._first - 1]

    def restart(self, page: Sequence[T], after: C | None) -> None:
        """Restart with the first page. ``after`` is the cursor of the next page, or None if there is none."""
        self._first = 0
        self.replace_pages(page, after)

    def replace_pages(self, page: Sequence[T], after: C | None) -> None:
        """Replace the loaded pages with one page that was read again from ``start_cursor``."""
        self._pages = [tuple(page)]
        self._starts = [*self._starts[: self._first + 1], *(() if after is None else (after,))]

    def append_page(self, page: Sequence[T], after: C | None) -> None:
        """Append the next page and drop pages at the front if there are too many."""
        self._pages.append(tuple(page))
        self._starts = [*self._starts[: self._end], *(() if after is None else (after,))]
        while self._has_too_many_items:
            del self._pages[0]
            self._first += 1

    def prepend_page(self, page: Sequence[T]) -> None:
        """Prepend the previous page and drop pages at the end if there are too many."""
        self._pages.insert(0, tuple(page))
        self._first -= 1
        while self._has_too_many_items:
            self._pages.pop()

    @property
    def _has_too_many_items(self) -> bool:
        return len(self._pages) > 1 and sum(map(len, self._pages)) > self._most
