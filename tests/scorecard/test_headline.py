"""The headline of the shipped register: counts first, each with its rows, in the order of the rule, zeros said."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from accordtrack.core.dates import days_between
from accordtrack.documents.model import Count
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.ledger.fields import Record
from accordtrack.ledger.records import Commitment, FrameworkStandings, SideStanding
from accordtrack.scorecard.context import ScorecardData
from accordtrack.scorecard.sections import pending
from accordtrack.statuses import Status
from accordtrack.store.items import Item
from accordtrack.vocabulary import FrameworkStanding
from card_factory import Made, held, made, without_readings, without_statements

LANGUAGES = ("en", "es")


@cache
def shipped(language: str = "en") -> Made:
    return made(held(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_count_equals_the_length_of_its_list(language: str) -> None:
    found = shipped(language)
    lists = {listing.id: listing.items for listing in found.lists.all_lists}
    assert len(found.counts) > 70
    for count in found.counts:
        assert count.number == len(lists[count.listing]), count
        assert count.shown == f"{count.number:,}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_paragraph_has_short_sentences(language: str) -> None:
    sentences = plain_text(shipped(language).headline[0]).split(". ")
    assert len(sentences) == 4
    assert max(map(len, sentences)) < 170


def test_headline_counts_equal_those_of_the_states() -> None:
    """Counted again from the states alone."""
    found, states = shipped(), held().facts.states
    agreed = [state for state in states.values() if state.record.kind == "commitment"]
    halves = [half for state in agreed for half in state.halves]
    spoken = [half for half in halves if half.claim is not None]
    further = [half for half in spoken if half.status in {Status.SUBSTANTIAL, Status.COMPLETED}]
    numbers = {
        "headline-commitments": len(agreed),
        "headline-texts": len({state.record.framework for state in agreed}),
        "headline-halves": len(halves),
        "headline-spoken": len(spoken),
        "headline-spoken-us": sum(half.side == "US" for half in spoken),
        "headline-spoken-mx": sum(half.side == "MX" for half in spoken),
        "headline-unspoken": len(halves) - len(spoken),
        "headline-stated": sum(half.claim.body.basis == "stated" for half in further if half.claim),
        "headline-read": sum(half.claim.body.basis == "reading" for half in further if half.claim),
        "headline-disputed": sum(
            half.answer is not None and half.answer.body.stance == "dispute" and half.settled_by is None
            for half in spoken
        ),
        "headline-settled": sum(half.settled_by is not None for half in spoken),
        "headline-agreed": sum(half.answer is not None and half.answer.body.stance == "concur" for half in spoken),
        "headline-asked": sum(half.standing == "asked" for half in halves),
        "headline-unasked": sum(half.standing == "unanswered" for half in halves),
    }
    assert {name: found.number(name) for name in numbers} == numbers
    assert numbers["headline-spoken"] > 0
    assert numbers["headline-unspoken"] > 0


def test_partial_counts_add_up_to_their_total() -> None:
    number = shipped().number
    sums = {
        "headline-commitments": ("headline-commitments-us", "headline-commitments-mx", "headline-commitments-joint"),
        "headline-halves": ("headline-spoken", "headline-unspoken"),
        "headline-other-words": ("headline-other-words-us", "headline-other-words-mx"),
        "headline-spoken": ("headline-stated", "headline-read", "headline-stated-lower", "headline-read-lower"),
        "headline-series-compared": (
            "headline-series-improved",
            "headline-series-worsened",
            "headline-series-unchanged",
        ),
    }
    for whole, parts in sums.items():
        assert sum(map(number, parts)) == number(whole), whole
    answers = ("joint", "agreed", "disputed", "settled", "same", "differs", "asked", "unasked", "divergent")
    assert sum(number(f"headline-{name}") for name in answers) == number("headline-spoken")
    for origin in (("both", "one", "third"), ("in-force", "in-force-one", "over", "unstated")):
        assert sum(number(f"headline-texts-{name}") for name in origin) == number("headline-commitments")
    about = ("us", "mx", "joint")
    assert sum(number(f"headline-series-about-{name}") for name in about) == number("headline-series-compared")


def test_series_families_and_early_periods_are_counted() -> None:
    """Five counts of homicide are one thing; a period that ended by the agreement says little of what came after."""
    found, trend = shipped(), held().score.overall.trend
    assert trend is not None
    compared = [one for one in trend.moved if one.t is not None]
    assert found.number("headline-series-families") == len({one.gauge.family for one in compared}) < len(compared)
    assert found.number("headline-series-before") + found.number("headline-series-late") == len(compared)
    rows = {listing.id: {item.code for item in listing.items} for listing in found.lists.all_lists}
    assert rows["headline-series-early"] == set()
    assert rows["headline-series-unequal"] == {"mx-homicide-daily-sesnsp"}


def test_other_public_words_on_unreported_halves_are_counted() -> None:
    """A decree filed as evidence is a public word, though it is no status of the half."""
    rows = {listing.id: [item.code for item in listing.items] for listing in shipped().lists.all_lists}
    mine, theirs = rows["headline-other-words-mx"], rows["headline-other-words-us"]
    assert {"BF2-MX-01", "R25-JT-01", "TFC-JT-04"} <= set(mine) <= set(rows["headline-unspoken-mx"])
    assert {"SIG1-US-02", "BF2-US-04", "TFC-JT-04"} <= set(theirs) <= set(rows["headline-unspoken-us"])
    assert (len(theirs), len(mine)) == (27, 24)


def test_series_starting_mostly_before_the_agreement_are_listed() -> None:
    """The year 2021 ended after 8 October of it, and 2022 after 14 October, the first agreement on justice."""
    rows = {listing.id: {item.code for item in listing.items} for listing in shipped().lists.all_lists}
    assert rows["headline-series-mostly"] == {
        "mx-crimes-favourable-result",
        "mx-idp-new",
        "mx-business-victimisation",
    }
    assert rows["headline-series-mostly"] < rows["headline-series-late"]


def test_early_and_old_statements_are_counted() -> None:
    """Neither tells what was done since."""
    found, day = shipped(), held().at.as_of
    claims = [
        (str(state.record.agreed_on), str(half.claim.body.effective_on))
        for state in held().facts.states.values()
        if state.record.kind == "commitment"
        for half in state.halves
        if half.claim is not None
    ]
    assert found.number("headline-early") == sum(said <= agreed for agreed, said in claims) == 0
    assert found.number("headline-old") == sum(days_between(said, day) > 365 for _agreed, said in claims) > 0


def test_settled_disputes_are_counted_apart_from_open_ones() -> None:
    rows = {listing.id: [item.code for item in listing.items] for listing in shipped().lists.all_lists}
    assert rows["headline-settled"] == ["BF2-JT-06"]
    assert not set(rows["headline-settled"]) & set(rows["headline-disputed"])
    assert (
        "; for 1 (1 of the United States, 0 of Mexico), a disagreement was settled and the status left unchanged;"
        in shipped().text
    )


def test_commitments_are_called_dated_not_agreed() -> None:
    assert "commitments dated 2021 to 2026" in plain_text(shipped().headline[0])
    assert "commitments agreed" not in shipped().text


def test_headline_counts_are_in_order() -> None:
    order = (
        "headline-commitments",
        "headline-texts",
        "headline-spoken",
        "headline-unspoken",
        "headline-stated",
        "headline-read",
        "headline-agreed",
        "headline-disputed",
        "headline-unasked",
        "headline-series-compared",
        "headline-series-improved",
        "headline-series-worsened",
        "headline-series-unchanged",
        "headline-series-targets",
        "newest-facts",
    )
    found = [count.listing for count in shipped().counts]
    places = [found.index(name) for name in order]
    assert places == sorted(places)
    first, *_others, last = map(plain_text, shipped().headline)
    assert len(shipped().headline) == 8
    assert "2021 to 2026" in first
    assert "2026-11-25" in first
    assert last.endswith("Entries not public to these readers: 0.")


def test_removing_readings_leaves_the_stated_counts() -> None:
    before, after = shipped(), made(held(without_readings))
    for name in ("headline-stated", "headline-stated-lower"):
        for tail in ("", "-us", "-mx"):
            assert after.number(name + tail) == before.number(name + tail)
    assert (after.number("headline-read"), after.number("headline-read-lower")) == (0, 0)
    assert before.number("headline-read") > 0
    assert before.number("headline-stated") > 0


def test_zero_counts_are_shown() -> None:
    assert "was asked and no public answer was found for 0;" in shipped().text
    silent = made(held(without_statements))
    assert (
        "a status stated by the government responsible, or assessed from its public words, was found for 0, 0% of them, and none "
        "was found for 291 (151 of the United States, 140 of Mexico)"
    ) in silent.text
    named = {count.listing for part in shipped().headline for count in part if isinstance(count, Count)}
    whole = {name for name in named if not name.endswith(("-us", "-mx"))}
    assert {count.listing for count in silent.counts} >= whole


def test_withheld_count_is_shown_without_a_list() -> None:
    found = made(held(), withheld=1234)
    assert plain_text(found.headline[-1]).endswith("Entries not public to these readers: 1,234.")
    assert not any(count.number == 1234 for count in found.counts)


def only_js25_commitments(items: list[Item[Record]]) -> list[Item[Record]]:
    """The halves of one framework with less than 50 of them."""
    return [
        item
        for item in items
        if not item.kind.startswith("commitment.")
        or (isinstance(item.body, Commitment) and item.body.framework == "JS25")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_percentages_need_a_base_of_at_least_fifty(language: str) -> None:
    assert len(re.findall(r"\d+ ?%", plain_text(shipped(language).headline[2]))) == 2
    small = made(held(only_js25_commitments), language)
    assert 0 < small.number("headline-halves") < 50
    assert "%" not in "".join(map(plain_text, small.headline))


def test_every_clause_names_both_sides_or_neither() -> None:
    """Wherever the headline gives the number of one side, it gives that of the other in the same brackets."""
    for sentence in shipped().headline:
        names = re.findall(
            r"(?:\([\d,]+ of|about|, [\d,]+ (?:of|by)|: [\d,]+ by) (the United States|Mexico)", plain_text(sentence)
        )
        pairs = list(zip(names[::2], names[1::2], strict=True))
        assert all(pair == ("the United States", "Mexico") for pair in pairs)
        assert plain_text(sentence).count("Mexico") == plain_text(sentence).count("United States") == len(pairs)


def test_spanish_names_mexico_first_and_has_the_same_numbers() -> None:
    english, spanish = shipped("en"), shipped("es")
    assert plain_text(spanish.headline[2]).index("México") < plain_text(spanish.headline[2]).index("Estados Unidos")
    assert sorted((c.listing, c.number) for c in english.counts) == sorted(
        (c.listing, c.number) for c in spanish.counts
    )


def with_texts_in_force(found: ScorecardData, on: str) -> ScorecardData:
    """With a word of both sides of that day on every text."""
    word = SideStanding(value=FrameworkStanding.IN_FORCE, on=on)
    standing = {"standing": FrameworkStandings(US=word, MX=word)}
    told = {name: body.model_copy(update=standing) for name, body in found.facts.frameworks.items()}
    return replace(found, scores=replace(found.scores, facts=replace(found.facts, frameworks=told)))


def test_text_is_in_force_only_by_statements_known_on_the_date() -> None:
    """A word said after the day of the scorecard is none yet."""
    found = held()
    later = with_texts_in_force(found, "2027-01-01")
    assert made(later).number("headline-texts-in-force") == 0
    assert shipped().number("headline-texts-in-force") > 0


def test_statement_dated_by_year_counts_from_its_last_day() -> None:
    found = held()
    early = with_texts_in_force(found, found.at.as_of[:4])
    lists = Listings()
    pending.section(early, lists)
    assert made(early).number("headline-texts-in-force") == 0
    assert [one.items for one in lists.all_lists if one.id == "pending-in-force"] == [()]


def test_list_name_cannot_be_reused_for_other_content() -> None:
    lists = Listings()
    lists.count("some", "Some", [])
    with pytest.raises(ValueError, match="some"):
        lists.count("some", "Other", shipped().lists.all_lists[0].items)
