"""Values of what changed between two pairs of dates, and what each side said over the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing about a commitment that differs between two pairs of dates.

    ``kind`` is one of ``register.diff.KINDS``; ``sign`` is ``added``, ``removed`` or ``changed``. ``half`` is the side of
    whose half it is. ``field`` names a field of the commitment, a piece of evidence, or an indicator. ``before`` and
    ``after`` are as records hold them, None where there is none; the bases are those of a status or of a deadline.
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
    """Ids of the entries that made it; none where only a date passed."""


@dataclass(frozen=True, slots=True)
class DiffView:
    """What changed from ``a`` to ``b``, by commitment and kind; ``folded`` commitments were looked at for it.

    ``changes`` may be those of the first ``ids`` only; everything else tells of all.
    """

    a: TwoDates
    b: TwoDates
    changes: tuple[ChangeView, ...]
    ids: tuple[str, ...]
    """Commitments with any change, in order."""
    counts: tuple[tuple[str, int], ...]
    """How many changes of each kind there are, kinds without any left out."""
    folded: int

    @property
    def commitments(self) -> int:
        """How many commitments changed."""
        return len(self.ids)

    @property
    def total(self) -> int:
        """How many changes there are."""
        return sum(count for _kind, count in self.counts)


@dataclass(frozen=True, slots=True)
class LaneMark:
    """What one speaker said on a day: a ``status`` with its ``basis``, or a ``stance``. ``count`` of them are alike."""

    on: str
    status: str | None
    basis: str | None
    stance: str | None
    entry: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """A dated happening beside the lanes; ``side`` None is nobody's."""

    on: str
    id: str
    kind: str
    side: str | None
    title: Text


@dataclass(frozen=True, slots=True)
class LanesView:
    """Who said what, by speaker: ``US``, ``MX``, ``OBS``; words of both stand in the lanes of both. Oldest first."""

    us: tuple[LaneMark, ...]
    mx: tuple[LaneMark, ...]
    observers: tuple[LaneMark, ...]
    events: tuple[LaneEvent, ...]

    def lane(self, speaker: str) -> tuple[LaneMark, ...]:
        """The marks of one lane."""
        return {"US": self.us, "MX": self.mx}.get(speaker, self.observers)

    @property
    def years(self) -> range:
        """From the first year in which anything was said or happened to the last, without gaps."""
        days = [mark.on for lane in (self.us, self.mx, self.observers) for mark in lane]
        found = [int(day[:4]) for day in (*days, *(event.on for event in self.events))]
        return range(min(found), max(found) + 1) if found else range(0)
