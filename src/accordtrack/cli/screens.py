"""Entry points to the terminal interface: a register, the demo, or the welcome screen when no register exists."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.cli import streams
from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.tui import Opener, UserOptions

    Report = Callable[[int, int], None]


def open_screens(options: Globals) -> int:
    """Open the register in the terminal interface, or the welcome screen when the default register does not exist.

    Raise ``Refused`` when a register named by ``--db`` does not exist.
    """
    _require_terminal()
    from accordtrack import service  # noqa: PLC0415

    options = _options_for_stderr(options)
    path = options.db or service.default_path()
    if path.exists():
        return _run_screens(options, lambda _report: service.open_register(path, desk=options.desk), path.name)
    if options.db is not None:
        raise Refused(Problem("File not found: {x}", 'Make one with "accordtrack init --db {x}".', "", {"x": path}))
    return _run_welcome(options, path)


def open_demo(options: Globals, keep: Path | None) -> int:
    """Open a copy of the shipped register. It is removed at exit unless ``keep`` names a path for it."""
    seat = demo_seat(options)
    _require_terminal()
    if options.language is None and seat.startswith("mx"):
        i18n.set_language("es")
    with _demo_opener(seat, keep) as opener:
        return _run_screens(_options_for_stderr(options), opener, "demo")


def demo_seat(options: Globals) -> str:
    """Return the desk of the demo: the requested one, or that of the side whose language is current."""
    from accordtrack import service  # noqa: PLC0415

    seat = options.desk or _default_seat()
    service.check_demo_desk(seat)
    return seat


def _default_seat() -> str:
    return "mx-1" if i18n.language() == "es" else "us-1"


def _options_for_stderr(options: Globals) -> Globals:
    """Return the options for the screens, which draw on standard error."""
    if options.ascii_asked is not None:
        return options
    return replace(options, ascii_only=not streams.shows_marks(sys.stderr))


@contextmanager
def _demo_opener(seat: str, keep: Path | None) -> Iterator[Opener]:
    """Yield an opener of the demo, and remove its folder when the context ends."""
    from accordtrack import service  # noqa: PLC0415

    folder = service.throwaway_folder()

    def opener(report: Report) -> Desk:
        return service.create_demo(folder, keep=keep, seat=seat, progress=report)

    try:
        yield opener
    finally:
        service.delete_throwaway_folder(folder)


def _run_screens(options: Globals, opener: Opener, title: str) -> int:
    from accordtrack import tui  # noqa: PLC0415

    return tui.run(
        opener,
        language=i18n.language(),
        ascii_only=options.ascii_only,
        plain_colors=uses_plain_colors(options),
        title=f"accordtrack {'-' if options.ascii_only else '·'} {title}",
        own=user_options(options),
    )


def user_options(options: Globals) -> UserOptions:
    """Return the user's settings and the command-line options that the terminal interface needs."""
    from accordtrack.cli.screen_export import export  # noqa: PLC0415
    from accordtrack.cli.user_keys import read_user_keys  # noqa: PLC0415
    from accordtrack.core.paths import config_file  # noqa: PLC0415
    from accordtrack.tui import UserOptions  # noqa: PLC0415

    return UserOptions(keys=read_user_keys(), file=str(config_file()), fresh=options.fresh, export=export)


def _run_welcome(options: Globals, place: Path) -> int:
    from accordtrack import service, tui  # noqa: PLC0415

    def make(path: Path, seat: str, name: str) -> Opener:
        return lambda report: service.create_register(path, desk=seat, name=name, progress=report)

    def open_file(path: Path) -> Opener:
        return lambda _report: service.open_register(path, desk=options.desk)

    with _demo_opener(options.desk or _default_seat(), None) as demo:
        return tui.run_welcome(
            tui.Doors(demo=demo, make=make, open=open_file, place=place),
            language=i18n.language(),
            ascii_only=options.ascii_only,
            plain_colors=uses_plain_colors(options),
            own=user_options(options),
        )


def uses_plain_colors(options: Globals) -> bool:
    """Whether the screens use only the terminal's own colors."""
    return options.plain or bool(os.environ.get("NO_COLOR"))


def is_at_terminal() -> bool:
    """Whether stdin and stderr are terminals. The screens draw on stderr."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def _require_terminal() -> None:
    if is_at_terminal():
        return
    raise Refused(
        Problem(
            "The terminal interface needs a terminal",
            'Without one, make a register with "accordtrack demo --keep PATH", and read it with "list", "show", "owed" and "history".',
        )
    )
