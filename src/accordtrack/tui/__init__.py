"""The terminal interface. Light to import: Textual is read only once the terminal is known to be one.

The CLI calls ``run`` with a function that opens the desk, or ``run_welcome`` with three doors when
there is no register yet. Both give the exit status of the program.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import letters, wash, wash_line
from accordtrack.i18n import explain, say

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
    """What the three doors of the welcome screen do. None of these functions is called before its door is chosen.

    Attributes:
        demo: opens the demo; called in a worker thread with ``progress(done, total)``, gives the desk.
        make: called on the screen's loop as ``make(path, desk, name)`` with the file of the new register, the
            desk's feed (``us-1``, ``mx-1`` or ``obs-1``) and the name of the person who sits there (may be empty); gives
            an opener, which then makes the register in a worker thread.
        open: called on the screen's loop with the path of an existing file; gives an opener of it.
        place: where a new register goes unless another file is typed.

    An opener may raise ``Refused``: its words are shown and the doors stand open again.
    """

    demo: Opener
    make: Callable[[Path, str, str], Opener]
    open: Callable[[Path], Opener]
    place: Path


@dataclass(frozen=True, slots=True)
class Own:
    """What the person brings along.

    Attributes:
        keys: names of actions, or of a place and an action (``list.down``), with their keys parted by commas.
        file: where these stand, for whoever has to put them right.
        fresh: whether to begin at the register instead of where the last sitting was left.
        export: writes what a verb of the command line says into a stream, called in a worker thread as
            ``export(register, words, form, stream)``; None where there is no command line.
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
    own: Own | None = None,
) -> int:
    """Run the terminal interface on the desk that ``opener`` gives.

    ``opener(progress)`` is called in a worker thread after the first frame is painted. When it raises
    ``Refused`` the screen is closed, the problem printed on stderr, and 1 returned. Keys of ``own`` that clash raise
    ``Refused``, which names both actions and the file.
    """
    from accordtrack.tui.app import AccordApp  # noqa: PLC0415

    _prepare(language, ascii_only=ascii_only)
    app = AccordApp(opener, title=title, plain_colors=plain_colors, own=own or Own())
    status = app.run()
    app.keep_place()
    if app.problem is not None:
        sys.stderr.write(wash(explain(app.problem)) + "\n")
        return 1
    _tell_updated(app, ascii_only=ascii_only)
    return _status(status, app.return_code)


def run_welcome(
    doors: Doors,
    *,
    language: str = "en",
    ascii_only: bool = False,
    plain_colors: bool = False,
    title: str = "accordtrack",
    own: Own | None = None,
) -> int:
    """Run the terminal interface from the three doors."""
    from accordtrack.tui.app import AccordApp  # noqa: PLC0415

    _prepare(language, ascii_only=ascii_only)
    app = AccordApp(None, doors=doors, title=title, plain_colors=plain_colors, own=own)
    status = app.run()
    app.keep_place()
    _tell_updated(app, ascii_only=ascii_only)
    return _status(status, app.return_code)


def _tell_updated(app: AccordApp, *, ascii_only: bool) -> None:
    """What was said in passing when the register was brought up to date, once the terminal is the person's again."""
    if app.session is not None and app.session.desk.updated is not None:
        line = wash_line(say(app.session.desk.updated))
        sys.stderr.write(f"accordtrack: {letters(line) if ascii_only else line}\n")


def _prepare(language: str, *, ascii_only: bool) -> None:
    from accordtrack import service  # noqa: PLC0415
    from accordtrack.tui import text_styles  # noqa: PLC0415
    from accordtrack.tui.log_file import log_to_a_file  # noqa: PLC0415

    service.ask_nothing()
    i18n.use(language)
    text_styles.use_ascii(ascii_only)
    log_to_a_file()


def _status(status: int | None, fallback: int | None) -> int:
    """Ours when the program was left; a program that ended by itself has failed."""
    return status if status is not None else (fallback or 1)
