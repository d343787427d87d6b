"""What a command has done so far, for when its answer cannot be printed any more."""

from __future__ import annotations


class _Command:
    """The exit status that the work earned; None while nothing was written."""

    saved: int | None = None


def forget() -> None:
    """A command begins."""
    _Command.saved = None


def saved(*, sound: bool = True) -> None:
    """Something was written, and lies on the disk; not ``sound`` when the program found it wanting."""
    _Command.saved = 0 if sound else 1


def status() -> int | None:
    """The status of what was saved; None when nothing was."""
    return _Command.saved
