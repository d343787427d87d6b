"""Passphrases of desk keys: from the environment, or typed at the terminal while no screen uses it."""

from __future__ import annotations

import os
import sys
import warnings
from functools import partial
from getpass import GetPassWarning, getpass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

_VARIABLE, _NEW_VARIABLE = "ACCORDTRACK_PASSPHRASE", "ACCORDTRACK_NEW_PASSPHRASE"


class _Terminal:
    """Whether the terminal is free or used by a screen, and the passphrase that the user just gave to a new key."""

    free = True
    chosen: str | None = None


def stop_prompting() -> None:
    """Stop prompting at the terminal, because a screen uses it from now on."""
    _Terminal.free = False


def can_ask() -> bool:
    """Whether the user can be prompted: no screen uses the terminal, and standard input is a terminal.

    ``getpass`` opens ``/dev/tty`` even if the input comes from a file or a pipe. A script would then wait forever.
    """
    return _Terminal.free and sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def passphrase_prompt() -> Callable[[], str] | None:
    """Return a function that returns the passphrase of an existing key, or None if nobody can be prompted."""
    text = os.environ.get(_VARIABLE, _Terminal.chosen)
    if text is not None:
        return lambda: text
    return partial(_ask, tr("Passphrase: "), _VARIABLE) if can_ask() else None


def new_key_passphrase() -> str:
    """Return the passphrase of a new key. This process, which opens the key next, does not ask for it again."""
    passphrase = _new(_VARIABLE, tr("Passphrase: "))
    _Terminal.chosen = passphrase if _VARIABLE not in os.environ else None
    return passphrase


def replacement_passphrase() -> str:
    """Return the passphrase that replaces that of a key, or that protects a replacement key."""
    return _new(_NEW_VARIABLE, tr("New passphrase: "))


def _new(variable: str, prompt: str) -> str:
    text = os.environ.get(variable)
    if text:
        return text
    first, second = _ask(prompt, variable), _ask(tr("Again: "), variable)
    if not first or first != second:
        raise Refused(Problem("The two passphrases differ, or are empty", "Nothing was written; try again."))
    return first


def _ask(prompt: str, variable: str) -> str:
    """Return what the user types without echo. Refuses if nobody can be prompted; the advice names ``variable``."""
    try:
        if can_ask():
            with warnings.catch_warnings():
                warnings.simplefilter("error", GetPassWarning)
                return getpass(prompt)
    except (GetPassWarning, EOFError, OSError):  # the terminal went away
        pass
    values = {"variable": variable}
    raise Refused(
        Problem("There is no way to ask for a passphrase here", "Give it in {variable}, or use a terminal.", "", values)
    )
