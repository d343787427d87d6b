"""Blocks of 12 months around an agreement, so that seasons cancel (AT-2.0.0, section 1)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.comparable_pairs import Figure

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class SoFar:
    """The unfinished block after the agreement, beside the same months of another block. It counts for no word.

    ``months`` is how many of the block's months are published, ``end`` the last day of the last one.
    """

    months: int
    end: str
    value: float
    same_months: float
    preliminary: bool


@dataclass(frozen=True, slots=True)
class Blocks:
    """The complete blocks of a series, in order, and the parts that make them up: months or quarters by number.

    Block 0 is the last before the agreement, block 1 the first after it. A block that lacks a part is left out.
    """

    complete: tuple[Figure, ...]
    parts: Mapping[int, Mapping[int, Figure]]
    people: Mapping[int, float] | None = None

    def so_far(self, level: Figure | None) -> SoFar | None:
        """Return the unfinished block that follows the complete ones, beside the same months of ``level``; None without."""
        number = max(self.parts, default=0)
        begun = self.parts.get(number, {})
        if level is None or level.year is None or number < 1 or any(one.year == number for one in self.complete):
            return None
        if sorted(begun) != list(range(len(begun))):
            return None
        months_of = {one.start[5:7]: one for one in self.parts[level.year].values()}
        here = [begun[part] for part in sorted(begun)]
        there = [months_of.get(one.start[5:7]) for one in here]
        if not here or any(one is None for one in there):
            return None
        return SoFar(
            months=sum(_length(one) for one in here),
            end=here[-1].end,
            value=_together(here, self.people),
            same_months=_together([one for one in there if one is not None], self.people),
            preliminary=any(one.preliminary for one in here),
        )


def year_blocks(figures: Sequence[Figure], agreed_on: str, people: Mapping[int, float] | None = None) -> Blocks:
    """Return the blocks of 12 months of a monthly or quarterly series.

    They are counted forward from the month after the agreement's month and backward from the month before it. Quarters
    begin with the first that starts after the agreement's month, and end with the last that ends before it. ``figures``
    have one value a period, each of one month or one quarter. ``people`` are the people of each year: rates are
    averaged by them; without them, days count.
    """
    agreed = _month(agreed_on)
    parts: dict[int, dict[int, Figure]] = {}
    for one in figures:
        start, length = _month(one.start), _length(one)
        if start <= agreed < start + length:
            continue
        first = _first_after(agreed, start, length) if start > agreed else _first_before(agreed, start, length)
        number, part = divmod((start - first) // length, _MONTHS // length)
        parts.setdefault(number + 1, {})[part] = one
    complete = [
        _block(number, [found[part] for part in sorted(found)], people)
        for number, found in sorted(parts.items())
        if len(found) == _MONTHS // _length(next(iter(found.values())))
    ]
    return Blocks(tuple(complete), parts, people)


def _month(day: str) -> int:
    return int(day[:4]) * _MONTHS + int(day[5:7]) - 1


def _length(figure: Figure) -> int:
    return _month(figure.end) - _month(figure.start) + 1


def _first_after(agreed: int, start: int, length: int) -> int:
    """Return the month in which block 1 begins: the first period that starts after the agreement's month."""
    return start - (start - agreed - 1) // length * length


def _first_before(agreed: int, start: int, length: int) -> int:
    """Return the month that follows block 0: the end of the last period that ends before the agreement's month."""
    return start + length + (agreed - start - length) // length * length


def _block(number: int, parts: Sequence[Figure], people: Mapping[int, float] | None) -> Figure:
    first, last = parts[0], parts[-1]
    return replace(
        last,
        start=first.start,
        value=_together(parts, people),
        preliminary=any(one.preliminary for one in parts),
        year=number,
        rows=tuple(row for one in parts for row in one.rows),
    )


def _together(parts: Sequence[Figure], people: Mapping[int, float] | None) -> float:
    """Return counts summed, rates averaged by people or else by days, and the last value of a stock."""
    measure = parts[-1].measure
    if measure is Measure.STOCK:
        return parts[-1].value
    if measure is not Measure.RATE:
        return math.fsum(one.value for one in parts)
    weights = [(people or {}).get(int(one.start[:4])) for one in parts]
    known = [weight for weight in weights if weight is not None and weight > 0]
    found = known if len(known) == len(parts) else [float(one.days) for one in parts]
    return math.fsum(one.value * weight for one, weight in zip(parts, found, strict=True)) / math.fsum(found)
