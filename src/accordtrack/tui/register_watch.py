"""Polling of the register file: detects writes by other programs and a replaced file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.tui.session import file_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.service import Desk
    from accordtrack.tui.session import Session
    from accordtrack.types import RegisterInfo


@dataclass(frozen=True, slots=True)
class PollResult:
    """Result of a poll. ``desk`` and ``info`` are set when another file at the path was opened."""

    file: tuple[int, int]
    version: int
    drafted: Mapping[str, int]
    desk: Desk | None = None
    info: RegisterInfo | None = None


def look(session: Session) -> PollResult:
    """Check the register's file. Called in a thread.

    Raise ``Refused`` when the file is gone or its replacement cannot be opened.
    """
    desk = session.desk
    file = file_at(desk.path)
    if file is None:
        raise Refused(
            Problem("The file of the register is gone", "Put it back; nothing is written meanwhile.", str(desk.path))
        )
    if file == session.file:
        return PollResult(file, desk.version(), desk.drafted())
    fresh = _opened(desk)
    return PollResult(file, fresh.version(), fresh.drafted(), fresh, fresh.info())


def _opened(desk: Desk) -> Desk:
    """Open the register at the path, at the same desk if its key fits, else at any desk."""
    from accordtrack.service import open_register  # noqa: PLC0415

    try:
        return open_register(desk.path, desk=desk.seat, today=desk.today)
    except Refused:
        return open_register(desk.path, today=desk.today)
