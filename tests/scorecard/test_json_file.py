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

REQUEST = ScorecardRequest("2026-11-25", "2026-11-25", "public", "en")


def test_same_card_gives_the_same_bytes_and_reads_back() -> None:
    made = json_file.render(sample())
    assert made == json_file.render(sample())
    assert json.loads(made) == json.loads(json.dumps(json_file.as_json(sample())))
    assert (json.loads(made)["type"], json.loads(made)["contract"]) == ("scorecard", 1)


def test_count_in_a_sentence_has_its_number_and_list() -> None:
    words = json_file.as_json(sample())["headline"][0]
    assert words == [
        "This register found ",
        {"is": "count", "number": 2, "shown": "2", "listing": "owed"},
        " commitments.",
    ]


def test_brief_parts_are_written_without_their_key() -> None:
    parts = json_file.as_json(sample())["brief"]
    assert parts
    assert all(part.keys() == {"is", "title", "sentences", "table"} for part in parts)


def test_differences_name_their_place_and_ignore_a_grown_log() -> None:
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


def test_numbers_are_written_and_compared_to_twelve_decimals() -> None:
    card = replace(sample(), data={"high_bound": 100.00000000000001, "score": 100 / 3, "gap": -1e-17, "n": 3})
    told = json.loads(json_file.render(card))
    assert told["data"] == {"high_bound": 100.0, "score": 33.333333333333, "gap": 0.0, "n": 3}
    assert b'"gap": 0.0' in json_file.render(card)
    old = {**told, "data": card.data}
    assert list(json_file.differences(old, json_file.as_json(card))) == []


def test_true_differs_from_one_and_text_from_a_list() -> None:
    assert list(json_file.differences({"a": 1}, {"a": True})) == [("a", 1, True)]
    assert list(json_file.differences({"a": 1}, {"a": 1.0})) == []
    assert list(json_file.differences({"a": "x"}, {"a": ["x"]})) == [("a", "x", ["x"])]
    assert list(json_file.differences({}, {"a": None})) == []


def test_request_reads_back() -> None:
    assert from_json(REQUEST.as_json()) == REQUEST


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {**REQUEST.as_json(), "more": 1},
        {**REQUEST.as_json(), "as_of": "2026-13-01"},
        {**REQUEST.as_json(), "as_of": None},
        {**REQUEST.as_json(), "known_on": 20261125},
        {**REQUEST.as_json(), "language": "fr"},
        {**REQUEST.as_json(), "audience": ["public"]},
        {**REQUEST.as_json(), "side": "OBS"},
        {**REQUEST.as_json(), "since": "soon"},
    ],
)
def test_invalid_request_is_refused(told: object) -> None:
    with pytest.raises(Refused):
        from_json(told)
