"""The verb paths and the bridge of words, over the shipped register."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli_runner import Run, read_json
from shipped_scores import AT

pytestmark = pytest.mark.scale
WORDS = {
    "firearms": "partly_worse",
    "finance": "not_measured",
    "justice": "partly_worse",
    "health": "partly_better",
    "border": "not_measured",
    "synthetics": "partly_better",
    "migration": "not_measured",
    "violence": "mixed",
    "governance": "partly_worse",
}
"""Those of publication.md."""
BANNED = re.compile(r"\b(caused|led to|thanks to|effects?|impacts?|because|significant)\b", re.IGNORECASE)


def test_each_theme_has_its_word_and_each_word_follows_from_its_votes(run: Run, shipped: Path) -> None:
    rows = read_json(run, "paths", "--db", str(shipped), *AT)["rows"]
    assert {row["id"]: row["word"] for row in rows} == WORDS
    for row in rows:
        families = [one for one in row["families"] if one["word"] != "not_measured"]
        assert row["measured"] == len(families)
        votes = {
            vote["movement"]
            for one in families
            for indicator in one["indicators"]
            for series in indicator["series"]
            for vote in series["votes"]
        }
        assert (row["word"] == "not_measured") is (votes == set())
        assert (row["word"] == "mixed") is (votes >= {"better", "worse"})


def test_every_series_has_a_path_or_a_reason_and_never_both(run: Run, shipped: Path) -> None:
    for row in read_json(run, "paths", "--db", str(shipped), *AT)["rows"]:
        for indicator in (*(one for family in row["families"] for one in family["indicators"]), *row["context"]):
            assert (indicator["reason"] is None) is any(one["since"] for one in indicator["series"])
            for one in indicator["series"]:
                assert (one["reason"] is None) is (one["since"] is not None) is (one["peak"] is not None)
                assert one["reason"] is None or one["values"] == []


@pytest.mark.parametrize(
    ("language", "first"),
    [
        (
            "en",
            "Of 4 indicators with comparable data, 3 partly worsened and 1 worsened; all are about Mexico",
        ),
        (
            "es",
            "De 4 indicadores con datos comparables, 3 muestran deterioro parcial y 1 muestra deterioro; todos",
        ),
    ],
)
def test_page_begins_with_the_answer_and_tells_no_cause(run: Run, shipped: Path, language: str, first: str) -> None:
    ran = run("paths", "governance", "--db", str(shipped), "--lang", language, "--plain", *AT)
    assert (ran.status, ran.err) == (0, "")
    flowing = " ".join(ran.out.split())
    assert first in flowing
    told = flowing.replace("do not show a cause", "")
    assert not BANNED.search(told)


def test_homicides_are_told_with_their_turn(run: Run, shipped: Path) -> None:
    ran = run("paths", "mx-homicide-daily-inegi", "--db", str(shipped), *AT)
    flowing = " ".join(ran.out.split())
    assert "fell from 100.5 (2020) to 88.4 (2023), then rose to 91.7 (2024)" in flowing
    assert "since the agreement: improved, lately: worsened" in flowing
    assert "figures released November 12, 2024; November 10, 2025" in flowing


def test_path_of_a_state_has_the_unfinished_year_beside_the_same_months(run: Run, shipped: Path) -> None:
    name = "sesnsp-victims-homicidio-doloso"
    ran = run("paths", name, "--place", "MX-SIN", "--db", str(shipped), *AT)
    assert "so far, 8 months to June 2025: 1,224; the same months then: 390 (preliminary)" in " ".join(ran.out.split())
    whole = read_json(run, "paths", name, "--db", str(shipped), *AT)["path"]
    assert [one["value"] for one in whole["values"]] == [33_723, 31_308, 29_929, 29_989]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("paths", "violense"), 2, 'Unknown area, side or commitment "violense"'),
        (("paths", "violence", "--place", "MX-SIN"), 2, "--place works only with a series of the panel"),
        (("paths", "sesnsp-victims-feminicidio", "--place", "MX-XXX"), 2, "MX-XXX"),
        (("paths", "sesnsp-victims-feminicidio", "--known-on", "2015-01-01"), 1, "No release of"),
        (
            ("method", "--bridge", "AT-2.0.0", "--since", "2025-01-01"),
            2,
            "--since does not work with --bridge AT-2.0.0",
        ),
        (("scorecard", "x.md", "--method", "AT-3"), 2, "AT-3"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_wrong_argument_is_refused_in_one_sentence(
    run: Run, shipped: Path, words: tuple[str, ...], status: int, says: str, language: str
) -> None:
    ran = run(*words, "--db", str(shipped), "--lang", language)
    assert (ran.status, ran.out) == (status, "")
    assert len(ran.err.splitlines()) == 1
    if language == "en":
        assert says in ran.err


def test_bridge_names_a_rule_for_each_changed_word_and_changes_no_other_number(run: Run, shipped: Path) -> None:
    where = ("--db", str(shipped), *AT)
    rows = read_json(run, "method", "--bridge", "AT-2.0.0", *where)["rows"]
    verdicts = {one["id"]: one["verdict"] for one in read_json(run, "contrast", *where)["contrasts"]}
    trends = {one["id"]: one["trend"] for one in read_json(run, "score", *where)["groups"]}
    assert {row["theme"]: row["old"] for row in rows} == verdicts
    assert {row["theme"]: row["new"] for row in rows} == WORDS
    assert all((row["old_trend"] is None) is (trends[row["theme"]]["score"] is None) for row in rows)
    changed = [one for row in rows for one in row["changed"]]
    assert changed
    words = {
        "improved": "better",
        "worsened": "worse",
        "unchanged": "level",
        "rose": "better",
        "fell": "worse",
        None: None,
    }
    for one in changed:
        assert words[one["old"]] != one["new"]
        assert (one["rule"] == "PAIR") is (one["new"] is None) is (one["reason"] is not None)


@pytest.mark.scale
def test_file_made_by_the_first_method_is_checked_by_it(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A file that names no method was made before the second one, and has no section on paths."""
    where = ("--db", str(shipped), *AT)
    for method, words in (("AT-1.0.0", ("--method", "AT-1.0.0")), ("AT-2.0.0", ())):
        out = tmp_path / f"{method}.json"
        assert run("scorecard", str(out), *words, *where).status == 0
        made = json.loads(out.read_text(encoding="utf-8"))
        assert made["asked"].get("method") == (None if method == "AT-1.0.0" else method)
        assert ("paths" in [one["id"] for one in made["sections"]]) is (method == "AT-2.0.0")
        assert run("scorecard", "--check", str(out), "--db", str(shipped)).status == 0
    old, new = (
        json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")) for name in ("AT-1.0.0", "AT-2.0.0")
    )
    assert old["data"] == new["data"]
