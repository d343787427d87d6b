"""What this process may not do, said once before it opens a register: the screens in a browser run within such bounds.

In a browser nobody is in front of this machine, so no file of it is read or written: a path would name
a file of the server, not theirs. Where writing was not allowed, nothing is written at all.
"""

from __future__ import annotations

from pathlib import PurePath

from accordtrack.core.problems import Problem, Refused


class _Process:
    """What holds for all of it."""

    browser = False
    writes = True


def in_browser(*, writes: bool) -> None:
    """From now on this process reads and writes no file that a person names; without ``writes`` it changes no register."""
    _Process.browser, _Process.writes = True, writes


def reads_only() -> bool:
    """Whether nothing is written here."""
    return not _Process.writes


def browsed() -> bool:
    """Whether somebody looks from a browser."""
    return _Process.browser


def writing_problem() -> Problem | None:
    """What to say when somebody would change a register that this process only reads; None elsewhere."""
    if not reads_only():
        return None
    advice = "To write, use a terminal, or start it anew: accordtrack serve --allow-writes."
    return Problem("Opened in a browser, read only", advice)


def refuse_writing() -> None:
    """Refuse to change a register where this process only reads."""
    if problem := writing_problem():
        raise Refused(problem)


def files_problem() -> Problem | None:
    """What to say when somebody names a file in a browser; None elsewhere."""
    if not browsed():
        return None
    return Problem(
        "In a browser no file of the machine that serves is read or written", "Use accordtrack in a terminal there."
    )


def evidence_problem() -> Problem | None:
    """What to say when somebody gives a file as evidence in a browser; None elsewhere."""
    if not browsed():
        return None
    advice = "Give a web address, or use accordtrack in a terminal there."
    return Problem("In a browser no file of the machine that serves is read or written", advice)


def shown(path: str | PurePath) -> str:
    """A path as it is shown: in a browser its name alone, since the folders of the operator are nobody's business there."""
    return PurePath(path).name if browsed() and PurePath(path).is_absolute() else str(path)


def refuse_files() -> None:
    """Refuse to read or write a file that somebody names in a browser."""
    if problem := files_problem():
        raise Refused(problem)
