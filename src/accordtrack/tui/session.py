"""One sitting at one open register: the desk, what is known of it, and what was done since the program began."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.desk import Desk
    from accordtrack.views import RegisterInfo

MESSAGES = 50


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
    acts: set[str] = field(default_factory=set)
    """Acts of this run: undone at once, older ones are shown first."""
    evidence: tuple[str, ...] = ()
    """What was last given as evidence, for ``^r``."""

    @property
    def side(self) -> str | None:
        """The side of the desk at which one sits, None for an observer's or none."""
        seat = self.info.seat
        return seat.side if seat is not None and seat.side in {"US", "MX"} else None


def messages() -> deque[Said]:
    """An empty list of the last messages."""
    return deque(maxlen=MESSAGES)
