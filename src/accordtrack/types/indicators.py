"""Indicators and the values of their series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class MeasurementView:
    """One value of a series, with decimals as text; values with ``confirm`` are unconfirmed: shown, never counted.

    ``own_value_of`` is the side whose desk gave the value about its own country, while it waits for the other side: it is
    shown beside the other values and counts in no number. It is None for a value in force.
    """

    series: str
    period_start: str
    period_end: str
    value: str
    qualifier: str
    grade: str
    party: str
    published_on: str
    precision: str
    state: str
    confirm: bool
    source: str
    note: Text | None
    own_value_of: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator linked to a commitment, with the measurements of its series in order of period."""

    id: str
    title: Text
    definition: Text
    unit: Text
    level: str
    direction: str
    side: str
    publisher: str
    strength: str
    rationale: Text
    caveats: Text | None
    target: str | None
    target_by: str | None
    target_set_by: str | None
    headline_series: str | None
    measurements: tuple[MeasurementView, ...]

    @property
    def counted(self) -> tuple[MeasurementView, ...]:
        """The values in force."""
        return tuple(value for value in self.measurements if value.own_value_of is None)

    @property
    def own_values(self) -> tuple[MeasurementView, ...]:
        """The values of a side about its own country that wait for the other side."""
        return tuple(value for value in self.measurements if value.own_value_of is not None)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in a list: what it is about, its newest value, and the ids of the commitments that are linked to it."""

    id: str
    title: Text
    side: str
    theme: str
    level: str
    direction: str
    unit: Text
    publisher: str
    headline_series: str | None
    newest: MeasurementView | None
    """The newest value in force of the headline series; without such a series, of any."""
    commitments: tuple[str, ...]
