"""Terminal interface. Importing this package does not import Textual.

The command line calls ``run`` with a function that opens a session with a desk, or ``run_welcome`` with the actions of
the welcome screen when there is no register yet. Both return the program's exit status.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize, sanitize_line, to_ascii
from accordtrack.i18n import explain, line_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp

    Opener = Callable[[Callable[[int, int], None]], Desk]
    Exporter = Callable[[Path, Sequence[str], str, TextIO], None]


@dataclass(frozen=True, slots=True)
class Doors:
    """Actions of the three choices on the welcome screen. No function is called before its choice is made.

    Attributes:
        demo: opens the demo; called in a worker thread with ``progress(done, total)``, returns the session's desk.
        make: called on the event loop as ``make(path, desk, name)`` with the file of the new register, the desk's
            feed (``us-1``, ``mx-1`` or ``obs-1``) and the name of its user (may be empty); returns an opener, which
            creates the register in a worker thread.
        open: called on the event loop with the path of an existing file; returns an opener of that file.
        place: default path of a new register.

    An opener may raise ``Refused``: its message is shown and the user can choose again.
    """

    demo: Opener
    make: Callable[[Path, str, str], Opener]
    open: Callable[[Path], Opener]
    place: Path


@dataclass(frozen=True, slots=True)
class UserOptions:
    """The user's settings and options.

    Attributes:
        keys: key bindings by action, or by place and action (``list.down``); several keys are separated by commas.
        file: the settings file that defines the keys, named in error messages.
        fresh: whether to start at the register list instead of the place saved by the last session.
        export: writes the output of a command-line verb to a stream, called in a worker thread as
            ``export(register, words, form, stream)``; None without a command line.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    fresh: bool = False
    export: Exporter | None = None


def run(
    opener: Opener,
    *,
    language: str = "en",
    ascii_only: bool = False,
    plain_colors: bool = False,
    title: str = "accordtrack",
    own: UserOptions | None = None,
) -> int:
    """Run the terminal interface on the desk that ``opener`` returns.

    ``opener(progress)`` is called in a worker thread after the first frame is painted. When it raises ``Refused``, the
    screen closes, the problem is printed to stderr, and 1 is returned. Clashing keys in ``own`` raise ``Refused``,
    which names both actions and the file.
    """
    return _run(opener, None, language, title, own, ascii_only=ascii_only, plain_colors=plain_colors)


def run_welcome(
    doors: Doors,
    *,
    language: str = "en",
    ascii_only: bool = False,
    plain_colors: bool = False,
    own: UserOptions | None = None,
) -> int:
    """Run the terminal interface from the welcome screen."""
    return _run(None, doors, language, "accordtrack", own, ascii_only=ascii_only, plain_colors=plain_colors)


def _run(
    opener: Opener | None,
    doors: Doors | None,
    language: str,
    title: str,
    own: UserOptions | None,
    *,
    ascii_only: bool,
    plain_colors: bool,
) -> int:
    from accordtrack.tui.app import AccordApp  # noqa: PLC0415

    _prepare(language, ascii_only=ascii_only)
    app = AccordApp(opener, doors=doors, title=title, plain_colors=plain_colors, own=own)
    status = app.run()
    app.save_place()
    if app.problem is not None:
        sys.stderr.write(sanitize(explain(app.problem)) + "\n")
        return 1
    _report_upgrade(app, ascii_only=ascii_only)
    return _exit_status(status, app.return_code)


def _report_upgrade(app: AccordApp, *, ascii_only: bool) -> None:
    """Report on stderr that the register was upgraded, once the terminal is restored."""
    if app.session is not None and app.session.desk.updated is not None:
        line = sanitize_line(line_text(app.session.desk.updated))
        sys.stderr.write(f"accordtrack: {to_ascii(line) if ascii_only else line}\n")


def _prepare(language: str, *, ascii_only: bool) -> None:
    from accordtrack import service  # noqa: PLC0415
    from accordtrack.tui import text_styles  # noqa: PLC0415
    from accordtrack.tui.log_file import log_to_a_file  # noqa: PLC0415

    service.stop_prompting()
    i18n.set_language(language)
    text_styles.use_ascii(ascii_only)
    log_to_a_file()


def _exit_status(status: int | None, fallback: int | None) -> int:
    """Return the exit status. Textual returns None when the app ended by itself, which is a failure."""
    return status if status is not None else (fallback or 1)
