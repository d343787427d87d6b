"""The verbs contrast and events, over the small register with a takedown in it and over the shipped one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from accordtrack.core.paths import evidence_folder
from cli_runner import Run, read_json
from folders import FILES, PANEL, change, make_folder
from shipped_scores import AT

pytestmark = pytest.mark.scale
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
    ("events",),
    ("events", "ev-zambada-2024"),
)
REFUSED_COMMANDS = (
    (("contrast", "firearm"), 2, 'Unknown area, side or commitment "firearm"; did you mean firearms?'),
    (("contrast", "firearms", "--base", "31/12/2024"), 2, "--base"),
    (("events", "ev-zambada"), 2, 'Unknown event "ev-zambada"; did you mean ev-zambada-2024?'),
    (("events", "ev-hlsd-2021"), 1, "ev-hlsd-2021 is an event of kind agreement, which has no comparison"),
    (("events", "ev-zambada-2024", "--before", "6m"), 2, "--before"),
    (("events", "ev-zambada-2024", "--as-of", "2015-01-01"), 1, 'No event "ev-zambada-2024" on this date'),
    (("aftermath",), 2, "aftermath"),
)


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
        assert f"government activity rose {rose}, " in page
        assert f"worsened {worsened}, unchanged" in page


def test_base_date_can_be_moved(run: Run, shipped: Path) -> None:
    early, late = (
        read_json(run, "contrast", "violence", "--db", str(shipped), *AT, "--base", base)["contrasts"][0]
        for base in ("2019-12-31", "2024-12-31")
    )
    assert (early["base"], late["base"]) == ("2019-12-31", "2024-12-31")
    firsts = [[line["first"] and line["first"]["end"] for line in found["outcomes"]] for found in (early, late)]
    assert firsts[0] != firsts[1]


def test_compared_events_are_listed_latest_first_with_their_verdict(run: Run, shipped: Path) -> None:
    rows = read_json(run, "events", "--db", str(shipped), *AT)["rows"]
    assert {row["kind"] for row in rows} == {"takedown", "operation", "transfer", "deployment"}
    days = [row["date"] for row in rows]
    assert days == sorted(days, reverse=True)
    assert (
        f"Events of the kinds compared: {len(rows)}; with a comparison: 13." in run("events", "--db", str(shipped)).out
    )
    verdicts = {row["id"]: row["verdict"] for row in rows}
    assert verdicts["ev-zambada-2024"] == "STANDS_OUT"
    assert {verdicts[row["id"]] for row in rows if row["place"] is None} == {"NOT_TESTABLE"}
    for row in rows[::5]:
        whole = read_json(run, "events", row["id"], "--db", str(shipped), *AT)
        assert whole["readings"][whole["headline"]]["verdict"] == row["verdict"]


def test_arrest_in_sinaloa_is_read_in_every_outcome_and_window(run: Run, shipped: Path) -> None:
    whole = read_json(run, "events", "ev-zambada-2024", "--db", str(shipped), *AT)
    found = {(one["outcome"], one["window"]): one for one in whole["readings"]}
    outcomes = ("homicide", "missing", "feminicide", "kidnapping", "extortion")
    assert list(found) == [(outcome, window) for outcome in outcomes for window in (3, 6, 12)]
    first = whole["readings"][whole["headline"]]
    assert (first["outcome"], first["window"], first["before"], first["after"]) == ("homicide", 6, 502, 847)
    assert (first["verdict"], first["break_on"], first["release"]) == ("STANDS_OUT", "2024-09", "2025-07-20")
    late = found["homicide", 12]
    assert (late["verdict"], late["needs"], late["due_on"], late["overdue"]) == (
        "NOT_YET",
        "2025-07",
        "2025-08-25",
        True,
    )
    assert (found["missing", 12]["verdict"], found["missing", 12]["reason"]) == ("UNCLEAR", "FAMILY")
    assert whole["retrospective"]


def test_known_on_gives_what_could_be_read_then(run: Run, shipped: Path) -> None:
    """In November 2024, three months after the arrest were published, not six, and in August none."""
    seen = {}
    for day in ("2024-08-20", "2024-11-25"):
        whole = read_json(run, "events", "ev-zambada-2024", "--db", str(shipped), "--as-of", day, "--known-on", day)
        seen[day] = {one["window"]: one for one in whole["readings"] if one["outcome"] == "homicide"}
    assert {one["verdict"] for one in seen["2024-08-20"].values()} == {"NOT_YET"}
    then = seen["2024-11-25"]
    assert [then[window]["verdict"] for window in (3, 6, 12)] == ["STANDS_OUT", "NOT_YET", "NOT_YET"]
    assert then[3]["preliminary"]
    assert then[3]["release"] == "2024-11-25"


def test_missing_panel_file_is_named_below_the_table(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    folder = make_folder(tmp_path / "data", {**FILES, **PANEL})
    registered = "sesnsp-victims-homicidio-doloso"
    for name, old in (("series.yaml", "id: homicides"), ("releases.csv", "homicides,")):
        change(folder, f"panel/{name}", old, old.replace("homicides", registered))
    change(folder, "events.yaml", "- id: ev-meeting", f"{TAKEDOWN}- id: ev-meeting")
    path = tmp_path / "after.db"
    made = ("--db", str(path))
    assert run("init", "--data", str(folder), *made).status == 0
    page = run("events", "ev-takedown", *made, *AT, "--plain").out
    assert "missing or was altered" not in page
    for file in evidence_folder(path).rglob("*"):
        if file.is_file():
            file.unlink()
    page = run("events", "ev-takedown", *made, *AT, "--plain").out
    assert "The file of the release of 2025-03-20 of sesnsp-victims-homicidio-doloso is missing or was altered" in page
    assert "No comparison is possible" in page


def test_register_without_a_panel_says_that_it_holds_no_figures(run: Run, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    folder = make_folder(tmp_path / "data")
    change(folder, "events.yaml", "- id: ev-meeting", f"{TAKEDOWN}- id: ev-meeting")
    made = ("--db", str(tmp_path / "after.db"))
    assert run("init", "--data", str(folder), *made).status == 0
    whole = read_json(run, "events", "ev-takedown", *made, *AT)
    (reading,) = whole["readings"]
    assert (reading["verdict"], reading["reason"]) == ("NOT_TESTABLE", "PLACE_WITHOUT_PANEL")
    page = run("events", "ev-takedown", *made, *AT, "--plain").out
    assert "No comparison is possible: no monthly figures of this state are held here." in page
