"""From the words of the command line to an exit status; whatever goes wrong is said in one place, without a traceback."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from accordtrack import __version__, i18n
from accordtrack.cli import arguments
from accordtrack.i18n import tr
from accordtrack.places import config_file
from accordtrack.problems import Refused
from accordtrack.text import shorten, wash, wash_line

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130


def start(words: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    i18n.use(arguments.language(words) or _own_language() or i18n.preferred())
    _lenient_streams()
    try:
        status = _run(words)
        sys.stdout.flush()
    except Refused as refusal:
        return complain(refusal)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return DONE
    except Exception as error:  # noqa: BLE001 - a person gets one line; the traceback is there for who asks
        return _unexpected(error)
    return status


def complain(refusal: Refused) -> int:
    """Say what was refused and what to do next, on stderr; 2 when the question was put wrongly."""
    for problem in refusal.problems:
        sys.stderr.write(f"accordtrack: {wash(i18n.explain(problem))}\n")
    return USAGE if refusal.usage else REFUSED


def _run(words: Sequence[str]) -> int:
    chosen, rest = arguments.hoist(words)
    if chosen.version:
        sys.stdout.write(f"accordtrack {__version__}\n")
        return DONE
    if not rest:
        from accordtrack.cli.screens import open_screens  # noqa: PLC0415

        return open_screens(chosen)
    from accordtrack.cli.app import run  # noqa: PLC0415

    return run(rest, chosen)


def _own_language() -> str | None:
    """The language of the settings, where there are any and the environment does not say otherwise."""
    if os.environ.get("ACCORDTRACK_LANG") or not config_file().is_file():
        return None
    from accordtrack.settings import settings  # noqa: PLC0415

    with suppress(Refused):
        return settings().language
    return None


def _unexpected(error: Exception) -> int:
    if os.environ.get("ACCORDTRACK_DEBUG"):
        raise error
    words = shorten(wash_line(f"{type(error).__name__}: {error}"), 200)
    sys.stderr.write(f"accordtrack: {tr('Something unexpected went wrong: {words}', words=words)}\n")
    sys.stderr.write(f"{tr('Set ACCORDTRACK_DEBUG=1 and run it again to see where.')}\n")
    return REFUSED


def _lenient_streams() -> None:
    """A terminal that cannot show a character gets a question mark, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _drop_output() -> None:
    """Whoever read the output has gone: keep the interpreter from complaining at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
