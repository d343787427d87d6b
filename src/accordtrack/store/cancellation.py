"""Cancellation of queries whose answer is no longer needed, for example because the user typed on."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    T = TypeVar("T")

GIVEN_UP = Problem("The query was canceled")
_ASKED: ContextVar[CancellableQuery | None] = ContextVar("asked", default=None)


class CancellableQuery:
    """A query that can be canceled from another thread. Its writes are never interrupted."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reading: list[Callable[[], None]] = []
        self.given_up = False

    def run(self, question: Callable[[], T]) -> T:
        """Run ``question`` in this thread and return its answer. Raise ``Refused`` if it is canceled first."""
        token = _ASKED.set(self)
        try:
            return question()
        finally:
            _ASKED.reset(token)

    def cancel(self) -> None:
        """Cancel the query: interrupt its reads now."""
        with self._lock:
            self.given_up = True
            for interrupt in self._reading:
                interrupt()

    @contextmanager
    def _interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self.check()
            self._reading.append(interrupt)
        try:
            yield
        finally:
            with self._lock:
                self._reading.remove(interrupt)

    def check(self) -> None:
        """Raise ``Refused`` if the query was canceled."""
        if self.given_up:
            raise Refused(GIVEN_UP)


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """While the block runs, canceling the query of this thread calls ``interrupt``."""
    cancellable_query = _ASKED.get()
    if cancellable_query is None:
        yield
    else:
        with cancellable_query._interruptible(interrupt):  # noqa: SLF001  (same module)
            yield


def check() -> None:
    """Raise ``Refused`` if the query of this thread was canceled. For work between SQL statements."""
    cancellable_query = _ASKED.get()
    if cancellable_query is not None:
        cancellable_query.check()
