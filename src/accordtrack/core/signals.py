"""Signals that end the program while it works, and what lies on the disk only for as long as that.

They are raised where the work is, so that what is not whole is taken away first.

``SIGTERM`` and ``SIGHUP`` end a process at once by themselves. Here they are raised as an interrupt from the keyboard is; the
terminal interface, which has a loop of its own, hears them itself.
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
"""Seconds in which a further signal does not disturb the clearing up: a terminal that is closed may send two."""


class Ended(KeyboardInterrupt):
    """The process was told to end by the signal ``number``."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def raised() -> Iterator[None]:
    """Raise ``Ended`` for what would end this process at once. A signal that is ignored, as under nohup, stays ignored."""
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
        if came:  # it was raised where SQLite called, and gave up a question that was then told as refused
            raise Ended(came[-1][0]) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def held() -> Iterator[Callable[[], None]]:
    """Let no signal come between steps that belong together; what came is heard behind them.

    Gives what hears it earlier, where it can be borne.
    """
    if threading.current_thread() is not threading.main_thread():
        yield _nothing
        return
    came: list[int] = []
    numbers = (signal.SIGINT, *_ENDING)
    before = {number: found for number in numbers if callable(found := signal.getsignal(number))}

    def hold() -> None:
        for number in before:
            signal.signal(number, lambda one, _frame: came.append(one))

    def loose() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came.pop(0))

    def hear() -> None:
        if came:
            try:
                loose()
            finally:
                hold()  # what is cleared up for the first is not left half cleared up for the next

    try:
        hold()
        yield hear
    finally:
        loose()


def _nothing() -> None:
    pass


@contextmanager
def file(out: Path, prefix: str = "", suffix: str = ".part") -> Iterator[Path]:
    """A new, empty file beside ``out``, which has its name with a dot before it; gone at the end, if it is there still.

    Raises ``OSError`` where none can be made, ``Refused`` where this process writes no file.
    """
    capabilities.refuse_files()
    from tempfile import mkstemp  # noqa: PLC0415  (a verb that only reads needs none)

    def make() -> str:
        descriptor, name = mkstemp(prefix=f".{prefix or out.name[:40]}.", suffix=suffix, dir=out.parent)
        os.close(descriptor)
        return name

    def remove(name: str) -> None:
        for left in (name, f"{name}-journal"):
            with suppress(OSError):
                Path(left).unlink(missing_ok=True)

    with _between(make, remove) as name:
        yield out.with_name(Path(name).name)


@contextmanager
def folder(place: Path | None = None, prefix: str = "accordtrack-", suffix: str = "") -> Iterator[Path]:
    """A new folder in ``place``, by default where the system has its temporary ones; gone at the end with what is in it.

    Raises ``OSError`` where none can be made.
    """
    from shutil import rmtree  # noqa: PLC0415
    from tempfile import mkdtemp  # noqa: PLC0415

    def make() -> str:
        return mkdtemp(prefix=prefix, suffix=suffix, dir=place)

    def remove(name: str) -> None:
        rmtree(name, ignore_errors=True)

    with _between(make, remove) as name:
        yield Path(name)


@contextmanager
def _between(make: Callable[[], str], remove: Callable[[str], None]) -> Iterator[str]:
    """What is made and removed again. No signal interrupts either."""
    made: list[str] = []
    try:
        with held():
            made.append(make())
        yield made[0]
    finally:
        for name in made:
            _surely(remove, name)


def _surely(remove: Callable[[str], None], name: str) -> None:
    """Remove it though a signal comes before ``held`` holds, which is raised then; a second one is obeyed at once."""
    came: KeyboardInterrupt | None = None
    for _ in range(2):
        try:
            with held():
                remove(name)
            break
        except KeyboardInterrupt as error:
            if came is not None:
                raise
            came = error
    if came is not None:
        raise came
