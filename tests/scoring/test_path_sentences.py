"""What a path says beside its figures: since when it counts, from which change on, and which figures it compares."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack import i18n
from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.measured_paths import indicator_paths
from accordtrack.scoring.series import Row
from accordtrack.scoring.series_path import SeriesPath
from accordtrack.scoring.theme_paths import ThemePaths
from accordtrack.scoring.theme_words import families, theme_word
from accordtrack.scoring.trend import TrendResult
from accordtrack.text import paths as words
from accordtrack.vocabulary import MeasurementState
from path_figures import AGREED, NEED
from series_factory import gauge, row, yearly

FIRST = {"state": MeasurementState.PRELIMINARY}


def path(*rows: Row, **more: Any) -> SeriesPath:  # noqa: ANN401
    found = indicator_paths(gauge("g", rows, **more), AGREED, NEED).main
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("rows", "en", "es"),
    [
        (yearly("g", {2020: 1, 2023: 2}), "since the agreement: worsened", "desde el acuerdo: deterioro"),
        (
            yearly("g", {2023: 1, 2024: 2}),
            "since the first full year held here after the agreement, 2023: worsened",
            "desde el primer año completo disponible aquí posterior al acuerdo, 2023: deterioro",
        ),
        (
            [row("g", f"{year}-12-01", f"{year}-12-31", year) for year in (2024, 2025)],
            "since the first figure held here after the agreement, December 2024: no change",
            "desde el primer dato disponible aquí posterior al acuerdo, diciembre de 2024: sin cambio",
        ),
    ],
)
def test_path_says_since_which_year_or_month_it_counts(rows: list[Row], en: str, es: str) -> None:
    for language, expected in {"en": en, "es": es}.items():
        with i18n.using_language(language):
            assert words.words(path(*rows), -1, 0.02)[0] == expected


def test_path_says_from_which_change_on_it_counts() -> None:
    assert words.words(path(*yearly("g", {2020: 1, 2023: 2})), -1, 0.035)[-1] == "up to 3.5% counts as unchanged"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (yearly("g", {2020: 1, 2023: 2}), ""),
        (
            [row("g", day, day, 1) for day in ("2023-08-31", "2025-12-18")],
            "from the first day held here after the agreement to the latest day held",
        ),
        (
            [row("g", day, day, 1) for day in ("2021-08-31", "2025-12-18")],
            "from the last day held here up to the agreement to the latest day held",
        ),
        (
            [row("g", f"{year}-03-01", f"{year}-04-30", 1) for year in (2021, 2024)],
            "the months are those of the latest figure",
        ),
        (
            [*yearly("g", {2020: 71, 2024: 72}, **FIRST)],
            "first releases: there are no two final figures to compare",
        ),
        (
            [*yearly("g", {2020: 71, 2024: 72}, **FIRST), *yearly("g", {2024: 71.5}, published="2025-11-10")],
            "first releases: there are no two final figures to compare; the final figure is 71.5 (2024)",
        ),
    ],
)
def test_path_says_which_days_months_and_releases_it_compares(rows: list[Row], expected: str) -> None:
    assert words.basis(path(*rows)) == expected


def theme(*indicators: tuple[str, list[Row]]) -> ThemePaths:
    found = families([indicator_paths(gauge(name, tuple(rows), family="f"), AGREED, NEED) for name, rows in indicators])
    trend = TrendResult(None, (), 0, 0)
    return ThemePaths("t", AGREED, None, theme_word(found), found, (), (), trend)


def test_preliminary_figure_that_goes_the_other_way_is_named_with_the_figure_it_is_compared_with() -> None:
    both = {"published": "2025-08-19", "series": "january-july"}
    files = [
        row("b", "2024-01-01", "2024-07-31", 6358, **both),
        row("b", "2025-01-01", "2025-07-31", 6880, **both, **FIRST),
    ]
    found = theme(("a", list(yearly("a", {2019: 1821, 2020: 1800, 2023: 1562}))), ("b", files))
    assert words.sentences(found, str.upper)[-1] == (
        "Preliminary figures go the other way: B, 6,358 (January 2024 to July 2024) and 6,880 (January 2025 to July 2025), both "
        "released August 19, 2025."
    )


def test_indicators_of_one_family_are_counted_once_and_named_together() -> None:
    found = theme(("a", list(yearly("a", {2020: 10, 2023: 8}))), ("b", list(yearly("b", {2020: 5, 2023: 4}))))
    assert words.answer(found).startswith("The only indicator with comparable data improved; ")
    assert words.same_family_lines(found, str.upper) == [
        "One indicator, measured by several series and counted once: A; B."
    ]
    assert words.same_family_lines(theme(("a", list(yearly("a", {2020: 10, 2023: 8})))), str.upper) == []


@pytest.mark.parametrize(
    ("language", "told"), [("en", "in the {n} months before"), ("es", "en los {n} meses anteriores")]
)
def test_missing_level_names_the_months_of_the_method(language: str, told: str) -> None:
    """Older figures may be held: the reason says which months count, not that there is no earlier figure."""
    with i18n.using_language(language):
        assert told.format(n=standard_event_method().paths.months_before) in words.reason(NotCompared.NO_LEVEL)
