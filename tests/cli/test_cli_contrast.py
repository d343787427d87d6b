"""The verbs contrast and aftermath, over the small register with a takedown in it and over the shipped one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from folders import change, make_folder
from shipped_scores import AT, shipped_register

if TYPE_CHECKING:
    from pathlib import Path

    from cli_runner import Run

THEMES = (*("firearms", "finance", "justice", "health", "border", "synthetics", "migration", "violence", "governance"),)
VERDICTS = {"unmeasured", "too_few", "outputs_not_up", "contradicted", "confirmed", "not_visible", "mixed"}
TAKEDOWN = """\
- id: ev-takedown
  date: '2023-06-15'
  kind: takedown
  title: {en: An arrest, es: Una detención}
  themes: [firearms]
  place: MX-SIN
  sources: [SSPC-2024]
"""
WORDS = (
    ("contrast",),
    ("contrast", "firearms"),
    ("contrast", "MX"),
    ("contrast", "BF21-1.3-A"),
    ("aftermath",),
    ("aftermath", "ev-zambada-2024"),
)
SINALOA = ("mx-sinaloa-homicide-daily", "mx-sinaloa-homicides")
REFUSED_COMMANDS = (
    (("contrast", "firearm"), 2, 'Unknown theme, side or commitment "firearm"; did you mean firearms?'),
    (("contrast", "firearms", "--base", "31/12/2024"), 2, "--base"),
    (("aftermath", "ev-zambada"), 2, 'Unknown event "ev-zambada"; did you mean ev-zambada-2024?'),
    (("aftermath", "ev-hlsd-2021"), 1, "ev-hlsd-2021 is an event of kind agreement, which has no aftermath"),
    (
        ("aftermath", "ev-zambada-2024", "--before", "half a year"),
        2,
        '--before "half a year" is not a number of months',
    ),
    (("aftermath", "ev-zambada-2024", "--before", "0"), 2, '--before "0" is not a number of months'),
    (("aftermath", "ev-zambada-2024", "--after", "-3m"), 2, "--after"),
    (("aftermath", "ev-zambada-2024", "--after", "1000m"), 2, '--after "1000m" is not a number of months'),
)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the shipped register, only to be read."""
    return shipped_register(tmp_path_factory.mktemp("shipped"))


def read_json(run: Run, *words: str) -> Any:  # noqa: ANN401
    ran = run(*words, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


@pytest.mark.sweep("language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_format_works_and_tables_fit(run: Run, shipped: Path, words: tuple[str, ...], language: str) -> None:
    where = ("--db", str(shipped), "--lang", language)
    for more in ((), ("--ascii",)):
        ran = run(*words, *where, *more)
        assert (ran.status, ran.err) == (0, "")
        assert max(map(len, ran.out.splitlines())) <= 80
        assert "{" not in ran.out
    whole = json.loads(run(*words, *where, "--format", "json").out)
    lines = [json.loads(line) for line in run(*words, *where, "--format", "ndjson").out.splitlines()]
    rows = whole.get("rows") or whole.get("contrasts")
    if rows is None:
        assert lines == [whole]
    else:
        assert [line["row"] for line in lines] == rows
    cells = list(csv.reader(io.StringIO(run(*words, *where, "--format", "csv").out)))
    assert len(cells) > 1
    assert len({len(row) for row in cells}) == 1


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("words", "status", "says"), REFUSED_COMMANDS, ids=[" ".join(words) for words, _, _ in REFUSED_COMMANDS]
)
def test_wrong_argument_is_refused_in_one_sentence(
    run: Run, shipped: Path, words: tuple[str, ...], status: int, says: str, language: str
) -> None:
    ran = run(*words, "--db", str(shipped), "--lang", language)
    assert (ran.status, ran.out) == (status, "")
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err
    if language == "en":
        assert says in ran.err


def test_contrast_counts_match_its_lines(run: Run, shipped: Path) -> None:
    whole = read_json(run, "contrast", "--db", str(shipped), *AT)
    assert tuple(one["id"] for one in whole["contrasts"]) == THEMES
    for theme in whole["contrasts"]:
        assert theme["verdict"] in VERDICTS
        for line in (*theme["outputs"], *theme["outcomes"], *theme["guards"]):
            compared = line["first"] is not None
            assert (line["last"] is not None, line["reason"] is None, line["change"] is not None) == (compared,) * 3
            if compared:
                assert line["change"] == pytest.approx(line["last"]["value"] - line["first"]["value"])
                assert line["first"]["end"] < line["last"]["start"]
                assert line["last"]["sources"]
        page = run("contrast", theme["id"], "--db", str(shipped), *AT, "--plain").out
        rose = sum(line["word"] == "rose" for line in theme["outputs"])
        worsened = sum(line["word"] == "worsened" and line["counted"] for line in theme["outcomes"])
        assert f"outputs rose {rose}, " in page
        assert f"worsened {worsened}, unchanged" in page


def test_base_date_can_be_moved(run: Run, shipped: Path) -> None:
    early, late = (
        read_json(run, "contrast", "violence", "--db", str(shipped), *AT, "--base", base)["contrasts"][0]
        for base in ("2019-12-31", "2024-12-31")
    )
    assert (early["base"], late["base"]) == ("2019-12-31", "2024-12-31")
    firsts = [[line["first"] and line["first"]["end"] for line in found["outcomes"]] for found in (early, late)]
    assert firsts[0] != firsts[1]


def test_events_with_an_aftermath_are_listed_latest_first(run: Run, shipped: Path) -> None:
    rows = read_json(run, "aftermath", "--db", str(shipped))["rows"]
    assert {row["kind"] for row in rows} == {"takedown", "operation", "transfer", "deployment"}
    days = [row["date"] for row in rows]
    assert days == sorted(days, reverse=True)
    assert (
        f"{len(rows)} events: takedowns, operations, transfers and deployments."
        in run("aftermath", "--db", str(shipped)).out
    )


def test_sinaloa_series_have_no_baseline_after_the_zambada_arrest(run: Run, shipped: Path) -> None:
    whole = read_json(run, "aftermath", "ev-zambada-2024", "--db", str(shipped), *AT)
    near = [line for line in whole["lines"] if line["local"]]
    assert near == whole["lines"][: len(near)]
    assert {line["indicator"] for line in near} >= {near[0]["indicator"]}
    assert all(line["indicator"].startswith("mx-sinaloa") for line in near)
    assert {line["word"] for line in near} == {"no_baseline"}
    assert all(line["periods_before"] < 3 for line in near)
    page = run("aftermath", "ev-zambada-2024", "--db", str(shipped), *AT).out
    assert "This is a sequence; it does not show a cause." in page
    local = page[page.index("where it took place") : page.index("national\n")]
    assert " ".join(local.split()).count("no baseline") == len(near)


def test_no_period_spans_the_day_of_the_event(run: Run, shipped: Path) -> None:
    for row in read_json(run, "aftermath", "--db", str(shipped))["rows"]:
        whole = read_json(run, "aftermath", row["id"], "--db", str(shipped), *AT, "--before", "24", "--after", "24m")
        for line in whole["lines"]:
            assert all(whole["before_from"] <= one["start"] and one["end"] < row["date"] for one in line["before"])
            assert all(row["date"] < one["start"] and one["end"] <= whole["after_until"] for one in line["after"])
            assert line["held"] <= min(line["k"], len(line["after"])) or not line["after"]
            if line["word"] not in {"no_baseline", "not_measured_yet"}:
                assert line["periods_before"] >= 3


def test_aftermath_of_a_small_register_compares_before_and_after(run: Run, home: Path, tmp_path: Path) -> None:
    """Four yearly values before an arrest, one after: better than their mean, held in one of two periods so far."""
    assert home.is_dir()
    folder = make_folder(tmp_path / "data")
    change(folder, "events.yaml", "- id: ev-meeting", f"{TAKEDOWN}- id: ev-meeting")
    rows = "".join(
        f"guns-traced,year-atf,{year}-01-01,{year}-12-31,{value},,,,US,documented,{year + 1}-05-31,,final,,ATF-2023,,\n"
        for year, value in ((2019, 40), (2020, 41), (2021, 42), (2024, 55))
    )
    change(folder, "measurements.csv", "guns-traced,year-atf,2022", f"{rows}guns-traced,year-atf,2022")
    made = ("--db", str(tmp_path / "after.db"))
    assert run("init", "--data", str(folder), *made).status == 0
    whole = read_json(run, "aftermath", "ev-takedown", *made, "--before", "60m", "--after", "24m", *AT)
    (line,) = whole["lines"]
    assert (line["indicator"], line["local"], line["word"]) == ("guns-traced", True, "improved_and_held")
    assert (line["mean_before"], line["mean_after"]) == (42.125, 55.0)
    assert (line["periods_before"], line["periods_after"], line["held"], line["k"]) == (4, 1, 1, 2)
    page = run("aftermath", "ev-takedown", *made, "--before", "60", "--after", "24", *AT, "--plain").out
    assert "42.12 (4 periods) → 55 (1 period): improved and held; held in 1 of 2 periods so far" in page
    short = read_json(run, "aftermath", "ev-takedown", *made, *AT)
    assert {line["word"] for line in short["lines"]} <= {"no_baseline", "not_measured_yet"}
