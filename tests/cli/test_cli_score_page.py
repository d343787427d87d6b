"""Lines of scores, contrasts and events as somebody reads them who wants them to be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli_runner import Run
from shipped_scores import AT


def page(run: Run, shipped: Path, *words: str) -> str:
    ran = run(*words, *AT, "--db", str(shipped))
    assert (ran.status, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    return " ".join(ran.out.split())


def test_event_page_answers_first_and_lists_every_other_comparison(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "events", "ev-zambada-2024")
    first, _heading, rest = told.partition("All comparisons")
    assert (
        "Stands out: a rise Sinaloa: 502 victims of intentional homicide in the 12 months before July 2024 and 847"
        in first
    )
    assert "3.53 times that of the median state (90% interval 2.35 to 5.31)" in first
    assert "It does not show a cause." in first
    assert "Of 9 comparisons, about 0.1 would stand out even if no event had happened." in rest


def test_list_of_events_has_a_verdict_for_each(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "events")
    assert told.count("with a comparison: 13.") == 1
    assert "The order of events does not show a cause." in told
    for verdict in ("Stands out", "More than one", "Began before", "In the range of", "No comparison"):
        assert verdict in told


def test_every_comparison_but_the_answer_has_its_own_lines(run: Run, shipped: Path) -> None:
    told = run("events", "ev-zambada-2024", *AT, "--db", str(shipped), "--plain").out
    nouns = ("intentional homicide", "feminicide", "kidnapping", "extortion")
    for noun in ("people registered as missing", *(f"victims of {noun}" for noun in nouns)):
        for months in (3, 6, 12):
            answered = (noun, months) == ("victims of intentional homicide", 6)
            assert (f"{noun}, {months} months" in told) != answered


def test_change_that_counts_as_unchanged_shows_its_threshold(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "contrast", "health")
    assert "816,000 (2024): unchanged; in the past year first period ends after the agreement; up to 20% counts" in told


def test_missing_target_is_reported_on_the_page_and_in_json(run: Run, shipped: Path) -> None:
    assert "an indicator without an agreed target 10" in page(run, shipped, "score")
    held: dict[str, Any] = json.loads(run("score", *AT, "--format", "json", "--db", str(shipped)).out)
    for leaf in held["commitments"]:
        for one in leaf["indicators"]:
            assert ("NO_TARGET" in one["flags"]) == (one["raw"] is None and not one["id"].startswith("status"))


def test_scales_and_halves_are_explained_below_the_scores(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "score", "--by", "side")
    assert "change in indicators from -100 to 100" in told
    assert "A joint commitment counts once for each government." in told


def test_explained_score_shows_the_results_trend_of_its_theme(run: Run, shipped: Path) -> None:
    told = page(run, shipped, "score", "--explain", "BF21-1.3-A")
    assert "change in indicators area Violence and high-impact crime: −33: 7 of 7 indicators" in told
    assert "at most 30: indicators are linked, none with a usable value" in told


def test_ranks_cover_only_themes_with_a_score(run: Run, shipped: Path) -> None:
    words = ("score", "--uncertainty", "--draws", "200", "--shares")
    told = page(run, shipped, *words)
    assert ("rank 1 to 1 of 2" in told, "rank 2 to 2 of 2" in told, told.count("rank ")) == (True, True, 2)
    assert "Share of the spread of the whole that comes from each choice, alone and with the others: weights" in told
    then = ("--as-of", "2024-09-30", "--known-on", "2024-09-30", "--db", str(shipped))
    assert run(*words, *then).out.count("rank 1 to 1 of 1") == 1
    held: dict[str, Any] = json.loads(run(*words, *then, "--format", "json").out)
    scored = {one["id"] for one in held["groups"] if one["delivery"]["score"] is not None}
    assert set(held["uncertainty"]["delivery"]["ranks"]) == scored == {"finance"}


@pytest.mark.parametrize("words", [("score",), ("contrast",), ("contrast", "firearms")])
def test_base_after_the_last_date_counted_is_refused(run: Run, shipped: Path, words: tuple[str, ...]) -> None:
    ran = run(*words, "--base", "2025-01-01", "--as-of", "2024-12-31", "--db", str(shipped))
    assert (ran.status, ran.out) == (1, "")
    assert "--base: 2025-01-01 is after 2024-12-31, the last date counted" in ran.err
    assert run(*words, "--base", "2024-12-31", "--as-of", "2024-12-31", "--db", str(shipped)).status == 0


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "3000-01-01"])
def test_date_outside_the_supported_years_is_refused_as_such(run: Run, shipped: Path, day: str) -> None:
    ran = run("score", "--as-of", day, "--db", str(shipped))
    assert (ran.status, ran.out) == (2, "")
    assert f"--as-of: {day} is outside the years 1800 to 2999" in ran.err


def test_contrast_before_any_agreement_does_not_mention_links(run: Run, shipped: Path) -> None:
    ran = run("contrast", "firearms", "--as-of", "1990-01-01", "--db", str(shipped))
    assert "no commitment" in ran.out
    assert "no indicator is linked" not in ran.out
