"""The verb ``diff`` and the years of a history: words, dates, and what is refused."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli_runner import Run

pytestmark = pytest.mark.usefixtures("register")
PERIOD = ("diff", "2022", "2026-01-01")


def test_table_shows_the_commitment_the_change_and_both_values(run: Run) -> None:
    ran = run(*PERIOD, "id:FW-US-01", "--plain")
    assert ran.status == 0
    assert "what changed: + status, United States" in ran.out
    assert "before: · no statement found" in ran.out
    assert "From December 31, 2022 to January 1, 2026: " in ran.out
    spanish = run(*PERIOD, "id:FW-JT-01", "--plain", "--lang", "es").out
    assert spanish != ran.out


def test_every_format_lists_the_same_changes(run: Run) -> None:
    whole = json.loads(run(*PERIOD, "--format", "json").out)
    assert sum(whole["counts"].values()) == len(whole["rows"]) > 0
    assert whole["commitments"] == len({row["id"] for row in whole["rows"]})
    lines = [json.loads(line) for line in run(*PERIOD, "--format", "ndjson").out.splitlines()]
    assert [line["row"] for line in lines] == whole["rows"]
    assert {(line["from_as_of"], line["to_known_on"]) for line in lines} == {("2022-12-31", "2026-01-01")}
    told = list(csv.DictReader(io.StringIO(run(*PERIOD, "--format", "csv").out)))
    assert [(row["id"], row["kind"]) for row in told] == [(row["id"], row["kind"]) for row in whole["rows"]]


def test_csv_names_the_desk_that_wrote_a_note(run: Run) -> None:
    assert (
        run("amend", "FW-US-01", "note.en=Called.", "note.es=Llamada.", "--reason", "A note.", "--desk", "us-1").status
        == 0
    )
    told = csv.DictReader(io.StringIO(run("diff", "2026-11-24", "2026-11-25", "--format", "csv").out))
    assert [row["after_by_en"] for row in told if row["id"] == "FW-US-01"] == ["us-1"]


def test_diff_without_changes_succeeds_and_says_so(run: Run) -> None:
    ran = run("diff", "2019", "2020")
    assert (ran.status, ran.err) == (0, "")
    assert "Nothing changed." in ran.out


def test_one_of_the_two_dates_can_be_fixed(run: Run) -> None:
    told = json.loads(run(*PERIOD, "--known-on", "2026", "--format", "json").out)
    assert (told["from_known_on"], told["to_known_on"], told["from_as_of"]) == (
        "2026-12-31",
        "2026-12-31",
        "2022-12-31",
    )
    told = json.loads(run(*PERIOD, "--as-of", "2025-05", "--format", "json").out)
    assert (told["from_as_of"], told["to_as_of"], told["to_known_on"]) == ("2025-05-31", "2025-05-31", "2026-01-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("diff", "2026", "2025"), "The second date is before the first"),
        (("diff", "05/01/2026", "2026"), "Ambiguous date"),
        (("diff", "2025", "2026", "sid:US"), "side"),
        (("diff", "2025"), "is missing"),
        ((*PERIOD, "--as-of", "2025", "--known-on", "2025"), "--as-of cannot be used with --known-on"),
    ],
)
def test_refusal_says_why(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_ascii_option_prints_only_ascii(run: Run) -> None:
    assert run(*PERIOD, "--ascii").out.isascii()
    assert run("history", "--ascii").out.isascii()


def test_history_ends_with_one_line_per_year(run: Run) -> None:
    ran = run("history", "FW-US-01", "--plain")
    years = ran.out.split("By year\n")[1].splitlines()
    assert any(line.startswith("2024: ") and "United States: " in line for line in years)
    spanish = run("history", "--plain", "--lang", "es").out
    both = next(line for line in spanish.splitlines() if "México:" in line and "Estados Unidos:" in line)
    assert both.index("México:") < both.index("Estados Unidos:")
    assert "By year" not in run("history", "--plain", "--kind", "note.add").out
    assert "By year" not in run("history", "--speaker", "US").out
