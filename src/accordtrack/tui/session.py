"""Session with one open register: the desk, what is known about it, and what this run has done."""

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
    from accordtrack.types import RegisterInfo, WriteResult

MESSAGES = 50
About = tuple[str, ...]
"""Key of a form: its kind and its subject."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was shown: its time (``14:03``), its severity, and its text in the language of that moment."""

    at: str
    severity: str
    text: str


@dataclass(slots=True)
class Session:
    """State that every screen shares. Modified only on the event loop."""

    desk: Desk
    info: RegisterInfo
    version: int
    file: tuple[int, int] | None
    """Identity of the open file. Another file may later appear at its path."""
    lost: bool = False
    """Whether the file was found missing or replaced by one that cannot be opened, and this was reported."""
    acts: set[str] = field(default_factory=set)
    """Acts of this run. Undo retracts them without confirmation if they are on screen, and shows older ones first."""
    evidence: tuple[str, ...] = ()
    """The evidence given last, for ``^r``."""
    drafted: Mapping[str, int] = field(default_factory=dict)
    """Number of this side's drafts about each commitment."""
    left: dict[About, Mapping[str, str]] = field(default_factory=dict)
    """Text typed into forms that were left with escape."""
    unsaved: UnsavedWords | None = None
    """Where unsaved text of open dialogs is kept; None in a browser."""
    keeping: bool = False
    """Whether unsaved text is kept there now."""
    cut_off: tuple[About, Path] | None = None
    """The form whose text an ended program left in a file, until somebody restores it."""
    looked: int | None = None
    """The newest entry counted on the first screen."""

    @property
    def side(self) -> str | None:
        """The side of the user's desk; None for an observer's desk, or without one."""
        seat = self.info.seat
        return seat.side if seat is not None and seat.side in {"US", "MX"} else None

    def update_drafts(self, drafted: Mapping[str, int]) -> list[str]:
        """Store the current drafts. Return the commitments whose number of drafts changed."""
        changed = sorted({name for name, _count in self.drafted.items() ^ drafted.items()})
        self.drafted = drafted
        return changed


@dataclass(frozen=True, slots=True)
class Written:
    """Outcome of a dialog: what was written, the state after it, and the refusal, if any."""

    done: WriteResult | None
    version: int
    info: RegisterInfo
    refused: Refused | None
    drafted: Mapping[str, int]


def file_identity(path: Path) -> tuple[int, int] | None:
    """Return the identity (device and inode) of the file at ``path``, or None when there is none."""
    try:
        file_status = path.stat()
    except OSError:
        return None
    return file_status.st_dev, file_status.st_ino


def execute_write(session: Session, work: Callable[[Desk], WriteResult]) -> Written:
    """Run ``work`` with the desk in a thread: the intents of one dialog as one act, or a draft."""
    desk = session.desk
    done: WriteResult | None = None
    refused: Refused | None = None
    try:
        _check_file_in_place(session)
        done = work(desk)
    except Refused as why:
        refused = why
    return Written(done, desk.version(), desk.info(), refused, desk.draft_counts())


def _check_file_in_place(session: Session) -> None:
    path = session.desk.path
    if file_identity(path) != session.file:
        raise Refused(Problem("The register file is gone or was replaced", "Nothing was written.", str(path)))


def create_message_list() -> deque[Said]:
    """Return an empty list for the last messages."""
    return deque(maxlen=MESSAGES)
