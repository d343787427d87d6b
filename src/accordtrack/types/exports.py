"""What an export held, and what it could not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.core.problems import Problem


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that an export does not hold as the register does: its id, kind, record, and why."""

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


@dataclass(frozen=True, slots=True)
class IatiAsked:
    """The audience of an IATI file, its two dates, and the reporting organization.

    ``reporter`` is the identifier of an organisation in the registry of IATI, ``name`` and ``type`` are its own; with none the
    file says that whoever reports is not registered.
    """

    at: TwoDates
    audience: str
    side: str | None = None
    reporter: str | None = None
    name: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class IatiExport:
    """An IATI file that was written. ``left`` names all that it does not hold as the register does."""

    path: str
    size: int
    as_of: str
    known_on: str
    audience: str
    reporting_org: str
    registered: bool
    activities: int
    commitments: int
    indicators: int
    results: int
    values: int
    left: tuple[LeftOut, ...]
    withheld: int
