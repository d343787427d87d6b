"""Lines of scores, contrasts and aftermaths as somebody reads them who wants them to be wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from shipped_scores import AT, shipped_register

if TYPE_CHECKING:
    from pathlib import Path

    from cli_runner import Run


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_register(tmp_path_factory.mktemp("shipped"))


def page(run: Run, shipped: Path, *words: str) -> str:
    ran = run(*words, *AT, "--db", str(shipped))
    assert (ran.status, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    return " ".join(ran.out.split())


def test_every_value_of_an_aftermath_has_its_unit(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "aftermath", "ev-zambada-2024")
    for line in ("(three periods before it are needed); victims per day", "needed); per 100,000", "needed); people"):
        assert line in told.replace("(SESNSP) ", "").replace("(registry total) ", "")


def test_no_event_is_said_to_be_a_turning_point(run: Run, shipped: Path) -> None:
    assert page(run, shipped, "aftermath").count("events: takedowns, operations, transfers and deployments.") == 1


def test_a_fall_of_a_sixth_that_counts_as_unchanged_says_why(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "contrast", "health")
    assert "816,000 (2024): unchanged; in the past year first period ends after the base; up to 20 % counts" in told


def test_a_missing_target_is_named_on_the_page_and_in_json(run: Run, shipped: Path) -> None:
    assert "an indicator without an agreed target 10" in page(run, shipped, "score")
    held: dict[str, Any] = json.loads(run("score", *AT, "--format", "json", "--db", str(shipped)).out)
    for leaf in held["commitments"]:
        for one in leaf["indicators"]:
            assert ("NO_TARGET" in one["flags"]) == (one["raw"] is None and not one["id"].startswith("status"))


def test_the_scales_and_the_halves_are_explained_below_the_scores(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "score", "--by", "side")
    assert "the results trend from -100 to 100" in told
    assert "A half is what one side owes of a commitment." in told


def test_three_numbers_are_explained_where_three_are_promised(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "score", "--explain", "BF21-1.3-A")
    assert "results trend theme Violence and high-impact crime: −34: 7 of 7 families" in told
    assert "at most 30: results are linked, none with a usable value" in told


def test_places_are_among_the_themes_that_have_a_score(run: Run, shipped: Path) -> None:
    words = ("score", "--uncertainty", "--draws", "200", "--shares")
    told = page(run, shipped, *words)
    assert "place 1 to" not in told
    assert "Share of the spread of the whole that each choice makes, alone and with the others: weights" in told
    then = ("--as-of", "2024-09-30", "--known-on", "2024-09-30", "--db", str(shipped))
    assert run(*words, *then).out.count("place 1 to 1 of 1") == 1
    held: dict[str, Any] = json.loads(run(*words, *then, "--format", "json").out)
    scored = {one["id"] for one in held["groups"] if one["delivery"]["score"] is not None}
    assert set(held["uncertainty"]["delivery"]["ranks"]) == scored == {"finance"}


@pytest.mark.parametrize("words", [("score",), ("contrast",), ("contrast", "firearms")])
def test_no_change_is_counted_from_a_day_that_has_not_come(run: Run, shipped: Path, words: tuple[str, ...]) -> None:
    ran = run(*words, "--base", "2025-01-01", "--as-of", "2024-12-31", "--db", str(shipped))
    assert (ran.status, ran.out) == (1, "")
    assert "--base: 2025-01-01 lies after 2024-12-31, up to which is counted" in ran.err
    assert run(*words, "--base", "2024-12-31", "--as-of", "2024-12-31", "--db", str(shipped)).status == 0


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "3000-01-01"])
def test_a_date_that_is_one_is_not_denied(run: Run, shipped: Path, day: str) -> None:
    ran = run("score", "--as-of", day, "--db", str(shipped))
    assert (ran.status, ran.out) == (2, "")
    assert f"--as-of: {day} lies outside the years 1800 to 2999" in ran.err


def test_before_any_agreement_nothing_is_said_of_links(run: Run, shipped: Path) -> None:
    ran = run("contrast", "firearms", "--as-of", "1990-01-01", "--db", str(shipped))
    assert "nothing agreed by this date" in ran.out
    assert "no indicator is linked" not in ran.out
