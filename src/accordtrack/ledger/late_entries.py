"""Late entries: statements that a side's desk recorded long after they were made, and since when they wait for an answer."""

from __future__ import annotations

from accordtrack.core.dates import days_between, is_date
from accordtrack.vocabulary import Side

NEVER = "9999-12-31"
"""A day on which no register was begun yet: with it, no entry is late."""
LATE_AFTER = 30
"""Days after the day of a statement within which its entry is not late."""


def is_late(seat: str, recorded_at: str, said_on: object, began_on: str) -> bool:
    """Whether an entry is late: a side's desk recorded it more than 30 days after the statement was made.

    ``began_on`` is the day on which the register was begun. Earlier statements could not be recorded in time, so they are
    not late.
    """
    if seat not in {*Side} or not isinstance(said_on, str) or not is_date(said_on) or said_on < began_on:
        return False
    recorded_on = recorded_at[:10]
    return is_date(recorded_on) and days_between(said_on, recorded_on) > LATE_AFTER


def awaited_from(seat: str, recorded_at: str, day: str) -> str:
    """Return the day from which an answer to words of ``day`` is awaited.

    Nobody can answer what a side's desk has not recorded yet, so it is the day of recording if that is later. The log
    states times in UTC, so the next day may be the same one where the desk is.
    """
    recorded_on = recorded_at[:10]
    if seat not in {*Side} or not is_date(recorded_on) or not is_date(day) or days_between(day, recorded_on) <= 1:
        return day
    return recorded_on
