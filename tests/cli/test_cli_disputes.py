"""The disputes on the command line: a row a thread, every word of it, whose turn it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli_runner import Run


def disputed(run: Run) -> None:
    assert run("update", "FW-US-01", "substantial", "--note", "Begun.").status == 0
    words = ("--reason", "Half is traced.\nNo more.", "--ground", "not_enough", "--proposes", "limited")
    assert run("dispute", "FW-US-01", "--desk", "mx-1", *words).status == 0


def test_a_row_says_what_each_says_and_who_is_waited_for(run: Run, register: Path) -> None:
    assert register.is_file()
    disputed(run)
    ran = run("disputes", "id:FW-US-01", "--plain")
    assert "United States: ◑ substantial" in ran.out
    assert "Mexico: disputes, ◔ limited" in ran.out
    assert "waiting on: United States\n" in ran.out
    assert "no answer was found is never consent" in ran.out
    assert "1 thread, 1 open." in ran.out


def test_mexico_stands_first_in_spanish(run: Run, register: Path) -> None:
    assert register.is_file()
    disputed(run)
    lines = run("disputes", "id:FW-US-01", "--plain", "--lang", "es").out.splitlines()
    places = [
        next(n for n, line in enumerate(lines) if line.startswith(side)) for side in ("México:", "Estados Unidos:")
    ]
    assert places == sorted(places)


def test_every_word_is_quoted_line_by_line(run: Run, register: Path) -> None:
    assert register.is_file()
    disputed(run)
    told = run("disputes", "id:FW-US-01", "--words").out
    assert "│ Half is traced.\n" in told
    assert "│ No more.\n" in told
    assert "ground: not enough" in told
    assert "proposes limited" in told


@pytest.mark.parametrize("words", [("disputes", "-id:FW-US-01"), ("disputes", "theme:health")])
def test_what_no_filter_matches_says_so(run: Run, register: Path, words: tuple[str, ...]) -> None:
    assert register.is_file()
    disputed(run)
    ran = run(*words)
    assert "FW-US-01" not in ran.out
    assert ran.status == 0


def test_two_dates_are_those_of_the_question(run: Run, register: Path) -> None:
    assert register.is_file()
    disputed(run)
    whole = json.loads(run("disputes", "--as-of", "2020-01-01", "--format", "json").out)
    assert (whole["total"], whole["rows"], whole["as_of"]) == (0, [], "2020-01-01")
    assert run("disputes", "side:XX").status == 2


def test_a_page_says_how_many_there_are_and_how_to_go_on(run: Run, register: Path) -> None:
    assert register.is_file()
    disputed(run)
    assert run("not-agreed", "FW-JT-01", "--desk", "mx-1", "--reason", "Other words.").status == 0
    assert run("amend", "FW-JT-01", "due_on=2027-06-30", "--reason", "Budget.").status == 0
    every = json.loads(run("disputes", "--format", "json").out)
    ids = [row["id"] for row in every["rows"]]
    assert (every["total"], every["after"]) == (len(ids), None)
    assert len(ids) >= 3
    first = json.loads(run("disputes", "--limit", "2", "--format", "json").out)
    assert ([row["id"] for row in first["rows"]], first["total"], first["after"]) == (ids[:2], len(ids), ids[1])
    rest = json.loads(run("disputes", "--after", ids[1], "--format", "json").out)
    assert ([row["id"] for row in rest["rows"]], rest["after"]) == (ids[2:], None)
    told = run("disputes", "--limit", "1").out
    assert f"1 of {len(ids)} threads" in told
    assert f"--after {ids[0]}" in told
    assert run("disputes", "--limit", "1", "--all").out.count("\n") > told.count("\n")
    assert "--after" not in run("disputes", "--all").out
    assert run("disputes", "--after", "nothing").status == 2


def test_waits_asks_whose_turn_it_is(run: Run, register: Path) -> None:
    assert register.is_file()
    disputed(run)
    rows = json.loads(run("disputes", "--format", "json").out)["rows"]
    for side in ("US", "MX"):
        found = json.loads(run("disputes", f"waits:{side}", "--format", "json").out)["rows"]
        assert [row["id"] for row in found] == [row["id"] for row in rows if row["turn"] == side]
    assert any(row["turn"] == "US" for row in rows)
