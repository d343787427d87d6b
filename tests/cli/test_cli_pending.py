"""``pending`` lists what waits for a side; ``concur`` and ``dispute`` answer it, one by one or many in one act."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.problems import Refused
from accordtrack.types.intents import AddRecord
from cli_runner import Made, Ran, Run
from folders import make_folder
from raw_entries import WORDS, RawDesk
from registers import NEW, TODAY

pytestmark = pytest.mark.sweep

MX = ("--desk", "mx-1")
TWO_WRONG = ("amend", "FW-US-01", "title.en=Trace some guns", "due_on=2027-01-01", "--reason", "Said again.")
FALSE = (
    *("update", "FW-MX-01", "reversed", "--speaker", "MX", "--source", "SSPC-2024", "--note", "They say so."),
    *("--effective-on", "2024-12-31"),
)


def add(register: Path, *numbers: int, seat: str = "us-1") -> None:
    """Let a desk propose commitments of the United States."""
    with closing(service.open_register(register, desk=seat)) as desk:
        desk.write(*(AddRecord(kind="commitment", fields={**NEW, "id": f"FW-US-{n}"}) for n in numbers))


def entries(register: Path) -> int:
    with closing(sqlite3.connect(register)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM entry").fetchone()[0])


def in_one_line(words: str) -> str:
    return " ".join(words.split())


def rows(done: Ran) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


@pytest.fixture
def waiting(register: Path, run: Run) -> Path:
    """A register in which the United States proposed three commitments, and changed one of its own."""
    add(register, 21, 22, 23)
    assert run(*TWO_WRONG).status == 0
    return register


@pytest.mark.parametrize(
    ("language", "first", "effect"),
    [
        (
            "en",
            "4 changes in 2 acts wait for Mexico; the oldest since",
            "actions done and change in indicators stay as they are",
        ),
        (
            "es",
            "4 cambios en 2 actos están en espera de México; el más antiguo, desde",
            "acciones realizadas y evolución de los indicadores sin cambio",
        ),
    ],
)
def test_first_line_says_how_much_waits(run: Run, waiting: Path, language: str, first: str, effect: str) -> None:
    assert waiting.is_file()
    done = run("pending", *MX, "--lang", language)
    assert done.out.startswith(first)
    assert effect in in_one_line(done.out)


@pytest.mark.parametrize(("desk", "other"), [("us-1", "mx-1"), ("mx-1", "us-1")])
def test_the_id_of_an_act_is_one_word_of_the_commands_that_answer_it(
    run: Run, register: Path, desk: str, other: str
) -> None:
    """A desk chooses the ids of its acts, and its reader copies the commands into a shell."""
    side = other[:2].upper()
    body = {"record": f"FW-{side}-01", "fields": {"weight": "9"}, "reason": WORDS, "speaker": desk[:2].upper()}
    act = "x' $(touch mine) `id`; reboot"
    RawDesk(register, desk).writes("commitment.amend", {**body, "said_on": TODAY, "sources": ["JS-2021"]}, act=act)
    said = in_one_line(run("pending", "--desk", other).out)
    for verb in ("concur", "dispute"):
        _before, _verb, words = said.partition(f"--desk {other} {verb} ")
        assert shlex.split(words)[:2] == ["--act", act]


def test_an_act_shows_what_changes_and_the_commands_that_answer_it(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    act = next(row["act"] for row in rows(run("pending", *MX, "--format", "json")) if len(row["entries"]) == 1)
    said = in_one_line(run("pending", *MX).out)
    assert "commitment amended, FW-US-01 Trace the guns" in said
    assert "title: Trace the guns → Trace some guns" in said
    assert "due on: Dec 31, 2023 → Jan 1, 2027" in said
    assert f"concur --act {act}" in said
    assert f"dispute --act {act} --reason TEXT" in said


def test_every_command_that_the_list_prints_names_an_entry_by_its_number(run: Run, register: Path) -> None:
    value = ("measure", "guns-traced", "51.5", "--period", "2024-01-01..2024-12-31", "--series", "year-atf")
    assert run(*value, "--source", "ATF-2023").status == 0
    (act,) = rows(run("pending", *MX, "--format", "json"))
    assert [(one["id"].count("|"), one["number"]) for one in act["entries"]] == [(6, "us-1-2")]
    own, theirs = run("pending").out, run("pending", *MX).out
    assert "retract us-1-2 --reason TEXT" in in_one_line(own)
    assert "|" not in own + theirs
    assert run("dispute", "us-1-2", "--reason", "No.", *MX).status == 0
    assert "concur us-1-2" in in_one_line(run("pending", "--disputed", *MX).out)
    assert register.is_file()


def test_a_text_that_changes_in_one_language_is_shown_to_readers_of_the_other(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    said = in_one_line(run("pending", *MX, "--lang", "es").out)
    assert "título (inglés): Trace the guns → Trace some guns" in said


def test_a_side_sees_first_what_waits_for_it_then_what_its_proposals_wait_for(run: Run, waiting: Path) -> None:
    assert run("amend", "FW-MX-01", "weight=2", "--reason", "More.", *MX).status == 0
    at_us = run("pending").out
    assert at_us.index("1 change in 1 act waits for the United States") < at_us.index(
        "4 changes in 2 acts wait for Mexico"
    )
    assert "accept" not in at_us.partition("Waits for Mexico")[2]
    assert run("pending", "--side", "MX").out.startswith("4 changes in 2 acts wait for Mexico")
    assert "United States:" not in run("pending", "--side", "México").out
    add(waiting, 31, seat="obs-1")
    assert "by obs-1" in run("pending", *MX).out


def test_the_effect_of_concurring_comes_with_its_act_the_largest_first(run: Run, register: Path) -> None:
    assert run(*TWO_WRONG).status == 0
    assert run("update", "FW-MX-01", "substantial", "--note", "Much.", *MX).status == 0
    assert run("amend", "FW-MX-01", "weight=3", "--reason", "More.", "--source", "SSPC-2024").status == 0
    said = in_one_line(run("pending", *MX).out)
    assert "on agreement actions done 19 → 18 actions done, firearms" in said
    assert said.index("weight: 1 → 3") < said.index("actions done and change in indicators stay as they are")
    assert "al coincidir acciones realizadas 19 → 18" in in_one_line(run("pending", *MX, "--lang", "es").out)
    assert register.is_file()


def test_a_statement_in_the_name_of_the_other_side_shows_what_it_would_do_to_it(run: Run, register: Path) -> None:
    assert run(*FALSE).status == 0
    said = in_one_line(run("pending", *MX).out)
    assert "entered by the United States, not confirmed by Mexico" in said
    assert "actions done, Mexico n/a → " in said
    assert "acciones realizadas, México" in in_one_line(run("pending", *MX, "--lang", "es").out)
    assert register.is_file()


def test_programs_get_rows_in_every_format(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    found = rows(run("pending", *MX, "--format", "json"))
    assert [len(row["entries"]) for row in found] == [3, 1]
    assert {row["waits_for"] for row in found} == {"MX"}
    assert "key" not in found[0]["entries"][0]
    lines = run("pending", *MX, "--format", "ndjson").out.splitlines()
    assert [json.loads(line)["row"]["act"] for line in lines] == [row["act"] for row in found]
    table = list(csv.DictReader(io.StringIO(run("pending", *MX, "--format", "csv").out)))
    assert [row["field"] for row in table] == ["", "", "", "due_on", "title"]
    assert table[3]["new"] == "2027-01-01"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("FW-US-22",), ["FW-US-22"]),
        (("kind:amend",), ["us-1-5"]),
        (("tipo:compromiso", "guns"), ["FW-US-21", "FW-US-22", "FW-US-23", "us-1-5"]),
        (("by:US",), ["FW-US-21", "FW-US-22", "FW-US-23", "us-1-5"]),
        (("by:MX",), []),
        (("since:2999",), []),
        (("until:2000",), []),
    ],
)
def test_filters_select_what_waits(run: Run, waiting: Path, words: tuple[str, ...], found: list[str]) -> None:
    assert waiting.is_file()
    listed = rows(run("pending", *words, *MX, "--format", "json"))
    assert sorted(entry["id"] for row in listed for entry in row["entries"]) == found


def test_text_of_the_register_is_hostile(run: Run, register: Path) -> None:
    with closing(service.open_register(register, desk="us-1")) as desk:
        fields = {**NEW, "title": "[red]Guns[/red] = 1+1", "note": "x"}
        desk.write(AddRecord(kind="commitment", fields=fields))
    done = run("pending", *MX)
    assert "[red]Guns[/red] = 1+1" in in_one_line(done.out)
    assert "\x1b" not in done.out


def test_a_long_list_shows_counts_and_the_first_entries(run: Run, register: Path) -> None:
    add(register, *range(100, 160))
    for n in range(200, 211):
        add(register, n)
    done = in_one_line(run("pending", *MX).out)
    assert done.startswith("71 changes in 12 acts wait for Mexico")
    assert "Shown: 50 of 71 changes. See all of them with --all." in done
    assert "for the first 10 acts; 2 more acts are listed without it" in done
    everything = in_one_line(run("pending", "--all", *MX).out)
    assert "FW-US-210" in everything
    assert everything.count("on agreement change in the numbers not computed") == 2


def test_thirty_of_two_hundred_are_answered_in_seconds(run: Run, register: Path) -> None:
    add(register, *range(100, 300))
    begun = time.process_time()
    done = run("concur", *(f"FW-US-{n}" for n in range(100, 130)), "--reason", "Agreed.", *MX)
    assert (done.status, time.process_time() - begun < 3) == (0, True)
    assert in_one_line(run("pending", *MX).out).startswith("170 changes in 1 act wait for Mexico")
    with closing(service.open_register(register, desk="mx-1")) as desk:
        assert len({entry.act for entry in desk.last_act()}) == 1
        assert len(desk.last_act()) == 30


def test_an_act_is_accepted_or_disputed_by_its_id_or_the_beginning_of_it(run: Run, waiting: Path) -> None:
    acts = [row["act"] for row in rows(run("pending", *MX, "--format", "json"))]
    assert run("concur", "--act", acts[0][:8], *MX).status == 0
    assert run("dispute", "--act", acts[1], "--reason", "Not agreed.", *MX).status == 0
    assert run("pending", *MX).out.startswith("Nothing waits for Mexico.")
    assert run("show", "FW-US-22").status == 0
    assert "Trace the guns" in run("list", "id:FW-US-01").out
    gone = run("concur", "--act", acts[0], *MX)
    assert (gone.status, f"Nothing in act {acts[0]} waits for Mexico" in gone.err) == (1, True)
    assert waiting.is_file()


def test_a_filter_answers_all_that_it_matches(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    assert run("concur", "--filter", "kind:amend", *MX).status == 0
    assert "Trace some guns" in run("list", "id:FW-US-01").out
    left = rows(run("pending", *MX, "--format", "json"))
    assert [entry["id"] for row in left for entry in row["entries"]] == ["FW-US-21", "FW-US-22", "FW-US-23"]


def test_a_table_answers_each_row_in_its_own_way(run: Run, waiting: Path, tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(
        "clave;respuesta;motivo\nFW-US-21;concur;\nFW-US-22;dispute;Never agreed.\nus-1-5;;\n", encoding="utf-8"
    )
    done = run("concur", "--table", str(table), "--reason", "As of May.", *MX)
    assert (done.status, "2 × answer" in done.out) == (0, True)
    assert run("show", "FW-US-21").status == 0
    assert "FW-US-22 was disputed by Mexico" in run("show", "FW-US-22").out
    assert "Trace some guns" in run("list", "id:FW-US-01").out
    assert waiting.is_file()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,answer\nFW-US-21,concur\nFW-US-99,concur\n", 'answers.csv:3: No commitment or entry "FW-US-99"'),
        ("id,answer\nFW-US-21,maybe\n", 'answers.csv:2: Unknown stance "maybe"'),
        ("id,answer\nFW-US-21,dispute\n", "answers.csv:2: A reason is required"),
        ("id,answer\n,concur\n", "answers.csv:2: The row names no entry to answer"),
        ("id,answer\nFW-US-21,concur\nFW-US-21,dispute\n", "FW-US-21 is answered twice"),
        ("id,colour\nFW-US-21,red\n", 'Unknown column "colour"'),
        ("answer\nconcur\n", 'The table has no column "id"'),
        ("id,answer\n", "The table has no rows"),
    ],
)
def test_a_table_with_a_fault_writes_nothing(run: Run, waiting: Path, tmp_path: Path, content: str, said: str) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(content, encoding="utf-8")
    before = entries(waiting)
    done = run("concur", "--table", str(table), *MX)
    assert (done.status in {1, 2}, entries(waiting)) == (True, before)
    assert said in in_one_line(done.err)


REFUSED = [
    (("concur", "FW-US-21"), "FW-US-21 waits for Mexico. Your side wrote it; only the other side can accept it."),
    (("concur", "FW-US-21", "us-1-5"), "us-1-5 waits for Mexico. Your side wrote it"),
    (("concur", "--act", "0123456789abcdef", *MX), "No act 0123456789abcdef"),
    (("concur", "--act", "x", "--desk", "obs-1"), "Nothing waits for an observer's desk"),
    (("concur", "--filter", "by:MX", *MX), 'Nothing that waits for Mexico matches "by:MX"'),
    (("concur", "--filter", "nowhere:x", *MX), '"nowhere:x" cannot be used here'),
    (("concur", "FX", *MX), 'No commitment or entry "FX"'),
    (("concur", "FW", *MX), "FW does not wait for Mexico"),
    (("concur", "obs-0-2", *MX), "small-accord does not wait for Mexico"),
    (("concur", *MX), "What is answered?"),
    (("concur", "--filter", "", *MX), "The filter is empty"),
    (("desk", "close", "--reason", "Moved.", *MX), "desk close --yes"),
    (("dispute", "--filter", " ", "--reason", "No.", *MX), "The filter is empty"),
    (("dispute", "FW-US-21", *MX), "--reason is missing"),
    (("dispute", "--act", "x", *MX), "--reason is missing"),
    (("dispute", "FW-US-21", "FW-US-22", "--proposes", "limited", "--reason", "No.", *MX), "belong to one answer"),
    (
        ("dispute", "us-1-5", "--ground", "not_ours", "--reason", "No.", *MX),
        "Only a statement that another desk recorded",
    ),
    (("pending", "wait-all"), "A reason is required"),
    (("pending", "wait-all", "--reason", "All.", "--desk", "obs-1"), "Only a desk of a side"),
    (("pending", "wait-all", "US", "--reason", "All."), "wait-all takes no filter"),
    (("pending", "--reason", "x"), "A list takes no reason"),
    (("pending", "--side", "CA"), 'Unknown side "CA"'),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=[" ".join(words) for words, _said in REFUSED])
def test_bad_input_is_refused_in_words_and_writes_nothing(
    run: Run, waiting: Path, words: tuple[str, ...], said: str
) -> None:
    before = entries(waiting)
    done = run(*words)
    assert (done.status in {1, 2}, done.out, entries(waiting)) == (True, "", before)
    assert said in in_one_line(done.err)
    assert "Traceback" not in done.err


def test_what_was_taken_back_replaced_or_overtaken_is_no_longer_answered(run: Run, waiting: Path) -> None:
    assert run("retract", "FW-US-21", "--reason", "Sorry.").status == 0
    assert "FW-US-21" in run("concur", "us-1-2", *MX).err
    assert "was taken back: us-1-6" in run("concur", "us-1-2", *MX).err
    assert run(*TWO_WRONG[:2], "title.en=Newer", "due_on=2028-01-01", "--reason", "Newer.").status == 0
    assert "us-1-5 was replaced by a newer proposal: us-1-7" in run("concur", "us-1-5", *MX).err
    assert run("amend", "FW-US-01", "due_on=2029-01-01", "--reason", "Ours.", *MX, "--source", "SSPC-2024").status == 0
    assert waiting.is_file()


def test_a_change_lapses_when_another_takes_effect_on_its_field(run: Run, register: Path) -> None:
    amend = ("amend", "FW-JT-01", "--reason", "So.")
    assert run(*amend, "title.en=American").status == 0
    assert run(*amend, "title.en=Mexican", *MX).status == 0
    assert run("concur", "us-1-2", *MX).status == 0
    lapsed = run("concur", "mx-1-2")
    assert (lapsed.status, "mx-1-2 has lapsed" in lapsed.err) == (1, True)
    assert run("pending").out.startswith("Nothing waits for the United States.")
    assert "American" in run("list", "id:FW-JT-01").out
    assert register.is_file()


@pytest.mark.parametrize(("record", "kind"), [("guns-traced", "indicator"), ("FW", "framework")])
def test_a_change_of_an_indicator_or_a_framework_lapses_too(run: Run, register: Path, record: str, kind: str) -> None:
    amend = ("amend", record, "--reason", "So.", "--source", "JS-2021")
    assert run(*amend, "title.en=American").status == 0, kind
    assert run(*amend, "title.en=Mexican", *MX).status == 0
    assert run("concur", "us-1-2", *MX).status == 0
    lapsed = run("concur", "mx-1-2")
    assert (lapsed.status, "mx-1-2 has lapsed" in lapsed.err) == (1, True)
    assert register.is_file()


def test_the_plan_of_an_answer_names_the_fields_that_lapse(run: Run, register: Path) -> None:
    amend = ("amend", "FW-JT-01", "--reason", "So.")
    assert run(*amend, "title.en=American").status == 0
    assert run(*amend, "title.en=Mexican", "weight=3", *MX).status == 0
    assert run("concur", "us-1-2", *MX).status == 0
    plan = run("concur", "mx-1-2", "--dry-run")
    assert "Fields that were changed meanwhile keep their value: title" in in_one_line(plan.out)
    assert run("concur", "mx-1-2").status == 0
    shown = run("list", "id:FW-JT-01").out
    assert "American" in shown
    assert register.is_file()


def test_the_plan_of_several_answers_says_what_comes_into_force(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    plan = in_one_line(run("concur", "--filter", "by:US", *MX, "--dry-run").out)
    assert plan.count("It comes into force") == 1
    assert run("amend", "FW-JT-01", "--reason", "So.", "title.en=American").status == 0
    assert run("amend", "FW-JT-01", "--reason", "So.", "title.en=Mexican", "weight=3", *MX).status == 0
    assert run("amend", "FW-MX-01", "--reason", "So.", "weight=3", *MX).status == 0
    assert run("concur", "us-1-6", *MX).status == 0
    plan = in_one_line(run("concur", "mx-1-2", "mx-1-3", "--dry-run").out)
    assert "mx-1-2: Fields that were changed meanwhile keep their value: title" in plan


def test_a_retraction_that_waits_says_what_it_takes_back_and_that_it_stays(run: Run, register: Path) -> None:
    assert run("update", "FW-US-01", "substantial", "--note", "Half is traced.").status == 0
    assert run("concur", "FW-US-01", *MX).status == 0
    assert run("retract", "us-1-2", "--reason", "Wrong.").status == 0
    assert "taken back: status: substantial" in in_one_line(run("pending", *MX).out)
    assert "taken back: text: Half is traced." in in_one_line(run("pending", *MX).out)
    own = run("pending").out
    assert ("takes back us-1-2" in in_one_line(own), "retract us-" in own) == (True, False)
    assert register.is_file()


def test_a_target_that_waits_replaces_no_target_of_another(run: Run, register: Path) -> None:
    target = ("target", "guns-traced", "70", "--by", "2030-12-31", "--reason", "A working figure.")
    assert run(*target).status == 0
    assert "target: — → by Dec 31, 2030, working target, value 70" in in_one_line(run("pending", *MX).out)
    assert register.is_file()


def test_a_closed_desk_is_given_no_command_that_answers(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    assert "concur --act" in run("pending", *MX).out
    assert run("desk", "close", "--yes", *MX).status == 0
    assert "concur --act" not in run("pending", *MX).out


def test_desk_open_prints_what_waits_for_the_side(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    said = in_one_line(run("desk", "open", "mx-9").out)
    assert "4 changes in 2 acts wait for Mexico" in said
    assert "--desk mx-9 pending" in said


def test_an_act_of_several_entries_is_taken_back_entry_by_entry(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    own = run("pending").out
    assert "retract ENTRY --reason TEXT" in own
    assert "retract us-1-5 --reason TEXT" in own


def test_an_answer_that_fewer_may_read_accepts_nothing(run: Run, register: Path) -> None:
    made = run("amend", "FW-MX-01", "weight=3", "--reason", "So.", "--source", "JS-2021", "--handling", "TLP:CLEAR")
    assert made.status == 0
    before = entries(register)
    refused = run("concur", "us-1-2", *MX, "--handling", "TLP:RED")
    assert (refused.status, entries(register)) == (1, before)
    assert "An answer marked TLP:RED cannot accept us-1-2" in in_one_line(refused.err)
    assert run("dispute", "us-1-2", *MX, "--reason", "No.", "--handling", "TLP:RED", "--dry-run").status == 0
    assert run("concur", "us-1-2", *MX).status == 0


def test_two_desks_that_accept_the_same_do_no_harm(run: Run, waiting: Path) -> None:
    assert run("concur", "FW-US-21", *MX).status == 0
    before = entries(waiting)
    again = run("concur", "FW-US-21", *MX)
    assert (again.status, entries(waiting)) == (1, before)
    assert "FW-US-21 is in force already: Mexico accepted it" in again.err
    both = run("concur", "FW-US-21", "FW-US-22", *MX)
    assert (both.status, "FW-US-21 is in force already and needs no answer" in both.out) == (0, True)
    assert entries(waiting) == before + 1
    assert "All of it is in force already: FW-US-21, FW-US-22" in run("concur", "FW-US-21", "FW-US-22", *MX).err


def test_what_does_not_wait_cannot_be_accepted(run: Run, waiting: Path) -> None:
    first = run("concur", "FW-US-23", "us-1-5", *MX)
    assert first.status == 0
    assert run("amend", "FW-US-01", "note=For us.", "--reason", "A note.").status == 0
    done = run("concur", "us-1-6", *MX)
    assert (done.status, "us-1-6 does not wait for Mexico" in done.err) == (1, True)
    assert waiting.is_file()


@pytest.mark.parametrize(("language", "said"), [("en", "Waits for Mexico."), ("es", "En espera de México.")])
@pytest.mark.parametrize("dry", [("--dry-run",), ()])
def test_a_write_says_for_whom_it_waits(
    run: Run, register: Path, language: str, said: str, dry: tuple[str, ...]
) -> None:
    assert register.is_file()
    assert f"  {said}\n" in run(*TWO_WRONG, "--lang", language, *dry).out
    assert said not in run("amend", "FW-US-01", "note=Ours.", "--reason", "A note.", "--lang", language, *dry).out


@pytest.mark.parametrize("dry", [("--dry-run",), ()])
def test_a_statement_says_whose_it_is_and_whether_it_is_in_force(
    run: Run, register: Path, dry: tuple[str, ...]
) -> None:
    assert run("update", "FW-MX-01", "substantial", "--note", "Much.", *MX).status == 0
    false = run(*FALSE, *dry).out
    assert "Provenance: entered by the United States, not confirmed by Mexico" in false
    assert "Mexico's own *substantial* remains in force." in false
    assert "Waits for Mexico." in false
    own = run("update", "FW-MX-01", "limited", "--note", "Less.", *MX, *dry).out
    assert ("This will be the position of Mexico" if dry else "Provenance: Mexico") in own
    assert "the statement in force on what Mexico is responsible for." in own
    assert "Waits for" not in own
    assert register.is_file()


def test_a_withdrawal_is_shown_at_once_and_waits(run: Run, register: Path) -> None:
    assert register.is_file()
    for dry in (("--dry-run",), ()):
        said = " ".join(run("update", "FW-US-01", "withdrawn", "--note", "No longer.", *dry).out.split())
        assert "Waits for Mexico." in said
        assert (
            "Shown at once. Until Mexico agrees, it counts among what the United States is responsible for and earns nothing."
            in said
        )
        assert "the statement in force" not in said


NAMING = [
    ("show", "FW-US-21", "--format", "json"),
    ("update", "FW-US-21", "limited", "--note", "x"),
    ("amend", "FW-US-21", "weight=2", "--reason", "x"),
    ("evidence", "add", "FW-US-21", "https://example.org/"),
    ("note", "FW-US-21", "x"),
    ("ask", "FW-US-21"),
    ("remind", "FW-US-21"),
    ("score", "--explain", "FW-US-21"),
]


@pytest.mark.parametrize("words", NAMING, ids=[" ".join(words) for words in NAMING])
def test_a_commitment_that_waits_is_in_no_list_and_says_so(run: Run, waiting: Path, words: tuple[str, ...]) -> None:
    before = entries(waiting)
    done = run(*words)
    assert (done.status, done.out, entries(waiting)) == (2 if done.status == 2 else 1, "", before)
    assert "FW-US-21 waits for Mexico and is not in force. See it with accordtrack pending." in in_one_line(done.err)
    assert "FW-US-21" not in run("list").out


def test_an_id_that_waits_is_taken(run: Run, waiting: Path) -> None:
    with closing(service.open_register(waiting, desk="us-1")) as desk, pytest.raises(Refused) as refused:
        desk.write(AddRecord(kind="commitment", fields={**NEW, "id": "FW-US-21"}))
    assert "FW-US-21 waits for MX and is not in force" in str(refused.value)
    with closing(service.open_register(waiting, desk="us-1")) as desk:
        assert desk.propose_id("commitment", {"framework": "FW", "responsible_side": "US"}) == "FW-US-02"
        desk.write(AddRecord(kind="commitment", fields=NEW))
        assert desk.propose_id("commitment", {"framework": "FW", "responsible_side": "US"}) == "FW-US-03"
    assert "waits for Mexico" in run("history", "FW-US-21").out


def test_attention_says_at_either_desk_what_waits_for_the_other_side(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    said = "wait for Mexico; the oldest since"
    for desk in ("us-1", "mx-1"):
        assert said in in_one_line(run("attention", "--desk", desk).out)
    assert "wait for the United States;" not in in_one_line(run("attention", *MX).out)
    assert said not in in_one_line(run("attention", "--desk", "obs-1").out)


def test_attention_counts_what_waits_with_its_filter(run: Run, waiting: Path) -> None:
    assert run(*FALSE).status == 0
    found = json.loads(run("attention", *MX, "--format", "json").out)
    counts = {row["name"]: (row["count"], row["filter"]) for row in found["rows"]}
    assert counts["waits"] == (2, "waits:MX")
    assert found["pending"] == 5
    listed = json.loads(run("list", "waits:MX", "--format", "json").out)["rows"]
    assert [row["id"] for row in listed] == ["FW-MX-01", "FW-US-01"]
    read = in_one_line(run("attention", *MX).out)
    assert "5 changes in 3 acts wait for Mexico" in read
    assert "waits:MX" not in read  # one number says what waits
    assert run("dispute", "us-1-5", "us-1-6", "--reason", "No.", *MX).status == 0
    assert json.loads(run("attention", *MX, "--format", "json").out)["pending"] == 3
    assert json.loads(run("list", "waits:MX", "--format", "json").out)["rows"] == []
    assert json.loads(run("attention", "--desk", "obs-1", "--format", "json").out)["pending"] is None
    assert waiting.is_file()


def test_a_filter_finds_statements_by_provenance(run: Run, register: Path) -> None:
    def ids(words: str) -> list[str]:
        return [row["id"] for row in json.loads(run("list", words, "--format", "json").out)["rows"]]

    assert (ids("provenance:counterpart"), ids("provenance:own")) == ([], [])
    assert ids("provenance:third_party") == ids("procedencia:fuente_publica") == ["FW-JT-01", "FW-US-01"]
    assert run(*FALSE).status == 0
    assert ids("procedencia:contraparte") == ["FW-MX-01"]
    assert run("update", "FW-MX-01", "limited", "--note", "Begun.", *MX).status == 0
    assert ids("provenance:own") == ids("provenance:own,counterpart") == ["FW-MX-01"]
    assert register.is_file()


def test_a_retraction_of_what_the_other_side_accepted_waits_and_names_it(run: Run, waiting: Path) -> None:
    assert run("concur", "us-1-5", *MX).status == 0
    for dry in (("--dry-run",), ()):
        assert "Waits for Mexico." in run("retract", "us-1-5", "--reason", "Changed our mind.", *dry).out
    said = in_one_line(run("pending", "kind:retract", *MX).out)
    assert "retraction, FW-US-01 Trace some guns, takes back us-1-5" in said
    assert "Trace some guns" in run("list", "id:FW-US-01").out
    assert waiting.is_file()


@pytest.mark.parametrize("dry", [("--dry-run",), ()])
def test_an_import_says_for_whom_it_waits(run: Run, register: Path, tmp_path: Path, dry: tuple[str, ...]) -> None:
    table = tmp_path / "statuses.csv"
    heads = "commitment,status,speaker,note,sources,effective_on,said_on"
    table.write_text(f"{heads}\nFW-MX-01,reversed,MX,They say so.,SSPC-2024,2026-01-01,2026-01-01\n", encoding="utf-8")
    done = run("import", str(table), *dry)
    assert done.status == 0, done.err
    assert "Provenance: entered by the United States, not confirmed by Mexico" in done.out
    assert "Waits for Mexico." in done.out
    assert register.is_file()


def test_a_note_names_the_desk_that_amended_it(run: Run, register: Path) -> None:
    def note() -> tuple[Any, str | None]:
        row = json.loads(run("show", "FW-MX-01", "--format", "json").out)["commitment"]
        return row["note"], row["note_by"]

    assert note() == (None, None)
    words = {"en": "Nothing came.", "es": "No llegó nada."}
    fields = [f"note.{language}={text}" for language, text in words.items()]
    assert run("amend", "FW-MX-01", *fields, "--reason", "We looked.").status == 0
    assert note() == (words, "us-1")
    assert "Nothing came. (us-1)" in run("show", "FW-MX-01").out
    assert register.is_file()


@pytest.mark.parametrize(
    ("language", "said", "foreseen"),
    [
        (
            "en",
            "{n} entries are in force without Mexico. To make them wait, use",
            "{n} afterwards",
        ),
        (
            "es",
            "{n} asientos están vigentes sin México. Para ponerlos en espera, use",
            "{n} después",
        ),
    ],
)
def test_a_side_that_arrives_reads_what_is_in_force_without_it(
    run: Run, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str, foreseen: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    alone = tmp_path / "alone.db"
    at = ("--db", str(alone), "--lang", language)
    assert run("init", "--desk", "us-1", "--data", str(made.folder), *at).status == 0
    add(alone, 21, 22)
    opened, listed = in_one_line(run("desk", "open", "mx-1", *at).out), in_one_line(run("pending", *MX, *at).out)
    wait_all = ("pending", "wait-all", "--reason", "We look.", *MX, *at)
    before = entries(alone)
    planned = in_one_line(run(*wait_all, "--dry-run").out)
    assert entries(alone) == before
    assert run(*wait_all).status == 0
    waiting = [one for row in rows(run("pending", *MX, *at, "--format", "json")) for one in row["entries"]]
    assert {"FW-US-21", "FW-US-22"} < {one["id"] for one in waiting}
    assert said.format(n=len(waiting)) in opened
    assert said.format(n=len(waiting)) in listed
    assert foreseen.format(n=len(waiting)) in planned
    assert said[3:] not in in_one_line(run("pending", *MX, *at).out)


def test_what_is_in_force_by_one_side_alone_is_listed_and_counted_as_it_would_wait(run: Run, tmp_path: Path) -> None:
    path, folder = tmp_path / "alone.db", make_folder(tmp_path / "small")
    service.create_register(path, data=folder, desk="us-1")
    at = ("--db", str(path))
    add(path, 21, 22, 23)
    assert run(*TWO_WRONG, *at).status == 0
    add(path, 31, 32)
    assert run("desk", "open", "mx-1", *at).status == 0
    assert run("amend", "FW-US-01", "due_on=2027-05-01", "--reason", "Again.", *at).status == 0
    found = rows(run("pending", "--alone", *MX, *at, "--format", "json"))
    numbers = {one["number"] for row in found for one in row["entries"]}
    assert numbers > {"us-1-2", "us-1-3", "us-1-4", "us-1-5"}
    assert run("dispute", "us-1-2", "us-1-3", "--reason", "No.", *MX, *at).status == 0
    said = in_one_line(run("pending", *MX, *at).out)
    assert f"{len(numbers) - 2} entries are in force without Mexico" in said
    assert f"--db {path} --desk mx-1 pending wait-all --reason TEXT" in said
    assert f"--db {path} --desk mx-1 pending --alone" in said
    listed = run("pending", "--alone", *MX, *at)
    assert f"In force without Mexico: {len(numbers) - 2} changes in " in listed.out
    found = rows(run("pending", "--alone", *MX, *at, "--format", "json"))
    act = next(row["act"] for row in found if {"us-1-6", "us-1-7"} <= {one["number"] for one in row["entries"]})
    assert f"concur --act {act}" in in_one_line(listed.out)
    assert f"dispute --act {act} --reason TEXT" in in_one_line(listed.out)
    assert "2 × answer" in run("concur", "--act", act, *MX, *at, "--dry-run").out
    assert numbers - {one["number"] for row in found for one in row["entries"]} == {"us-1-2", "us-1-3"}
    planned = in_one_line(run("pending", "wait-all", "--dry-run", *MX, *at).out)
    assert run("pending", "wait-all", "--reason", "All.", *MX, *at).status == 0
    waiting = [one["number"] for row in rows(run("pending", *MX, *at, "--format", "json")) for one in row["entries"]]
    assert f"1 now, {len(waiting)} afterwards" in planned
    assert "us-1-4" in waiting
    assert "Nothing is in force without Mexico." in run("pending", "--alone", *MX, *at).out


def test_entries_of_an_observer_count_as_in_force_without_the_side_that_they_would_wait_for(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "observed.db"
    service.create_register(path, data=make_folder(tmp_path / "small"), desk="obs-1")
    at = ("--db", str(path))
    add(path, 21, seat="obs-1")
    assert run("desk", "open", "us-1", *at).status == 0
    add(path, 22)
    opened = in_one_line(run("desk", "open", "mx-1", *at).out)
    found = [one for row in rows(run("pending", "--alone", *MX, *at, "--format", "json")) for one in row["entries"]]
    assert {"FW-US-21", "FW-US-22"} <= {one["id"] for one in found}
    assert f"{len(found)} entries are in force without Mexico." in opened
    planned = in_one_line(run("pending", "wait-all", "--dry-run", *MX, *at).out)
    assert f"0 now, {len(found)} afterwards" in planned


STANDING, BESIDE = "The statement itself stays unchanged; the answer to it changes", "What it answers stays unchanged"
TEXT_ONLY = "It is shown beside the text; no status and no other answer changes"


def test_a_plan_says_what_the_answer_does_to_what_waits(run: Run, waiting: Path) -> None:
    assert run(*FALSE).status == 0
    for target in ("FW-US-21", "us-1-5", "us-1-6"):
        for verb, said in (("concur", "It comes into force"), ("dispute", "It stays out of force")):
            plan = run(verb, target, "--reason", "So.", *MX, "--dry-run").out
            assert said in plan, (verb, target)
            assert STANDING not in plan
            assert BESIDE not in plan
    plan = run("not-agreed", "FW-US-21", "--reason", "Never.", *MX, "--dry-run").out
    assert ("It stays out of force" in plan, TEXT_ONLY in plan) == (True, False)
    spanish = run("concur", "us-1-5", *MX, "--dry-run", "--lang", "es").out
    assert "Entra en vigor" in spanish
    assert run("concur", "us-1-5", *MX).status == 0
    late = run("dispute", "us-1-5", "--reason", "No longer.", *MX, "--dry-run").out
    assert "It stays in force: Mexico accepted it" in late
    assert run("dispute", "us-1-5", "--reason", "No longer.", *MX).status == 0
    assert "Trace some guns" in run("list", "id:FW-US-01").out
    assert waiting.is_file()


def test_a_plan_on_a_statement_or_text_in_force_says_what_changes_beside_it(run: Run, register: Path) -> None:
    assert run("update", "FW-MX-01", "substantial", "--note", "Much.", *MX).status == 0
    assert STANDING in run("dispute", "FW-MX-01", "--reason", "No.", "--dry-run").out
    assert STANDING in run("concur", "FW-MX-01", "--dry-run").out
    assert TEXT_ONLY in run("not-agreed", "FW-MX-01", "--reason", "No.", "--dry-run").out
    assert run("update", "FW-MX-01", "withdrawn", "--note", "No longer.", *MX).status == 0
    withdrawal = run("concur", "FW-MX-01", "--dry-run").out
    assert ("It comes into force" in withdrawal, STANDING in withdrawal) == (True, True)
    assert register.is_file()


def test_a_plan_says_that_a_dispute_takes_out_of_force_what_one_side_wrote_alone(run: Run, tmp_path: Path) -> None:
    path, folder = tmp_path / "alone.db", make_folder(tmp_path / "small")
    service.create_register(path, data=folder, desk="us-1")
    at = ("--db", str(path))
    add(path, 21)
    assert run(*TWO_WRONG, *at).status == 0
    assert run("desk", "open", "mx-1", *at).status == 0
    assert "now accepted by Mexico" in run("concur", "us-1-3", *MX, *at, "--dry-run").out
    plan = in_one_line(run("dispute", "us-1-3", "--reason", "No.", *MX, *at, "--dry-run").out)
    assert "It goes out of force: Mexico disputes it, and pending --disputed lists it" in plan
    assert "The value before it comes into force again: due on, title" in plan
    assert run("dispute", "us-1-3", "--reason", "No.", *MX, *at).status == 0
    assert "Dec 31, 2023" in run("list", "id:FW-US-01", *at).out
    plan = run("not-agreed", "FW-US-21", "--reason", "No.", *MX, *at, "--dry-run").out
    assert ("It goes out of force: Mexico disputes it, and pending --disputed lists it" in plan, TEXT_ONLY in plan) == (
        True,
        False,
    )
    assert run("not-agreed", "FW-US-21", "--reason", "No.", *MX, *at).status == 0
    assert "FW-US-21" not in run("list", *at).out


def test_a_change_of_what_waits_shows_the_value_that_was_proposed(run: Run, tmp_path: Path) -> None:
    path, folder = tmp_path / "alone.db", make_folder(tmp_path / "small")
    service.create_register(path, data=folder, desk="us-1")
    at = ("--db", str(path))
    add(path, 21, 22)
    for name in ("FW-US-21", "FW-US-22"):
        assert run("amend", name, "due_on=2028-01-31", "--reason", "Later.", *at).status == 0
    assert run("desk", "open", "mx-1", *at).status == 0
    assert run("concur", "us-1-2", *MX, *at).status == 0
    assert run("pending", "wait-all", "--reason", "All.", *MX, *at).status == 0
    said = in_one_line(run("pending", "kind:amend", *MX, *at).out)
    assert said.count("due on: Jun 30, 2027 → Jan 31, 2028") == 2, "in force, and itself proposed"
    assert "Count the guns" in said


def test_the_id_of_a_commitment_in_force_names_the_entry_that_added_it(run: Run, waiting: Path) -> None:
    assert run("concur", "FW-US-22", *MX).status == 0
    none = in_one_line(run("dispute", "FW-US-22", "--reason", "No.", *MX).err)
    assert "There is no statement to answer on FW-US-22. Answer the commitment by its entry, us-1-3" in none
    assert "accordtrack not-agreed FW-US-22" in none
    assert run("dispute", "us-1-3", "--reason", "No.", *MX).status == 0
    taken = run("retract", "FW-US-22", "--reason", "Sorry.", "--dry-run")
    assert (taken.status, "commitment added   FW-US-22" in taken.out) == (0, True)
    assert "FW-JT-01: the entry" in run("retract", "FW-JT-01", "--reason", "No.").err
    assert waiting.is_file()


def test_show_names_the_entry_that_an_answer_answers(run: Run, waiting: Path) -> None:
    assert run("concur", "us-1-5", *MX).status == 0
    assert "answers us-1-5" in run("show", "FW-US-01").out
    found = json.loads(run("show", "FW-US-01", "--format", "json").out)["commitment"]
    assert [one["answers_id"] for one in found["positions"] if one["feed"] == "mx-1"] == ["us-1-5"]
    assert waiting.is_file()


@pytest.mark.parametrize("output", [("show",), ("history",), ("diff", "2026-11-24", "2026-11-25")])
def test_an_answer_names_what_it_answers_unless_that_is_a_status(
    run: Run, waiting: Path, output: tuple[str, ...]
) -> None:
    assert run("dispute", "us-1-5", "--reason", "No.", *MX).status == 0
    name = ("FW-US-01",) if output[0] != "diff" else ()
    shown = in_one_line(run(*output, *name, "--plain").out)
    assert "disagrees with the change of" in shown
    assert waiting.is_file()


def test_show_of_a_proposal_says_that_it_is_not_in_force_what_it_says_and_who_wrote_it(run: Run, waiting: Path) -> None:
    assert waiting.is_file()
    done = run("show", "FW-US-21")
    said = in_one_line(done.out)
    assert done.status == 0
    assert said.startswith("Not in force")
    assert "FW-US-21 waits for Mexico and is not in force" in said
    assert "at us-1" in said
    assert "us-1-2" in said
    assert "The United States counts every gun." in said
    assert "Sin vigor" in run("show", "FW-US-21", "--lang", "es").out


def test_what_a_side_disputed_stays_findable(run: Run, waiting: Path) -> None:
    assert "No disagreement of Mexico keeps anything out of force." in run("pending", "--disputed").out
    assert run("not-agreed", "FW-US-21", "--reason", "Never agreed.", *MX).status == 0
    assert run("dispute", "us-1-5", "--reason", "Nor this.", *MX).status == 0
    for desk in ((), MX):
        listed = in_one_line(run("pending", *desk).out)
        assert "2 changes in 1 act wait for Mexico" in listed
        assert "Mexico disagrees; not in force: 2 changes in 2 acts." in listed
        assert f"accordtrack{' --desk mx-1' if desk else ''} pending --disputed" in listed
        found = rows(run("pending", "--disputed", *desk, "--format", "json"))
        assert sorted(entry["id"] for row in found for entry in row["entries"]) == ["FW-US-21", "us-1-5"]
        refused = in_one_line(run("amend", "FW-US-21", "weight=2", "--reason", "x", *desk).err)
        assert (
            "FW-US-21 was disputed by Mexico and is not in force. See it with accordtrack pending --disputed" in refused
        )
        shown = in_one_line(run("show", "FW-US-21", *desk).out)
        assert "FW-US-21 was disputed by Mexico and is not in force" in shown
        assert "Never agreed." in shown
    assert "retract us-1-2" in run("pending", "--disputed").out
    assert "disputed by │ Mexico (mx-1), Nov 25, 2026: Nor this." in in_one_line(run("pending", "--disputed").out)
    assert "concur us-1-2" in run("pending", "--disputed", *MX).out
    assert run("concur", "FW-US-21", *MX).status == 0
    assert "FW-US-21" in run("list").out
    assert "FW-US-21" not in run("pending", "--disputed").out
    assert waiting.is_file()


def conflict(folder: Path, words: str) -> Path:
    """A file with a conflict whose first claim is in Mexico's name."""
    path = folder / "conflict.yaml"
    path.write_text(
        "id: cf-new\ntitle: {en: A figure, es: Una cifra}\nthemes: [firearms]\n"
        "about: {commitments: [FW-MX-01], indicators: [], events: []}\nclaims:\n"
        f"- {{speaker: MX, said_on: '2024-10-01', text: {{en: {words}, es: Admite que nada hizo}}, sources: [SSPC-2024]}}\n"
        "- {speaker: US, said_on: '2024-10-02', text: {en: We did all, es: Hicimos todo}, sources: [ATF-2023]}\n"
        "may_explain: {en: Two days, es: Dos fechas}\nwould_settle: {en: A table, es: Una tabla}\n",
        encoding="utf-8",
    )
    return path


LONG = f"Mexico admits {'very ' * 150}much"
INDICATOR = """id: seized-mx
title: {en: Seized, es: Asegurado}
definition: {en: All of it, es: Todo}
unit: {en: guns, es: armas}
level: outcome
direction: increase
theme: firearms
side: MX
publisher: SSPC
periodicity: year
baseline: {value: '417', on: '2020-12-31'}
target: {value: '9413', by: '2026-12-31', set_by: agreed, source: SSPC-2024}
path: [{on: '2023-12-31', fraction: '0.25'}]
"""


@pytest.mark.parametrize("options", [("--plain",), ("--format", "json")])
def test_a_conflict_that_waits_shows_each_claim_in_whole(
    run: Run, register: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert register.is_file()
    assert run("add", "conflict", "--from", str(conflict(tmp_path, LONG))).status == 0
    said = in_one_line(run("pending", *MX, *options).out)
    for text in (
        LONG,
        "Admite que nada hizo",
        "We did all",
        "2024-10-02" if options else "Oct 2, 2024",
        "ATF-2023",
        "A table",
        "FW-MX-01",
    ):
        assert text in said


def test_the_plan_of_concur_says_all_that_would_be_accepted(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    assert run("add", "conflict", "--from", str(conflict(tmp_path, LONG))).status == 0
    settled = run(
        *("settle", "cf-traced", "--claim", "2", "--source", "ATF-2023", "--reason", "Mexico was wrong."),
        *("--format", "json"),
    )
    entry = json.loads(settled.out)["ids"][0]
    one, several = (
        in_one_line(run("concur", *names, *MX, "--dry-run").out) for names in (("cf-new",), ("cf-new", entry))
    )
    claim = f"cf-new says claim 1: speaker Mexico, said on 2024-10-01, text {LONG}, sources SSPC-2024".partition(" ")[2]
    assert claim in one
    assert claim in several
    assert "reason: Mexico was wrong." in several
    settles = [row for act in rows(run("pending", *MX, "--format", "json")) for row in act["entries"]]
    found = next(row["settles"] for row in settles if row["kind"] == "conflict.settle")
    words = found["text"]["en"]
    assert words
    assert f"text {words}" in several
    assert "claim 2: speaker" in several
    assert "says claim 1" not in in_one_line(run("concur", "cf-new", entry, *MX).out)


def test_an_indicator_and_an_event_that_wait_show_every_field(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    (tmp_path / "indicator.yaml").write_text(INDICATOR, encoding="utf-8")
    event = "id: e-new\ndate: '2024-05-01'\nkind: meeting\ntitle: {en: A meeting, es: Una reunión}\nside: MX\n"
    event += "note: {en: Mexico left, es: México se fue}\nsources: [SSPC-2024]\n"
    (tmp_path / "event.yaml").write_text(event, encoding="utf-8")
    for kind in ("indicator", "event"):
        assert run("add", kind, "--from", str(tmp_path / f"{kind}.yaml")).status == 0
    said = in_one_line(run("pending", *MX, "--all").out)
    for text in (
        "baseline: value 417, on Dec 31, 2020",
        "target: value 9413",
        "agreed",
        "planned path 1",
        "Mexico left",
    ):
        assert text in said


def test_a_changed_text_is_not_cut(run: Run, register: Path) -> None:
    assert register.is_file()
    assert run("amend", "FW-US-01", f"title.en={LONG} again", "--reason", "So.").status == 0
    assert f"{LONG} again" in in_one_line(run("pending", *MX).out)


def test_refused_undo_announces_nothing(run: Run, register: Path) -> None:
    assert register.is_file()
    assert run("amend", "FW-JT-01", "due_on=2027-01-01", "--reason", "Later.").status == 0
    assert run("concur", "us-1-2", "--desk", "mx-1").status == 0
    assert run("note", "FW-JT-01", "Seen.").status == 0
    for more in ((), ("--dry-run",)):
        ran = run("undo", "--desk", "mx-1", *more)
        assert (ran.out, ran.status) == ("", 1)
        assert "can no longer be taken back" in ran.err
