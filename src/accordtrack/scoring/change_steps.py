"""The steps by which a register changes between two days: an entry appears, is accepted or its target becomes known.

Also the days on which the passage of time alone may change a number: evidence expires, an agreement begins, or a value
becomes stale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import LATEST
from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import KINDS
from accordtrack.store.items import is_kind, of_kind
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item

    Standing = Mapping[str, Sequence[Item[Record]]]
    """The entries that stand, by the record that they are about."""


class Phase(IntEnum):
    """What happens to an entry: it appears, the target that it was added with becomes known, or the last side accepts it."""

    APPEARS = 0
    TARGET = 1
    ACCEPTED = 2


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to an entry on a day. ``order`` sorts the steps of a day: known date, lc, feed, seq."""

    day: str
    order: tuple[str, int, str, int]
    phase: Phase
    item: Item[Any]

    @property
    def key(self) -> tuple[str, tuple[str, int, str, int], Phase]:
        """Sort key of steps."""
        return self.day, self.order, self.phase


def start_day(item: Item[Any]) -> str:
    """Return the day from which an entry is both effective and known."""
    return max(KINDS[item.kind].dates(item.body))


def before_acceptance(item: Item[Any]) -> Item[Any]:
    """Return an entry as it was before the last side that it waited for accepted it."""
    verdict = item.verdict
    if verdict is None or verdict.accepted is None:
        return item
    return item.with_verdict(replace(verdict, waits=(Side(verdict.accepted.side),), accepted=None))


def steps_of(item: Item[Any], target_known_on: str | None = None) -> Iterator[Step]:
    """Yield the steps of an entry. One that still waits only appears.

    An entry that is accepted before it is effective is in force from its effective date. A measurement is known to
    replace another one as soon as it is accepted.
    """
    known = KINDS[item.kind].dates(item.body)[1]
    order, day = (known, item.lc, item.feed, item.seq), start_day(item)
    yield Step(day, order, Phase.APPEARS, item)
    if target_known_on is not None:
        yield Step(target_known_on, (target_known_on, *order[1:]), Phase.TARGET, item)
    if item.verdict is not None and item.verdict.accepted is not None:
        accepted = item.verdict.accepted
        counts = accepted.known_on if is_kind(item, kinds.MEASUREMENT) else max(day, accepted.known_on)
        yield Step(counts, max(order, accepted[:4]), Phase.ACCEPTED, item)


def time_driven_days(items: Sequence[Item[Any]]) -> set[str]:
    """Return the days on which the passage of time alone may change how the entries about one record count."""
    found = {_next_day(item.body.expires_on) for item in of_kind(items, kinds.EVIDENCE_ADD) if item.body.expires_on}
    ends: set[str] = set()
    ages: set[object] = set()
    for item in items:
        if is_kind(item, kinds.COMMITMENT):
            found.add(item.body.agreed_on)
        elif is_kind(item, kinds.COMMITMENT_AMEND) and "agreed_on" in item.body.fields:
            found.add(str(item.body.fields["agreed_on"]))
        elif is_kind(item, kinds.MEASUREMENT):
            ends.add(item.body.period_end)
        elif is_kind(item, kinds.INDICATOR):
            ages.add(item.body.max_age_days)
        elif is_kind(item, kinds.INDICATOR_AMEND) and "max_age_days" in item.body.fields:
            ages.add(item.body.fields["max_age_days"])
    return found | {_later_day(end, age + 1) for end in ends for age in ages if isinstance(age, int)}


def _next_day(day: str) -> str:
    return _later_day(day, 1)


def _later_day(day: str, days: int) -> str:
    """Return a later day, at most the last one that a register may name."""
    ordinal = date.fromisoformat(day).toordinal() + days
    return LATEST.isoformat() if ordinal >= LATEST.toordinal() else (date.min + timedelta(days=ordinal - 1)).isoformat()
