"""Release days are said as exactly as they are known, wherever a value is told with its source."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from accordtrack.scorecard.sections import appendices, contrasts
from accordtrack.text import release_dates
from accordtrack.vocabulary import Precision
from scorecard_factory import held, made, texts
from shipped_scores import TODAY, shipped_desk


@pytest.mark.parametrize(
    ("exact", "shown", "told"),
    [
        ("day", "2024-12-31", "figure released 2024-12-31"),
        ("month", "2024-12", "figure released 2024-12"),
        ("year", "2024", "figure released 2024"),
        ("unknown", "undated", "undated"),
    ],
)
def test_release_date_is_shown_only_as_precisely_as_known(exact: str, shown: str, told: str) -> None:
    assert release_dates.day("2024-12-31", exact) == shown
    assert release_dates.release_text("2024-12-31", exact) == told


def test_undated_value_is_never_the_latest_release() -> None:
    scores = held(shipped_desk(), TODAY).scores
    row = next(row for gauge in scores.inputs.gauges.values() for row in gauge.rows if row.exact == Precision.DAY)
    undated = replace(row, published="2999-12-31", exact=Precision.UNKNOWN)
    assert release_dates.latest([undated, row]) is row
    assert release_dates.sources([undated]) == f"{row.source}, undated"


def test_shown_release_dates_are_no_more_precise_than_recorded() -> None:
    of = held(shipped_desk(), TODAY)
    known = {
        (body.source, body.published_on): body.precision
        for rows in of.facts.measurements.values()
        for _digest, body, _by in rows
    }
    section, _lists = made(contrasts.section, of)
    told = re.findall(
        r"([A-Za-z0-9][A-Za-z0-9._-]*), (\d{4}-\d\d-\d\d)(?=;|$)", "\n".join(texts(section)), re.MULTILINE
    )
    assert len(told) > 50
    assert {known[one] for one in told} == {"day"}
    rows = appendices.measurements_table(of).rows
    places = [column.key for column in appendices.measurements_table(of).columns]
    day, exact = places.index("published_on"), places.index("precision")
    lengths = {"day": 10, "month": 7, "year": 4, "unknown": len("undated")}
    assert all(len(row.cells[day].text) == lengths[str(row.cells[exact].value)] for row in rows)
