"""IATI 2.03 codes for the vocabulary of the register. ``docs/iati.md`` explains each choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.vocabulary import Branch, Level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accordtrack.projection.fold import HalfState

VERSION = "2.03"
OWN = "99"
"""The vocabulary code for lists of the reporting organization itself: sectors, tags and indicators."""
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


def activity_status(halves: Iterable[HalfState]) -> str:
    """Return the activity status code for the halves of a commitment."""
    return combined_status(map(_half_status, halves))


def _half_status(half: HalfState) -> str:
    """Return the code of a half. One whose withdrawal waits for the other side is still owed, so it is not canceled."""
    if half.withdrawal_waits:
        return SUSPENDED
    return PIPELINE if half.status is None else half.status.definition.iati


def combined_status(codes: Iterable[str]) -> str:
    """Return the activity status code of a whole from the codes of its parts.

    Withdrawn parts count only if all parts are withdrawn. An activity that is partly done is under way.
    """
    names = set(codes)
    left = names - {CANCELLED}
    if names and not left:
        return CANCELLED
    if left == {FINALISATION}:
        return FINALISATION
    if left & {UNDER_WAY, FINALISATION}:
        return UNDER_WAY
    return SUSPENDED if SUSPENDED in left else PIPELINE


def has_begun(code: str) -> bool:
    """Whether a status code says that the activity has begun."""
    return code in {UNDER_WAY, FINALISATION, SUSPENDED}


def is_exact(halves: Collection[HalfState]) -> bool:
    """Whether the IATI code loses nothing: all halves have the same status in force, and that status has its own code."""
    return len({half.status for half in halves}) == 1 and all(
        half.status is not None and half.status.definition.iati_exact and not half.withdrawal_waits for half in halves
    )


def organisation_type(branch: Branch) -> str | None:
    """Return the organization type of a body, or None if its branch does not determine it."""
    return _BRANCHES.get(branch)


def result_type(level: Level) -> str:
    """Return the code for output, outcome or impact, or 9 (other) for inputs and activities."""
    return _RESULTS.get(level, "9")


def measure_type(unit: str) -> str:
    """Return the code for percentage, ordinal scale or units."""
    return _MEASURES.get(unit.strip().lower(), "1")
