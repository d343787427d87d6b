"""A new passphrase: from the environment, or typed twice where somebody can type."""

from __future__ import annotations

import os
import sys
from getpass import getpass

from accordtrack.i18n import later, tr
from accordtrack.problems import Problem, Refused

NOBODY = later("Nobody can be asked for a passphrase here")


def of_new_key() -> str:
    """The passphrase of a key that is being made."""
    given = os.environ.get("ACCORDTRACK_PASSPHRASE")
    if given:
        return given
    if not _typing():
        raise Refused(Problem(NOBODY, "Give it in ACCORDTRACK_PASSPHRASE, or use a terminal."))
    return _twice(tr("Passphrase: "))


def instead() -> str:
    """The passphrase that a key gets instead of the one it has."""
    given = os.environ.get("ACCORDTRACK_NEW_PASSPHRASE")
    if given:
        return given
    if not _typing():
        raise Refused(Problem(NOBODY, "Give the new one in ACCORDTRACK_NEW_PASSPHRASE, or use a terminal."))
    return _twice(tr("New passphrase: "))


def _typing() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _twice(words: str) -> str:
    first, second = getpass(words), getpass(tr("Again: "))
    if not first or first != second:
        raise Refused(Problem("The two passphrases differ, or are empty", "Nothing was written; try again."))
    return first
