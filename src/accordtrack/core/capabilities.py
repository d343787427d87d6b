"""What this process may do: restrictions for screens that run in a browser. Set once, before a register is opened.

A browser process reads and writes no file that the user names: a path would name a file of the server, not of the user.
Unless writing was allowed, it does not change the register either.
"""

from __future__ import annotations

from pathlib import PurePath

from accordtrack.core.problems import Problem, Refused


class _Process:
    """The restrictions of this process."""

    browser = False
    writes = True


def restrict_to_browser(*, writes: bool) -> None:
    """Stop this process from using files that a user names; unless ``writes``, stop it from changing registers."""
    _Process.browser, _Process.writes = True, writes


def reads_only() -> bool:
    """Whether this process may not change a register."""
    return not _Process.writes


def serves_browser() -> bool:
    """Whether this process serves a browser."""
    return _Process.browser


def writing_problem() -> Problem | None:
    """Return the problem for an attempt to change a read-only register; None if writing is allowed."""
    if not reads_only():
        return None
    advice = "To write, use a terminal, or start it again: accordtrack serve --allow-writes."
    return Problem("Opened in a browser, read only", advice)


def refuse_writing() -> None:
    """Raise ``Refused`` if this process may not change a register."""
    if problem := writing_problem():
        raise Refused(problem)


def files_problem() -> Problem | None:
    """Return the problem for a file that a user names in a browser; None outside a browser."""
    if not serves_browser():
        return None
    return Problem(
        "In a browser, no file on the serving machine can be read or written", "Use accordtrack in a terminal there."
    )


def evidence_problem() -> Problem | None:
    """Return the problem for a file given as evidence in a browser; None outside a browser."""
    if not serves_browser():
        return None
    advice = "Give a web address, or use accordtrack in a terminal there."
    return Problem("In a browser, no file on the serving machine can be read or written", advice)


def display_path(path: str | PurePath) -> str:
    """Return a path for display. In a browser, only the name, so that the folders of the server stay private."""
    return PurePath(path).name if serves_browser() and PurePath(path).is_absolute() else str(path)


def refuse_files() -> None:
    """Raise ``Refused`` in a browser, for an operation that reads or writes a file that the user names."""
    if problem := files_problem():
        raise Refused(problem)
