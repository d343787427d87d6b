"""The ``answer`` verb: the paragraph first, the same in every format, plain messages on bad input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from accordtrack.i18n import LANGUAGES
from cli_runner import Run
from shipped_scores import AT

pytestmark = pytest.mark.scale


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_machine_formats_carry_the_same_paragraph(run: Run, shipped: Path, language: str) -> None:
    def out(*words: str) -> str:
        return run("answer", "violence", *words, "--db", str(shipped), "--lang", language, *AT).out

    (row,) = json.loads(out("--format", "json"))["rows"]
    paragraph = row["text"][language]
    assert paragraph in out("--plain")
    assert next(csv.DictReader(io.StringIO(out("--format", "csv"))))[f"text_{language}"] == paragraph
    assert json.loads(out("--format", "ndjson").splitlines()[0])["row"]["text"][language] == paragraph


def test_whole_begins_with_the_answer_and_ends_without_a_cause(run: Run, shipped: Path) -> None:
    rows = json.loads(run("answer", "--format", "json", "--db", str(shipped), *AT).out)["rows"]
    assert len(rows) == 10
    assert rows[0]["text"]["en"].startswith("Of 9 areas, indicators ")
    assert rows[0]["text"]["en"].endswith("they do not show a cause.")
    assert [row["word"] for row in rows].count(None) == 1


def test_unknown_theme_is_named_with_those_that_exist(run: Run, shipped: Path) -> None:
    ran = run("answer", "violense", "--db", str(shipped))
    assert ran.status == 2
    assert "violense" in ran.err
    assert "violence" in ran.err


def test_register_without_anything_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    run("init", "--empty", "--db", str(path))
    ran = run("answer", "--plain", "--db", str(path))
    assert ran.status == 0
    assert "No comparable figures were found. No commitments are listed." in ran.out
