"""Where the passphrase of a desk key comes from: the environment, or the terminal while no screen owns it."""

from __future__ import annotations

import os
from getpass import getpass
from typing import TYPE_CHECKING

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
    return (lambda: getpass("Passphrase: ")) if _Terminal.free else None
