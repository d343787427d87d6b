"""The verb target: a working target is recorded, marked wherever a number rests on it, refused, and taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from registers import accept_everything
from shipped_scores import AT, TARGETS, set_targets, shipped_register

if TYPE_CHECKING:
    from pathlib import Path

    from cli_runner import Run

REASON = ("--reason", "To see what would follow.")
LATER = ("--by", "2030-12-31", *REASON)
START = ("--baseline", "10", "--baseline-on", "2021-12-31")
REFUSED_TARGETS = (
    (("guns-tracd", "90", *LATER), 2, "No indicator guns-tracd; did you mean guns-traced?"),
    (("FW-US-01", "90", *LATER), 2, "No indicator FW-US-01"),
    (("", "90", *LATER), 2, "The id of an indicator is missing"),
    (("guns-traced", "-5", *LATER), 1, "The target of -5 is no better than its baseline of"),
    (("guns-seized", "--", "-5"), 2, "--by"),
    (("guns-seized", "-5", "--bye", "2030"), 2, "Unknown option --bye; did you mean --by?"),
    (("guns-seized", "90", *LATER), 1, "guns-seized has no value near the agreement to start from"),
    (("guns-seized", "90", *LATER, "--baseline", "10"), 2, "A baseline needs a date"),
    (("guns-seized", "90", *LATER, "--baseline-on", "2021"), 2, "A baseline needs a value"),
    (("guns-seized", "ninety", *LATER, *START), 1, '"ninety" is not a number'),
    (("guns-seized", "nan", *LATER, *START), 1, '"nan" is not a number'),
    (("guns-seized", "90", *LATER, "--baseline", "ten", "--baseline-on", "2021-12-31"), 1, '"ten" is not a number'),
    (
        ("guns-seized", "90", "--by", "2020-12-31", *REASON, *START),
        1,
        "The target date 2020-12-31 is before its baseline date 2021-12-31",
    ),
    (
        ("guns-traced", "90", "--by", "2021", *REASON),
        1,
        "The target date 2021 is before its baseline date 2021-12-31",
    ),
    (("guns-traced", "90", "--by", "2022-06-30", *REASON), 1, "The target date 2022-06-30 is not after today"),
    (
        ("guns-seized", "90", "--by", "2100", *REASON, "--baseline", "10", "--baseline-on", "2099-12-31"),
        1,
        "The baseline of 2099-12-31 is in the future",
    ),
    (("guns-traced", "90", "--by", "12/05/2030", *REASON), 2, "--by"),
    (("guns-traced", "90", "--by", "2030-12-31", "--reason", " "), 1, "A reason is required"),
)


def read_json(run: Run, *words: str) -> Any:  # noqa: ANN401
    ran = run(*words, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


@pytest.mark.sweep("language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("words", "status", "says"), REFUSED_TARGETS, ids=[" ".join(words) for words, _, _ in REFUSED_TARGETS]
)
def test_invalid_target_is_refused_and_nothing_is_written(
    run: Run, register: Path, words: tuple[str, ...], status: int, says: str, language: str
) -> None:
    assert register.is_file()
    before = read_json(run, "history")["rows"]
    ran = run("target", *words, "--lang", language)
    assert (ran.status, ran.out) == (status, "")
    assert len(ran.err.splitlines()) == 1
    if language == "en":
        assert says in ran.err
    assert read_json(run, "history")["rows"] == before


@pytest.mark.parametrize("language", ["en", "es"])
def test_target_is_planned_recorded_and_undone(run: Run, register: Path, language: str) -> None:
    assert register.is_file()
    words = ("target", "guns-seized", "90", *LATER, *START, "--lang", language)
    before = read_json(run, "score", "--targets", "all")
    planned = run(*words, "--dry-run")
    assert (planned.status, planned.err) == (0, "")
    assert read_json(run, "score", "--targets", "all")["inputs_sha256"] == before["inputs_sha256"]
    written = run(*words)
    assert (written.status, written.err) == (0, "")
    assert "2021-12-31" in written.out
    if language == "en":
        assert "Counted from 10 on 2021-12-31. No one agreed to this target" in written.out
    (row, *_rest) = read_json(run, "history", "guns-seized")["rows"]
    assert row["kind"] == "indicator.amend"
    assert row["body"]["fields"]["target"]["set_by"] == "working"
    assert row["body"]["fields"]["baseline"] == {"value": "10", "on": "2021-12-31"}
    assert row["body"]["reason"]["en"] == REASON[1] or row["body"]["reason"]["es"] == REASON[1]
    assert run("undo").status == 0
    assert read_json(run, "score", "--targets", "all")["inputs_sha256"] == before["inputs_sha256"]


def test_negative_value_is_not_taken_for_an_option(run: Run, register: Path) -> None:
    assert register.is_file()
    start = ("--baseline", "-7", "--baseline-on", "2021-12-31")
    for words in (("-5.5", *LATER, *start), (*LATER, *start, "--", "-5.5")):
        assert run("target", "guns-seized", *words).status == 0
        (row, *_rest) = read_json(run, "history", "guns-seized")["rows"]
        assert row["body"]["fields"]["target"]["value"] == "-5.5"


def test_target_keeps_its_baseline_when_none_is_given(run: Run, register: Path) -> None:
    assert register.is_file()
    assert run("target", "guns-seized", "80", *LATER, *START).status == 0
    accept_everything(register)
    assert run("target", "guns-seized", "90", *LATER).status == 0
    (row, *_rest) = read_json(run, "history", "guns-seized")["rows"]
    assert row["body"]["fields"]["baseline"] == {"value": START[1], "on": START[3]}


def test_agreed_target_is_not_replaced_by_a_working_one(run: Run, register: Path) -> None:
    assert register.is_file()
    past = ("--as-of", "2024-06-30", "--known-on", "2030-01-01")
    before = read_json(run, "score", *past)["overall"]["attainment"]
    run("target", "guns-traced", "90", *LATER)
    later = read_json(run, "score", *AT)["commitments"]
    assert read_json(run, "score", *past)["overall"]["attainment"] == before
    assert not any("NO_TARGET" in one["flags"] for one in later)


def test_target_counts_from_the_value_at_the_agreement(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    made = ("--db", str(shipped_register(tmp_path)))
    for name, (value, start, on) in TARGETS.items():
        ran = run("target", name, value, "--by", "2027-12-31", *REASON, *made, "--desk", "us-1")
        assert (ran.status, ran.err) == (0, "")
        assert f"on {on}" in ran.out
        (row, *_rest) = read_json(run, "history", name, *made)["rows"]
        assert row["body"]["fields"]["baseline"] == {"value": start, "on": on}


def test_score_on_a_working_target_is_marked_and_must_be_requested(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    path = shipped_register(tmp_path)
    made = ("--db", str(path), *AT)
    without = read_json(run, "score", *made)
    set_targets(path)
    agreed, every = read_json(run, "score", *made), read_json(run, "score", "--targets", "all", *made)
    assert "WORKING_TARGET" not in json.dumps(agreed)
    for one, two in zip(without["groups"], agreed["groups"], strict=True):
        assert one["attainment"] == two["attainment"]
    (theirs, ours) = read_json(run, "score", "--targets", "all", "--explain", "BF21-1.3-A", *made)["leaves"]
    for leaf in (ours, theirs):
        resting = [item for item in leaf["indicators"] if item["id"] in TARGETS]
        assert all("WORKING_TARGET" in item["flags"] for item in resting)
        assert "WORKING_TARGET" in leaf["flags"]
    assert every["targets"] == "all"
    marked = {one["theme"] for one in every["commitments"] if "WORKING_TARGET" in one["flags"]}
    assert marked == {"violence"}
    page = run("score", "--targets", "all", *made).out
    assert "rests on a working target, which no one agreed to" in " ".join(page[page.index("Violence") :].split())
