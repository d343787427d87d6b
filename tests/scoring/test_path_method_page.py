"""Section 14 of the pages of the method says what the program computes, to the last number, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.scoring.series_path import YEAR_APART_DAYS
from accordtrack.scoring.word_bridge import Rule
from accordtrack.text.numbers import format_amount
from method_pages import PAGES, blocks, prose, rows, section
from shipped_scores import TODAY, shipped_desk

METHOD = standard_event_method()
NEED = METHOD.paths
HOMICIDES, BLOCK = "sesnsp-victims-homicidio-doloso", 12
every_page = pytest.mark.parametrize("language", PAGES)

STATED: tuple[tuple[str, str, Callable[[], tuple[float, ...]]], ...] = (
    (r"differ by more than (\d+) days", r"difieren en más de (\d+) días", lambda: (NEED.length_days,)),
    (
        r"become blocks of (\d+) months",
        r"se vuelven bloques de (\d+) meses",
        lambda: (BLOCK,),
    ),
    (r"at most (\d+) months earlier", r"a lo más (\d+) meses antes", lambda: (NEED.months_before,)),
    (
        r"first value within (\d+) months",
        r"primer valor a (\d+) meses o menos",
        lambda: (standard_method().trend.months,),
    ),
    (r"at most (\d+) days away", r"a lo más a (\d+) días", lambda: (YEAR_APART_DAYS,)),
    (r"blocks of (\d+) months that end", r"bloques de (\d+) meses que terminan", lambda: (BLOCK,)),
)
_FIXED = (
    r"AT-\d\.\d\.\d|### 14\.\d|sectio?n (9|10|14\.?\d?)\b|sección (9|10|14\.?\d?)\b|never 0 and|nunca es 0 ni|not above 0"
    r"|no mayor que 0|at most 10\* to 12|and to 9 is|lo más 10\* a 12|a 9 no se|July 20, 2025|20 de julio de 2025"
)
"""Names, sections, zero, a made example that a test of bounds has, and a date of release that another test has."""


@cache
def scores() -> ScoreAccess:
    return shipped_desk().scores(TwoDates(TODAY, TODAY))


def flowing(language: str) -> str:
    return " ".join(prose(section(language, 14)).split())


@every_page
@pytest.mark.parametrize("stated", STATED, ids=[one[0] for one in STATED])
def test_numbers_in_the_prose_are_those_of_the_program(
    language: str, stated: tuple[str, str, Callable[[], tuple[float, ...]]]
) -> None:
    english, spanish, used = stated
    found = re.search(english if language == "en" else spanish, flowing(language))
    assert found
    assert tuple(map(float, found.groups())) == used()


@every_page
def test_no_other_number_stands_in_the_prose(language: str) -> None:
    told = "\n".join(line for line in prose(section(language, 14)).splitlines() if line[:1] != "|" or "36" in line)
    told = " ".join(told.split())
    for english, spanish, _used in STATED:
        told = re.sub(english if language == "en" else spanish, "", told)
    assert re.findall(r".{0,30}\d+.{0,30}", re.sub(_FIXED, "", told)) == []


@every_page
def test_parameters_equal_the_file(language: str) -> None:
    told = {
        row[0].strip("`"): float(row[1]) for row in rows(section(language, 14)) if row[0].strip("`") in NEED.__slots__
    }
    assert told == {name: getattr(NEED, name) for name in NEED.__slots__}
    assert METHOD.method in section(language, 14)


@every_page
def test_reasons_of_a_pair_are_those_of_the_program_in_order(language: str) -> None:
    told = [row[0].strip("`") for row in rows(section(language, 14).partition("### 14.2")[0])]
    assert told[2:] == list(NotCompared)[:7]


@every_page
def test_every_rule_of_the_bridge_is_named_once(language: str) -> None:
    told = section(language, 14).partition("### 14.6")[2].partition("### 14.7")[0]
    assert sorted(row[0].strip("`") for row in rows(told)[2:]) == sorted(Rule)


def test_both_pages_have_the_same_formulas_and_numbers() -> None:
    english, spanish = (section(language, 14) for language in PAGES)
    assert blocks(english) == blocks(spanish)
    assert [row[1:] for row in rows(english) if row[0] == "Sinaloa"] == [
        row[1:] for row in rows(spanish) if row[0] == "Sinaloa"
    ]


@every_page
@pytest.mark.parametrize(("names", "place"), [(("Mexico", "México"), None), (("Sinaloa", "Sinaloa"), "MX-SIN")])
def test_homicides_are_those_of_the_panel(language: str, names: tuple[str, str], place: str | None) -> None:
    found = scores().panel_path(HOMICIDES, place, scores().first_agreement or "")
    assert found is not None
    assert found.so_far is not None
    (told,) = [row for row in rows(section(language, 14)) if row[0] in names]
    used = [*(one.value for one in found.figures), found.so_far.value, found.so_far.same_months]
    assert told[1:] == [format_amount(value) for value in used]
    heads = next(row for row in rows(section(language, 14)) if "2024-10" in row)
    assert heads[1:5] == [one.end[:7] for one in found.figures]
    assert heads[5].split()[0] == str(found.so_far.months)
    assert {one.released_on for one in found.figures} == {"2025-07-20"}


@every_page
def test_words_of_the_themes_are_those_of_the_program(language: str) -> None:
    found = [scores().theme_paths(theme.code) for theme in scores().inputs.themes]
    told = [row for row in rows(section(language, 14).partition("### 14.7")[2]) if row[0][:1] == "`"]
    assert told == [
        [
            f"`{one.id}`",
            f"`{one.word}`",
            str(len(one.measured)),
            "" if one.trend.score is None else f"{one.trend.score:.1f}",
        ]
        for one in found
    ]
