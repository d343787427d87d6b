"""The JSON of a scorecard: one stable form, and every difference is found where it stands."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import pytest

from accordtrack.core.problems import Refused
from accordtrack.documents import json_file
from accordtrack.scorecard.request import ScorecardRequest, from_json
from scorecard.samples import sample

ASKED = ScorecardRequest("2026-11-25", "2026-11-25", "public", "en")


def test_the_same_value_gives_the_same_bytes_and_reads_back() -> None:
    made = json_file.render(sample())
    assert made == json_file.render(sample())
    assert json.loads(made) == json.loads(json.dumps(json_file.as_json(sample())))
    assert (json.loads(made)["type"], json.loads(made)["contract"]) == ("scorecard", 1)


def test_a_count_stands_among_the_words_with_the_list_that_it_opens() -> None:
    words = json_file.as_json(sample())["headline"][0]
    assert words == [
        "This register found ",
        {"is": "count", "number": 2, "shown": "2", "listing": "owed"},
        " commitments.",
    ]


def test_the_key_by_which_a_part_of_the_brief_is_chosen_is_not_written() -> None:
    parts = json_file.as_json(sample())["brief"]
    assert parts
    assert all(part.keys() == {"is", "title", "sentences", "table"} for part in parts)


def test_differences_name_their_place_and_the_log_may_have_grown() -> None:
    told = json_file.as_json(sample())
    assert list(json_file.differences(told, deepcopy(told))) == []
    grown = json_file.as_json(replace(sample(), checkpoint={"state_digest": "x"}, version="9"))
    assert list(json_file.differences(told, grown)) == []
    other = deepcopy(told)
    other["data"]["overall"]["n"] = 148
    other["headline"][0][1]["number"] = 3
    other["listings"][0]["items"].pop()
    found = list(json_file.differences(told, other))
    assert [place for place, _told, _found in found] == [
        "data.overall.n",
        "headline[0][1].number",
        "listings[0].items",
    ]
    assert found[0][1:] == (147, 148)


def test_numbers_have_twelve_decimals_and_a_file_with_more_says_the_same() -> None:
    card = replace(sample(), data={"high_bound": 100.00000000000001, "score": 100 / 3, "gap": -1e-17, "n": 3})
    told = json.loads(json_file.render(card))
    assert told["data"] == {"high_bound": 100.0, "score": 33.333333333333, "gap": 0.0, "n": 3}
    assert b'"gap": 0.0' in json_file.render(card)
    old = {**told, "data": card.data}
    assert list(json_file.differences(old, json_file.as_json(card))) == []


def test_true_is_no_number_and_text_no_list() -> None:
    assert list(json_file.differences({"a": 1}, {"a": True})) == [("a", 1, True)]
    assert list(json_file.differences({"a": 1}, {"a": 1.0})) == []
    assert list(json_file.differences({"a": "x"}, {"a": ["x"]})) == [("a", "x", ["x"])]
    assert list(json_file.differences({}, {"a": None})) == []


def test_what_was_asked_reads_back() -> None:
    assert from_json(ASKED.as_json()) == ASKED


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {**ASKED.as_json(), "more": 1},
        {**ASKED.as_json(), "as_of": "2026-13-01"},
        {**ASKED.as_json(), "as_of": None},
        {**ASKED.as_json(), "known_on": 20261125},
        {**ASKED.as_json(), "language": "fr"},
        {**ASKED.as_json(), "audience": ["public"]},
        {**ASKED.as_json(), "side": "OBS"},
        {**ASKED.as_json(), "since": "soon"},
    ],
)
def test_what_cannot_be_asked_is_refused(told: object) -> None:
    with pytest.raises(Refused):
        from_json(told)
