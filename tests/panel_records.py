"""Series and releases of a panel for tests, with files that are held in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import last_day
from accordtrack.ledger.panel import PanelRelease, PanelSeries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.problems import Problem
    from accordtrack.scoring.event_reading import Cell

SERIES = "homicides"


def series(name: str = SERIES, **more: Any) -> PanelSeries:  # noqa: ANN401
    fields: dict[str, Any] = {
        "id": name,
        "title": {"en": "victims", "es": "víctimas"},
        "publisher": "SSPC",
        "registry": "A registry",
        "measure": "count",
        "period": "month",
        "direction": "decrease",
        **more,
    }
    return PanelSeries.model_validate(fields)


def release(day: str, file: str = "", of: str = SERIES, **more: Any) -> PanelRelease:  # noqa: ANN401
    fields: dict[str, Any] = {
        "series": of,
        "released_on": day,
        "class": "revised",
        "source": "SSPC-2024",
        "rows": 1,
        "first": "2025-01-01",
        "last": "2025-01-31",
        "file": {"digest": "0" * 64, "size": 1, "name": file or f"{day}.csv"},
        **more,
    }
    return PanelRelease.model_validate(fields)


def cell(period: str, value: float, place: str = "MX-SIN") -> Cell:
    start = f"{period}-01" if "-" in period else f"{period}-01-01"
    return place, start, last_day(period), value


class Held:
    """Cells by the name of a file; counts which files were read."""

    def __init__(self, files: Mapping[str, Sequence[Cell]]) -> None:
        self.files = files
        self.problems: list[Problem] = []

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        return self.files.get(release.file.name, ())

    def sound_file(self, release: PanelRelease) -> bytes | None:
        raise NotImplementedError(release.file.name)
