"""Counts on the command line: each is the length of the list that its documented filter prints."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cli_runner import Run
from mixed_register import mixed_desk

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
FIELDS = {"body": "lead", "theme": "theme", "framework": "framework"}


@pytest.fixture
def mixed(run: Run) -> Run:
    """Commands at the register that has records of every kind and state."""
    path = str(mixed_desk().path)
    return lambda *words: run("--db", path, *words)


def read_json(run: Run, *words: str) -> dict[str, Any]:
    ran = run(*words, "--format", "json")
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def documented_filters() -> dict[str, str]:
    """The filter of each count of an owed row, as documented in the JSON contract."""
    part = PAGE.read_text(encoding="utf-8").partition("### owed row")[2].partition("\n### ")[0]
    return dict(re.findall(r"^\| `(\w+)` \|.*: `([^`]*SIDES[^`]*)` \|$", part, flags=re.MULTILINE))


@pytest.mark.sweep
@pytest.mark.parametrize("by", ["body", "side", "theme", "framework"])
def test_every_owed_count_is_the_length_of_its_list(mixed: Run, by: str) -> None:
    filters = documented_filters()
    assert len(filters) == 10
    seen = 0
    for row in read_json(mixed, "owed", "--by", by)["rows"]:
        of = f" {FIELDS[by]}:{row['code'] or '-'}" if by in FIELDS else ""
        for name, words in filters.items():
            total = read_json(mixed, "list", "--limit", "1", words.replace("SIDES", row["side"] or "US,MX") + of)[
                "total"
            ]
            assert total == row[name], (row["code"], name)
            seen += total
    assert seen


@pytest.mark.parametrize("language", ["en", "es"])
def test_owed_prints_a_filter_that_lists_what_the_first_row_owes(mixed: Run, language: str) -> None:
    printed = " ".join(mixed("--lang", language, "owed", "--by", "theme", "--as-of", "2026-11-25").out.split())
    found = re.search(r'accordtrack (list [^"]*"[^"]*")', printed)
    assert found is not None
    row = read_json(mixed, "owed", "--by", "theme", "--as-of", "2026-11-25")["rows"][0]
    assert read_json(mixed, *shlex.split(found[1]))["total"] == row["owed"]


def test_list_says_whether_it_counts_commitments_or_records(mixed: Run) -> None:
    assert "16 records." in mixed("list").out
    assert "11 commitments." in mixed("list", "kind:commitment").out
    assert "1 of 8 commitments." in mixed("list", "open:US,MX", "--limit", "1").out
    assert "No record matches." in mixed("list", "zzz").out


def test_searched_word_that_is_a_theme_suggests_the_theme_filter(mixed: Run) -> None:
    words = read_json(mixed, "list", "firearms")["total"]
    theme = read_json(mixed, "list", "theme:firearms")["total"]
    assert words != theme
    assert f'"firearms" was searched as a word; theme:firearms finds {theme}\n' in mixed("list", "firearms").out
    assert "searched as a word" not in mixed("list", "theme:firearms").out
    assert f"tema:armas da {theme}\n" in mixed("--lang", "es", "list", "armas").out


def test_init_reports_how_many_records_are_commitments(run: Run, tmp_path: Path) -> None:
    data = str(mixed_desk().path.parent / "data")
    made = read_json(run, "--db", str(tmp_path / "new.db"), "init", "--data", data)
    assert (made["records"], made["commitments"]) == (16, 11)
    shown = run("--db", str(tmp_path / "other.db"), "init", "--data", data).out
    assert "16 records, 11 of them commitments;" in " ".join(shown.split())


def test_score_counts_match_the_rows_in_json(mixed: Run) -> None:
    found = read_json(mixed, "score")
    leaves, whole = found["commitments"], found["overall"]
    assert whole["n"] == len(leaves)
    assert whole["commitments"] == len({one["id"] for one in leaves})
    assert whole["standing"] == dict(Counter(one["standing"] for one in leaves))
    for group in found["groups"]:
        assert group["n"] == sum(one["theme"] == group["id"] for one in leaves)
    moved = whole["trend"]
    assert moved["unmeasured"] == sum(one["t"] is None for one in moved["series"])
    assert len(found["not_scored"]) + whole["commitments"] == read_json(mixed, "list")["total"]
    assert "--format json lists the commitments" in mixed("score").out
