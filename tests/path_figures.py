"""Figures for tests of paths, with everything that a test does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accordtrack.core.dates import last_day
from accordtrack.scoring.comparable_pairs import Figure
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.series_path import Rules
from accordtrack.vocabulary import Measure, ReleaseClass

NEED = standard_event_method().paths
AGREED = "2021-10-08"


def figure(start: str, end: str, value: float = 1.0, **more: Any) -> Figure:  # noqa: ANN401
    fields: dict[str, Any] = {
        "series": "s",
        "place": None,
        "registry": "r",
        "measure": Measure.COUNT,
        "release": "2026-01-01",
        "released_on": "2026-01-01",
        "release_class": ReleaseClass.FINAL,
        **more,
    }
    return Figure(start=start, end=end, value=value, **fields)


def years(values: Mapping[int, float], **more: Any) -> list[Figure]:  # noqa: ANN401
    return [figure(f"{year}-01-01", f"{year}-12-31", value, **more) for year, value in values.items()]


def months(first: str, values: Iterable[float], step: int = 1, **more: Any) -> list[Figure]:  # noqa: ANN401
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    found = []
    for number, value in enumerate(values):
        begin, end = start + number * step, start + number * step + step - 1
        ends = last_day(f"{end // 12}-{end % 12 + 1:02}")
        found.append(figure(f"{begin // 12}-{begin % 12 + 1:02}-01", ends, value, **more))
    return found


def rules(sign: int = -1, tolerance: float = 0.02, agreed_on: str = AGREED, breaks: tuple[str, ...] = ()) -> Rules:
    """The rules of a series whose good direction is down."""
    return Rules(agreed_on, sign, tolerance, NEED, breaks)
