"""What leaves the program: the method block beside every number, four decimals in CSV, and draws that no form drops."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from accordtrack.cli import method_block
from accordtrack.i18n import using_language
from accordtrack.text.calendar_names import day_name
from accordtrack.types import Text, regions
from cli_runner import Run, read_json
from registers import small_register
from shipped_scores import AT

pytestmark = pytest.mark.scale
EVENT = "ev-jalisco-2026"
VERBS = (
    ("score",),
    ("score", "--by", "side"),
    ("score", "--explain", "BF21-1.3-A"),
    ("events",),
    ("events", EVENT),
)
BLOCK = ("method", "parameters_sha256", "inputs_sha256", "as_of", "known_on", "code_version")
DRAWS = ("--uncertainty", "--draws", "30", "--seed", "5")
QUANTILES = ("p05", "p50", "p95")


def lines(run: Run, *words: str) -> list[Any]:
    ran = run(*words, "--format", "ndjson")
    assert (ran.status, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


def cells(run: Run, *words: str) -> list[dict[str, str]]:
    ran = run(*words, "--format", "csv")
    assert (ran.status, ran.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.sweep
@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_every_format_carries_the_same_method_block(run: Run, targeted: Path, words: tuple[str, ...]) -> None:
    asked = (*words, *AT, "--db", str(targeted))
    told = read_json(run, *asked)
    block = {name: told[name] for name in BLOCK}
    assert block["as_of"] == AT[1]
    for line in lines(run, *asked):
        assert {name: line[name] for name in BLOCK} == block
    rows = cells(run, *asked)
    assert rows
    for row in rows:
        assert {name: row[name] for name in BLOCK} == block
    for language in ("en", "es"):
        page = " ".join(run(*asked, "--lang", language).out.split())
        method, parameters = told.get("event_method", block["method"]), block["parameters_sha256"]
        for word in (method, told.get("event_parameters_sha256", parameters)[:12], block["inputs_sha256"][:12]):
            assert word in page
        with using_language(language):
            assert day_name(block["as_of"]) in page


@pytest.mark.sweep
@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_csv_cells_have_at_most_four_decimals_and_json_has_all(
    run: Run, targeted: Path, words: tuple[str, ...]
) -> None:
    asked = (*words, *AT, "--db", str(targeted))
    numbers = [value for row in cells(run, *asked) for value in row.values() if re.fullmatch(r"-?\d+\.\d+", value)]
    assert all(len(value.partition(".")[2]) <= 4 for value in numbers)
    if "score" in words:
        assert any(len(value.partition(".")[2]) == 4 for value in numbers)
        assert re.search(r"\d\.\d{5}", json.dumps(read_json(run, *asked)))


@pytest.mark.parametrize(
    ("value", "written"),
    [(26.682458814207017, 26.6825), (0.00005, 0.0), (0.00015, 0.0002), (-0.00004, 0.0), (2 / 3, 0.6667), (12, 12)],
)
def test_exported_numbers_are_rounded_half_to_even(value: float, written: float) -> None:
    found = method_block.rounded_for_export({"a": {"b": [value]}, "text": "0.123456"})
    assert found == {"a": {"b": [written]}, "text": "0.123456"}
    assert not str(found["a"]["b"][0]).startswith("-")


def test_ndjson_lists_the_draws_after_the_nodes(run: Run, targeted: Path) -> None:
    asked = ("score", *DRAWS, "--shares", "--targets", "all", *AT, "--db", str(targeted))
    told = read_json(run, *asked)["uncertainty"]
    every = lines(run, *asked)
    kinds = [line["type"] for line in every]
    order = ("score_row", "score_drawn_row", "score_share_row")
    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == set(order)
    drawn = [line for line in every if line["type"] != "score_row"]
    assert {(line["draws"], line["seed"]) for line in drawn} == {(30, 5)}
    for number in ("delivery", "attainment"):
        rows = [line["row"] for line in drawn if line["row"]["number"] == number and "of" in line["row"]]
        held = {(row["of"], row["id"]): {name: row[name] for name in QUANTILES} for row in rows}
        parts: dict[tuple[str, str | None], Any] = {
            ("overall", None): told[number]["overall"],
            ("gap", None): told[number]["gap"],
        }
        parts |= {("side", side): told[number][side] for side in ("US", "MX")}
        parts |= {("theme", name): interval for name, interval in told[number]["groups"].items()}
        assert held == {part: interval for part, interval in parts.items() if interval is not None}
        ranked = {row["id"]: [row["best"], row["worst"]] for row in rows if row["of"] == "theme" and row["best"]}
        assert ranked == told[number]["ranks"]
        assert [row["above_0"] for row in rows if row["of"] == "gap"] == [told[number]["gap_above_0"]]
        shares = [line["row"] for line in drawn if line["row"]["number"] == number and "factor" in line["row"]]
        assert {row["factor"]: [row["first"], row["total"]] for row in shares} == told[number]["shares"]


@pytest.mark.parametrize("by", ["theme", "side"])
def test_csv_holds_the_draws_in_the_row_of_their_node(run: Run, targeted: Path, by: str) -> None:
    asked = ("score", "--by", by, *AT, "--db", str(targeted))
    told = read_json(run, *asked, *DRAWS)["uncertainty"]["delivery"]
    groups = told["groups"] if by == "theme" else {side: told[side] for side in ("US", "MX")}
    first, *rows = cells(run, *asked, *DRAWS)
    for row, interval in ((first, told["overall"]), *((row, groups.get(row["id"])) for row in rows)):
        for name in QUANTILES:
            written = method_block.rounded_for_export(interval[name]) if interval else ""
            assert row[f"delivery_{name}"] == str(written)
            assert bool(row[f"attainment_{name}"]) is (row["printable"] == "true")
        assert (row["draws"], row["seed"]) == ("30", "5")
    assert any(row["delivery_p05"] for row in rows)
    plain = cells(run, *asked)
    drawn_only = {"draws", "seed", *(f"{number}_{name}" for number in ("delivery", "attainment") for name in QUANTILES)}
    assert [*plain[0]] == [name for name in first if name not in drawn_only]
    assert first.keys() - plain[0].keys() == drawn_only
    assert "draws" not in plain[0]


def test_printable_attainment_has_its_draws_in_csv_cells(run: Run, register: Path) -> None:
    assert register.is_file()
    asked = ("score", "--as-of", "2024-06-30", *DRAWS)
    told = read_json(run, *asked)["uncertainty"]["attainment"]
    row = cells(run, *asked)[0]
    assert row["printable"] == "true"
    assert [row[f"attainment_{name}"] for name in QUANTILES] == [
        str(method_block.rounded_for_export(told["overall"][name])) for name in QUANTILES
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_places_show_name_and_code_and_no_line_is_too_long(run: Run, targeted: Path, language: str) -> None:
    made = ("--db", str(targeted), "--lang", language)
    listed = run("events", *made)
    assert (listed.status, listed.err) == (0, "")
    assert max(map(len, listed.out.splitlines())) <= 80
    capital = {"en": "Mexico City (MX-CMX)", "es": "Ciudad de México (MX-CMX)"}[language]
    assert capital in " ".join(listed.out.split())
    assert "Jalisco (MX-JAL)" in run("events", EVENT, *made).out
    for line in (
        "arrest or death of a leader" if language == "en" else "detención o fallecimiento de un líder",
        "Sinaloa (MX-SIN)",
    ):
        assert f": {line}\n" in run("events", "--plain", *made).out


def test_every_state_has_a_name_and_an_unknown_code_is_kept() -> None:
    """Two countries, 32 states of Mexico, 50 of the United States and the District of Columbia."""
    assert len(regions.NAMES) == 2 + 32 + 51
    assert all(text.en.strip() and text.es.strip() for text in regions.NAMES.values())
    assert regions.name_with_code("US-NM") == Text("New Mexico (US-NM)", "Nuevo México (US-NM)")
    assert regions.name_with_code("MX-XXX") == Text("MX-XXX", "MX-XXX")


@pytest.mark.parametrize("language", ["en", "es"])
def test_narrow_terminal_puts_values_below_their_labels(
    run: Run, targeted: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    for words in (("events", EVENT), ("events",), ("score",)):
        page = run(*words, "--lang", language, "--db", str(targeted)).out.splitlines()
        assert max(len(line) for line in page if " " in line.strip()) <= 20  # an id is not broken
        told = [line for line in page if line]
        assert sum(line.startswith("  ") for line in told) > len(told) / 2
        assert max(len(line) - len(line.lstrip(" ")) for line in told) <= 6


@pytest.mark.sweep
@pytest.mark.parametrize(
    "verb",
    [
        ("site", "{}"),
        ("export", "calendar", "{}.ics"),
        ("export", "iati", "{}.xml"),
        ("export", "data", "{}"),
        ("export", "history", "{}.ndjson"),
        ("scorecard", "{}.md"),
    ],
)
def test_file_name_with_a_line_break_is_shown_on_one_line(run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    """Else a name could say in a line of its own what the program did not."""
    register, out = small_register(tmp_path), tmp_path / "a\nWritten: everything"
    ran = run("--db", str(register), *(word.format(out) for word in verb))
    assert (ran.status, ran.err) == (0, "")
    assert "a⏎Written: everything" in ran.out.replace("\n", " ")
    assert not [line for line in ran.out.splitlines() if line.startswith("Written: everything")]
