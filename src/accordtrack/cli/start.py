"""Runs one command line and turns every error into a message and an exit status, with no traceback by default."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack import __version__, i18n
from accordtrack.cli import arguments, saved_status, streams
from accordtrack.core import signals
from accordtrack.core.paths import config_file
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize, sanitize_line, shorten, to_ascii
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED, USAGE, SIGNALLED, INTERRUPTED = 0, 1, 2, 128, 130
_LONGEST = 1_000
"""Maximum length of a typed value in an error message."""
_YOUNG = 1_000_000
"""Number of new objects before a garbage collection.

At Python's default of 700, a verb spends a tenth of its time on collections that find nothing. A scorecard of the shipped
register makes 300,000 objects.
"""
_SELDOM = 1_000
"""Number of young collections before one of older objects.

A long log has millions of them, and a collection frees none.
"""


def start(words: Sequence[str], *, alone: bool = False) -> int:
    """Run one command and return its exit status. ``alone`` says that the process ends with it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no verb needs the thread for each processor that numpy starts
    i18n.set_language(i18n.preferred_language())
    saved_status.reset()
    with streams.accept_all_characters(ascii_asked=arguments.requested_ascii(words)):
        return _run_catching_errors(words, alone=alone)


def _run_catching_errors(words: Sequence[str], *, alone: bool) -> int:
    try:
        i18n.set_language(arguments.requested_language(words) or _configured_language() or i18n.preferred_language())
        with signals.raise_on_signal():
            status = _run(words, alone=alone)
            sys.stdout.flush()
    except Refused as refusal:
        return print_problems(refusal, ascii_only=_uses_ascii(words))
    except signals.Ended as ended:
        return SIGNALLED + ended.number
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        streams.drop_output()
        return saved_status.exit_status() or DONE
    except streams.Unprinted:
        return _report_output_failure()
    except OSError as error:
        return (
            _report_long_name(error, words)
            if error.errno == errno.ENAMETOOLONG
            else _report_unexpected_error(error, words)
        )
    except Exception as error:  # noqa: BLE001 - a person gets one line; the traceback is there on request
        return _report_unexpected_error(error, words)
    return status


def print_problems(refusal: Refused, *, ascii_only: bool = False) -> int:
    """Print the problems of a refusal to stderr. Return 2 for a usage error, else 1."""
    for problem in map(_shorten_problem, refusal.problems):
        text = f"accordtrack: {sanitize_line(i18n.explain(problem))}"
        _write_to_stderr(to_ascii(text) if ascii_only else text)
    return USAGE if refusal.is_usage_error else REFUSED


def _shorten_problem(problem: Problem) -> Problem:
    """Return the problem with overlong values and places cut."""
    long = {
        name: value
        for name, value in problem.values.items()
        if isinstance(value, str | Path) and len(str(value)) > _LONGEST
    }
    cut = {name: f"{str(value)[:_LONGEST]}…" for name, value in long.items()}
    place = problem.place if len(problem.place) <= _LONGEST else f"{problem.place[:_LONGEST]}…"
    return replace(problem, place=place, values={**problem.values, **cut})


def _report_long_name(error: OSError, words: Sequence[str]) -> int:
    """Report a file name that is too long for the system. No verb checks this itself."""
    values = {"x": str(error.filename)}
    problem = Problem(
        "The name of a file is too long for this system: {x}", "Choose a shorter one.", "", values, usage=True
    )
    return print_problems(Refused(problem), ascii_only=_uses_ascii(words))


def _write_to_stderr(line: str) -> None:
    """Write a line to stderr, ignoring errors: stderr may be full or closed."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{line}\n")


def _run(words: Sequence[str], *, alone: bool) -> int:
    chosen, rest = arguments.split_global_options(words)
    if chosen.ascii_asked is None:
        chosen = replace(chosen, ascii_only=not streams.shows_marks(sys.stdout))
    if chosen.version:
        sys.stdout.write(f"accordtrack {__version__}\n")
        return DONE
    if not rest:
        from accordtrack.cli.screens import open_screens  # noqa: PLC0415

        return open_screens(chosen)
    if chosen.fresh:
        raise Refused(Problem("--fresh is for the terminal interface", "Leave it out with a verb.", usage=True))
    if alone:
        collect_garbage_rarely()
    from accordtrack.cli.app import run  # noqa: PLC0415

    return run(rest, chosen)


def collect_garbage_rarely() -> None:
    """Collect garbage rarely for the rest of the process: a verb is short, and reference counting frees its objects."""
    gc.set_threshold(_YOUNG, _SELDOM, _SELDOM)


def _configured_language() -> str | None:
    """Return the language of the user's settings, or None without settings or when the environment sets one."""
    if os.environ.get("ACCORDTRACK_LANG"):
        return None
    with suppress(Refused, OSError):
        if config_file().is_file():
            from accordtrack.core.settings import settings  # noqa: PLC0415

            return settings().language
    return None


def _uses_ascii(words: Sequence[str]) -> bool:
    """Whether messages on stderr use ASCII only: by request, or because the terminal shows nothing else."""
    choice = arguments.requested_ascii(words)
    return not streams.shows_marks(sys.stderr) if choice is None else choice


def _report_unexpected_error(error: Exception, words: Sequence[str]) -> int:
    if os.environ.get("ACCORDTRACK_DEBUG"):
        import traceback  # noqa: PLC0415

        _write_to_stderr(sanitize("".join(traceback.format_exception(error))))
        return REFUSED
    from accordtrack.core.installation import missing_library_problem  # noqa: PLC0415

    if (problem := missing_library_problem(error)) is not None:
        return print_problems(Refused(problem), ascii_only=_uses_ascii(words))
    if (problem := _register_problem(words)) is not None:
        return print_problems(Refused(problem), ascii_only=_uses_ascii(words))
    fault = shorten(sanitize_line(f"{type(error).__name__}: {error}"), 200)
    _write_to_stderr(f"accordtrack: {tr('Something unexpected went wrong: {words}', words=fault)}")
    _write_to_stderr(tr("Set ACCORDTRACK_DEBUG=1 and run it again to see where."))
    return REFUSED


def _register_problem(words: Sequence[str]) -> Problem | None:
    """Return a fault of the register that explains an unexpected error, or None."""
    with suppress(Exception):
        from accordtrack import service  # noqa: PLC0415

        return service.mistyped_problem(arguments.split_global_options(words)[0].db or service.default_path())
    return None


def _report_output_failure() -> int:
    """Report that the output cannot be written, and return the exit status.

    A command that already saved its work keeps its status: a user who took it for a failure would write everything
    twice.
    """
    streams.drop_output()
    saved = saved_status.exit_status()
    if saved is None:
        _write_to_stderr(f"accordtrack: {tr('The answer could not be printed. Check where it is written.')}")
        return REFUSED
    _write_to_stderr(f"accordtrack: {tr('Saved; the answer could not be printed. Do not run it again.')}")
    return saved
