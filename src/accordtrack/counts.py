"""The counts of commitments: the name of each and the filter that lists exactly the records it counts.

The screens, the command line and the documents take their counts from this table, so a number has one meaning wherever
it is shown, and can always be turned into the list behind it. Their words are the labels of the group ``count``.

A commitment is a record of kind ``commitment``. Unilateral actions, requests and recommendations are records too, but
nobody owes them; only a count of records includes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Terms = tuple[tuple[str, str], ...]
"""Fields of the filter language with their values, all of which must hold; a minus before a field reverses it."""

SIDES = "{sides}"
"""Stands for the side that is asked about, or for both."""
NOBODY = "—"
"""The code of the group of commitments that name no lead body."""
NO_LEAD = "-"
"""The value of ``lead`` in the filter language for commitments without a lead body."""

_STILL: Terms = (("open", SIDES),)
FILTERS: Mapping[str, Terms] = {
    "responsible": (("owes", SIDES),),
    "owed": _STILL,
    "done": (("owes", SIDES), ("status", "completed"), ("-open", SIDES)),
    "overdue": (*_STILL, ("due", "overdue")),
    "past_horizon": (*_STILL, ("due", "past_horizon")),
    "due_soon": (*_STILL, ("due", "due_soon")),
    "asked": (*_STILL, ("standing", "asked")),
    "unanswered": (*_STILL, ("standing", "unanswered")),
    "unreported": (*_STILL, ("standing", "unreported")),
    "disputed": (*_STILL, ("standing", "disputed")),
    "missed": (*_STILL, ("missed", SIDES)),
    "waits": (("waits", SIDES),),
    "turn": (("turn", SIDES),),
}
"""By the name of a count. ``owes`` are the commitments for which a side is responsible, alone or jointly, whatever
became of them; ``open`` are those that it has neither completed nor withdrawn. Beside either word, ``status``,
``standing``, ``basis``, ``grade``, ``lead`` and ``asked`` are about the half of that side alone."""


def terms(name: str, sides: Iterable[str]) -> Terms:
    """The filter of a count, for one side or both."""
    asked = ",".join(sides)
    return tuple((field, value.replace(SIDES, asked)) for field, value in FILTERS[name])


def of_group(by: str, code: str) -> Terms:
    """What narrows a count to one body, theme or framework; nothing does for a side, which the count itself names."""
    fields = {"body": "lead", "theme": "theme", "framework": "framework"}
    return ((fields[by], NO_LEAD if code == NOBODY else code),) if by in fields else ()


def text(terms: Terms) -> str:
    """A filter in the canonical words of the filter language, as every form for programs has it."""
    return " ".join(f"{field}:{value}" for field, value in terms)
