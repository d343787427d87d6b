"""A panel in memory: series, releases and breaks, and the cells of each release by the name of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from accordtrack.core.dates import TwoDates, last_day
from accordtrack.core.problems import Problem
from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
from accordtrack.projection.facts import PanelRecords
from accordtrack.scoring.event_reading import Cell
from accordtrack.scoring.target_worksheets import PanelYears

SERIES = "homicides"
TODAY = "2026-11-25"


def series(name: str = SERIES, **more: Any) -> PanelSeries:  # noqa: ANN401
    fields = {"id": name, "title": {"en": "victims", "es": "víctimas"}, "publisher": "P", "registry": "R"}
    kind = {"measure": "count", "period": "month", "direction": "decrease"}
    return PanelSeries.model_validate({**fields, **kind, **more})


def release(day: str, file: str = "", of: str = SERIES, **more: Any) -> PanelRelease:  # noqa: ANN401
    name = file or f"{day}.csv"
    fields = {"series": of, "released_on": day, "class": "revised", "source": "S", "rows": 1}
    kept = {"digest": sha256(name.encode()).hexdigest(), "size": 1, "name": name}
    return PanelRelease.model_validate(
        {**fields, "first": "2025-01-01", "last": "2025-01-31", "file": kept, **more},
    )


def panel_break(place: str | None, first_period: str, of: str = SERIES) -> PanelBreak:
    return PanelBreak.model_validate({"series": of, "place": place, "first_period": first_period, "source": "S"})


def cell(period: str, value: float, place: str = "MX-SIN") -> Cell:
    start = f"{period}-01" if "-" in period else f"{period}-01-01"
    return place, start, last_day(period), value


class MadePanel:
    """Reads cells by the name of a file; each ``release`` adds the values of one day."""

    def __init__(self, files: Mapping[str, Sequence[Cell]] | None = None) -> None:
        self.series: dict[str, PanelSeries] = {}
        self.releases: list[PanelRelease] = []
        self.breaks: list[PanelBreak] = []
        self.problems: list[Problem] = []
        self._files = dict(files or {})

    def define(self, name: str, period: str = "year", **fields: Any) -> MadePanel:  # noqa: ANN401
        self.series[name] = series(name, period=period, **fields)
        return self

    def release(self, name: str, day: str, values: Mapping[str, Mapping[str, float]]) -> MadePanel:
        """Publish values by place and by year (``2024``) or month (``2024-05``)."""
        cells = [cell(period, value, place) for place, told in values.items() for period, value in told.items()]
        first, last = min(one[1] for one in cells), max(one[2] for one in cells)
        made = release(day, f"{name}-{day}.csv", name, rows=len(cells), first=first, last=last)
        self.releases.append(made)
        self._files[made.file.name] = cells
        return self

    def changed(self, name: str, first_period: str, place: str | None = None) -> MadePanel:
        self.breaks.append(panel_break(place, first_period, name))
        return self

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        return self._files.get(release.file.name, ())

    def sound_file(self, release: PanelRelease) -> bytes | None:
        """Refuse: a panel in memory has no files."""
        raise NotImplementedError(release.file.name)

    def years(self, known_on: str = TODAY) -> PanelYears:
        records = PanelRecords(self.series, tuple(self.releases), tuple(self.breaks))
        return PanelYears(records, self, TwoDates(TODAY, known_on))


def by_year(first: int, *values: float) -> dict[str, float]:
    return {str(first + number): value for number, value in enumerate(values)}


def by_month(first: str, *values: float) -> dict[str, float]:
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return {f"{month // 12}-{month % 12 + 1:02d}": value for month, value in enumerate(values, start)}
