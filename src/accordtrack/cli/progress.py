"""Progress bars on stderr, shown only when stderr is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from accordtrack.core import safe_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accordtrack.cli.arguments import Globals

    Report = Callable[[int, int], None] | None

SHOWN_FROM = 8_000_000
"""Least number of bytes to read for which a bar is shown."""


@contextmanager
def item_progress(options: Globals, words: str) -> Iterator[Report]:
    """Yield a callback for progress as (done, total), or None when no bar can be shown."""
    with _open_bars(options) as add:
        yield add(words, _format_count, 0) if add else None


@contextmanager
def byte_progress(options: Globals, words: str) -> Iterator[Report]:
    """Yield a callback for bytes read, or None when no bar can be shown. Small totals show no bar."""
    with _open_bars(options) as add:
        yield add(words, safe_text.format_size, SHOWN_FROM) if add else None


@contextmanager
def item_and_byte_progress(options: Globals, words: str, files: str) -> Iterator[tuple[Report, Report]]:
    """Yield two callbacks: one for counted items, one for bytes of files."""
    with _open_bars(options) as add:
        yield (add(words, _format_count, 0), add(files, safe_text.format_size, SHOWN_FROM)) if add else (None, None)


def _format_count(count: int) -> str:
    return str(count)


@contextmanager
def _open_bars(
    options: Globals,
) -> Iterator[Callable[[str, Callable[[int], str], int], Callable[[int, int], None]] | None]:
    """Yield a function that adds a bar, or None when no bar can be shown.

    The function takes the bar's label, the format of its numbers and the least total for which the bar is shown.
    """
    if options.plain or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    console = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[amounts]}", markup=False),
    )
    bars = Progress(*columns, console=console, transient=True)

    def add_bar(words: str, written: Callable[[int], str], least: int) -> Callable[[int, int], None]:
        task = bars.add_task(words, total=None, amounts="", visible=False)

        def report(done: int, total: int) -> None:
            if total < least:
                return
            bars.start()  # start late: a passphrase prompt may come first
            amounts = f"{written(done)}/{written(total)}"
            bars.update(task, completed=done, total=total, amounts=amounts, visible=True)

        return report

    try:
        yield add_bar
    finally:
        bars.stop()
