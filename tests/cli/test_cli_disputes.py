"""The disputes on the command line: a row a thread, every word of it, whose turn it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accordtrack.cli import text_tables
from accordtrack.cli.arguments import Globals
from cli_runner import Run


def open_dispute(run: Run) -> None:
    assert run("update", "FW-US-01", "substantial", "--note", "Begun.").status == 0
    words = ("--reason", "Half is traced.\nNo more.", "--ground", "not_enough", "--proposes", "limited")
    assert run("dispute", "FW-US-01", "--desk", "mx-1", *words).status == 0


def test_row_shows_both_positions_and_who_is_waited_for(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    ran = run("disputes", "id:FW-US-01", "--plain")
    assert "United States: ◑ substantial" in ran.out
    assert "Mexico: disagrees, ◔ limited" in ran.out
    assert "waiting on: United States\n" in ran.out
    assert "Finding no answer never means consent" in ran.out
    assert "1 thread, 1 open." in ran.out


def test_no_word_breaks_beside_a_long_code(run: Run, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert register.is_file()
    monkeypatch.setenv("COLUMNS", "80")
    fields = ("framework=FW", "title=Trace the guns", "responsible_side=US", "theme=firearms", "sources=JS-2021")
    own = ("kind=unilateral_action", "text_basis=own_text")
    code = "FW-US-A-LONG-CODE-OF-28-CELL"
    assert run("add", "commitment", f"id={code}", *fields, *own, "--desk", "us-1").status == 0
    assert run("update", code, "substantial", "--note", "Begun.").status == 0
    words = ("--reason", "Half.", "--proposes", "limited", "--desk", "mx-1")
    assert run("dispute", code, *words).status == 0
    (row,) = (line for line in run("disputes", f"id:{code}").out.splitlines() if line.startswith(code))
    assert "◑ substantial" in row


def test_path_of_a_key_never_breaks(run: Run, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert register.is_file()
    keys = [row["path"] for row in json.loads(run("key", "list", "--format", "json").out)["rows"] if row["path"]]
    said = run("key", "list").out
    assert keys
    assert all(path in said for path in keys)


def test_mexico_comes_first_in_spanish(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    lines = run("disputes", "id:FW-US-01", "--plain", "--lang", "es").out.splitlines()
    places = [
        next(n for n, line in enumerate(lines) if line.startswith(side)) for side in ("México:", "Estados Unidos:")
    ]
    assert places == sorted(places)


def test_words_are_quoted_line_by_line(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    told = run("disputes", "id:FW-US-01", "--words").out
    assert "│ Half is traced.\n" in told
    assert "│ No more.\n" in told
    assert "ground: not enough" in told
    assert "proposes limited" in told


@pytest.mark.parametrize("words", [("disputes", "-id:FW-US-01"), ("disputes", "theme:health")])
def test_filter_without_matches_lists_no_dispute(run: Run, register: Path, words: tuple[str, ...]) -> None:
    assert register.is_file()
    open_dispute(run)
    ran = run(*words)
    assert "FW-US-01" not in ran.out
    assert ran.status == 0


def test_dates_limit_the_listed_disputes(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    whole = json.loads(run("disputes", "--as-of", "2020-01-01", "--format", "json").out)
    assert (whole["total"], whole["rows"], whole["as_of"]) == (0, [], "2020-01-01")
    assert run("disputes", "side:XX").status == 2


def test_page_shows_the_total_and_how_to_continue(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    assert run("not-agreed", "FW-JT-01", "--desk", "mx-1", "--reason", "Other words.").status == 0
    amended = run("amend", "FW-JT-01", "due_on=2027-06-30", "--reason", "Budget.", "--format", "json")
    waiting = json.loads(run("disputes", "--format", "json").out)
    assert waiting["total"] == 2, "a proposal that waits is no dispute"
    (proposal,) = json.loads(amended.out)["ids"]
    assert run("dispute", proposal, "--desk", "mx-1", "--reason", "Too late.").status == 0
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


def test_waits_filter_finds_threads_by_turn(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    rows = json.loads(run("disputes", "--format", "json").out)["rows"]
    for side in ("US", "MX"):
        found = json.loads(run("disputes", f"reply:{side}", "--format", "json").out)["rows"]
        assert [row["id"] for row in found] == [row["id"] for row in rows if row["turn"] == side]
    assert any(row["turn"] == "US" for row in rows)


def test_row_says_since_when_it_is_the_turn_of_a_side(run: Run, register: Path) -> None:
    assert register.is_file()
    open_dispute(run)
    (thread,) = json.loads(run("disputes", "id:FW-US-01", "--format", "json").out)["rows"]
    assert thread["opened_on"] < thread["turn_since"]
    assert f"since: {thread['turn_since']}\n" in run("disputes", "id:FW-US-01", "--plain").out


def test_title_gives_way_before_a_table_cuts_its_last_column(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = [
        text_tables.Column("code", whole=True),
        text_tables.Column("title", from_width=60, at_least=20),
        text_tables.Column("about"),
        text_tables.Column("age", numeric=True),
    ]
    row = ["FEB25-JT-03", "Patrol on both sides of the border", "claim of the United States", "523 days"]
    shown = {}
    for width in range(56, 80):
        monkeypatch.setenv("COLUMNS", str(width))
        text_tables.print_table(Globals(), columns, [row])
        lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
        assert any(line.endswith("523 days") for line in lines), width
        shown[width] = "title" in lines[0]
    assert (shown[60], shown[79]) == (False, True)
