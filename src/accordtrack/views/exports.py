"""What an export held, and what it could not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.problems import Problem


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that a data package does not hold as the register does: its id, kind, record, and why."""

    id: str
    kind: str
    record: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class DataExport:
    """A data package that was written. ``withheld`` counts the entries that its audience may not read; which they are is not said."""

    path: str
    tables: Mapping[str, int]
    left: tuple[LeftOut, ...]
    withheld: int
    size: int


@dataclass(frozen=True, slots=True)
class CalendarExport:
    """A calendar that was written: agreed dates by kind, those ``not_agreed``, and ``cancelled`` ones, to be taken out.

    ``left_out`` counts the dates that are not agreed and were not asked for; ``withheld`` as in ``DataExport``.
    """

    path: str
    deadlines: int
    reports: int
    meetings: int
    not_agreed: int
    cancelled: int
    left_out: int
    withheld: int
    size: int
