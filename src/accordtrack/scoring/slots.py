"""Records visible on two dates, and the slot of each (method, section 3.2)."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.values import Indicator, Record
    from accordtrack.vocabulary import Speaker

    Slots = Mapping[int, Mapping[Speaker, Record]]
    """For each slot and party, the record that counts."""


_PRECEDENCE = attrgetter("standing", "published", "period", "id")


def visible_records(indicator: Indicator, at: TwoDates) -> list[Record]:
    """Return the records with a period between t0 and ``as_of`` that were published by ``known_on``."""
    start = indicator.t0 or ""
    return [
        record for record in indicator.records if start <= record.period <= at.as_of and record.published <= at.known_on
    ]


def records_by_slot(indicator: Indicator, at: TwoDates) -> Slots:
    """Return for each slot and party the record that counts.

    A party's own record comes before those of others; then the latest release, the later period and the greater id.
    """
    seen = visible_records(indicator, at)
    number = _slot_function(indicator.step, seen)
    found: dict[int, dict[Speaker, Record]] = {}
    for record in seen:
        records_by_party = found.setdefault(number(record.period), {})
        rival = records_by_party.get(record.party)
        if rival is None or _PRECEDENCE(rival) <= _PRECEDENCE(record):
            records_by_party[record.party] = record
    return found


@lru_cache(maxsize=8_192)
def slot_of(period_end: str, step: int) -> int:
    """Return the slot of a period end, with ``step`` months per slot. Cached, because periods recur."""
    return (12 * int(period_end[:4]) + int(period_end[5:7]) - 1) // step


def _slot_function(step: int | None, records: Iterable[Record]) -> Callable[[str], int]:
    """Return the function from a period end to its slot."""
    if step is None:
        return lambda _period: 0
    if step == 0:
        periods = sorted({record.period for record in records})
        return {period: place for place, period in enumerate(periods)}.__getitem__
    return lambda period: slot_of(period, step)
