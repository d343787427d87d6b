"""One sitting at one open register: the desk, what is known of it, and what was done since the program began."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.service.unsaved_text import UnsavedWords
    from accordtrack.types import Done, RegisterInfo

MESSAGES = 50
About = tuple[str, ...]
"""Which form, and what it is about."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was shown: when (``14:03``), how grave, and its words in the language of that moment."""

    at: str
    severity: str
    text: str


@dataclass(slots=True)
class Session:
    """What every screen shares. Written on the screen's loop only."""

    desk: Desk
    info: RegisterInfo
    version: int
    file: tuple[int, int] | None
    """Which file it is that the desk has open; another one may come to lie at its path."""
    lost: bool = False
    """Whether that file was found gone, or replaced by one that cannot be opened, and this was said."""
    acts: set[str] = field(default_factory=set)
    """Acts of this run: undone at once, older ones are shown first."""
    evidence: tuple[str, ...] = ()
    """What was last given as evidence, for ``^r``."""
    drafted: Mapping[str, int] = field(default_factory=dict)
    """How many drafts of this side are about each commitment."""
    left: dict[About, Mapping[str, str]] = field(default_factory=dict)
    """What was typed into forms that were left with escape."""
    unsaved: UnsavedWords | None = None
    """Where words of open dialogs are kept; None in a browser."""
    keeping: bool = False
    """Whether words are kept there now."""
    cut_off: tuple[About, Path] | None = None
    """The form whose words a program that has ended left in a file, while nobody has brought them back."""
    looked: int | None = None
    """The newest entry that was counted on the first screen."""

    @property
    def side(self) -> str | None:
        """The side of the user's desk; None for an observer's desk, or without one."""
        seat = self.info.seat
        return seat.side if seat is not None and seat.side in {"US", "MX"} else None

    def drafts_are(self, drafted: Mapping[str, int]) -> list[str]:
        """Take note of the drafts that there are now; gives the commitments whose number of drafts changed."""
        changed = sorted({name for name, _count in self.drafted.items() ^ drafted.items()})
        self.drafted = drafted
        return changed


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a dialog: what was written, the state after it, and what the desk refused, if anything."""

    done: Done | None
    version: int
    info: RegisterInfo
    refused: Refused | None
    drafted: Mapping[str, int]


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file lies at ``path`` now; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def carry_out(session: Session, work: Callable[[Desk], Done]) -> Written:
    """Do ``work`` at the desk: the intents of one dialog as one act, all or nothing, or a draft. Called in a thread."""
    desk = session.desk
    done: Done | None = None
    refused: Refused | None = None
    try:
        _in_place(session)
        done = work(desk)
    except Refused as why:
        refused = why
    return Written(done, desk.version(), desk.info(), refused, desk.drafted())


def _in_place(session: Session) -> None:
    path = session.desk.path
    if file_at(path) != session.file:
        raise Refused(Problem("The file of the register is gone or was replaced", "Nothing was written.", str(path)))


def messages() -> deque[Said]:
    """An empty list of the last messages."""
    return deque(maxlen=MESSAGES)
