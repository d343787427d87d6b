"""``show``, ``history``, ``diff`` and ``list`` say what waits, for whom, and who wrote it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.types.intents import Amend, ReportStatus, TakePosition
from cli_runner import Ran
from folders import make_folder
from registers import TODAY, accept, small_register

LABEL = "↔ entered by the United States, not confirmed by Mexico"


@pytest.fixture
def waiting(tmp_path: Path) -> tuple[Path, str]:
    """A register in which us-1 reported in Mexico's name and proposed a title, and the id of the proposal."""
    path = small_register(tmp_path)
    with closing(service.open_register(path, desk="us-1", today=TODAY)) as desk:
        desk.write(
            ReportStatus(
                commitment="FW-MX-01", status="limited", speaker="MX", said_on="2025-03-01", effective_on="2024-12-31",
                sources=("SSPC-2024",),
            )
        )  # fmt: skip
        proposed = desk.write(
            Amend(
                record="FW-MX-01",
                fields={"title.en": "Other"},
                reason="x",
                said_on="2025-03-01",
                sources=("JS-2021",),
            )
        )
    return path, proposed.ids[0]


def test_show_lists_apart_what_has_no_effect(run: Callable[..., Ran], waiting: tuple[Path, str]) -> None:
    shown = " ".join(run("--db", str(waiting[0]), "show", "FW-MX-01").out.split())
    apart = shown.partition("Not in force until the other side accepts it")[2]
    assert LABEL in apart
    assert "waits for Mexico" in apart
    assert "waits for Mexico" in shown.partition("not yet agreed")[2].partition("Where")[0]
    told = json.loads(run("--db", str(waiting[0]), "show", "FW-MX-01", "--format", "json").out)["commitment"]
    assert [(one["provenance"], one["waits"]) for one in told["waiting"]] == [("counterpart", ["MX"])]
    assert [one["waits"] for one in told["proposed"]] == [["MX"]]
    assert {one["provenance"] for one in told["statements"]} <= {"third_party"}


@pytest.mark.parametrize(
    ("language", "label"),
    [
        (
            "en",
            "70 percent, Jan 1, 2025 to Dec 31, 2025, Mexico, document, Mexico's own value, not confirmed by the United ",
        ),
        ("es", "valor propio de México, sin confirmación de Estados Unidos; no se cuenta"),
    ],
)
def test_own_value_of_a_side_is_shown_and_not_in_place_of_the_others(
    run: Callable[..., Ran], tmp_path: Path, language: str, label: str
) -> None:
    path = str(small_register(tmp_path))
    before = " ".join(run("--db", path, "show", "FW-US-01", "--lang", language).out.split())
    measure = ("measure", "guns-traced", "70", "--period", "2025-01-01..2025-12-31", "--series", "year-atf")
    assert run("--db", path, "--desk", "mx-1", *measure, "--source", "SSPC-2024").status == 0
    shown = " ".join(run("--db", path, "show", "FW-US-01", "--lang", language).out.split())
    assert label in shown
    assert label not in before
    assert before.partition("60/120")[1]
    assert "60/120" in shown


def test_history_names_who_wrote_and_the_side_that_is_waited_for(
    run: Callable[..., Ran], waiting: tuple[Path, str]
) -> None:
    place = ("--db", str(waiting[0]), "history", "FW-MX-01")
    text = " ".join(run(*place, "--plain").out.split())
    assert text.count(LABEL) == 2  # the change and the statement
    assert text.count("waits for Mexico") == 2
    assert "entered by the United States" in " ".join(run(*place, "--plain", "--ascii").out.split())
    rows = list(csv.DictReader(io.StringIO(run(*place, "--format", "csv").out)))
    assert list(rows[0])[-4:] == ["provenance", "waits", "late", "compiled_on"]
    assert [(row["provenance"], row["waits"]) for row in rows if row["feed"] == "us-1"] == [
        ("counterpart", "MX"),
        ("counterpart", "MX"),
    ]


def test_diff_lists_a_proposal_and_then_the_change(run: Callable[..., Ran], waiting: tuple[Path, str]) -> None:
    place = ("--db", str(waiting[0]), "diff")
    found = json.loads(run(*place, "2025-02-28", "2025-03-01", "--format", "json").out)["rows"]
    assert [(row["kind"], row["sign"], row["field"], row["waits"]) for row in found] == [
        ("proposed", "added", "title", ["MX"]),
        ("said", "added", None, ["MX"]),
    ]
    assert found[0]["before"]["en"] != found[0]["after"]["en"] == "Other"
    text = " ".join(run(*place, "2025-02-28", "2025-03-01").out.split())
    assert "proposed, not yet agreed" in text
    assert "waits for Mexico" in text
    accept(waiting[0], waiting[1])
    after = json.loads(run(*place, "2025-03-01", TODAY, "--format", "json").out)["rows"]
    assert {(row["kind"], row["sign"], tuple(row["waits"])) for row in after if row["field"] == "title"} == {
        ("text", "changed", ()),
        ("proposed", "removed", ()),
    }


@pytest.mark.parametrize(
    "output", [("show", "FW-MX-01"), ("history", "FW-MX-01"), ("diff", "2025-02-28", "2025-03-01")]
)
def test_what_the_other_side_disputed_no_longer_waits_for_it(
    run: Callable[..., Ran], waiting: tuple[Path, str], output: tuple[str, ...]
) -> None:
    path, proposed = waiting
    with closing(service.open_register(path, desk="mx-1", today=TODAY)) as desk:
        desk.write(
            TakePosition(
                target=proposed, stance="dispute", reason="No.", said_on="2025-03-01", effective_on="2025-03-01"
            )
        )
    shown = " ".join(run("--db", str(path), *output, "--plain").out.split())
    assert "Mexico disagrees, not in force" in shown
    assert shown.count("waits for Mexico") == 1  # The status in Mexico's name


def test_list_verify_and_doctor_say_which_side_is_alone(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = str(tmp_path / "alone.db")
    assert run("--db", path, "init", "--desk", "mx-1").status == 0
    alone = "Only Mexico has an open desk in this register."
    for verb in ("list", "verify", "doctor"):
        assert alone in " ".join(run("--db", path, verb).out.split()), verb
    opened = run("--db", path, "desk", "open", "us-1")
    assert opened.status == 0
    assert "a folder that this program does not know" not in opened.out
    beside = "us-1 was opened on the computer that holds mx-1's key."
    for verb in ("list", "verify", "doctor"):
        said = " ".join(run("--db", path, verb).out.split())
        assert beside in said, verb
        assert alone not in said
    spanish = " ".join(run("--db", path, "list", "--lang", "es").out.split())
    assert "us-1 se abrió en el equipo que tiene la llave de mx-1." in spanish


def test_desk_that_is_opened_later_says_how_to_admit_an_unknown_folder(run: Callable[..., Ran], tmp_path: Path) -> None:
    path, data = str(tmp_path / "alone.db"), make_folder(tmp_path / "data")
    assert run("--db", path, "init", "--data", str(data), "--desk", "us-1").status == 0
    said = " ".join(run("--db", path, "desk", "open", "mx-1").out.split())
    assert "come from a folder that this program does not know. Mexico has not admitted them" in said
    command = "--desk mx-1 desk admit obs-0 --for scope"
    assert command in said
    done = run("--db", path, *command.split(), "--reason", "We read it.")
    assert done.status == 0, done.err
    assert "does not know" not in run("--db", path, "desk", "open", "mx-2").out
