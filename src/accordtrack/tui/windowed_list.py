"""A long list that holds only some of its pages: it reads on at either end and drops the farthest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
C = TypeVar("C")


class Window(Generic[T, C]):
    """The pages at hand. A page is asked for by its cursor: where it begins, None for the first one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: list[tuple[T, ...]] = []
        self._starts: list[C | None] = [None]
        """Where each page begins, from the first to the one behind the last that was ever read."""
        self._first = 0

    @property
    def items(self) -> list[T]:
        """What is held, in order."""
        return [item for page in self._pages for item in page]

    @property
    def start(self) -> C | None:
        """The cursor of the first page that is held."""
        return self._starts[self._first]

    @property
    def before(self) -> bool:
        """Whether pages were let go in front."""
        return self._first > 0

    @property
    def behind(self) -> bool:
        """Whether there is more behind."""
        return self._end < len(self._starts) and bool(self._pages)

    @property
    def _end(self) -> int:
        return self._first + len(self._pages)

    def cursor(self, *, on: bool) -> C | None:
        """Of the next page behind, or of the one in front."""
        return self._starts[self._end if on else self._first - 1]

    def restart(self, page: Sequence[T], after: C | None) -> None:
        """Begin anew with the first page; ``after`` is where the next begins, None where there is none."""
        self._first = 0
        self.renew(page, after)

    def renew(self, page: Sequence[T], after: C | None) -> None:
        """All that is held was read again, as one page from ``start``."""
        self._pages = [tuple(page)]
        self._starts = [*self._starts[: self._first + 1], *(() if after is None else (after,))]

    def put_behind(self, page: Sequence[T], after: C | None) -> None:
        """The next page came; what is too much is let go in front."""
        self._pages.append(tuple(page))
        self._starts = [*self._starts[: self._end], *(() if after is None else (after,))]
        while self._too_many:
            del self._pages[0]
            self._first += 1

    def put_before(self, page: Sequence[T]) -> None:
        """The page in front came; what is too much is let go behind."""
        self._pages.insert(0, tuple(page))
        self._first -= 1
        while self._too_many:
            self._pages.pop()

    @property
    def _too_many(self) -> bool:
        return len(self._pages) > 1 and sum(map(len, self._pages)) > self._most
