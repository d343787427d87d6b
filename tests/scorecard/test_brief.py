"""The brief of the shipped register: nine parts, chosen by rule, each sentence true of the rows behind it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from accordtrack.documents.model import Count
from accordtrack.documents.sentences import plain_text
from accordtrack.ledger.fields import LocalText
from accordtrack.ledger.kinds import COMMITMENT, MEASUREMENT
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import brief_rules, newest_facts
from accordtrack.store.items import is_kind
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import DueBasis, Side, Timeliness
from card_factory import held, made, without_statements
from items import Told
from scorecard_factory import scored

if TYPE_CHECKING:
    from accordtrack.documents.model import BriefPart, Sentence
    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item
    from card_factory import Made

IMPROVED, UNIMPROVED, GAPS = "Improved", "Unchanged or worsened", "No comparable measurement about the owing side"
PARTS = (
    "Halves",
    "Result series",
    IMPROVED,
    UNIMPROVED,
    GAPS,
    "Next",
    "Questions to ask",
    "Newest fact or statement",
    "How to check",
)


@cache
def facts() -> ScorecardData:
    return held()


@cache
def shipped(language: str = "en") -> Made:
    return made(facts(), language)


def part(title: str, found: Made | None = None) -> list[str]:
    """The sentences of a part; ``title`` without of how many some are named."""
    brief = (found or shipped()).brief
    return next([plain_text(one) for one in held.sentences] for held in brief if base_title(held) == title)


def base_title(one: BriefPart) -> str:
    return re.sub(r" \(\d+ of \d+\)$", "", one.title)


def test_brief_has_its_parts_in_order() -> None:
    assert tuple(map(base_title, shipped().brief)) == PARTS
    sizes = [len(one.sentences) for one in shipped().brief]
    assert sizes == [0, 1, 3, 3, 3, 2, 3, 2, 2]
    assert [one.title for one in shipped().brief if one.table] == ["Halves"]


def test_part_titles_say_how_many_of_the_total_are_named() -> None:
    found = {one.title.split(" (")[0]: one for one in shipped().brief}
    number = shipped().number
    assert f"(3 of {number('headline-series-improved')})" in found["Improved"].title
    others = number("headline-series-worsened") + number("headline-series-unchanged")
    assert f"(3 of {others})" in found["Unchanged or worsened"].title
    assert f"(3 of {len(brief_rules.gaps(facts()))})" in found[GAPS].title


@pytest.mark.parametrize("language", ["en", "es"])
def test_halves_table_matches_the_headline(language: str) -> None:
    """The same lists, so the same numbers; each row is the sum of what the two sides owe."""
    table = shipped(language).brief[0].table
    assert table is not None
    counted = {count.listing: count.number for one in shipped(language).headline for count in counts_of(one)}
    lists = {listing.id: listing.items for listing in shipped(language).lists.all_lists}
    for row in table.rows:
        one, two, whole = (cell.value for cell in row.cells[1:])
        assert whole == counted[f"headline-{row.cells[0].value}"]
        assert isinstance(one, int)
        assert isinstance(two, int)
        assert one + two == whole
        assert all(cell.value == len(lists[str(cell.listing)]) for cell in row.cells[1:])
    said = {name for name in counted if not name.endswith(("-us", "-mx", "commitments-joint"))}
    left = {"commitments", "texts", "inferred", "answered-before", "old"}
    named = {str(row.cells[0].value) for row in table.rows}
    of_halves = {name.removeprefix("headline-") for name in said if "-texts-" not in name and "-series-" not in name}
    assert of_halves - left - {"newest-facts"} == named
    first, second = ("US", "MX") if language == "en" else ("MX", "US")
    assert [column.key for column in table.columns] == ["halves", first.lower(), second.lower(), "all"]


def counts_of(one: Sentence) -> list[Count]:
    return [part for part in one if isinstance(part, Count)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_count_equals_the_length_of_its_list(language: str) -> None:
    lists = {listing.id: listing.items for listing in shipped(language).lists.all_lists}
    counts = [part for one in shipped(language).brief for s in one.sentences for part in s if isinstance(part, Count)]
    assert len(counts) > 30
    assert all(count.number == len(lists[count.listing]) for count in counts)


@pytest.mark.parametrize(
    ("title", "picked"), [(IMPROVED, brief_rules.improved_series), (UNIMPROVED, brief_rules.unimproved_series)]
)
def test_series_sentence_has_country_period_base_and_source(title: str, picked: object) -> None:
    assert callable(picked)
    for text, one in zip(part(title), sorted(picked(facts()), key=_alternat), strict=True):
        assert one.line.pair is not None
        for point in (one.pair.first, one.pair.last):
            assert format_amount(point.value) in text
            assert point.end[:4] in text
            assert all(facts().facts.sources[row.source].publisher in text for row in point.rows)
        assert f"base {one.base}" in text
        assert re.search(r"\(about (the United States|Mexico|both countries); ", text)
        assert text.count("counts as unchanged") <= 1
        assert all(facts().title("indicator", guard.gauge.id) in text for guard in one.guards)


def _alternat(one: brief_rules.Series) -> int:
    return ["US", "MX", "JOINT"].index(str(one.line.gauge.side))


def test_named_series_are_counted_alike_in_the_headline() -> None:
    rows = {listing.id: {item.code for item in listing.items} for listing in shipped().lists.all_lists}
    for one in brief_rules.improved_series(facts()):
        assert one.line.gauge.is_result
        assert one.line.gauge.id in rows["headline-series-improved"]
    for one in brief_rules.unimproved_series(facts()):
        assert one.line.gauge.id in rows["headline-series-worsened"] | rows["headline-series-unchanged"]
        assert ("counts as unchanged" in "".join(part(UNIMPROVED))) or one.word != "unchanged"


def test_improved_and_unimproved_lists_cover_both_countries() -> None:
    """One country has few series that worsened; its unchanged ones stand there instead of none."""
    for picked in (brief_rules.improved_series(facts()), brief_rules.unimproved_series(facts())):
        assert {"US", "MX"} <= {str(one.line.gauge.side) for one in picked}
        assert len({one.theme for one in picked}) == len({one.line.gauge.family for one in picked}) == 3


def test_family_that_moved_both_ways_is_in_neither_list() -> None:
    trend = facts().score.overall.trend
    assert trend is not None
    words: dict[str, set[str]] = {}
    for one in trend.moved:
        if one.t is not None:
            words.setdefault(one.gauge.family, set()).add(str(one.word).removesuffix("_a_little"))
    mixed = {family for family, told in words.items() if len(told) > 1}
    assert mixed
    assert not mixed & {
        one.line.gauge.family
        for one in (*brief_rules.improved_series(facts()), *brief_rules.unimproved_series(facts()))
    }


def test_size_of_a_change_does_not_affect_the_choice() -> None:
    """With every value of what was named ten times farther away, the same is named."""
    names = {one.line.gauge.id for one in brief_rules.improved_series(facts())}

    def larger(items: list[Item[Record]]) -> list[Item[Record]]:
        return [
            item.with_body(item.body.model_copy(update={"value": str(float(item.body.value) * 10)}))
            if is_kind(item, MEASUREMENT) and item.body.indicator in names and item.body.value
            else item
            for item in items
        ]

    assert [one.line.gauge.id for one in brief_rules.improved_series(held(larger))] == [
        one.line.gauge.id for one in brief_rules.improved_series(facts())
    ]


def test_gaps_are_the_largest_and_lack_a_series() -> None:
    gaps = brief_rules.gaps(facts())
    sizes = [len(gap.halves) for gap in gaps]
    assert sizes == sorted(sizes, reverse=True)
    for gap in gaps:
        measured = {str(one.gauge.side) for one in gap.compared}
        assert not {half.side for half in gap.halves} & measured
        assert "JOINT" not in measured
    assert all(facts().title("theme", gap.theme) in text for gap, text in zip(gaps, part(GAPS), strict=False))
    assert "compared since" not in "".join(part(GAPS)), "a first value may lie before the base"


def test_next_part_lists_only_dates_from_texts_and_whose_text() -> None:
    coming = brief_rules.dated_commitments(facts(), Timeliness.UPCOMING, Timeliness.DUE_SOON)
    assert [state.record.due_on for state in coming] == ["2026-12-31"]
    *dates, counts = part("Next")
    assert "greed" not in "".join(part("Next"))
    assert len(dates) == len(coming)
    assert dates[0].startswith("2026-12-31 (day set by this register): ")
    assert "(owed by Mexico; the owing side's own text; part of: " in dates[0]
    assert "2029-01-28" not in "".join(part("Next"))
    past = brief_rules.dated_commitments(facts(), Timeliness.OVERDUE)
    assert all(state.due_firm and str(state.record.due_on) < "2026-11-25" and not state.done for state in past)
    assert f"Overdue, with no statement found that every half was completed: {len(past)} (" in counts


def test_next_part_lists_at_most_five_dates() -> None:
    def all_dated(items: list[Item[Record]]) -> list[Item[Record]]:
        firm = {"due_on": "2027-06-30", "due_basis": DueBasis.TEXT}
        return [
            item.with_body(item.body.model_copy(update=firm)) if is_kind(item, COMMITMENT) else item for item in items
        ]

    found = made(held(all_dated))
    assert len(part("Next", found)) == 6
    assert found.number("brief-dates-coming") > 100


def test_questions_go_to_each_side_about_its_theme_with_most_unreported() -> None:
    asked = part("Questions to ask")
    assert [text.split(",")[0] for text in asked] == ["To the United States", "To Mexico", "To both sides"]
    spanish = [plain_text(one) for one in shipped("es").brief[6].sentences]
    assert "México" in spanish[0]
    assert "Estados Unidos" in spanish[1]
    for side in Side:
        largest = Counter(
            str(state.record.theme)
            for state in facts().facts.states.values()
            if state.record.kind == "commitment"
            for half in state.halves
            if half.side == side and half.claim is None
        ).most_common(1)[0][1]
        assert shipped().number(f"brief-ask-{side.lower()}") == largest
        assert "no status stated by it or read from its words (facts were searched for through 2026-05-31)?" in asked[0]


def test_question_to_both_sides_is_about_a_shared_gap() -> None:
    """The theme with the most halves without a series may lack them of one country alone."""
    gaps = brief_rules.gaps(facts())
    assert {half.side for half in gaps[0].halves} == {"US"}
    found = brief_rules.shared_gap(facts())
    assert found is not None
    assert {half.side for half in found.halves} == {"US", "MX"}
    assert part("Questions to ask")[2].startswith(f"To both sides, on {facts().title('theme', found.theme)}: ")


@pytest.mark.parametrize(
    ("until", "day"), [("2026-05-31", "2026-05-31"), (None, "2026-11-25"), ("2027-01-31", "2026-11-25")]
)
def test_question_says_until_when_facts_were_searched(until: str | None, day: str) -> None:
    found = facts()
    inputs = replace(found.scores.inputs, facts_until=until)
    asked = part("Questions to ask", made(replace(found, scores=replace(found.scores, inputs=inputs))))
    assert f"(facts were searched for through {day})?" in asked[0]


def test_conflicting_figures_are_noted_beside_the_series() -> None:
    """A value in the brief is not quoted as if nobody gave another."""
    for title, picked in ((IMPROVED, brief_rules.improved_series), (UNIMPROVED, brief_rules.unimproved_series)):
        for text, one in zip(part(title), sorted(picked(facts()), key=_alternat), strict=True):
            bodies = facts().facts.conflicts.items()
            about = {name for name, body in bodies if one.line.gauge.id in body.about.indicators}
            assert (f"Conflicting figures or words: {len(about)}." in text) == bool(about)
    assert {"cf-homicides-2024", "cf-homicide-since-2018"} == {
        item.code
        for listing in shipped().lists.all_lists
        if listing.id == "brief-unfit-mx-homicides-inegi"
        for item in listing.items
    }


def test_preliminary_value_is_marked() -> None:
    """The value of 2019 is a first release, that of 2024 is final."""
    text = next(text for text in part(IMPROVED) if text.startswith("Homicides registered by INEGI"))
    assert "first value preliminary" in text
    assert "last value preliminary" not in text


def test_only_signed_text_is_quoted() -> None:
    words = LocalText(en="Some were granted.", es="Algunas se concedieron.")
    assert newest_facts.attributed_text("US", words, grade="claimed") == (
        "United States (claimed), in this register's words: Some were granted."
    )
    assert newest_facts.attributed_text("OBS", words).endswith(", in this register's words: Some were granted.")
    assert (
        newest_facts.attributed_text("US", words, grade="claimed", signed=True) == "United States: “Some were granted.”"
    )


def test_newest_fact_has_an_exact_date_and_its_speaker() -> None:
    found = newest_facts.newest(facts())
    assert {fact.date for fact in found} == {"2026-05-14"}
    text = part("Newest fact or statement")[1]
    assert text.startswith("2026-05-14, Presi News: Mexico (claimed), in this register's words: ")
    rows = [row for rows in facts().facts.measurements.values() for _digest, row, _by in rows]
    later = [row for row in rows if str(row.published_on) > "2026-05-14"]
    assert later
    assert all(row.precision != "day" or row.confirm for row in later)


def test_newest_answer_says_what_it_answers_unless_that_is_a_status() -> None:
    told = Told("US", due_on="2025-12-31", due_basis="text")
    claim = told.status("US", "limited", on="2024-02-01")
    amended = told.amend("US", weight="3")
    for entry in (claim, amended):
        answer = told.position("MX", entry, "dispute", on="2024-06-01")
        reason = {"reason": LocalText(en="No.", es="No.")}
        told.items[-1] = replace(answer, body=answer.body.model_copy(update=reason))
    found = [fact.item.words for fact in newest_facts.newest(ScorecardData(scored([told.state()], "2026-06-30")))]
    assert found == ["Mexico (disputes the change of weight): “No.”", "Mexico: “No.”"]


def test_brief_without_statements_shows_zeros_and_still_asks() -> None:
    found = made(held(without_statements))
    assert len(part("Questions to ask", found)) == 3
    assert found.number("headline-spoken") == 0


def test_brief_of_an_empty_register_has_every_part() -> None:
    def nothing(_items: list[Item[Record]]) -> list[Item[Record]]:
        return []

    found = made(held(nothing))
    assert tuple(map(base_title, found.brief)) == PARTS
    assert all(one.sentences or one.table for one in found.brief)
    assert {count.number for count in found.counts} == {0}
    assert "This register found 0 commitments, as of and as known on 2026-11-25" in plain_text(found.headline[0])
