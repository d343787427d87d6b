"""A question that can be given up: somebody typed on, and nobody will read the answer."""

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

GIVEN_UP = Problem("The question was given up")
_ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


class Asked:
    """One question. It is put in one thread and given up from another; what it writes is never interrupted."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reading: list[Callable[[], None]] = []
        self.given_up = False

    def put(self, question: Callable[[], T]) -> T:
        """Answer ``question`` in this thread. Raises ``Refused`` when it is given up before it is answered."""
        token = _ASKED.set(self)
        try:
            return question()
        finally:
            _ASKED.reset(token)

    def give_up(self) -> None:
        """Stop its reading where it is."""
        with self._lock:
            self.given_up = True
            for interrupt in self._reading:
                interrupt()

    @contextmanager
    def _read_by(self, interrupt: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self.check()
            self._reading.append(interrupt)
        try:
            yield
        finally:
            with self._lock:
                self._reading.remove(interrupt)

    def check(self) -> None:
        """Refuse to go on when it was given up."""
        if self.given_up:
            raise Refused(GIVEN_UP)


@contextmanager
def read_by(interrupt: Callable[[], None]) -> Iterator[None]:
    """Whoever gives the question of this thread up calls ``interrupt`` meanwhile."""
    asked = _ASKED.get()
    if asked is None:
        yield
    else:
        with asked._read_by(interrupt):  # noqa: SLF001  (of this module)
            yield


def check() -> None:
    """Refuse to go on when the question of this thread was given up: for work between statements."""
    asked = _ASKED.get()
    if asked is not None:
        asked.check()
