"""Counts of commitments: the name of each count and the filter that lists exactly the records it counts.

The screens, the command line and the documents take their counts from this table, so a number has the same meaning
everywhere and can always be turned into the list behind it. Their labels are in the group ``count``.

A commitment is a record of kind ``commitment``. Unilateral actions, requests and recommendations are records too, but
nobody owes them; only a count of records includes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Terms = tuple[tuple[str, str], ...]
"""Fields of the filter language with their values. All must hold; a minus before a field negates it."""

SIDES = "{sides}"
"""Placeholder for the side that a count is about, or for both sides."""
NOBODY = "—"
"""Code of the group of commitments without a lead body."""
NO_LEAD = "-"
"""The value of ``lead`` in the filter language for commitments without a lead body."""

_STILL: Terms = (("open", SIDES),)
FILTERS: Mapping[str, Terms] = {
    "responsible": (("owes", SIDES),),
    "stated": (("owes", SIDES), ("basis", "stated")),
    "not_public": (("owes", SIDES), ("unpublished", SIDES)),
    "assessed": (("owes", SIDES), ("basis", "reading")),
    "no_statement": (("owes", SIDES), ("status", "unreported")),
    "taken_back": (("owes", SIDES), ("retracted", SIDES), ("status", "unreported")),
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
    "reply": (("reply", SIDES),),
    "waits": (("waits", SIDES),),
    "turn": (("turn", SIDES),),
}
"""Filters by the name of a count.

``owes`` matches the commitments for which a side is responsible, alone or jointly, whatever their state; ``open`` those
in scope that it has not completed. A withdrawn half is in scope while its withdrawal waits for the other side. Next to
either field, ``status``, ``standing``, ``basis``, ``grade``, ``lead`` and ``asked`` apply only to the half of that side.
"""


def terms(name: str, sides: Iterable[str]) -> Terms:
    """Return the filter of a count, for one side or both."""
    side_codes = ",".join(sides)
    return tuple((field, value.replace(SIDES, side_codes)) for field, value in FILTERS[name])


def group_terms(by: str, code: str) -> Terms:
    """Return the terms that restrict a count to one body, theme or framework; none for a side, which counts name."""
    fields = {"body": "lead", "theme": "theme", "framework": "framework"}
    return ((fields[by], NO_LEAD if code == NOBODY else code),) if by in fields else ()


def canonical_text(terms: Terms) -> str:
    """Return a filter as canonical text of the filter language, as used in all machine-readable output."""
    return " ".join(f"{field}:{value}" for field, value in terms)
