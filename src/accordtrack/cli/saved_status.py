"""Exit status of the work a command has completed, for when its result can no longer be printed."""

from __future__ import annotations


class _Command:
    """Process-wide state: the exit status of the completed work, or None while nothing is written."""

    saved: int | None = None


def reset() -> None:
    """Reset the state at the start of a command."""
    _Command.saved = None


def mark_saved(*, sound: bool = True) -> None:
    """Record that something was written to disk. ``sound`` is False when the program found a fault in it."""
    _Command.saved = 0 if sound else 1


def exit_status() -> int | None:
    """Return the exit status of what was saved, or None when nothing was."""
    return _Command.saved
