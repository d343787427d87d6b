"""Results of exports: what was written and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.core.problems import Problem


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that an export leaves out or changes: its ID, kind, record and the reason."""

    id: str
    kind: str
    record: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class DataExport:
    """A data package that was written; ``withheld`` counts the entries that the audience may not read."""

    path: str
    tables: Mapping[str, int]
    left: tuple[LeftOut, ...]
    withheld: int
    size: int


@dataclass(frozen=True, slots=True)
class CalendarExport:
    """A calendar that was written: agreed dates by kind, those ``not_agreed``, and ``cancelled`` ones to be removed.

    ``left_out`` counts dates that are not agreed and were not requested; ``withheld`` is as in ``DataExport``.
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
class IatiRequest:
    """A request for an IATI file: its audience, its two dates and the reporting organization.

    ``reporter`` is the identifier of an organization in the IATI registry, ``name`` and ``type`` describe it. Without
    ``reporter``, the file states that the reporting organization is not registered.
    """

    at: TwoDates
    audience: str
    side: str | None = None
    reporter: str | None = None
    name: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class IatiExport:
    """An IATI file that was written; ``left`` lists everything that it leaves out or changes."""

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


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """A site in its folder: its number of files and size, and how many files were written and kept.

    ``unchanged`` if there was nothing to do. ``part`` describes the only part that the site contains; empty for all.
    """

    path: str
    files: int
    size: int
    written: int
    kept: int
    day: str
    withheld: int
    part: str
    unchanged: bool = False
    publisher: str = ""
    before: str = ""
    """The publishers named by this site and by the site that it replaced; empty if none is named."""
