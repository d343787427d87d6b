"""Work in processes of their own beside this one, where the machine has room; they end when this one does."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr
from multiprocessing import active_children, connection, get_context, parent_process
from traceback import clear_frames
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Asked = TypeVar("Asked")
Made = TypeVar("Made")

SPAWN = get_context("spawn")
"""A process that begins anew: one that is forked has the locks of threads that it has not."""
_MOST = 4


def room() -> int:
    """Processes that may work at once."""
    return min(os.cpu_count() or 1, _MOST)


def tracked() -> None:
    """Start what keeps account of processes now, while stderr is the terminal's for a moment.

    It is given the number of stderr, and what an interface puts in its place has none. Called where nobody else writes there.
    """
    if sys.platform != "win32":
        from multiprocessing import resource_tracker  # noqa: PLC0415

        with redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()


def begin() -> None:
    """What such a process does first: a key that interrupts is for the one that asked, and when that one is gone nobody waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asking = parent_process()
    if asking is not None:
        threading.Thread(target=_until_alone, args=(asking.sentinel,), daemon=True).start()


def _until_alone(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def ended(advice: str) -> Problem:
    """What to say where the system ended one."""
    return Problem("A process that worked beside this one was ended", advice)


@contextmanager
def ended_with() -> Iterator[ProcessPoolExecutor]:
    """Processes for what is asked of them; where the work here fails or is given up, they end at once."""
    before = {*active_children()}
    pool = ProcessPoolExecutor(room(), mp_context=SPAWN, initializer=begin)
    try:
        yield pool
    except BaseException:
        for process in {*active_children()} - before:
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class Stream(Generic[Asked, Made]):
    """What ``make`` gives, one at a time: made in a process that is at most a few ahead, or here where ``asks`` is None."""

    def __init__(self, make: Callable[[Asked], Iterable[Made]], asks: connection.Connection | None) -> None:
        self._make, self._asks = make, asks
        self._asked: list[Asked] = []
        self._done = False

    def ask(self, asked: Asked) -> None:
        """Say what it is to be made of; once."""
        if self._asks is None:
            self._asked.append(asked)
        else:
            self._handed(self._asks.send, asked)

    def ready(self) -> Iterator[Made]:
        """What is made by now; nothing where it is made here."""
        while self._asks is not None and not self._done and self._asks.poll():
            yield from self._next(self._asks)

    def rest(self) -> Iterator[Made]:
        """All that was not given yet. Raises what ``make`` raised, ``Refused`` where the process was ended."""
        for asked in self._asked:
            yield from self._make(asked)
        while self._asks is not None and not self._done:
            yield from self._next(self._asks)

    def _next(self, asks: connection.Connection) -> Iterator[Made]:
        found = self._handed(asks.recv)
        if isinstance(found, Exception):
            raise found
        self._done = found is None
        if found is not None:
            yield from found

    def _handed(self, way: Callable[..., Any], *what: Asked) -> Any:  # noqa: ANN401 - whatever the other end made
        try:
            return way(*what)
        except (EOFError, OSError) as error:
            clear_frames(error.__traceback__)  # the view of the bytes to be sent goes before the bytes
            raise Refused(ended("Try again.")) from error


@contextmanager
def stream(make: Callable[[Asked], Iterable[Made]], *, here: bool) -> Iterator[Stream[Asked, Made]]:
    """A process that waits for what to make, with a function of a module; none where it is to be ``here`` or there is no room."""
    if here or room() == 1:
        yield Stream(make, None)
        return
    asks, answers = SPAWN.Pipe()
    process = SPAWN.Process(target=_answer, args=(make, answers), daemon=True)
    process.start()
    answers.close()
    try:
        yield Stream(make, asks)
    finally:
        asks.close()
        process.kill()
        process.join()


def _answer(make: Callable[[Asked], Iterable[Made]], answers: connection.Connection) -> None:
    begin()
    try:
        for one in make(answers.recv()):
            answers.send((one,))
        answers.send(None)
    except Exception as error:  # noqa: BLE001 - raised where it was asked for
        answers.send(error)
