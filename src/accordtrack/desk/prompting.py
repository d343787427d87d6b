"""Where the passphrase of a desk key comes from: the environment, or the terminal while no screen owns it."""

from __future__ import annotations

import os
import warnings
from getpass import GetPassWarning, getpass
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_VARIABLE = "ACCORDTRACK_PASSPHRASE"


class _Terminal:
    """Whether it may be asked."""

    free = True


def ask_nothing() -> None:
    """From now on the terminal belongs to a screen."""
    _Terminal.free = False


def passphrase() -> Callable[[], str] | None:
    """A function that gives the passphrase, or None when nobody can be asked."""
    given = os.environ.get(_VARIABLE)
    if given is not None:
        return lambda: given
    return _asked if _Terminal.free else None


def _asked() -> str:
    """What somebody types where it is not shown; refused where nobody can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            return getpass(tr("Passphrase: "))
    except (GetPassWarning, EOFError, OSError) as error:
        raise Refused(
            Problem(
                "Nobody can be asked for a passphrase here", "Give it in ACCORDTRACK_PASSPHRASE, or use a terminal."
            )
        ) from error
