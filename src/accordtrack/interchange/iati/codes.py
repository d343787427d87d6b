"""The codes of IATI 2.03 that words of the register become. ``docs/iati.md`` says why each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.vocabulary import Branch, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.statuses import Status

VERSION = "2.03"
OWN = "99"
"""The vocabulary of the reporting organisation, in lists of sectors, tags and indicators."""
PIPELINE, UNDER_WAY, FINALISATION, CANCELLED, SUSPENDED = "1", "2", "3", "5", "6"
START_PLANNED, END_PLANNED, END_ACTUAL = "1", "3", "4"
GENERAL, OTHER_WORDS = "1", "4"
ACCOUNTABLE, IMPLEMENTING = "2", "4"
PARENT = "1"
OBJECTIVES, RESULTS = "A02", "A08"
GOVERNMENT, OTHER_ORGANISATION = "10", "90"
ORGANISATION_TYPES = ("10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73", "80", "90")

_BRANCHES = {
    Branch.EXECUTIVE: GOVERNMENT,
    Branch.LEGISLATURE: "15",
    Branch.JUDICIARY: "15",
    Branch.INDEPENDENT: "15",
    Branch.STATE: "11",
}
_RESULTS = {Level.OUTPUT: "1", Level.OUTCOME: "2", Level.IMPACT: "3"}
_MEASURES = {"percent": "2", "percentage": "2", "per cent": "2", "%": "2", "rank": "4"}


def activity_status(statuses: Iterable[Status | None]) -> str:
    """The code for halves with these statuses, None for a half without any statement."""
    return together(PIPELINE if status is None else status.definition.iati for status in statuses)


def together(codes: Iterable[str]) -> str:
    """The code of an activity from the codes of its parts.

    Withdrawn parts count only where all are withdrawn; an activity that is partly done is under way.
    """
    held = set(codes)
    left = held - {CANCELLED}
    if held and not left:
        return CANCELLED
    if left == {FINALISATION}:
        return FINALISATION
    if left & {UNDER_WAY, FINALISATION}:
        return UNDER_WAY
    return SUSPENDED if SUSPENDED in left else PIPELINE


def begun(code: str) -> bool:
    """Whether a code says that the activity has begun."""
    return code in {UNDER_WAY, FINALISATION, SUSPENDED}


def exact(statuses: Iterable[Status | None]) -> bool:
    """Whether the code says all that the statuses say: of one word, which has a code of its own."""
    held = set(statuses)
    return len(held) == 1 and all(status is not None and status.definition.iati_exact for status in held)


def organisation_type(branch: Branch) -> str | None:
    """The type of a body; None where its branch does not tell it."""
    return _BRANCHES.get(branch)


def result_type(level: Level) -> str:
    """Output, outcome or impact; 9, other, for inputs and activities."""
    return _RESULTS.get(level, "9")


def measure(unit: str) -> str:
    """Percentage, an ordinal scale, or units."""
    return _MEASURES.get(unit.strip().lower(), "1")
