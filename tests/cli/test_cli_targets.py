"""The targets verbs: the list, the worksheet, proposals of both sides, and expected results."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.problems import Refused
from accordtrack.types.intents import TakePosition
from cli_runner import Ran, Run, read_json
from target_register import sign_targets, target_register

At = Callable[..., Ran]
PROPOSE = ("targets", "propose", "guns-traced")
EXPECT = (
    *("targets", "expect", "op-north", "--title", "North", "--series", "deaths", "--place", "MX-SIN"),
    *("--starts-on", "2027-03-01", "--window", "6", "--at-most", "0.8"),
    *("--guard-series", "missing", "--guard-at-most", "1.1"),
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return target_register(tmp_path)


@pytest.fixture
def at(run: Run, register: Path) -> At:
    def run_at(desk: str, *words: str) -> Ran:
        return run(*words, "--db", str(register), "--desk", desk)

    return run_at


def whole(at: At) -> Any:  # noqa: ANN401
    return read_json(at, "us-1", "targets", "list")


def text(ran: Ran) -> str:
    assert (ran.status, ran.err) == (0, "")
    return " ".join(ran.out.split())


def test_the_first_sentence_says_that_nothing_is_agreed(at: At) -> None:
    """A target that a folder calls agreed is not one that both sides signed."""
    said = text(at("us-1", "targets"))
    assert said.startswith(
        "No target is agreed by both governments; progress rests on 0 of 3 direct indicators, those with an agreed target; 0 declined, "
        "0 without answer, 3 without a proposal."
    )
    assert whole(at)["attainment"] is None


def test_a_worksheet_puts_scenarios_side_by_side_and_recommends_none(at: At) -> None:
    said = text(at("us-1", "targets", "worksheet", "guns-traced", "--known-on", "2025-06-01"))
    assert "Sinaloa (MX-SIN), guns traced: 200.0 a year in 2024." in said
    assert "This is an unusual baseline: more than 25% from the mean of the three years before, 123.3." in said
    assert "8 complete years, 2017 to 2024" in said
    assert "The program recommends none." in said


def test_what_both_signed_is_agreed_and_counts(at: At) -> None:
    def score() -> str:
        """The scores without the digest of inputs, and without the note on a desk that us-1 had not seen before it wrote."""
        return text(at("us-1", "score")).replace("inputs", "").partition(" us-2 is another desk")[0]

    before = score()
    assert text(at("us-1", *PROPOSE, "--ratio", "1.5")).endswith("takes it back.")
    assert whole(at)["unanswered"] == {"guns-traced": "MX"}
    assert text(at("us-1", "targets")).startswith(
        "No target is agreed by both governments; progress rests on 0 of 3 direct indicators, those with an agreed target; 0 declined, "
        "1 (Mexico 1) without answer, 2 without a proposal."
    )
    assert score() == before
    assert at("mx-1", "concur", "us-1-2").status == 0
    found = whole(at)
    assert (found["agreed"], found["rows"][0]["standing"]) == (["guns-traced"], "agreed")
    said = text(at("mx-1", "targets"))
    assert said.startswith(
        "1 target is agreed by both governments; progress rests on 1 of 3 direct indicators, those with an agreed target; 0 declined, "
        "0 without answer, 2 without a proposal."
    )
    assert score() == before


def test_an_agreed_target_is_printed_as_signed_and_as_it_reads_now(at: At) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    at("mx-1", "concur", "us-1-2")
    said = text(at("us-1", "targets"))
    assert "1.50 times the 184.0 a year of 2025, that is 276.0 by December 31, 2028." in said
    assert "In the release of February 1, 2026: 184.0 a year in 2025, so the target is 276.0." in said
    assert "No complete year since then." in said


def test_a_baseline_that_the_panel_does_not_give_stands_beside_the_one_that_it_gives(at: At, register: Path) -> None:
    """Whoever is asked to sign sees it, also in the document."""
    sign_targets(register, baseline="400")
    said = text(at("mx-1", "targets"))
    assert "1.50 times the 400.0 a year of 2025, that is 600.0" in said
    assert "In the release of February 1, 2026: 184.0 a year in 2025, so the target is 276.0." in said
    sheet = register.parent / "sheet.md"
    assert at("mx-1", "targets", "worksheet", "guns-traced", str(sheet)).status == 0
    assert "so the target is 276.0" in sheet.read_text(encoding="utf-8")


def test_a_refusal_is_printed_with_its_side_and_its_reason(at: At) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    assert at("mx-1", "dispute", "us-1-2", "--reason", "Too little.").status == 0
    said = text(at("us-1", "targets"))
    assert "declined by Mexico, November 25, 2026: Too little." in said
    assert "1 (Mexico 1) declined" in said


def test_an_amended_value_names_what_it_replaces(at: At) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    assert "takes the place of us-1-2" in text(at("mx-1", *PROPOSE, "--value", "230", "--reason", "Enough."))
    assert at("us-1", "concur", "mx-1-2").status == 0
    rows = {row["id"]: row for row in whole(at)["rows"]}
    assert {name: row["standing"] for name, row in rows.items()} == {"us-1-2": "amended", "mx-1-2": "agreed"}
    assert (rows["mx-1-2"]["level_ratio"], rows["mx-1-2"]["replaces"]) == ("1.25", rows["us-1-2"]["hash"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*PROPOSE, "--ratio", "0"), "A ratio must be above 0"),
        ((*PROPOSE, "--ratio", "-2"), "A ratio must be above 0"),
        ((*PROPOSE, "--ratio", "much"), '"much" is not a number'),
        ((*PROPOSE, "--value", "much"), '"much" is not a number'),
        ((*PROPOSE, "--value", "nan"), "is not a number"),
        ((*PROPOSE,), "one ratio, value or scenario"),
        ((*PROPOSE, "--ratio", "1", "--value", "2"), "one ratio, value or scenario"),
        ((*PROPOSE, "--scenario", "best"), 'Unknown scenario "best"'),
        ((*PROPOSE, "--scenario", "places_better"), "Too few changes are known"),
        ((*PROPOSE, "--ratio", "1", "--by", "2026-11-25"), "The target date 2026-11-25 is not after 2026-11-25"),
        ((*PROPOSE, "--ratio", "1", "--series", "few"), "few has 3 complete years in MX-SIN; a target needs 6"),
        ((*PROPOSE, "--ratio", "1", "--series", "tracde"), "did you mean traced?"),
        ((*PROPOSE, "--ratio", "1", "--series", "deaths"), "does not have the good direction of guns-traced"),
        ((*PROPOSE, "--ratio", "1", "--place", "MX-SON"), 'Unknown place "MX-SON"'),
        (("targets", "propose", "guns-tracd", "--ratio", "1"), "did you mean guns-traced?"),
        ((*EXPECT[:-1], "0"), "A ratio must be above 0"),
        ((*EXPECT, "--at-least", "1"), "Give --at-most or --at-least"),
        ((*EXPECT[:10], "2026-11-25", *EXPECT[11:]), "The operation starts on 2026-11-25, which is not after"),
        ((*EXPECT[:12], "5", *EXPECT[13:]), "The window must be 3, 6 or 12 months"),
        ((*EXPECT[:6], "traced", *EXPECT[7:]), 'Unknown series "traced"'),
        (("targets", "expect", "FW-US-01", *EXPECT[3:]), 'The commitment "FW-US-01" already exists'),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(at: At, register: Path, words: tuple[str, ...], says: str) -> None:
    before = register.read_bytes()
    for more in ((), ("--dry-run",)):
        ran = at("us-1", *words, *more)
        assert (ran.status in {1, 2}, ran.out) == (True, "")
        assert says in " ".join(ran.err.split())
        assert len(ran.err.splitlines()) == 1
    assert register.read_bytes() == before


def test_a_side_signs_once_and_an_observer_never(at: At) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    for desk in ("us-1", "us-2"):
        assert "Your side wrote it; only the other side can accept it." in at(desk, "concur", "us-1-2").err
    assert "Only a desk of a side can propose what both sides sign" in at("obs-1", *PROPOSE, "--ratio", "1").err
    assert at("obs-1", "concur", "us-1-2", "--speaker", "MX", "--source", "SSPC-2024").status == 0
    assert whole(at)["rows"][0]["standing"] == "waiting"
    assert at("mx-1", "concur", "us-1-2").status == 0
    assert "is in force already: Mexico accepted it" in " ".join(at("mx-1", "concur", "us-1-2").err.split())


def test_only_the_newest_proposal_of_a_side_waits(at: At) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    at("us-1", *PROPOSE, "--ratio", "1.6")
    said = text(at("mx-1", "pending"))
    assert said.startswith("1 change in 1 act waits for Mexico")
    assert "ratio to the baseline: 1.6" in said
    assert "us-1-2 was replaced by a newer proposal: us-1-3" in " ".join(at("mx-1", "concur", "us-1-2").err.split())


def test_an_expected_result_is_signed_by_both_before_the_start(at: At) -> None:
    assert at("us-1", *EXPECT).status == 0
    assert "not signed by both" in text(at("us-1", "targets"))
    assert at("mx-1", "concur", "us-1-2").status == 0
    said = text(at("us-1", "targets"))
    assert "For 1 operation both governments signed an expected result before the start." in said
    assert "not due yet Figures to September 2027 are needed; usually published by Sep 30, 2027." in said
    assert "Indicator: deaths, Sinaloa (MX-SIN): at most 0.8 times the rate before." in said


def test_an_expected_result_cannot_be_signed_once_the_operation_started(at: At, register: Path) -> None:
    assert at("us-1", *EXPECT).status == 0
    with (
        closing(service.open_register(register, desk="mx-1", today="2027-03-01")) as late,
        pytest.raises(Refused, match="The operation starts on 2027-03-01, which is not after 2027-03-01"),
    ):
        late.write(TakePosition(target="us-1-2", stance="concur"))


def test_no_record_gets_the_id_of_an_operation(at: At) -> None:
    assert at("mx-1", *EXPECT).status == 0
    source = ("publisher=Both", "title=Minutes", "url=https://example.org/m", "copy=official")
    refused = at("us-1", "add", "source", "id=op-north", *source)
    assert (refused.status, 'The expected result "op-north" already exists' in refused.err) == (1, True)


def test_every_form_of_the_list_has_the_same_rows(at: At) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    rows = whole(at)["rows"]
    lines = at("us-1", "targets", "list", "--format", "ndjson").out.splitlines()
    assert [json.loads(line)["row"] for line in lines] == rows
    cells = list(csv.DictReader(io.StringIO(at("us-1", "targets", "list", "--format", "csv").out)))
    assert [(row["id"], row["level_ratio"]) for row in cells] == [(row["id"], row["level_ratio"]) for row in rows]


@pytest.mark.parametrize("language", ["en", "es"])
def test_tables_fit_and_hostile_words_stay_words(at: At, language: str) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5", "--reason", "=1+1 [red]x[/] " + "long " * 40)
    at("mx-1", "dispute", "us-1-2", "--reason", "=2+2 [bold]no[/]")
    ran = at("us-1", "targets", "--lang", language)
    assert (ran.status, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "=2+2 [bold]no[/]" in " ".join(ran.out.split())


@pytest.mark.parametrize(("language", "first"), [("en", "United States"), ("es", "México")])
@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_document_has_a_line_for_each_signature_in_the_order_of_the_language(
    at: At, tmp_path: Path, language: str, first: str, ending: str
) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    out = tmp_path / f"sheet.{ending}"
    assert at("us-1", "targets", "worksheet", "guns-traced", str(out), "--lang", language).status == 0
    words = out.read_text(encoding="utf-8")
    signing = words[words.rindex({"en": "signed for", "es": "firma por"}[language]) :]
    other = {"United States": "Mexico", "México": "Estados Unidos"}[first]
    assert signing.index(first) < signing.index(other)
    assert whole(at)["rows"][0]["hash"] in words
    again = at("us-1", "targets", "worksheet", "guns-traced", str(out), "--lang", language)
    assert (again.status, again.out) == (1, "")


def test_a_worksheet_has_no_form_that_cannot_be_signed(at: At, tmp_path: Path) -> None:
    ran = at("us-1", "targets", "worksheet", "guns-traced", str(tmp_path / "sheet.xlsx"))
    assert (ran.status, ran.out, list(tmp_path.glob("sheet*"))) == (2, "", [])
    assert "No worksheet is available as xlsx" in ran.err


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_document_for_signature_is_the_same_each_time(at: At, tmp_path: Path, ending: str, begins: bytes) -> None:
    at("us-1", *PROPOSE, "--ratio", "1.5")
    made = []
    for number in range(2):
        out = tmp_path / f"sheet{number}.{ending}"
        assert at("us-1", "targets", "worksheet", "guns-traced", str(out)).status == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert made[0].startswith(begins)


def test_the_preview_of_an_expected_result_is_in_the_language_of_the_user(at: At) -> None:
    said = text(at("us-1", *EXPECT, "--dry-run", "--lang", "es"))
    assert "indicador deaths en MX-SIN, 6 meses después: a lo sumo 0.8 veces la tasa anterior" in said
    assert "se lee junto missing en MX-SIN, 6 meses después: a lo sumo 1.1 veces la tasa anterior" in said


def test_a_replaced_proposal_waits_again_once_both_sides_took_back_the_newer_one(at: At) -> None:
    for ratio in ("1.5", "1.6"):
        assert at("us-1", *PROPOSE, "--ratio", ratio).status == 0
    assert at("mx-1", "concur", "us-1-3").status == 0
    again = "Once that is in force, us-1-2, which it had replaced, waits again"
    retracting = text(at("us-1", "retract", "us-1-3", "--reason", "A new count."))
    assert again in retracting
    assert again in text(at("mx-1", "concur", "us-1-4", "--dry-run"))
    assert "us-1-2, al que había reemplazado, vuelve a quedar en espera" in text(
        at("mx-1", "concur", "us-1-4", "--lang", "es")
    )
    waiting = json.loads(at("mx-1", "pending", "--format", "json").out)
    assert [entry["id"] for row in waiting["rows"] for entry in row["entries"]] == ["us-1-2"]


def test_a_replaced_proposal_that_was_disputed_does_not_wait_again(at: At) -> None:
    assert at("us-1", *PROPOSE, "--ratio", "1.5").status == 0
    assert at("mx-1", "dispute", "us-1-2", "--reason", "Too low.").status == 0
    assert at("us-1", *PROPOSE, "--ratio", "1.6").status == 0
    assert "waits again" not in text(at("us-1", "retract", "us-1-3", "--reason", "A new count."))


def test_an_agreed_target_is_agreed_again_once_both_sides_took_back_the_newer_one(at: At) -> None:
    for ratio, name in (("1.5", "us-1-2"), ("1.6", "us-1-3")):
        assert at("us-1", *PROPOSE, "--ratio", ratio).status == 0
        assert at("mx-1", "concur", name).status == 0
    assert "waits again" not in text(at("us-1", "retract", "us-1-3", "--reason", "A new count."))
    assert at("mx-1", "concur", "us-1-4").status == 0
    found = whole(at)
    assert [(row["id"], row["standing"]) for row in found["rows"]] == [("us-1-2", "agreed")]
