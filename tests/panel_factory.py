"""A panel in memory: series, releases and breaks whose cells are given as numbers by place and year or month."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
from accordtrack.projection.facts import PanelRecords
from accordtrack.scoring.target_worksheets import PanelYears

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.problems import Problem
    from accordtrack.scoring.event_reading import Cell

WORDS = {"en": "victims", "es": "víctimas"}
TODAY = "2026-11-25"


class MadePanel:
    """Builds a panel: each ``release`` adds the values of one day."""

    def __init__(self) -> None:
        self.series: dict[str, PanelSeries] = {}
        self.releases: list[PanelRelease] = []
        self.breaks: list[PanelBreak] = []
        self.problems: list[Problem] = []
        self._cells: dict[tuple[str, str], list[Cell]] = {}

    def define(self, name: str, period: str = "year", **fields: Any) -> MadePanel:  # noqa: ANN401
        """Add a series."""
        body = {"id": name, "title": WORDS, "publisher": "P", "registry": "R", "measure": "count", "period": period}
        self.series[name] = PanelSeries.model_validate({**body, "direction": "decrease", **fields})
        return self

    def release(self, name: str, day: str, values: Mapping[str, Mapping[str, float]]) -> MadePanel:
        """Publish values by place and by year (``2024``) or month (``2024-05``)."""
        cells = [(place, *_days(period), value) for place, told in values.items() for period, value in told.items()]
        body = {"series": name, "released_on": day, "class": "revised", "source": "S", "rows": len(cells)}
        file = {"digest": f"{len(self.releases):064x}", "size": 1, "name": "one.csv"}
        ends = {"first": min(one[1] for one in cells), "last": max(one[2] for one in cells), "file": file}
        self.releases.append(PanelRelease.model_validate({**body, **ends}))
        self._cells[name, day] = cells
        return self

    def changed(self, name: str, first_period: str, place: str | None = None) -> MadePanel:
        """Record a new way to count."""
        body = {"series": name, "first_period": first_period, "place": place, "source": "S"}
        self.breaks.append(PanelBreak.model_validate(body))
        return self

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        """Return the cells of a release."""
        return self._cells[release.series, release.released_on]

    def sound_file(self, release: PanelRelease) -> bytes | None:
        """Refuse: a panel in memory has no files."""
        raise NotImplementedError(release.file.name)

    def years(self, known_on: str = TODAY) -> PanelYears:
        """Return the reader of complete years, as known on a day."""
        records = PanelRecords(self.series, tuple(self.releases), tuple(self.breaks))
        return PanelYears(records, self, TwoDates(TODAY, known_on))


def by_year(first: int, *values: float) -> dict[str, float]:
    """Return yearly values from a year on."""
    return {str(first + number): value for number, value in enumerate(values)}


def by_month(first: str, *values: float) -> dict[str, float]:
    """Return monthly values from a month on."""
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return {f"{month // 12}-{month % 12 + 1:02d}": value for month, value in enumerate(values, start)}


def _days(period: str) -> tuple[str, str]:
    if len(period) == len("2024"):
        return f"{period}-01-01", f"{period}-12-31"
    year, month = int(period[:4]), int(period[5:])
    return f"{period}-01", f"{period}-{monthrange(year, month)[1]:02d}"
