"""The word of a theme and of a family, from votes alone (AT-2.0.0, section 1)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from accordtrack.scoring.measured_paths import IndicatorPaths, indicator_paths
from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.scoring.series_path import Level, Vote
from accordtrack.scoring.theme_words import Word, families, theme_word, word_of
from accordtrack.vocabulary import Direction, MeasurementState
from path_figures import AGREED, NEED
from scorecard.sections import shipped, turned_round
from series_factory import gauge, row, yearly

SIGNS = {"+": Movement.BETTER, "-": Movement.WORSE, "0": Movement.LEVEL}


def votes(signs: str, against: Level = Level.AT_AGREEMENT) -> list[Vote]:
    return [Vote(against, SIGNS[sign]) for sign in signs]


WORDS = {
    "": Word.NOT_MEASURED,
    "0": Word.NO_CHANGE,
    "+": Word.BETTER,
    "-": Word.WORSE,
    "+0": Word.PARTLY_BETTER,
    "-0": Word.PARTLY_WORSE,
    "+-": Word.MIXED,
    "+-0": Word.MIXED,
}


@pytest.mark.parametrize(("signs", "word"), WORDS.items())
def test_word_follows_from_the_set_of_votes(signs: str, word: Word) -> None:
    for order in itertools.permutations(signs + signs[:1]):
        assert word_of(votes("".join(order))) is word


@pytest.mark.parametrize(("signs", "word"), WORDS.items())
def test_without_a_value_before_the_agreement_it_is_at_most_partly(signs: str, word: Word) -> None:
    partly = {Word.BETTER: Word.PARTLY_BETTER, Word.WORSE: Word.PARTLY_WORSE}
    assert word_of(votes(signs, Level.FIRST_FULL)) is partly.get(word, word)


def test_one_value_before_the_agreement_is_enough_for_the_whole_word() -> None:
    assert word_of([*votes("+"), *votes("+", Level.FIRST_FULL)]) is Word.BETTER


def indicator(name: str, values: dict[int, float], *more: Any, **fields: Any) -> IndicatorPaths:  # noqa: ANN401
    return indicator_paths(gauge(name, (*yearly(name, values), *more), **fields), AGREED, NEED)


BETTER, WORSE = {2020: 10.0, 2022: 9.0, 2023: 8.0}, {2020: 10.0, 2022: 11.0, 2023: 12.0}


def test_indicators_of_one_family_are_one_thing_with_one_word() -> None:
    one = indicator("a", BETTER, family="deaths")
    other = indicator("b", WORSE, family="deaths")
    (found,) = families([one, other])
    assert (found.id, found.word, found.indicators) == ("deaths", Word.MIXED, (one, other))


def test_theme_takes_the_votes_of_all_families() -> None:
    found = families([indicator("a", BETTER), indicator("b", {2020: 10.0, 2022: 10.0, 2023: 10.0})])
    assert [one.word for one in found] == [Word.BETTER, Word.NO_CHANGE]
    assert theme_word(found) is Word.PARTLY_BETTER
    assert theme_word(()) is Word.NOT_MEASURED


@pytest.mark.parametrize(
    ("end", "value", "word"),
    [
        ("2024", 12.0, Word.MIXED),
        ("2023", 12.0, Word.MIXED),
        ("2024", 8.5, Word.BETTER),
        ("2024", 10.1, Word.BETTER),
        ("2022", 12.0, Word.BETTER),
    ],
)
def test_later_preliminary_value_that_goes_the_other_way_makes_a_family_mixed(
    end: str, value: float, word: Word
) -> None:
    """It must be as late as the last year and differ by more than the margin. It never makes a word better or worse."""
    first, release = ("2020-01-01", "2020-12-31"), "2025-06-01"
    preliminary = (
        row("b", *first, 10.0, published=release, state=MeasurementState.PRELIMINARY),
        row("b", f"{end}-01-01", f"{end}-12-31", value, published=release, state=MeasurementState.PRELIMINARY),
    )
    main = indicator("a", BETTER, family="deaths")
    other = indicator_paths(
        gauge("b", (*preliminary, *yearly("b", {2020: 10.0, 2022: 10.0}, series="final")), family="deaths"),
        AGREED,
        NEED,
    )
    (found,) = families([main, other])
    plain = word_of([vote for one in (main, other) for path in one.paths for vote in path.votes])
    assert plain is Word.PARTLY_BETTER
    assert found.word is (Word.MIXED if word is Word.MIXED else plain)
    assert [path.series for _one, path in found.contrary] == ["s"] * (word is Word.MIXED)


def test_direction_decides_which_way_is_better() -> None:
    (found,) = families([indicator("a", WORSE, direction=Direction.INCREASE)])
    assert found.word is Word.BETTER


@pytest.mark.parametrize("values", list(itertools.product((80.0, 100.0, 120.0), repeat=3)))
@pytest.mark.parametrize("late", [50.0, 100.0, 200.0])
def test_preliminary_value_never_makes_a_word_better_or_worse(values: tuple[float, ...], late: float) -> None:
    """It leaves the word as it is, or makes it mixed."""
    own = dict(zip((2020, 2022, 2023), values, strict=True))
    state, release = MeasurementState.PRELIMINARY, "2025-06-01"
    more = [
        row("a", f"{year}-01-01", f"{year}-12-31", value, published=release, state=state)
        for year, value in ((2019, 100.0), (2024, late))
    ]
    (before,), (after,) = families([indicator("a", own)]), families([indicator("a", own, *more)])
    assert after.word in {before.word, Word.MIXED}
    assert after.votes == before.votes


@pytest.mark.parametrize("factor", [0.001, 7.0])
def test_order_of_rows_and_unit_of_values_change_no_word_and_no_trend(factor: float) -> None:
    values = {2019: 9.0, 2020: 10.0, 2022: 11.0, 2023: 12.5, 2024: 9.0}
    plain = indicator("a", values)
    turned = indicator_paths(gauge("a", yearly("a", values)[::-1]), AGREED, NEED)
    scaled = indicator("a", {year: value * factor for year, value in values.items()})
    assert plain.paths == turned.paths
    assert [one.votes for one in plain.paths] == [one.votes for one in scaled.paths]
    assert plain.main is not None
    assert scaled.main is not None
    assert plain.main.path is not None
    assert scaled.main.path is not None
    assert scaled.main.path.t == pytest.approx(plain.main.path.t)


def test_indicators_of_one_place_or_another_theme_or_without_a_direction_give_no_vote() -> None:
    scores = shipped().scores
    for theme in scores.inputs.themes:
        found = scores.theme_paths(theme.code)
        own = [one.gauge for family in found.families for one in family.indicators]
        assert all(one.is_result and one.sign and one.place is None and one.theme == theme.code for one in own)
        beside = [one.gauge for one in found.context]
        assert all(not one.sign or one.place is not None or one.theme != theme.code for one in beside)
    assert {"mx-sinaloa-homicides"} <= {one.gauge.id for one in scores.theme_paths("violence").context}


def test_dropping_every_act_changes_no_word_and_exchanging_the_sides_changes_none() -> None:
    ours, theirs = (held.scores for held in (shipped(), turned_round()))
    results = {name: one for name, one in ours.inputs.gauges.items() if one.is_result}
    alone = ScoreAccess(ours.facts, ours.method, replace(ours.inputs, gauges=results))
    for theme in ours.inputs.themes:
        word = ours.theme_paths(theme.code).word
        assert alone.theme_paths(theme.code).word is word
        assert theirs.theme_paths(theme.code).word is word
