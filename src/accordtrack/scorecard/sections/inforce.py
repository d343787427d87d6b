"""Whether a text is in force, by the last word of each side that was found on it: a word of a later day is none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.dates import last_day
from accordtrack.vocabulary import FrameworkStanding

if TYPE_CHECKING:
    from accordtrack.register.fold import State
    from accordtrack.scorecard.held import Held

_OVER = frozenset({FrameworkStanding.LAPSED, FrameworkStanding.SUPERSEDED, FrameworkStanding.ENDED})


def treated(held: Held, state: State) -> str:
    """``over`` where a side treats the text so; else whether ``both``, ``one`` or ``none`` treat it as in force.

    A word of which only the month or the year is known counts from its last day on.
    """
    told = held.facts.frameworks.get(str(state.record["framework"]), {}).get("standing") or {}
    words = [one["value"] for one in told.values() if not one["on"] or last_day(str(one["on"])) <= held.at.as_of]
    if _OVER & set(words):
        return "over"
    return ("none", "one", "both")[words.count(FrameworkStanding.IN_FORCE)]
