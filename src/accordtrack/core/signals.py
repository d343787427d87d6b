"""Handling of signals that end the program, and temporary files and folders that are removed in any case.

``SIGTERM`` and ``SIGHUP`` would end the process at once. ``raised`` turns them into an exception, like a keyboard
interrupt, so that incomplete files are removed first. The terminal interface has its own event loop and handles the
signals itself.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from accordtrack.core import capabilities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_PATIENCE = 5.0
"""Seconds during which further signals do not disturb the cleanup: closing a terminal may send two."""


class Ended(KeyboardInterrupt):
    """The signal ``number`` ended the process."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def raise_on_signal() -> Iterator[None]:
    """Raise ``Ended`` for signals that would end this process. Ignored signals, as under nohup, stay ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, float]] = []

    def end(number: int, _frame: object) -> None:
        if not came or monotonic() - came[-1][1] > _PATIENCE:
            came.append((number, monotonic()))
            raise Ended(number)

    before = {number: signal.signal(number, end) for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL}
    try:
        yield
    except Exception as error:
        if came:  # the signal arrived in a callback of SQLite, which then reported a failed query
            raise Ended(came[-1][0]) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def delay_signals() -> Iterator[Callable[[], None]]:
    """Delay signals until a block of steps that belong together is complete.

    Yields a function that delivers a delayed signal earlier, at a point where an interruption is safe.
    """
    if threading.current_thread() is not threading.main_thread():
        yield _do_nothing
        return
    came: list[int] = []
    numbers = (signal.SIGINT, *_ENDING)
    before = {number: found for number in numbers if callable(found := signal.getsignal(number))}

    def hold_signals() -> None:
        for number in before:
            signal.signal(number, lambda one, _frame: came.append(one))

    def release_signals() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came.pop(0))

    def deliver_signal() -> None:
        if came:
            try:
                release_signals()
            finally:
                hold_signals()  # a second signal must not interrupt the cleanup after the first

    try:
        hold_signals()
        yield deliver_signal
    finally:
        release_signals()


def _do_nothing() -> None:
    pass


@contextmanager
def temporary_file(out: Path, prefix: str = "", suffix: str = ".part") -> Iterator[Path]:
    """Make an empty temporary file beside ``out``, named like it with a leading dot; remove it at the end.

    Raise ``OSError`` if it cannot be made, ``Refused`` if this process writes no files.
    """
    capabilities.refuse_files()
    from tempfile import mkstemp  # noqa: PLC0415  (verbs that only read do not need it)

    def make() -> str:
        descriptor, name = mkstemp(prefix=f".{prefix or out.name[:40]}.", suffix=suffix, dir=out.parent)
        os.close(descriptor)
        return name

    def remove(name: str) -> None:
        for left in (name, f"{name}-journal"):
            with suppress(OSError):
                Path(left).unlink(missing_ok=True)

    with _make_and_remove(make, remove) as name:
        yield out.with_name(Path(name).name)


@contextmanager
def temporary_folder(place: Path | None = None, prefix: str = "accordtrack-", suffix: str = "") -> Iterator[Path]:
    """Make a temporary folder in ``place`` (default: the system's), removed at the end. Raise ``OSError``."""
    from shutil import rmtree  # noqa: PLC0415
    from tempfile import mkdtemp  # noqa: PLC0415

    def make() -> str:
        return mkdtemp(prefix=prefix, suffix=suffix, dir=place)

    def remove(name: str) -> None:
        rmtree(name, ignore_errors=True)

    with _make_and_remove(make, remove) as name:
        yield Path(name)


@contextmanager
def _make_and_remove(make: Callable[[], str], remove: Callable[[str], None]) -> Iterator[str]:
    """Make something and remove it at the end, with signals delayed during both steps."""
    lines: list[str] = []
    try:
        with delay_signals():
            lines.append(make())
        yield lines[0]
    finally:
        for name in lines:
            _remove_despite_signal(remove, name)


def _remove_despite_signal(remove: Callable[[str], None], name: str) -> None:
    """Remove it even if a signal arrives meanwhile, and raise that signal afterwards; a second one interrupts."""
    came: KeyboardInterrupt | None = None
    for _ in range(2):
        try:
            with delay_signals():
                remove(name)
            break
        except KeyboardInterrupt as error:
            if came is not None:
                raise
            came = error
    if came is not None:
        raise came
