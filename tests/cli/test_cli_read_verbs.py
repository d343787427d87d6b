"""Verbs that read: what is shown, in which words, and the forms for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from accordtrack.service import open_register
from cli_runner import Run

READING = (
    ("attention",),
    ("list",),
    ("list", "firearms", "side:US"),
    ("show", "FW-US-01"),
    ("owed",),
    ("owed", "--by", "side"),
    ("owed", "--by", "theme"),
    ("owed", "--by", "framework"),
    ("history",),
    ("history", "FW-US-01"),
    ("conflicts",),
    ("indicators",),
    ("disputes",),
    ("verify",),
)
ROW = {
    *("id", "title", "kind", "framework", "responsible_side", "lead_us", "lead_mx", "level", "theme", "text_basis"),
    *("handling", "halves", "standing", "timeliness", "due_on", "due_basis", "days", "evidence_count", "inferred"),
}
HALF = {"side", "status", "basis", "grade", "standing", "effective_on", "asked_days", "observed"}
HALF |= {"withdrawal_waits", "retracted"}


def parse_strict_json(text: str) -> Any:  # noqa: ANN401
    """JSON that holds no NaN and no key twice."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    def never(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, object_pairs_hook=once, parse_constant=never)


@pytest.mark.sweep("language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("words", READING)
def test_every_format_is_well_formed(run: Run, register: Path, words: tuple[str, ...], language: str) -> None:
    assert register.is_file()
    ran = run(*words, "--lang", language, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    whole = parse_strict_json(ran.out)
    assert whole["version"] == 1
    assert isinstance(whole["type"], str)
    lines = run(*words, "--lang", language, "--format", "ndjson").out.splitlines()
    assert all(parse_strict_json(line)["version"] == 1 for line in lines)
    if "rows" in whole:
        assert len(lines) == len(whole["rows"]) > 0
    rows = list(csv.reader(io.StringIO(run(*words, "--lang", language, "--format", "csv").out)))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


@pytest.mark.sweep
@pytest.mark.parametrize("words", READING)
def test_tables_fit_80_columns_and_use_a_wider_terminal(
    run: Run, register: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    for width in (80, 132):
        monkeypatch.setenv("COLUMNS", str(width))
        for more in ((), ("--ascii",)):
            ran = run(*words, *more)
            assert (ran.status, ran.err) == (0, "")
            assert max(len(line) for line in ran.out.splitlines()) <= width
            assert "\x1b" not in ran.out


@pytest.mark.parametrize("words", READING)
def test_plain_has_one_labeled_field_per_line(run: Run, register: Path, words: tuple[str, ...]) -> None:
    assert register.is_file()
    ran = run(*words, "--plain")
    assert ran.status == 0
    assert not set(ran.out) & set("│─┃━┏┓┗┛╭╮╰╯\t")
    if words[0] != "verify":
        assert any(": " in line for line in ran.out.splitlines())


def test_list_counts_and_pages(run: Run, register: Path) -> None:
    assert register.is_file()
    assert "3 records." in run("list").out
    first = parse_strict_json(run("list", "--limit", "2", "--format", "json").out)
    assert (first["total"], len(first["rows"])) == (3, 2)
    rest = parse_strict_json(run("list", "--limit", "2", "--after", first["after"], "--format", "json").out)
    assert rest["after"] is None
    ids = [row["id"] for row in first["rows"] + rest["rows"]]
    assert sorted(ids) == ["FW-JT-01", "FW-MX-01", "FW-US-01"]
    ran = run("list", "--limit", "1")
    assert "1 of 3 records." in ran.out
    cursor = parse_strict_json(run("list", "--limit", "1", "--format", "json").out)["after"]
    assert f"--after {cursor}" in " ".join(ran.out.split())
    assert "3 records." in run("list", "--all").out
    assert run("list", "zzzz").out.startswith("No record matches.")
    backwards = [row["id"] for row in parse_strict_json(run("list", "--sort", "-id", "--format", "json").out)["rows"]]
    assert backwards == sorted(ids, reverse=True)


def test_minus_excludes_matches(run: Run, register: Path) -> None:
    assert register.is_file()
    rows = parse_strict_json(run("list", "-theme:firearms", "--format", "json").out)["rows"]
    assert [row["id"] for row in rows] == ["FW-JT-01"]


def test_list_row_keys_follow_the_contract(run: Run, register: Path) -> None:
    assert register.is_file()
    for row in parse_strict_json(run("list", "--format", "json").out)["rows"]:
        assert set(row) == ROW
        assert all(set(half) == HALF for half in row["halves"].values())
        assert set(row["title"]) == {"en", "es"}


def test_numbers_and_decimals_are_json_numbers(run: Run, register: Path) -> None:
    assert register.is_file()
    shown = parse_strict_json(run("show", "FW-US-01", "--format", "json").out)["commitment"]
    assert shown["weight"] == 1
    values = [measured["value"] for view in shown["indicators"] for measured in view["measurements"]]
    assert values == [45.5, None]
    assert [measured["denominator"] for measured in shown["indicators"][0]["measurements"]] == [None, 120]
    assert parse_strict_json(run("show", "FW-JT-01", "--format", "json").out)["commitment"]["share_us"] == 0.5


def test_reading_is_never_shown_as_a_statement_of_its_side(run: Run, register: Path) -> None:
    assert register.is_file()
    for more in ((), ("--plain",)):
        shown = " ".join(run("show", "FW-JT-01", *more).out.split())
        assert "◔≈ limited, assessed by this tracker" in shown
        assert "limited, stated" not in shown
        assert shown.count("◔") == shown.count("◔≈ limited, assessed by this tracker"), "one mark for each"
    assert "l~ limited, assessed by this tracker" in run("show", "FW-JT-01", "--ascii").out
    assert "substantial, stated" in run("show", "FW-US-01").out


def test_people_read_dates_in_words_and_programs_read_them_as_in_the_data(run: Run, register: Path) -> None:
    assert register.is_file()
    list_it = ("list", "id:FW-US-01")
    for language, day in (("en", "Dec 31, 2023"), ("es", "31 dic 2023")):
        told = run(*list_it, "--lang", language).out
        assert day in told
        assert "2023-12-31" not in told
    for form in (("--plain",), ("--format", "csv"), ("--format", "json")):
        assert "2023-12-31" in run(*list_it, *form).out


def test_show_prints_the_whole_commitment(run: Run, register: Path) -> None:
    assert register.is_file()
    said = " ".join(run("show", "FW-US-01", "--plain").out.split())
    for words in (
        "Trace the guns",
        "text: The United States traces every gun.",
        "responsible: United States",
        "text published by: joint text",
        "area: firearms trafficking (tracker ≈)",
        "date in the text",
        "overdue",
        "disagrees",
        "answers traced-us-2024",
        "proposes",
        "Audit of tracing",
        "https://example.org/audit",
        "copy read: press",
        "year-atf: 60/120 percent",
        "to be confirmed, shown and never counted",
        "target 80 by 2026-12-31, agreed",
        "cf-traced: Share of guns traced",
        "Statements searched to May 31, 2026",
    ):
        assert words in said
    joint = run("show", "FW-JT-01", "--plain").out
    assert "United States and Mexico, each for its own part" in joint
    assert "TLP:GREEN" in joint


def test_spanish_puts_mexico_first(run: Run, register: Path) -> None:
    assert register.is_file()
    english, spanish = run("show", "FW-JT-01", "--plain").out, run("show", "FW-JT-01", "--plain", "--lang", "es").out
    assert (
        english.index("FW-JT-01") < english.index("The part of the United States") < english.index("The part of Mexico")
    )
    assert spanish.index("Publicar resultados") > 0
    row = run("list", "FW-JT-01", "--lang", "es").out
    assert row.index("MX ") < row.index("US ")


def test_two_dates_show_what_was_known_then(run: Run, register: Path) -> None:
    assert register.is_file()
    before = parse_strict_json(
        run("show", "FW-US-01", "--as-of", "2024-02", "--known-on", "2024-02-29", "--format", "json").out
    )
    assert (before["as_of"], before["known_on"]) == ("2024-02-29", "2024-02-29")
    assert before["commitment"]["halves"]["US"]["status"] is None
    assert "Updated February 29, 2024." in run("list", "--as-of", "2024-02", "--known-on", "2024-02").out
    assert "Updated January 1, 2023" in run("owed", "--as-of", "2023-01-01").out
    assert len(parse_strict_json(run("history", "--known-on", "2022-12-31", "--format", "json").out)["rows"]) < len(
        parse_strict_json(run("history", "--format", "json").out)["rows"]
    )


def test_history_is_newest_first_and_can_be_filtered(run: Run, register: Path) -> None:
    assert register.is_file()
    clocks = [row["lc"] for row in parse_strict_json(run("history", "FW-US-01", "--format", "json").out)["rows"]]
    assert clocks == sorted(clocks, reverse=True)
    kinds = {
        row["kind"] for row in parse_strict_json(run("history", "--kind", "status", "--format", "json").out)["rows"]
    }
    assert kinds == {"status.report"}
    new = parse_strict_json(run("history", "--changed", ">3-us-1", "--format", "json").out)["rows"]
    assert new
    assert not [row for row in new if row["feed"] == "us-1"]
    assert len(new) < len(parse_strict_json(run("history", "--format", "json").out)["rows"])
    speakers = {
        row["speaker"] for row in parse_strict_json(run("history", "--speaker", "OBS", "--format", "json").out)["rows"]
    }
    assert speakers == {"OBS"}
    since = parse_strict_json(run("history", "--since", "2024", "--format", "json").out)["rows"]
    assert since
    assert all(row["known_on"] >= "2024-01-01" for row in since)
    assert "signature valid" in run("history", "FW-US-01", "--plain").out
    assert "said on" in run("history", "FW-US-01").out.splitlines()[0]
    assert "compiled 2026-05-31, loaded as obs-0" in run("history", "FW-US-01", "--plain").out


def test_conflict_claims_are_numbered(run: Run, register: Path) -> None:
    assert register.is_file()
    said = run("conflicts", "--plain").out
    assert "claim 1: United States (ATF), 2023-05; “45.5 percent.”" in said
    assert "what would settle it: One table." in said
    assert "state: open" in said
    assert run("conflicts", "zzzz").out.strip() == "No conflict matches."


def test_no_color_prints_no_escape_sequence(run: Run, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert register.is_file()
    monkeypatch.setenv("NO_COLOR", "1")
    for words in READING:
        assert "\x1b" not in run(*words).out


def test_attention_matches_the_first_screen_and_its_filters_list_the_counts(run: Run, register: Path) -> None:
    desk = open_register(register, desk="us-1")
    assert desk.last_seen_entry() is None
    asked = run("attention", "--desk", "us-1", "--format", "json")
    found = parse_strict_json(asked.out)
    assert (found["type"], found["seen"]) == ("attention", None)
    assert [(row["name"], row["side"]) for row in found["rows"]] == [
        ("responsible", "US"),
        ("stated", "US"),
        ("assessed", "US"),
        ("no_statement", "US"),
        ("owed", "US"),
        ("overdue", "US"),
        ("past_horizon", "US"),
        ("waits", "US"),
        ("reply", "US"),
        ("turn", "US"),
    ]
    assert [row["count"] for row in found["rows"]] == [one.count for one in desk.attention(side="US")]
    for row in found["rows"]:
        listed = parse_strict_json(run("list", *row["filter"].split(), "--format", "json").out)
        assert listed["total"] == row["count"]
    desk.store_seen_entry(1)
    again = parse_strict_json(run("attention", "--desk", "us-1", "--format", "json").out)
    assert again["seen"] == 1
    assert again["rows"][-1]["name"] == "changed"
    assert again["rows"][-1]["filter"] == "changed:>1-us-1"
    assert desk.last_seen_entry() == 1
    table = run("attention", "--desk", "us-1", "--plain").out
    assert "US still open" in table
    assert "open:US" in table
    spanish = run("attention", "--desk", "us-1", "--plain", "--lang", "es").out
    assert "abierto:eeuu" in spanish
    assert "kind:" not in spanish


def test_list_sorts_by_field_names_of_either_language(run: Run, register: Path) -> None:
    assert register.is_file()
    for english, spanish in (("due", "plazo"), ("title", "título"), ("-side", "-parte")):
        assert run("list", "--sort", english).out == run("list", "--sort", spanish).out
    first = {language: run("list", "--sort", "side", "--lang", language).out for language in ("en", "es")}
    assert first["en"].index("FW-US-01") < first["en"].index("FW-MX-01") < first["en"].index("FW-JT-01")
    assert first["es"].index("FW-MX-01") < first["es"].index("FW-US-01") < first["es"].index("FW-JT-01")


@pytest.mark.parametrize("verb", ["indicators", "add", "measure", "show"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_help_where_one_would_look_says_how_to_link_an_indicator(run: Run, verb: str, language: str) -> None:
    assert "accordtrack add link" in " ".join(run(verb, "--help", "--lang", language).out.split())


def test_list_of_indicators_says_how_to_link_one(run: Run, register: Path) -> None:
    assert register.is_file()
    listed = " ".join(run("indicators").out.split())
    assert "add link indicator=ID commitment=ID strength=contributory" in listed
    assert run("indicators", "nosuchword").out.strip() == "No indicator matches."
