"""Worker processes, used if the machine has several cores; they end when this process ends."""

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
"""Start method "spawn": a forked process would inherit locks held by threads that it does not have."""
_MOST = 4


def process_limit() -> int:
    """Return the number of processes that may run in parallel."""
    return min(os.cpu_count() or 1, _MOST)


def start_resource_tracker() -> None:
    """Start the resource tracker of ``multiprocessing`` while stderr is temporarily the terminal's.

    The tracker needs the file descriptor of stderr, and what an interface puts in its place has none. Call this when
    nobody else writes to stderr.
    """
    if sys.platform != "win32":
        from multiprocessing import resource_tracker  # noqa: PLC0415

        with redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()


def initialize_worker() -> None:
    """Initialize a worker process: ignore SIGINT, which is for the parent, and exit when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asking = parent_process()
    if asking is not None:
        threading.Thread(target=_exit_without_parent, args=(asking.sentinel,), daemon=True).start()


def _exit_without_parent(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def ended_problem(advice: str) -> Problem:
    """Return the problem for a worker process that the system ended."""
    return Problem("A process running alongside this one was ended", advice)


@contextmanager
def process_pool() -> Iterator[ProcessPoolExecutor]:
    """Provide a process pool; if the body fails or is cancelled, its processes are killed at once."""
    before = {*active_children()}
    pool = ProcessPoolExecutor(process_limit(), mp_context=SPAWN, initializer=initialize_worker)
    try:
        yield pool
    except BaseException:
        for process in {*active_children()} - before:
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class Stream(Generic[Asked, Made]):
    """The results of ``make``, from a process that is at most a few items ahead, or made here if ``asks`` is None."""

    def __init__(self, make: Callable[[Asked], Iterable[Made]], asks: connection.Connection | None) -> None:
        self._make, self._asks = make, asks
        self._asked: list[Asked] = []
        self._done = False

    def send_input(self, request: Asked) -> None:
        """Set the input of ``make``; call it once."""
        if self._asks is None:
            self._asked.append(request)
        else:
            self._exchange(self._asks.send, request)

    def ready_results(self) -> Iterator[Made]:
        """Yield the results that are ready; nothing if they are made here."""
        while self._asks is not None and not self._done and self._asks.poll():
            yield from self._receive_results(self._asks)

    def remaining_results(self) -> Iterator[Made]:
        """Yield the remaining results. Raise what ``make`` raised, or ``Refused`` if the process was ended."""
        for request in self._asked:
            yield from self._make(request)
        while self._asks is not None and not self._done:
            yield from self._receive_results(self._asks)

    def _receive_results(self, asks: connection.Connection) -> Iterator[Made]:
        found = self._exchange(asks.recv)
        if isinstance(found, Exception):
            raise found
        self._done = found is None
        if found is not None:
            yield from found

    def _exchange(self, way: Callable[..., Any], *what: Asked) -> Any:  # noqa: ANN401 - whatever the other end made
        try:
            return way(*what)
        except (EOFError, OSError) as error:
            clear_frames(error.__traceback__)  # releases the view of the bytes to be sent before the bytes
            raise Refused(ended_problem("Try again.")) from error


@contextmanager
def start_stream(make: Callable[[Asked], Iterable[Made]], *, here: bool) -> Iterator[Stream[Asked, Made]]:
    """Start a process that runs ``make``, a module-level function; none if ``here`` or if there are too few cores."""
    if here or process_limit() == 1:
        yield Stream(make, None)
        return
    asks, answers = SPAWN.Pipe()
    process = SPAWN.Process(target=_send_results, args=(make, answers), daemon=True)
    process.start()
    answers.close()
    try:
        yield Stream(make, asks)
    finally:
        asks.close()
        process.kill()
        process.join()


def _send_results(make: Callable[[Asked], Iterable[Made]], answers: connection.Connection) -> None:
    initialize_worker()
    try:
        for one in make(answers.recv()):
            answers.send((one,))
        answers.send(None)
    except Exception as error:  # noqa: BLE001 - raised where it was asked for
        answers.send(error)
