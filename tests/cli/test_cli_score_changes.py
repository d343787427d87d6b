"""The verb ``score-changes``, and ``--recorded-by``: words, formats, dates, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import contract
from accordtrack.text.score_changes import format_move
from cli_runner import Run
from folders import change, make_folder

pytestmark = pytest.mark.usefixtures("register")
PERIOD = ("score-changes", "firearms", "--from", "2020", "--to", "2026")


def test_table_shows_points_and_who_recorded_it(run: Run) -> None:
    ran = run(*PERIOD, "--plain")
    assert (ran.status, ran.err) == (0, "")
    assert "what changed the numbers: statement; status reported, FW-US-01:" in ran.out
    assert "obs-0 (entered by a third party)" in ran.out
    assert "progress toward agreed targets: not yet measurable beyond arrests and seizures" in ran.out
    assert "From the end of December 31, 2020 to the end of December 31, 2026" in ran.out
    spanish = run(*PERIOD, "--plain", "--lang", "es").out
    assert "asentado por un tercero" in spanish


@pytest.mark.parametrize(
    ("points", "said"), [(0.0017, "+0.002"), (-0.0000004, "−0.0000004"), (1.5, "+1.50"), (0.0, "")]
)
def test_points_are_written_out_however_few(points: float, said: str) -> None:
    assert format_move(points) == said


def test_every_format_lists_the_same_changes_as_documented(run: Run) -> None:
    page = contract.types()
    whole = json.loads(run(*PERIOD, "--format", "json").out)
    page.check(whole["type"], whole, whole["type"], beside=contract.ENVELOPE)
    for number in ("delivery", "trend", "attainment"):
        total = sum(row["points"][number] for row in whole["rows"])
        assert total == pytest.approx(whole["points"][number], abs=1e-9)
    shape, beside = contract.rows()["score_changes_row"]
    lines = [json.loads(line) for line in run(*PERIOD, "--format", "ndjson").out.splitlines()]
    assert [line["row"] for line in lines] == whole["rows"]
    assert all(set(line) == {*contract.ENVELOPE, "row", *beside} for line in lines)
    for line in lines:
        page.check(shape, line["row"], shape)
    out = run(*PERIOD, "--format", "csv").out
    assert out.splitlines()[0] == contract.columns()["score_changes"]
    told = list(csv.DictReader(io.StringIO(out)))
    entries = [entry["id"] for row in whole["rows"] for entry in row["entries"] or [{"id": ""}]]
    assert [row["entry"] for row in told] == entries


def test_days_without_any_change_succeed_and_say_so(run: Run) -> None:
    ran = run("score-changes", "--from", "2019", "--to", "2020")
    assert (ran.status, ran.err) == (0, "")
    assert "No entry changed a number." in ran.out
    assert run("score-changes", "--from", "2020-01-01", "--to", "2020-01-01").status == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score-changes",), "Name the date to start from"),
        (("score-changes", "--from", "2026", "--to", "2025"), "2025-12-31 is before 2026-12-31"),
        (("score-changes", "--from", "05/01/2026"), "Ambiguous date"),
        (("score-changes", "--from", "2026-02-30"), "is not a date"),
        (("score-changes", "--from", "2020", "--to", "\x1b[31msoon"), "is not a date"),
        (("score-changes", "firearm", "--from", "2020"), "did you mean firearms"),
        (("score-changes", "FW-US-01#OBS", "--from", "2020"), "Unknown area, side or commitment"),
        (("score-changes", "\u202eevil\x1b[2J", "--from", "2020"), "Unknown area, side or commitment"),
        (("score", "--recorded-by", "2026-13"), "is not a date"),
        (("score", "--recorded-by", "2001"), "Nothing was recorded up to 2001-12-31"),
        (("scorecard", "out.md", "--recorded-by", "no-note"), "cannot be read as a checkpoint"),
    ],
)
def test_wrong_dates_and_cards_are_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (2 if "recorded" not in said and "checkpoint" not in said else ran.status, "")
    assert ran.status in {1, 2}
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err


def test_hostile_titles_and_names_are_cleaned(run: Run, tmp_path: Path) -> None:
    data = make_folder(tmp_path / "data")
    change(
        data,
        "commitments/fw.yaml",
        "title: {en: ",
        'title: {en: "=1+1 [red]x[/red] {n} %s ", es: "=2+2"}\n  note: {en: ',
    )
    register = str(tmp_path / "hostile.db")
    made = run("init", "--db", register, "--data", str(data), "--desk", "us-3")
    assert made.status == 0, made.err
    for form in ("table", "json", "csv", "ndjson"):
        ran = run(*PERIOD, "--db", register, "--format", form)
        assert (ran.status, ran.err) == (0, "")
        assert "\x1b" not in ran.out
    rows = list(csv.reader(io.StringIO(run(*PERIOD, "--db", register, "--format", "csv").out)))
    assert any("=1+1" in cell for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_score_as_recorded_by_a_checkpoint_says_so(run: Run, tmp_path: Path) -> None:
    note = str(tmp_path / "note")
    assert run("checkpoint", note).status == 0
    before = run("score", "--recorded-by", note, "--format", "json")
    assert json.loads(before.out)["recorded_by"] == "checkpoint"
    wrote = run("update", "FW-US-01", "limited", "--note", "Fewer.", "--evidence", "https://example.org/w")
    assert wrote.status == 0, wrote.err
    after = json.loads(run("score", "--recorded-by", note, "--format", "json").out)
    assert after == json.loads(before.out)
    assert json.loads(run("score", "--format", "json").out)["recorded_by"] is None
    assert json.loads(run("score", "--format", "json").out)["overall"] != after["overall"]
    assert "Recorded later and left out: us-1: 2 entries." in " ".join(run("score", "--recorded-by", note).out.split())
    told = run("score", "--recorded-by", "2998", "--plain").out
    assert "As recorded up to 2998-12-31, by the clocks of the desks." in " ".join(told.split())
    lines = run("score", "--recorded-by", note, "--format", "csv").out.splitlines()
    assert lines[0] == contract.columns()["score"]
    assert {row["recorded_by"] for row in csv.DictReader(lines)} == {"checkpoint"}


def test_check_of_a_scorecard_names_causes(run: Run, tmp_path: Path) -> None:
    card = str(tmp_path / "card.json")
    assert run("scorecard", card).status == 0
    assert run("update", "FW-US-01", "limited", "--note", "Fewer.", "--evidence", "https://example.org/w").status == 0
    ran = run("scorecard", "--check", card, "--plain")
    assert ran.status == 1
    assert "(statement" in ran.out
    assert "statement: " in ran.out
    told = json.loads(run("scorecard", "--check", card, "--format", "json").out)
    contract.types().check("scorecard_check", told, "check", beside=contract.ENVELOPE)
    assert all(one["classes"] for one in told["differences"])
    lines = run("scorecard", "--check", card, "--format", "csv").out.splitlines()
    assert lines[0] == contract.columns()["scorecard_check"]


@pytest.mark.parametrize("verb", [("score-changes", "--from", "2020"), ("contrast",), ("paths",)])
def test_theme_is_named_in_either_language(run: Run, verb: tuple[str, ...]) -> None:
    name, *more = verb
    spanish, english = (run(name, word, *more, "--lang", "es") for word in ("armas", "firearms"))
    assert (spanish.status, spanish.out) == (0, english.out)
    assert "tema, parte o compromiso" in run("score-changes", "aviones", "--from", "2020", "--lang", "es").err
