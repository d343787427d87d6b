"""What waits for a side, grouped by act, with the effect of concurring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types.entries import Line
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A field that an entry would change; ``old`` and ``new`` are plain JSON values."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PendingDispute:
    """The answer that keeps an entry out of force: who disputed it, when, on which ground and why."""

    id: str
    side: str
    feed: str
    by: str
    said_on: str
    stance: str
    ground: str | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that waits for ``sides``. ``about`` is the commitment or record, ``status`` that of a statement.

    ``title`` is that of the record, or the text of the statement. ``seen`` is the day of the first act of the other side
    that had seen the entry; the age of the entry counts from it. None if there is none.
    """

    key: int
    hash: str
    id: str
    kind: str
    about: str
    title: Text | None
    status: str | None
    speaker: str | None
    provenance: str
    sides: tuple[str, ...]
    handling: str
    changes: tuple[PendingChange, ...]
    seen: str | None
    takes_back: str | None = None
    """The entry that a retraction or withdrawal names."""
    taken_back: Mapping[str, Any] | None = None
    """The fields of that entry, as plain JSON values."""
    number: str = ""
    """Its desk and its number in the feed, which name it in any shell; the id of a value has bars."""
    disputes: tuple[PendingDispute, ...] = ()
    """The answers that keep it out of force, latest first; none while it waits."""
    body: Mapping[str, Any] = field(default_factory=dict)
    """Every field of the entry, as plain JSON values."""
    settles: Mapping[str, Any] | None = None
    """The claim that a settlement of a conflict declares to stand, as plain JSON values."""
    cells: tuple[Line, ...] = ()
    """What a release of panel data would change, cell by cell; none for other kinds, or if it was not computed."""


@dataclass(frozen=True, slots=True)
class PendingEffect:
    """What concurring would change: a number of a theme (None for all) and a side (None for the results trend).

    ``before`` and ``after`` are on the scale of the scorecard, None if the number is not known.
    """

    measure: str
    theme: str | None
    side: str | None
    before: float | None
    after: float | None

    @property
    def size(self) -> float:
        """How far the number moves. A number that is not known counts as 0."""
        return abs((self.after or 0.0) - (self.before or 0.0))


@dataclass(frozen=True, slots=True)
class PendingAct:
    """The entries of one act that wait, with their author; ``effects`` are largest first, None if not computed."""

    act: str
    feed: str
    by: str
    at: str
    entries: tuple[PendingEntry, ...]
    effects: tuple[PendingEffect, ...] | None = None

    @property
    def side(self) -> str:
        """The side of the desk that wrote the act, or OBS."""
        return self.feed.partition("-")[0].upper()

    def size(self) -> float:
        """Return the largest change of a number by concurring; 0 if none is known."""
        return max((effect.size for effect in self.effects or ()), default=0.0)
