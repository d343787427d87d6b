"""The verb score: every card and form, a commitment explained, the options that move the numbers, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from accordtrack.scoring.rounding import round_half_even
from cli_runner import Run, read_json
from folders import change, make_folder

BY = ("theme", "framework", "side", "body")
AT = ("--as-of", "2026-11-25", "--known-on", "2026-11-25")
SCORES = (
    *(("score", "--by", group) for group in BY),
    ("score", "--explain", "FW-US-01"),
    ("score", "--targets", "all", "--texts", "all"),
    ("score", "--base", "2022"),
    ("score", "--as-of", "2024-06-30"),
    ("score", "--known-on", "2024-01"),
    ("score", "--uncertainty", "--draws", "20", "--seed", "7", "--shares"),
)
REFUSED_OPTIONS = (
    (("--by", "goal"), 2, 'Unknown --by "goal". Known are: theme, framework, side, body.'),
    (("--targets", "some"), 2, 'Unknown --targets "some"'),
    (("--texts", "none"), 2, 'Unknown --texts "none"'),
    (("--base", "05/01/2026"), 2, "--base: Ambiguous date 05/01/2026"),
    (("--as-of", "soon"), 2, "--as-of"),
    (("--known-on", "2026-13"), 2, "--known-on"),
    (("--draws", "0"), 2, '--draws cannot be "0"'),
    (("--draws", "many"), 2, "--draws"),
    (("--draws", "-1"), 2, '--draws cannot be "-1"'),
    (("--draws", "1_000"), 2, '--draws cannot be "1_000"'),
    (("--draws", ""), 2, "--draws"),
    (("--seed", "x"), 2, "--seed"),
    (("--method", "/no/such/file"), 1, "The method file cannot be read"),
    (("--explain", "FW-US-02"), 2, "No commitment FW-US-02; did you mean FW-US-01?"),
    (("--explain", "something"), 2, "No commitment something. accordtrack list shows their codes."),
    (("--explain", ""), 2, "--explain needs the id of a commitment"),
    (("--explain", " "), 2, "--explain needs the id of a commitment"),
    (("--explain", "x" * 9000), 2, f"No commitment {'x' * 39}…. accordtrack list shows their codes."),
    (("--explain", "FW-US-01", "--uncertainty"), 2, "--explain has no draws"),
    (("--format", "csv", "--shares"), 2, "CSV has no columns for --shares"),
    (("--format", "csv", "--uncertainty", "--by", "body"), 2, "CSV has no columns for the draws with --by body"),
    (("--explain", "FW-JT-01"), 1, "FW-JT-01 is listed but not scored: not verifiable as written"),
)


@pytest.mark.sweep("language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("words", SCORES, ids=" ".join)
def test_tables_fit_and_name_the_method_and_dates(
    run: Run, register: Path, words: tuple[str, ...], language: str
) -> None:
    assert register.is_file()
    for more in ((), ("--ascii",), ("--plain",)):
        ran = run(*words, "--lang", language, *more)
        assert (ran.status, ran.err) == (0, "")
        if "--plain" not in more:
            assert max(map(len, ran.out.splitlines())) <= 80
        assert "AT-1.0.0" in ran.out
        assert "{" not in ran.out
        flat = " ".join(ran.out.split())
        assert re.search("May 31, 2026|31 de mayo de 2026", flat) or "--as-of" in words


@pytest.mark.parametrize("words", SCORES, ids=" ".join)
def test_every_machine_format_holds_the_same_nodes(run: Run, register: Path, words: tuple[str, ...]) -> None:
    assert register.is_file()
    whole = read_json(run, *words)
    lines = [json.loads(line) for line in run(*words, "--format", "ndjson").out.splitlines()]
    lines = [line for line in lines if line["type"] in {"score_row", "score_explained"}]
    cells = run(*(word for word in words if word != "--shares"), "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(cells)))
    if "--explain" in words:
        assert lines == [whole]
        assert [row["id"] for row in rows] == ["FW-US-01"]
        return
    nodes = [whole["overall"], *whole["groups"]]
    assert [line["row"] for line in lines] == nodes
    assert {line["by"] for line in lines} == {whole["by"]}
    assert [row["id"] for row in rows] == [node["id"] for node in nodes]
    for row, node in zip(rows, nodes, strict=True):
        if row["delivery"]:
            assert row["delivery"] == str(round_half_even(node["delivery"]["score"], 4))
        assert bool(row["attainment"]) is node["attainment"]["printable"]


def test_overall_score_does_not_depend_on_the_grouping(run: Run, register: Path) -> None:
    assert register.is_file()
    wholes = [read_json(run, "score", "--by", group)["overall"] for group in BY]
    assert all(whole == wholes[0] for whole in wholes)


def test_scores_of_the_small_register_follow_the_method(run: Run, register: Path) -> None:
    """Substantial, documented by the United States, read as limited by Mexico: midpoint of 2/3 x 1/2 and 1/3 x 1/4."""
    assert register.is_file()
    whole = read_json(run, "score", *AT)
    delivery = whole["overall"]["delivery"]
    assert (delivery["score"], delivery["lo"], delivery["hi"]) == pytest.approx((20.8333, 8.3333, 33.3333), abs=1e-4)
    assert delivery["assessed"] == 0.5
    assert (delivery["low_bound"], delivery["high_bound"]) == pytest.approx((10.4167, 60.4167), abs=1e-4)
    assert whole["overall"]["attainment"]["printable"] is False
    assert whole["not_scored"] == [{"id": "FW-JT-01", "reason": "not_verifiable"}]
    page = run("score", *AT).out
    assert "21 (67 before adjusting for evidence), with a status on 1 of 2" in " ".join(page.split())
    assert "not yet measurable beyond arrests and seizures: usable" in page
    assert "not verifiable as written 1" in page


def test_attainment_is_printed_only_while_a_result_is_usable(run: Run, register: Path) -> None:
    """The value of 2022 is 547 days old in the middle of 2024, within 550; a year later it is not."""
    assert register.is_file()
    usable = run("score", "--as-of", "2024-06-30").out
    assert "8.0 [" in usable
    assert "indicators on 1 of 2 commitments" in " ".join(usable.split())
    assert "not yet measurable" not in usable
    assert "balanced score" in usable
    stale = run("score", "--as-of", "2025-06-30").out
    assert " ".join(stale.split()).count("not yet measurable beyond arrests and seizures: usable") == 2


def test_explained_points_add_up_to_the_score(run: Run, register: Path) -> None:
    assert register.is_file()
    page = run("score", "--explain", "FW-US-01", *AT).out
    for words in (
        "status: ◑ substantial, stated",
        "answer of Mexico",
        "midpoint of 8.3 and 33.3 = 20.8; 66.7 before",
    ):
        assert words in page
    whole = read_json(run, "score", "--explain", "FW-US-01", *AT)
    (leaf,) = whole["leaves"]
    assert leaf["half"] is None
    assert sum(line.get("points", line.get("floor")) for line in leaf["points"]) == pytest.approx(leaf["score"])
    for line in leaf["points"]:
        parts = line["measured"] + line["not_held"] + line["not_evidenced"]
        assert parts == pytest.approx(line["points"])


def test_explained_halves_begin_with_the_side_of_the_language(run: Run, home: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data")
    change(folder, "commitments/fw.yaml", "verifiable: false", "verifiable: true")
    change(folder, "commitments/fw.yaml", "theme: governance", "theme: firearms")
    made = ("--db", str(tmp_path / "joint.db"))
    assert home.is_dir()
    assert run("init", "--data", str(folder), *made).status == 0
    whole = read_json(run, "score", "--explain", "FW-JT-01", *made)
    assert {leaf["half"] for leaf in whole["leaves"]} == {"US", "MX"}
    english, spanish = (run("score", "--explain", "FW-JT-01", "--lang", name, *made).out for name in ("en", "es"))
    assert english.index("  United States\n") < english.index("  Mexico\n")
    assert spanish.index("  México\n") < spanish.index("  Estados Unidos\n")


def test_side_cards_begin_with_the_side_of_the_language(run: Run, register: Path) -> None:
    assert register.is_file()
    for language, order in (("en", ("United States", "Mexico")), ("es", ("México", "Estados Unidos"))):
        cards = [line for line in run("score", "--by", "side", "--lang", language).out.splitlines() if line in order]
        assert tuple(cards) == order


def test_as_of_and_known_on_are_applied_separately(run: Run, register: Path) -> None:
    """The dispute was said on 2024-03-01, the claim too: before it nothing is known."""
    assert register.is_file()
    before = read_json(run, "score", "--as-of", "2026-11-25", "--known-on", "2024-02-29")
    assert (before["as_of"], before["known_on"]) == ("2026-11-25", "2024-02-29")
    assert before["overall"]["delivery"]["score"] is None
    assert sum(before["overall"]["delivery"]["stated"].values()) == 0
    after = read_json(run, "score", "--as-of", "2026-11-25", "--known-on", "2024-03-01")
    assert after["overall"]["delivery"]["stated"]["substantial"] == 1
    early = read_json(run, "score", "--as-of", "2020-01-01", "--known-on", "2026-11-25")
    assert early["overall"]["n"] == 0


def test_draws_repeat_with_the_same_seed_and_differ_with_another(run: Run, register: Path) -> None:
    assert register.is_file()
    words = ("score", *AT, "--uncertainty", "--draws", "40", "--shares")
    for form in ("table", "json"):
        once, twice = (run(*words, "--seed", "11", "--format", form) for _ in range(2))
        assert once == twice
        assert once.status == 0
        assert run(*words, "--seed", "12", "--format", form).out != once.out
    drawn = read_json(run, *words, "--seed", "11")["uncertainty"]
    assert (drawn["draws"], drawn["seed"]) == (40, 11)
    interval = drawn["delivery"]["overall"]
    assert 0 <= interval["p05"] <= interval["p50"] <= interval["p95"] <= 100
    assert read_json(run, *words[:-1])["uncertainty"]["delivery"]["shares"] is None
    assert read_json(run, "score", *AT)["uncertainty"] is None


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("words", "status", "says"), REFUSED_OPTIONS, ids=[" ".join(words)[:40] for words, _, _ in REFUSED_OPTIONS]
)
def test_wrong_option_is_refused_in_one_sentence(
    run: Run, register: Path, words: tuple[str, ...], status: int, says: str, language: str
) -> None:
    before = register.read_bytes()
    ran = run("score", *words, "--lang", language)
    assert (ran.status, ran.out) == (status, "")
    assert len(ran.err.splitlines()) == 1
    assert len(ran.err) < 200
    assert "Traceback" not in ran.err
    if language == "en":
        assert says in ran.err
    assert register.read_bytes() == before


def test_empty_register_has_nothing_in_scope(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    made = ("--db", str(tmp_path / "empty.db"))
    assert run("init", "--empty", *made).status == 0
    assert "nothing in scope" in run("score", *made).out
    for words in (("score",), ("score", "--by", "body"), ("score", "--uncertainty"), ("contrast",), ("events",)):
        for form in ("table", "json", "ndjson", "csv"):
            ran = run(*words, *made, "--format", form)
            assert (ran.status, ran.err) == (0, "")


def test_side_that_owes_nothing_is_null(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    made = ("--db", str(tmp_path / "empty.db"))
    assert run("init", "--empty", *made).status == 0
    sides = read_json(run, "score", *made)["sides"]
    assert (sides["US"], sides["MX"]) == (None, None)


def test_overall_score_counts_every_scored_commitment(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    folder = make_folder(tmp_path / "data")
    change(folder, "commitments/fw.yaml", "verifiable: false", "verifiable: true")
    made = ("--db", str(tmp_path / "theme.db"))
    if run("init", "--data", str(folder), *made).status:
        return
    whole = read_json(run, "score", *made)
    assert whole["overall"]["n"] == len(whole["commitments"])
