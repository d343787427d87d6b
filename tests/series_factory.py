"""Indicators with series for tests of contrast and trend, made from pairs of a period end and a value."""

from __future__ import annotations

from collections.abc import Mapping

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.series import MeasuredIndicator, Row
from accordtrack.vocabulary import Direction, Grade, Level, Periodicity, Speaker

AT = TwoDates("2026-06-30", "2026-06-30")


def row(name: str, start: str, end: str, value: float, **more: object) -> Row:
    told: dict[str, object] = {
        "id": f"{name}|{end}|{more.get('series', 's')}|{more.get('party', 'OBS')}",
        "series": "s",
        "party": Speaker.OBS,
        "published": end,
        "grade": Grade.DOCUMENTED,
        **more,
    }
    return Row(start=start, end=end, value=value, **told)  # type: ignore[arg-type]


def yearly(name: str, values: Mapping[int, float], **more: object) -> tuple[Row, ...]:
    return tuple(row(name, f"{year}-01-01", f"{year}-12-31", value, **more) for year, value in values.items())


def gauge(
    name: str,
    rows: tuple[Row, ...],
    level: Level = Level.OUTCOME,
    direction: Direction = Direction.DECREASE,
    **more: object,
) -> MeasuredIndicator:
    told: dict[str, object] = {
        "side": "MX",
        "place": None,
        "theme": "violence",
        "family": name,
        "unchanged_within": 0.02,
        "headline": "s",
        "periodicity": Periodicity.YEAR,
        "hold": 2,
        "guard_of": (),
        **more,
    }
    return MeasuredIndicator(id=name, level=level, direction=direction, rows=rows, **told)  # type: ignore[arg-type]
