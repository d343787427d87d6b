"""Whether a text is in force, by the last known statement of each side; statements of a later day do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.vocabulary import FrameworkStanding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.records import SideStanding
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData

_OVER = frozenset({FrameworkStanding.LAPSED, FrameworkStanding.SUPERSEDED, FrameworkStanding.ENDED})


def treatment_of(data: ScorecardData, state: State) -> str:
    """Return ``over`` if a side treats the text as lapsed, superseded or ended; else ``both``, ``one`` or ``none``.

    The last three say how many sides treat it as in force. A statement dated by month or year counts from the last day
    of that period.
    """
    return treatment_on_day(data.facts, state, data.at.as_of)


def treatment_on_day(facts: Facts, state: State, as_of: str) -> str:
    """Return the same for facts without scores."""
    words = [one.value for one in _known_standings(facts, state, as_of)]
    if _OVER & set(words):
        return "over"
    return ("none", "one", "both")[words.count(FrameworkStanding.IN_FORCE)]


def latest_statement_date(data: ScorecardData, states: Iterable[State]) -> str | None:
    """Return the date of the newest statement on these texts (day, month or year); None if no statement has a date."""
    days = [one.on for state in states for one in _known_standings(data.facts, state, data.at.as_of) if one.on]
    return max(days, key=last_day, default=None)


def _known_standings(facts: Facts, state: State, as_of: str) -> list[SideStanding]:
    framework = facts.frameworks.get(state.record.framework)
    side_standings = (framework.standing.US, framework.standing.MX) if framework else ()
    return [one for one in side_standings if not one.on or last_day(one.on) <= as_of]
