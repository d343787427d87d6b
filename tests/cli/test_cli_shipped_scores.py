"""The shipped register scored: attainment nowhere before there are targets, and sums that add up where there are."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cli_runner
from cli_runner import Run
from shipped_scores import AT

BY = ("theme", "framework", "side", "body")
EVERYTHING = ("--targets", "all", "--texts", "all")


def read_json(run: Run, *words: str) -> Any:  # noqa: ANN401
    return cli_runner.read_json(run, *words, *AT)


def nodes(whole: Any) -> list[Any]:  # noqa: ANN401
    return [whole["overall"], *whole["groups"], whole["sides"]["US"], whole["sides"]["MX"]]


def floats(value: Any) -> Iterator[float]:  # noqa: ANN401
    """Every number with a point, wherever it stands."""
    match value:
        case float():
            yield value
        case dict():
            yield from (number for held in value.values() for number in floats(held))
        case list():
            yield from (number for held in value for number in floats(held))


def test_no_number_shows_floating_point_summation_error(run: Run, shipped: Path) -> None:
    """On this day the bounds of Mexico's side add up to 100.00000000000001."""
    day = ("--as-of", "2022-06-30", "--known-on", "2022-06-30")
    ran = run("score", *day, "--format", "json", "--db", str(shipped))
    whole = json.loads(ran.out)
    assert whole["sides"]["MX"]["delivery"]["high_bound"] == 100.0
    assert [number for number in floats(whole) if number != round(number, 12)] == []


@pytest.mark.sweep("more")
@pytest.mark.parametrize("more", [(), EVERYTHING])
@pytest.mark.parametrize("group", BY)
def test_attainment_is_never_printed_without_targets(
    run: Run, shipped: Path, group: str, more: tuple[str, ...]
) -> None:
    words = ("score", "--by", group, *more, "--db", str(shipped))
    whole = read_json(run, *words)
    assert not any(node["attainment"]["printable"] for node in nodes(whole))
    assert whole["sides"]["comparable"] is False
    for language, says in (("en", "not yet measurable beyond arrests and seizures"), ("es", "")):
        page = " ".join(run(*words, *AT, "--lang", language).out.split())
        if says:
            assert page.count(says) == 1 + len(whole["groups"])
        assert "[" not in page


def test_two_working_targets_make_one_theme_and_one_framework_printable(run: Run, targeted: Path) -> None:
    made = ("--db", str(targeted))
    printable = {
        group: [node["id"] for node in read_json(run, "score", "--by", group, *EVERYTHING, *made)["groups"]
                if node["attainment"]["printable"]]
        for group in BY
    }  # fmt: skip
    assert printable == {"theme": ["violence"], "framework": ["FEB25"], "side": [], "body": []}
    page = run("score", "--by", "framework", *EVERYTHING, *made, *AT).out
    card = page[page.index("FEB25") :]
    card = card[: card.index("\n\n")]
    assert "indicators on 1 of 8 commitments" in " ".join(card.split())
    for words in ("before adjusting", "with data", "assessed", "if the others", "balanced score"):
        assert words in card


@pytest.mark.sweep("more")
@pytest.mark.parametrize("group", BY)
@pytest.mark.parametrize("more", [(), EVERYTHING])
def test_contributions_add_up_to_the_score_shown(run: Run, targeted: Path, group: str, more: tuple[str, ...]) -> None:
    whole = read_json(run, "score", "--by", group, *more, "--db", str(targeted))
    leaves = {_leaf(one): one for one in whole["commitments"]}
    for node in nodes(whole):
        found = node["attainment"]
        points = [one["points"] for one in found["contributions"]]
        shown = found["score"] if found["score"] is not None else found["assessed_score"]
        assert math.fsum(points) == pytest.approx(shown or 0.0, abs=1e-9)
        assert {one["id"] for one in found["contributions"]} <= set(leaves)
        assert all(leaves[one["id"]]["score"] is not None for one in found["contributions"])
        for low, high in ((found["low_bound"], found["high_bound"]), (found["lo"], found["hi"])):
            if shown is not None and low is not None and (found["score"] is not None or low == found["lo"]):
                assert low - 1e-9 <= shown <= high + 1e-9
    for one in whole["commitments"]:
        if one["score"] is not None:
            total = math.fsum(line.get("points", line.get("floor")) for line in one["points"])
            assert total == pytest.approx(one["score"], abs=1e-9)


def _leaf(one: Any) -> str:  # noqa: ANN401
    return f"{one['id']}#{one['half']}" if one["half"] else str(one["id"])


@pytest.mark.parametrize("more", [(), EVERYTHING])
def test_overall_score_is_the_weighted_sum_of_the_sides(run: Run, targeted: Path, more: tuple[str, ...]) -> None:
    """S = phi_US S_US + phi_MX S_MX; of two sides that may not be compared no gap is given."""
    whole = read_json(run, "score", *more, "--db", str(targeted))
    sides, overall = whole["sides"], whole["overall"]["attainment"]
    held = {side: _shown(sides[side]["attainment"]) for side in ("US", "MX")}
    assert math.fsum(sides["phi"].values()) == pytest.approx(1)
    total = math.fsum(sides["phi"][side] * held[side] for side in held)
    assert total == pytest.approx(_shown(overall), abs=1e-9)
    assert sides["comparable"] is False
    assert {sides[name] for name in ("gap", "gap_lo", "gap_hi", "index", "shared_gap")} == {None}


def _shown(found: Any) -> float:  # noqa: ANN401
    return float(found["score"] if found["score"] is not None else found["assessed_score"])


def test_every_commitment_is_listed_once_as_scored_or_not_scored(run: Run, shipped: Path) -> None:
    whole = read_json(run, "score", "--db", str(shipped))
    scored, left = {one["id"] for one in whole["commitments"]}, [one["id"] for one in whole["not_scored"]]
    every = json.loads(run("list", "--limit", "1", "--db", str(shipped), *AT, "--format", "json").out)["total"]
    assert len(left) == len(set(left))
    assert not scored & set(left)
    assert len(scored) + len(left) == every == 184
    assert whole["overall"]["n"] == len(whole["commitments"])
    assert math.fsum(node["n"] for node in whole["groups"]) == whole["overall"]["n"]
