"""The answer in plain words: every number adds up, neither side is favored, and nothing is said without a figure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.i18n import LANGUAGES, using_language
from accordtrack.projection.fold import HalfState
from accordtrack.scoring.findings import (
    ActivityWord,
    Finding,
    Spoken,
    find_theme,
    find_whole,
    shown_of_family,
    statement_group,
)
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.scoring.theme_words import Family, Word, word_of
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.vocabulary import MeasurementState, Responsible, Side
from scorecard.sections import shipped, turned_round
from shipped_scores import TODAY, shipped_desk

_CAUSE = re.compile(
    r"\b(led to|thanks to|effects?|impacts?|because|success\w*|significant|efectos?|impactos?|gracias a|porque|éxitos?)\b",
    re.IGNORECASE,
)
_LONGEST, _MEAN = {"en": 26, "es": 34}, {"en": 16, "es": 18}


@cache
def whole() -> Finding:
    return find_whole(shipped().scores)


def paragraphs(language: str) -> list[tuple[str, ...]]:
    scores = shipped().scores
    with using_language(language):
        return [
            words.in_short(scores, whole()),
            words.about_whole(scores, whole()),
            *(words.about_theme(scores, one) for one in whole().themes),
        ]


def test_statements_of_each_government_add_up_to_its_commitments() -> None:
    found = whole()
    for one in (*found.statements, *(row for theme in found.themes for row in theme.statements)):
        assert one.stated + one.assessed + one.not_public + one.none == one.listed
        assert one.completed + one.reversed <= one.stated
    us, mx = found.statements
    assert us.listed + mx.listed == 2 * found.listed.joint + sum(found.listed.alone.values())
    assert sum(theme.listed.total for theme in found.themes) == found.listed.total
    for side in (0, 1):
        assert sum(theme.statements[side].listed for theme in found.themes) == found.statements[side].listed


def test_exchanging_the_sides_exchanges_the_counts_and_no_word() -> None:
    other = find_whole(turned_round().scores)
    for one, two in zip(whole().themes, other.themes, strict=True):
        assert (one.paths.word, one.activity.word) == (two.paths.word, two.activity.word)
        assert [replace(row, side=row.side.other) for row in reversed(one.statements)] == list(two.statements)
        assert {side.other: n for side, n in one.listed.alone.items()} == two.listed.alone


def test_exchanging_the_sides_exchanges_the_names_in_the_sentences_on_commitments() -> None:
    """The order of the sides stays that of the language, so words are compared without their order."""
    names = {"United States": "Mexico", "Mexico": "United States", "U.S.": "Mexican", "Mexican": "U.S."}

    def told(scores: ScoreAccess, finding: Finding) -> list[str]:
        texts = [words.about_theme(scores, theme)[1] for theme in finding.themes]
        return [re.sub(r"\bthe (?=United)", "", text, flags=re.IGNORECASE) for text in texts]

    here, there = told(shipped().scores, whole()), told(turned_round().scores, find_whole(turned_round().scores))
    for one, two in zip(here, there, strict=True):
        exchanged = re.sub(r"United States|Mexico|U\.S\.|Mexican\b", lambda found: names[found[0]], one)
        assert sorted(re.findall(r"[\w.]+", exchanged)) == sorted(re.findall(r"[\w.]+", two))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_states_a_cause_or_a_machine_date_and_none_is_long(language: str) -> None:
    lengths = []
    for paragraph in paragraphs(language):
        text = " ".join(paragraph).replace("alto impacto", "").replace("high-impact", "")
        assert not _CAUSE.search(text), text
        assert not re.search(r"\b\d{4}-\d\d", text)
        assert "{" not in text
        for sentence in re.split(r"(?<=[.?]) (?=[A-ZÁÉÍÓÚ¿0-9])", text):
            lengths.append(len(re.findall(r"[^\W\d_][\w’'-]*", sentence)))
            assert lengths[-1] <= _LONGEST[language], sentence
    assert sum(lengths) / len(lengths) <= _MEAN[language]


def test_both_languages_have_the_same_numbers() -> None:
    for english, spanish in zip(paragraphs("en"), paragraphs("es"), strict=True):
        numbers = [sorted(re.findall(r"\d[\d,.]*\d|\d", " ".join(text))) for text in (english, spanish)]
        assert numbers[0] == numbers[1] or "none" in " ".join(english)


def test_every_series_with_an_open_conflict_is_marked() -> None:
    scores = shipped().scores
    marked = 0
    for theme in whole().themes:
        text = " ".join(words.about_theme(scores, theme))
        disputed = [one for one in (*theme.spoken, *theme.activity.compared) if one.in_conflict]
        assert text.count("◊") >= len(disputed)
        marked += len(disputed)
    assert marked


def test_answer_without_any_activity_has_the_same_words() -> None:
    scores = shipped().scores
    themes = tuple(replace(one, outputs=()) for one in scores.inputs.themes)
    without = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, themes=themes))
    for one in whole().themes:
        assert find_theme(without, one.paths.id).paths.word is one.paths.word


def test_answer_without_the_trackers_assessments_has_the_same_statements() -> None:
    scores = shipped().scores

    def unassessed(half: HalfState) -> HalfState:
        return replace(half, claim=None, status=None) if statement_group(half) == "assessed" else half

    states = {
        name: replace(one, halves=tuple(map(unassessed, one.halves)), in_scope=tuple(map(unassessed, one.in_scope)))
        for name, one in scores.facts.states.items()
    }
    without = find_whole(ScoreAccess(replace(scores.facts, states=states), scores.method, scores.inputs))
    for one, two in zip(whole().statements, without.statements, strict=True):
        assert one.assessed
        assert two == replace(one, assessed=0, assessed_reversed=0, none=one.none + one.assessed)


def test_turn_of_a_path_is_told_with_the_path() -> None:
    turned = [one for theme in whole().themes for one in theme.spoken if paths.has_turn(one.path)]
    for one in turned:
        years = {figure.end[:4] for figure in (one.path.peak, one.path.trough) if figure is not None}
        turns = years - {figure.end[:4] for figure in (one.path.first, one.path.last) if figure is not None}
        text = words.path_sentence(shipped().scores, one)
        assert turns
        assert all(year in text for year in turns), text
    assert len(turned) >= 4


@pytest.mark.parametrize(
    ("change", "has_word"),
    [({"state": MeasurementState.PRELIMINARY}, "a word"), ({"confirm": True}, "none"), ({"value": None}, "none")],
    ids=["preliminary", "to be confirmed", "no number"],
)
def test_theme_without_a_confirmed_number_has_no_word_and_says_so(change: dict[str, Any], has_word: str) -> None:
    """Preliminary values have one if no final value exists: then first releases are compared with each other."""
    scores = shipped().scores
    gauges = {
        name: replace(one, rows=tuple(replace(row, **change) for row in one.rows)) if one.theme == "health" else one
        for name, one in scores.inputs.gauges.items()
    }
    access = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    found = find_theme(access, "health")
    assert (found.paths.word is not Word.NOT_MEASURED) is (has_word == "a word")
    assert words.about_theme(access, found)[0].startswith("No comparable figures were found.") is (has_word == "none")


def test_list_that_shows_one_direction_is_completed_by_the_other() -> None:
    """In violence homicides improved and missing persons worsened; a list of the first alone names the second too."""
    scores = shipped().scores
    accord = scores.facts.accord
    assert accord is not None
    themes = tuple(
        one.model_copy(update={"speaks": ("mx-homicide-daily-inegi:year",)}) if one.code == "violence" else one
        for one in accord.themes
    )
    facts = replace(scores.facts, accord=accord.model_copy(update={"themes": themes}))
    spoken = find_theme(ScoreAccess(facts, scores.method, scores.inputs), "violence").spoken
    assert spoken[0].indicator == "mx-homicide-daily-inegi"
    assert {vote.movement.value for one in spoken for vote in one.path.votes} >= {"better", "worse"}


def test_main_series_of_a_theme_is_the_first_listed_one_that_moved_as_its_word_says() -> None:
    """Courts partly worsened: the main series is not the one that did not change, although it is listed first."""
    scores = shipped().scores
    accord = scores.facts.accord
    assert accord is not None
    listed = {str(one.code): [name.partition(":")[0] for name in one.speaks] for one in accord.themes}
    spoken = find_theme(scores, "justice").spoken
    assert [one.indicator for one in spoken] == ["mx-crimes-favourable-result", "mx-dark-figure"]
    assert listed["justice"] == ["mx-dark-figure", "mx-crimes-favourable-result"]
    assert [one.indicator for one in find_theme(scores, "governance").spoken] == listed["governance"]


def test_list_of_the_whole_that_shows_one_direction_is_completed_by_the_other() -> None:
    scores = shipped().scores
    accord = scores.facts.accord
    assert accord is not None
    accord = accord.model_copy(update={"speaks": ("us-overdose-deaths:year",)})
    access = ScoreAccess(replace(scores.facts, accord=accord), scores.method, scores.inputs)
    spoken = find_whole(access).spoken
    assert {vote.movement.value for one in spoken for vote in one.path.votes} >= {"better", "worse"}


def test_mixed_activity_names_a_rise_and_a_fall() -> None:
    mixed = [one for one in whole().themes if one.activity.word is ActivityWord.MIXED]
    assert mixed
    for one in mixed:
        assert {vote.movement.value for each in one.activity.compared for vote in each.path.votes} >= {
            "better",
            "worse",
        }
    text = " ".join(words.about_theme(shipped().scores, next(one for one in mixed if one.paths.id == "synthetics")))
    assert "CBP fentanyl seizures (pounds) rose from 11,201 (fiscal 2021) to 27,023 (fiscal 2023), then fell" in text
    assert "southwest border" not in text, "a part of the same count is no second finding"


def test_activity_tells_the_newer_preliminary_figure_of_a_series() -> None:
    """Apprehensions have a final figure of fiscal 2024 and a preliminary one of 2025."""
    told = " ".join(words.about_theme(shipped().scores, find_theme(shipped().scores, "migration")))
    assert "southwest border, newest preliminary count: 237,565 (fiscal 2025)." in told
    assert "No later comparable figure was found." not in told


def test_activity_tells_a_later_figure_of_part_of_a_year_and_without_one_that_a_series_stopped_early() -> None:
    """Complaints end in 2022, and half of 2023 is known. The Army's seizures end in 2024, those of all forces in 2022."""
    scores = shipped().scores
    finance = " ".join(words.about_theme(scores, find_theme(scores, "finance")))
    assert "138 (2022) ◊. Part of a year: 70 (January 2023 to June 2023) ◊." in finance
    synthetics = " ".join(words.about_theme(scores, find_theme(scores, "synthetics")))
    assert "341 (2024) ◊. Part of a year: 554 (January 2025 to October 2025) ◊." in synthetics
    assert "Part of a year, preliminary: 2,329 (January 1, 2023 to December 25, 2023) ◊." in synthetics
    assert "No later comparable figure" not in finance + synthetics
    gauges = {
        name: replace(one, rows=tuple(row for row in one.rows if row.end <= "2022-12-31"))
        for name, one in scores.inputs.gauges.items()
    }
    ended = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    told = " ".join(words.about_theme(ended, find_theme(ended, "finance")))
    assert "138 (2022) ◊. No later comparable figure was found." in told


def test_latest_figures_of_activity_name_one_of_each_country() -> None:
    """The one of each that ends last, also in conflict; of those that end together one without a conflict."""
    scores = shipped().scores
    told = words.about_theme(scores, find_theme(scores, "firearms"))[2]
    assert "Mexico-bound firearms seized by ATF, 4,359 (January 20, 2025 to February 18, 2026) ◊;" in told
    assert "firearms seized by Mexican federal forces, 22,800" in told
    assert "high-impact" not in words.about_theme(scores, find_theme(scores, "violence"))[2]
    assert "only" not in told
    assert "Latest figures, for Mexico only:" in words.about_theme(scores, find_theme(scores, "border"))[2]


def test_latest_figure_without_a_phrase_is_told_by_its_title() -> None:
    """Without ATF's figure, a U.S. one that ends before the Mexican one is told, and so it is not about Mexico only."""
    scores = shipped().scores
    gauges = {
        name: replace(one, rows=()) if one.side != "MX" and name != "us-owt-firearms-seized" else one
        for name, one in scores.inputs.gauges.items()
    }
    access = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    told = words.about_theme(access, find_theme(access, "firearms"))[2]
    assert "Latest figures: Firearms seized under Operation Without a Trace (cumulative), more than 1,900" in told


def test_latest_figure_about_both_countries_is_told_only_if_neither_has_one_of_its_own() -> None:
    scores = shipped().scores
    gauges = {name: replace(one, rows=()) if one.side == "MX" else one for name, one in scores.inputs.gauges.items()}
    access = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    assert [one.side for one in find_theme(scores, "justice").activity.latest] == ["MX"]
    assert [one.side for one in find_theme(access, "justice").activity.latest] == ["JOINT"]


def test_path_that_begins_after_the_agreement_names_the_figure_before_it() -> None:
    """The first agreement falls in 2021. That year is no end of the path, and its figure stands beside the path."""
    scores = shipped().scores
    family, shown = family_of(scores, "violence", "displacement")
    assert words.family_path(scores, family, shown).startswith(
        "Rose from 9,200 displacements (2022) to 26,000 (2024) ◊. Before that: 29,000 (2021)."
    )
    assert "26,000 (2024), before that 29,000 (2021)" in words.family_figures(scores, family, shown)
    with using_language("es"):
        assert "Antes: 29,000 (2021)." in words.family_path(scores, family, shown)


def test_card_names_newer_preliminary_figures_and_those_of_part_of_a_year() -> None:
    scores = shipped().scores
    overdose, firearms = (
        family_of(scores, "health", "overdose"),
        family_of(scores, "firearms", "mx-homicide-firearm-share"),
    )
    newer = "U.S. overdose deaths in 12 months, newest preliminary count: about 73,000 (12 months to August 2025) ◊."
    assert words.family_path(scores, *overdose).endswith(f"79,384 (2024) ◊. {newer}")
    spoken = find_theme(scores, "health").spoken
    assert words.family_path(scores, *overdose, spoken).endswith("79,384 (2024) ◊."), "the paragraph says it"
    part = "Part of a year, preliminary: 71.9% (January 2025 to June 2025)."
    assert words.family_path(scores, *firearms).endswith(part)


def test_newer_preliminary_figure_is_paired_with_a_final_one_of_its_release() -> None:
    """Prosecutors' extortion victims of 2025 are preliminary; the same release gives the final figure of 2024."""
    newer = family_of(shipped().scores, "violence", "extortion")[1][0].newer
    assert newer is not None
    assert newer.before is not None
    assert (newer.before.value, newer.after.value) == (29.68, 30.36)


def test_theme_sentence_counts_the_indicators_that_did_not_change() -> None:
    """Of four indicators, three did not change: that the four partly worsened would hide it."""
    told = words.about_theme(shipped().scores, find_theme(shipped().scores, "justice"))[0]
    assert told.startswith(
        "Of 4 indicators with comparable data, 3 did not change and 1 partly worsened; all are about"
    )


def test_theme_whose_first_scored_agreement_is_a_later_one_says_from_which_day_changes_count() -> None:
    scores = shipped().scores
    told = {one.paths.id: words.about_theme(scores, one)[0] for one in whole().themes}
    assert "Changes count from October 14, 2022, the first scored agreement of this area." in told["justice"]
    later = {one.paths.id for one in whole().themes if one.paths.measured and one.paths.base != scores.first_agreement}
    assert {name for name, text in told.items() if "Changes count from" in text} == later
    assert "violence" not in later


def family_of(scores: ScoreAccess, theme: str, name: str) -> tuple[Family, tuple[Spoken, ...]]:
    found = find_theme(scores, theme)
    family = next(one for one in found.paths.families if one.id == name)
    return family, shown_of_family(scores, family, found.spoken)


def test_mixed_indicator_shows_the_series_that_went_the_other_way() -> None:
    """If the rate of overdose deaths had risen while their number fell, the indicator would be mixed and show both."""
    shipped_scores = shipped().scores
    rate = shipped_scores.inputs.gauges["us-overdose-rate"]
    rows = tuple(replace(row, value=40.0) if row.end[:4] == "2024" else row for row in rate.rows)
    gauges = {**shipped_scores.inputs.gauges, rate.id: replace(rate, rows=rows)}
    scores = ScoreAccess(shipped_scores.facts, shipped_scores.method, replace(shipped_scores.inputs, gauges=gauges))
    family, shown = family_of(scores, "health", "overdose")
    assert family.word is Word.MIXED
    text = words.family_path(scores, family, shown)
    assert text.startswith("Rose from 91,799 (2020) to 107,941 (2022), then fell to 79,384 (2024) ◊.")
    assert "rose from 28.3 deaths per 100,000 (2020) to 40 (2024)" in text
    assert "79,384 (2024) ◊. " in words.family_figures(scores, family, shown)


def test_mixed_indicator_is_shown_by_a_series_that_moved_both_ways_itself() -> None:
    """The rate of overdose deaths, had it been above that of 2020 and below that of 2022, would show both alone."""
    shipped_scores = shipped().scores
    gauge = shipped_scores.inputs.gauges["us-overdose-rate"]
    rows = tuple(replace(row, value=29.9) if row.end[:4] == "2024" else row for row in gauge.rows)
    gauges = {**shipped_scores.inputs.gauges, gauge.id: replace(gauge, rows=rows)}
    scores = ScoreAccess(shipped_scores.facts, shipped_scores.method, replace(shipped_scores.inputs, gauges=gauges))
    family = next(one for one in find_theme(scores, "health").paths.families if one.id == "overdose")
    (shown,) = shown_of_family(scores, family, ())
    assert shown.indicator == "us-overdose-rate"
    assert {vote.movement.value for vote in shown.path.votes} == {"better", "worse"}


def test_series_that_an_indicator_shows_give_its_word() -> None:
    """Prosecutors' victims of extortion alone worsened or did not change; *mixed* rests on the survey of businesses too."""
    scores = shipped_desk().scores(TwoDates(TODAY, TODAY))
    for theme in scores.finding.themes:
        for family in theme.paths.measured:
            if not family.contrary:
                shown = shown_of_family(scores, family, theme.spoken)
                assert word_of(vote for one in shown for vote in one.path.votes) is family.word
    _family, extortion = family_of(scores, "violence", "extortion")
    assert {one.indicator for one in extortion} == {"mx-extortion-rate-business", "mx-extortion-victims-sesnsp"}


def test_indicator_that_a_preliminary_figure_makes_mixed_shows_it() -> None:
    """Extortion of businesses fell; the newer preliminary count of victims is higher than a year earlier."""
    scores = shipped().scores
    family, shown = family_of(scores, "violence", "extortion")
    assert (family.word, len(shown)) == (Word.MIXED, 1)
    for text in (words.family_path(scores, family, shown), words.family_figures(scores, family, shown)):
        assert "1,821 per 10,000 businesses (2019)" in text
        assert "6,358 (January 2024 to July 2024) and 6,880 (January 2025 to July 2025)" in text


def test_indicator_in_conflict_is_marked_also_if_no_figure_shown_is() -> None:
    scores = shipped().scores
    family, _shown = family_of(scores, "violence", "extortion")
    assert words.family_word(scores, family, "Fell from 1,821 to 1,562.") == "± Mixed ◊"
    assert words.family_word(scores, family, "Fell from 1,821 to 1,562 ◊.") == "± Mixed"
    family, _shown = family_of(scores, "health", "synthetic-opioid")
    assert words.family_word(scores, family, "Fell.") == "+ Improved"


def test_assessed_statuses_do_not_count_as_no_statement() -> None:
    """An assessed status rests on published words, so only an own or joint statement of the status is missing."""
    text = " ".join(
        words.about_theme(shipped().scores, next(one for one in whole().themes if one.paths.id == "health"))
    )
    assert "No own or joint statement found gives the status of these commitments." in text
    assert "No statement by either" not in text


def test_goal_of_one_government_says_how_many_it_set() -> None:
    text = " ".join(
        words.about_theme(shipped().scores, next(one for one in whole().themes if one.paths.id == "health"))
    )
    assert "The United States set 4 goals of its own, among them one for Drug overdose deaths" in text


def test_series_without_a_phrase_has_the_unit_of_its_indicator() -> None:
    scores = shipped().scores
    family, shown = family_of(scores, "violence", "mx-crime-prevalence")
    assert words.family_path(scores, family, shown).startswith("Fell from 23,520 per 100,000 adults (2020)")


def test_shipped_lists_show_both_directions_themselves() -> None:
    accord = shipped().scores.facts.accord
    assert accord is not None
    listed = {str(theme.code): theme.speaks for theme in accord.themes if theme.speaks}
    for theme in whole().themes:
        if theme.paths.id in listed:
            assert {f"{one.indicator}:{one.path.series}" for one in theme.spoken} == {*listed[theme.paths.id]}


def test_series_without_a_phrase_is_named_by_its_title() -> None:
    scores = shipped().scores
    name = "mx-homicide-firearm-share"
    plain = scores.facts.indicators[name].model_copy(update={"phrases": ()})
    facts = replace(scores.facts, indicators={**scores.facts.indicators, name: plain})
    access = ScoreAccess(facts, scores.method, scores.inputs)
    text = " ".join(words.about_theme(access, find_theme(access, "firearms")))
    assert "Share of homicides in Mexico committed with firearms: fell from 70.7% (2019)" in text


def violence_with(year: str, **changed: object) -> str:
    """The paragraph on violence if the value of INEGI's daily homicides in a year were another one."""
    scores = shipped().scores
    name = "mx-homicide-daily-inegi"
    gauge = scores.inputs.gauges[name]
    rows = tuple(replace(row, **changed) if row.end[:4] == year else row for row in gauge.rows)  # type: ignore[arg-type]
    gauges = {**scores.inputs.gauges, name: replace(gauge, rows=rows)}
    access = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    return " ".join(words.about_theme(access, find_theme(access, "violence")))


def test_bound_is_named_and_tells_only_what_lies_beyond_it() -> None:
    assert "Homicides in Mexico rose from at most 80 a day (2020) to 91.7 (2024)" in violence_with(
        "2020", value=80.0, qualifier="at_most"
    )
    open_change = violence_with("2020", qualifier="at_most")
    assert "Homicides in Mexico: no comparable figures (a figure is only a bound) ◊." in open_change
    assert open_change.count("Prosecutors’ first counts") == 1


def test_derived_value_is_in_no_sentence() -> None:
    without = violence_with("2024", qualifier="derived")
    assert "Homicides in Mexico fell from 100.5 a day (2020) to 88.4 (2023) ◊." in without
    assert "91.7" not in without


def test_activity_whose_figures_are_all_in_conflict_is_told_with_the_mark() -> None:
    """In justice four counts of activity are held, and each has an open conflict."""
    scores = shipped().scores
    text = " ".join(words.about_theme(scores, next(one for one in whole().themes if one.paths.id == "justice")))
    assert "No comparable figures of government activity linked to this area span" in text
    assert "43,438 (October 2024 to January 2026) ◊." in text
    assert "No figures of government activity" not in text


def test_series_that_an_audience_may_not_read_is_left_out() -> None:
    scores = shipped().scores
    gauges = {name: one for name, one in scores.inputs.gauges.items() if name != "mx-homicide-firearm-share"}
    access = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    text = " ".join(words.about_theme(access, find_theme(access, "firearms")))
    assert text.startswith("No comparable figures were found.")
    assert "70.7" not in text


def test_register_of_one_side_says_what_the_other_lacks() -> None:
    scores = shipped().scores
    states = {name: one for name, one in scores.facts.states.items() if one.record.responsible_side is Responsible.US}
    access = ScoreAccess(replace(scores.facts, states=states), scores.method, scores.inputs)
    found = find_whole(access)
    assert found.statements[1].listed == 0
    text = " ".join(words.about_whole(access, found))
    assert f"{found.listed.alone[Side.US]} by the United States alone" in text
    assert "Mexico reports" not in text
