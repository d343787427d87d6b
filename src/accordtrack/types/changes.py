"""Changes between two pairs of dates, and the statements of each side over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One difference in a commitment between two pairs of dates.

    ``kind`` is one of ``queries.diff.KINDS``; ``sign`` is ``added``, ``removed`` or ``changed``. ``half`` is the side
    whose half changed. ``field`` is a field of the commitment, a piece of evidence, or an indicator. ``before`` and
    ``after`` are values as records hold them, None if there is none. The two bases belong to a status or a deadline.
    """

    id: str
    title: Text
    responsible_side: str
    kind: str
    sign: str
    half: str | None
    field: str | None
    before: Any
    after: Any
    before_basis: str | None
    after_basis: str | None
    entries: tuple[str, ...]
    """IDs of the entries that caused the change; empty if only a date passed."""
    waits: tuple[str, ...] = ()
    """The sides that it waits for: of a proposed change, of a withdrawal, of a joint statement."""
    disputed_by: tuple[str, ...] = ()
    """Those of them that disputed it, so that it waits for them no longer."""
    before_by: Text | None = None
    after_by: Text | None = None
    """The desks that wrote a note, in each language; None for any other value, and for a note of the record as added."""


@dataclass(frozen=True, slots=True)
class DiffView:
    """The changes from ``a`` to ``b``, by commitment and kind; ``folded`` is the number of commitments examined.

    ``changes`` can be limited to the first commitments of ``ids``; all other fields cover every change.
    """

    a: TwoDates
    b: TwoDates
    changes: tuple[ChangeView, ...]
    ids: tuple[str, ...]
    """The commitments with any change, in order."""
    counts: tuple[tuple[str, int], ...]
    """The number of changes of each kind; kinds without changes are left out."""
    folded: int
    dated_earlier: tuple[str, ...] = ()
    """Entries of the sides' desks that were recorded between the two days, but were said earlier: they count on both."""

    @property
    def commitments(self) -> int:
        """The number of commitments that changed."""
        return len(self.ids)

    @property
    def total(self) -> int:
        """The number of changes."""
        return sum(count for _kind, count in self.counts)


@dataclass(frozen=True, slots=True)
class LaneMark:
    """A statement of a speaker on one day: a ``status`` with its ``basis``, or a ``stance``. Identical ones are counted."""

    on: str
    status: str | None
    basis: str | None
    stance: str | None
    entry: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """A dated event shown next to the lanes; ``side`` is None if it belongs to no side."""

    on: str
    id: str
    kind: str
    side: str | None
    title: Text


@dataclass(frozen=True, slots=True)
class LanesView:
    """Statements by speaker (``US``, ``MX``, ``OBS``), oldest first; joint statements are in both sides' lanes."""

    us: tuple[LaneMark, ...]
    mx: tuple[LaneMark, ...]
    observers: tuple[LaneMark, ...]
    events: tuple[LaneEvent, ...]

    def lane(self, speaker: str) -> tuple[LaneMark, ...]:
        """Return the marks of the lane of ``speaker``."""
        return {"US": self.us, "MX": self.mx}.get(speaker, self.observers)

    @property
    def years(self) -> range:
        """All years from the first statement or event to the last, without gaps."""
        days = [mark.on for lane in (self.us, self.mx, self.observers) for mark in lane]
        found = [int(day[:4]) for day in (*days, *(event.on for event in self.events))]
        return range(min(found), max(found) + 1) if found else range(0)
