"""Who maintains a register, and up to when statements and statistics were searched: the last line of every output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import in_alternat, tr
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.text.paths import listed
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accordtrack.core.dates import TwoDates
    from accordtrack.projection.facts import Facts


def closing(desks: Iterable[str], facts: Facts, known_on: str, not_admitted: Collection[str] = ()) -> str:
    """Return who maintains a register, and up to when statements and statistics were searched."""
    to = facts.accord.facts_until if facts.accord else None
    newest = max((one.released_on for one in facts.panel.releases if one.released_on <= known_on), default="")
    return f"{maintained(desks, not_admitted)} {searched(to, newest)}"


def maintained(desks: Iterable[str], not_admitted: Collection[str] = ()) -> str:
    """Return the sentence for the desks that write in a register, such as ``us-1``.

    ``not_admitted`` are the desks of observers that not every side admits.
    """
    named = [(side_of_desk(desk), sanitize_line(desk)) for desk in desks]
    told = [
        tr("{desk} ({side}, not admitted)", desk=desk, side=label("side", side))
        if desk in not_admitted
        else tr("{desk} ({side})", desk=desk, side=label("side", side))
        for side, desk in in_alternat(named, lambda one: one[0])
    ]
    return (
        tr("Maintained by the desks {desks}.", desks=listed(told)) if told else tr("No desk maintains this register.")
    )


def searched(to: str | None, newest: str) -> str:
    """Return the sentence for the last day up to which statements were searched; ``to`` is None if that is not known.

    ``newest`` is the day of the newest release of statistics, which the sentence names by its month if it is later.
    """
    if to is None:
        return tr("The register does not say up to when sources were searched.")
    if newest <= to:
        return tr("Statements searched to {day}.", day=day_name(to))
    return tr(
        "Statements searched to {day}; some statistics to {month}.", day=day_name(to), month=month_name(newest[:7])
    )


def dates(at: TwoDates, searched_to: str | None) -> tuple[tuple[str, str], ...]:
    """Return the days of an output in words, each with its name."""
    found = [(tr("updated"), at.as_of)]
    if at.known_on != at.as_of:
        found.append((tr("data available as of"), at.known_on))
    if searched_to is not None:
        found.append((tr("statements searched to"), searched_to))
    return tuple((name, day_name(day)) for name, day in found)


def side_of_desk(desk: str) -> str:
    """Return the side of a desk, which is the first part of its name: us-1, mx-1, obs-1."""
    return desk.partition("-")[0].upper()
