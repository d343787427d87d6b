"""The verb method, and parameters of one's own: told in both languages, round trip, bridge, and files that are none."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from pathlib import Path

import pytest

from cli_runner import Run, read_json

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "method.md", "es": DOCS / "method.es.md"}
BAD = (
    ("results = 70", "results = 71", 1, "bands: The bands sum to 101"),
    ("results = 70", "results = 80\ninputs = -10", 2, 'Unknown parameter "inputs"; did you mean input?'),
    ("floor = -1.0", "floor = nan", 1, "progress: The parameter floor is not a number"),
    ("floor = -1.0", "floor = inf", 1, "The parameter floor is not a number"),
    ("floor = -1.0", 'floor = "low"', 1, "The parameter floor is not a number"),
    ("floor = -1.0", "floor = true", 1, "The parameter floor is not a number"),
    ("floor = -1.0", "floor = [-1.0]", 1, "The parameter floor is not a number"),
    ("floor = -1.0", "", 1, "The parameter floor is missing"),
    ("floor = -1.0", "floor = 0.5", 1, "The floor is out of range"),
    ("claimed = 0.25", "claimed = 0.9", 1, "A stronger grade has a lower value"),
    ("immediate = 0.5", "immediate = 1.5", 1, "A share is out of range"),
    ("full = 0.02", "full = 0.0", 1, "A rate or a time is not positive"),
    ("band = [60.0, 80.0]", "band = [60.0]", 1, "The parameter band is not a number"),
    ("[hold]", "[held]", 2, "The part [hold] is missing"),
    ("[bands]", "[bands", 1, "Not a method file"),
    ('method = "AT-1.0.0"', "", 1, "A method needs a name"),
    ('method = "AT-1.0.0"', "method = 1", 1, "A method needs a name"),
    ("months = 36", "months = -5", 1, "A count is negative"),
    ("days = 365", "days = -1", 1, "A count is negative"),
    ("commitments = 10", "commitments = -1", 1, "A count is negative"),
    ("band = [60.0, 80.0]", "band = [80.0, 60.0]", 1, "A range ends before it begins"),
    ('method = "AT-1.0.0"', 'method = "Agreed by both sides"', 1, "A method needs a name"),
    ('method = "AT-1.0.0"', r'method = "\u001b[31mred\u202e"', 1, "A method needs a name"),
)
NONSENSE = (
    ("months = 36", "months = 1000000"),
    ("months = 36", "months = 1e300"),
    ("families = 3", "families = 0"),
    ("weights = 0.25", "weights = 5.0"),
    ("credence = 0.1", "credence = -7.0"),
    ("band = [60.0, 80.0]", "band = [-60.0, 180.0]"),
    ("immediate = [0.25, 0.75]", "immediate = [5.0, 9.0]"),
    ("floors = [-1.0, -0.5, 0.0]", "floors = [3.0]"),
    ("coverage = 0.25", "coverage = -1.0"),
)


@pytest.fixture
def standard(run: Run) -> str:
    """The file that the program prints as a start for a custom method."""
    ran = run("method", "--parameters")
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def write_method_file(folder: Path, text: str) -> str:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("language", PAGES)
def test_method_is_printed_in_the_chosen_language(run: Run, language: str) -> None:
    ran = run("method", "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.split() == PAGES[language].read_text(encoding="utf-8").split()
    whole = read_json(run, "method", "--lang", language)
    assert whole["text"] == {name: page.read_text(encoding="utf-8") for name, page in PAGES.items()}
    (row,) = csv.DictReader(io.StringIO(run("method", "--lang", language, "--format", "csv").out))
    assert (row["method"], row["text_es"]) == ("AT-1.0.0", whole["text"]["es"])


def test_printed_parameters_give_the_same_scores_as_a_custom_method(
    run: Run, register: Path, tmp_path: Path, standard: str
) -> None:
    assert register.is_file()
    assert tomllib.loads(standard)["method"] == "AT-1.0.0"
    file = write_method_file(tmp_path, standard)
    ours, own = read_json(run, "score"), read_json(run, "score", "--method", file)
    assert (ours.pop("own_method"), own.pop("own_method")) == (False, True)
    assert ours == own
    assert "Method AT-1.0.0, parameters" in run("score").out
    assert "Custom method AT-1.0.0, parameters" in run("score", "--method", file).out


def test_changed_parameters_give_other_scores_and_another_hash(
    run: Run, register: Path, tmp_path: Path, standard: str
) -> None:
    """A documented claim that counts in full, and one merely claimed too: the midpoint of 2/3 and 1/3."""
    assert register.is_file()
    full = standard.replace("claimed = 0.25", "claimed = 1").replace("documented = 0.5", "documented = 1")
    file = write_method_file(
        tmp_path, full.replace("corroborated = 0.75", "corroborated = 1").replace("AT-1.0.0", "MY-1.0.0")
    )
    ours, own = read_json(run, "score"), read_json(run, "score", "--method", file)
    assert own["method"] == "MY-1.0.0"
    assert own["parameters_sha256"] != ours["parameters_sha256"]
    assert own["overall"]["delivery"]["score"] == pytest.approx(50)
    bridge = read_json(run, "method", "--bridge", file)
    assert (bridge["old"], bridge["new"]) == ("AT-1.0.0", "MY-1.0.0")
    assert (bridge["old_sha256"], bridge["new_sha256"]) == (ours["parameters_sha256"], own["parameters_sha256"])
    whole = bridge["rows"][0]
    assert whole["old"]["delivery"] == ours["overall"]["delivery"]["score"]
    assert whole["new"]["delivery"] == own["overall"]["delivery"]["score"]
    for language in ("en", "es"):
        page = run("method", "--bridge", file, "--lang", language)
        assert (page.status, page.err) == (0, "")
        assert max(map(len, page.out.splitlines())) <= 80
        assert "20.8" in page.out
        assert "50.0" in page.out
    lines = [json.loads(line) for line in run("method", "--bridge", file, "--format", "ndjson").out.splitlines()]
    assert [line["row"] for line in lines] == bridge["rows"]
    cells = list(csv.DictReader(io.StringIO(run("method", "--bridge", file, "--format", "csv").out)))
    assert [cell["id"] for cell in cells] == [row["id"] for row in bridge["rows"]]


@pytest.mark.parametrize(("old", "new", "status", "says"), BAD, ids=[f"{old}: {new}" for old, new, _, _ in BAD])
def test_bad_parameter_file_is_refused_with_the_reason(
    run: Run, register: Path, tmp_path: Path, standard: str, old: str, new: str, status: int, says: str
) -> None:
    assert old in standard
    file = write_method_file(tmp_path, standard.replace(old, new, 1))
    before = register.read_bytes()
    for words in (
        ("score", "--method", file),
        ("method", "--bridge", file),
        ("score", "--method", file, "--lang", "es"),
    ):
        ran = run(*words)
        assert (ran.status, ran.out) == (status, "")
        assert "Traceback" not in ran.err
        assert "unexpected" not in ran.err
        if "es" not in words:
            assert says in ran.err
            assert "own.toml" in ran.err
    assert register.read_bytes() == before


@pytest.mark.parametrize(("old", "new"), NONSENSE, ids=[new for _, new in NONSENSE])
def test_out_of_range_parameters_are_refused(
    run: Run, register: Path, tmp_path: Path, standard: str, old: str, new: str
) -> None:
    """Months beyond the calendar end the program; weights of 500 % give draws below 0 and above 100."""
    assert register.is_file()
    assert old in standard
    file = write_method_file(tmp_path, standard.replace(old, new, 1))
    ran = run("score", "--method", file)
    assert (ran.status, ran.out) == (1, "")
    assert "unexpected" not in ran.err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\x00", b"[[[", b"a = 1979-05-27"])
def test_file_that_is_no_method_file_is_refused(run: Run, register: Path, tmp_path: Path, content: bytes) -> None:
    assert register.is_file()
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    ran = run("score", "--method", str(file))
    assert ran.status in {1, 2}
    assert ran.out == ""
    assert "unexpected" not in ran.err


def test_folder_or_missing_path_is_refused_as_method_file(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    for place in (tmp_path, tmp_path / "none.toml"):
        for words in (("score", "--method", str(place)), ("method", "--bridge", str(place))):
            ran = run(*words)
            assert (ran.status, ran.out) == (1, "")
            assert "The method file cannot be read" in ran.err


def test_bridge_since_a_date_separates_method_changes_from_new_facts(
    run: Run, register: Path, tmp_path: Path, standard: str
) -> None:
    """Before 2024-03-01 nothing was said: then both methods have nothing, and on that day each its own number."""
    assert register.is_file()
    file = write_method_file(
        tmp_path, standard.replace("claimed = 0.25", "claimed = 0.45").replace("AT-1.0.0", "MY-1.0.0")
    )
    for since, known in (("2024-02-29", False), ("2024-03-01", True)):
        bridge = read_json(run, "method", "--bridge", file, "--since", since)
        dates = ("--as-of", since, "--known-on", since)
        old, between = read_json(run, "score", *dates), read_json(run, "score", *dates, "--method", file)
        new = read_json(run, "score", "--method", file)
        whole = bridge["rows"][0]
        for name, score in (("old", old), ("between", between), ("new", new)):
            assert whole[name]["delivery"] == score["overall"]["delivery"]["score"]
            block = {key: score[key] for key in bridge[f"{name}_block"]}
            assert bridge[f"{name}_block"] == block
        assert (whole["old"]["delivery"] is not None) is known
        assert (whole["old"]["delivery"] != whole["between"]["delivery"]) is known
    (row, *_rest) = csv.DictReader(
        io.StringIO(run("method", "--bridge", file, "--since", since, "--format", "csv").out)
    )
    for name in ("old", "new", "between"):
        assert row[f"{name}_delivery"] == str(round(whole[name]["delivery"], 4))
        assert row[f"{name}_inputs_sha256"] == bridge[f"{name}_block"]["inputs_sha256"]
    lines = [
        json.loads(line)
        for line in run("method", "--bridge", file, "--since", since, "--format", "ndjson").out.splitlines()
    ]
    assert [line["row"] for line in lines] == bridge["rows"]


def test_bridge_without_since_has_no_middle_column(run: Run, register: Path, tmp_path: Path, standard: str) -> None:
    assert register.is_file()
    bridge = read_json(run, "method", "--bridge", write_method_file(tmp_path, standard))
    assert bridge["between_block"] is None
    assert {row["between"] for row in bridge["rows"]} == {None}


@pytest.mark.parametrize("language", ["en", "es"])
def test_bridge_table_fits_the_terminal(
    run: Run, register: Path, tmp_path: Path, standard: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    file = write_method_file(tmp_path, standard)
    for more in ((), ("--since", "2024-03-01"), ("--since", "2024-03-01", "--ascii")):
        numbers = set()
        for columns in (56, 60, 80):
            monkeypatch.setenv("COLUMNS", str(columns))
            ran = run("method", "--bridge", file, *more, "--lang", language)
            assert (ran.status, ran.err) == (0, "")
            assert max(map(len, ran.out.splitlines())) <= columns
            assert ran.out.count("2024-03-01") == (2 if more else 0)
            numbers.add(len(re.findall(r"\d\.\d\b(?!\.)", ran.out)))
        assert len(numbers) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--parameters", "--format", "json"), "--parameters prints a TOML file, not json. Leave out --format."),
        (("--since", "2024"), "--since works only with --bridge"),
        (("--as-of", "2024"), "--as-of works only with --bridge"),
        (("--bridge", "OWN", "--parameters"), "--parameters cannot be used with --bridge"),
        (("--bridge", "OWN", "--since", "2999"), "--since 2999-12-31 is later than"),
        (("--bridge", "OWN", "--since", "soon"), "--since"),
    ],
)
def test_conflicting_options_are_refused(
    run: Run, register: Path, tmp_path: Path, standard: str, words: tuple[str, ...], says: str
) -> None:
    assert register.is_file()
    file = write_method_file(tmp_path, standard)
    ran = run("method", *(file if word == "OWN" else word for word in words))
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
