"""Section 15 of the pages of the method says what the program computes, to the last number, in both languages."""

from __future__ import annotations

import re
from functools import cache

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import expected_results
from accordtrack.scoring.target_worksheets import PanelYears, Worksheet
from accordtrack.vocabulary import ScenarioName
from method_pages import PAGES, blocks, rows, section
from shipped_scores import shipped_desk

SERIES = {"MX-SIN": "sesnsp-victims-homicidio-doloso", "MX": "sesnsp-victims-homicidio-doloso"}
NONE = {"en": "none", "es": "ninguno"}
every_page = pytest.mark.parametrize("language", PAGES)


@cache
def panel() -> PanelYears:
    return shipped_desk().scores(TwoDates("2026-12-01", "2026-12-01")).panel_years


@cache
def worksheet(place: str) -> Worksheet:
    return panel().worksheet(SERIES.get(place, "cdc-vsrr-12m-ending-dec-reported-all"), place)


@every_page
def test_the_table_of_worksheets_is_what_the_program_computes(language: str) -> None:
    told = [row for row in rows(section(language, 15)) if len(row) == 4 and "`" in row[0]]
    places = [row[0].partition(", ")[2].strip("`") for row in told]
    assert places == ["MX-SIN", "MX", "US"] * 2
    for number, (place, row) in enumerate(zip(places, told, strict=True)):
        found = worksheet(place)
        numbers = found.scenarios
        levels = [f"{one:,.1f}" for one in (numbers.baseline, numbers.mean_before, numbers.span)]
        ratios = [
            f"{NONE[language] if ratio is None else f'{ratio:.3f}'} ({n})"
            for name, ratio, n in found.ratios
            if name is not ScenarioName.HOLD
        ]
        assert row[1:] == (levels if number < len(told) / 2 else ratios)
        assert (found.years.last, found.due) == ((2023, "2026-12-31") if place == "US" else (2024, "2027-12-31"))


@every_page
def test_what_is_unusual_is_said(language: str) -> None:
    assert [place for place in ("MX-SIN", "MX", "US") if worksheet(place).scenarios.unusual] == ["MX-SIN"]
    assert re.search(r"`MX-SIN` (is unusual|es inusual)", section(language, 15))


def test_every_change_of_the_united_states_was_a_rise() -> None:
    years = worksheet("US").years.values
    changes = [later - earlier for earlier, later in zip(years, years[3:], strict=False)]
    assert all(change > 0 for change in changes)


@every_page
def test_the_formula_has_the_window_before(language: str) -> None:
    (block,) = blocks(section(language, 15))
    assert f"the {expected_results.BEFORE} months before the month of the start" in block


@every_page
def test_every_scenario_has_a_line(language: str) -> None:
    told = [row[0].strip("`") for row in rows(section(language, 15)) if len(row) == 3][2:]
    assert told == [name.value for name in ScenarioName]


@every_page
def test_no_word_of_cause_is_used(language: str) -> None:
    told = section(language, 15).lower()
    for word in ("caused", "led to", "thanks to", "effect", "impact of", "because", "significant"):
        assert word not in told
    for word in ("gracias a", "efecto", "impacto", "significativ", "provoc"):
        assert word not in told
