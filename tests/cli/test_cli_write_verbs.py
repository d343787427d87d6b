"""Verbs that write: what each says, what it leaves in the register, and that undo takes it back."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core import dates
from cli_runner import Run
from registers import accept_everything

PERIOD = ("--period", "2024-01-01..2024-12-31", "--series", "year-atf", "--source", "ATF-2023")
QUOTED = (
    *("update", "FW-MX-01", "limited", "--speaker", "MX"),
    *("--source", "SSPC-2024", "--effective-on", "2024-12-31"),
)
NEW_COMMITMENT = (
    *(
        "framework=FW",
        "title.en=Count the guns",
        "title.es=Contar las armas",
        "text=Count them.",
        "responsible_side=US",
    ),
    *(
        "agreed_on=2025-01-01",
        "level=output",
        "theme=firearms",
        "verifiable=yes",
        "verifiable_why=They can be counted.",
    ),
    "sources=JS-2021",
)
WRITE_COMMANDS = (
    (("update", "FW-US-01", "limited", "--note", "Fewer than thought."), "substantial → limited"),
    (("update", "FW-US-01", "completed", "--evidence", "https://example.org/x"), "substantial → completed"),
    (("update", "FW-JT-01", "limited", "--half", "US", "--effective-on", "2026-05-01"), "no statement found → limited"),
    (("update", "FW-MX-01", "limited"), "limited"),
    (
        (
            *("update", "FW-MX-01", "limited", "--speaker", "MX", "--source", "SSPC-2024", "--stated"),
            *("--effective-on", "2024-12-30"),
        ),
        "limited",
    ),
    (("evidence", "add", "FW-US-01", "https://example.org/page", "--title", "A page"), "supports traced-us-2024"),
    (("measure", "guns-traced", "51.5", *PERIOD), "51.5"),
    (("amend", "FW-US-01", "due_on=2027-12-31", "--reason", "Moved."), "2023-12-31 → 2027-12-31"),
    (("note", "FW-US-01", "two", "words"), "note"),
    (("settle", "cf-traced", "--claim", "2", "--source", "SSPC-2024", "--reason", "Counted again."), "claim 2"),
    (("add", "commitment", *NEW_COMMITMENT), "responsible: the United States"),
    (("add", "source", "id=S-1", "publisher=P", "title=T", "url=https://example.org/s", "copy=press"), "S-1"),
    (("add", "body", "code=B-1", "name=A body", "side=US", "branch=executive"), "B-1"),
    (("add", "event", "id=E-1", "date=2026-01-05", "kind=meeting", "title=Met", "sources=JS-2021"), "E-1"),
    (
        (
            *("add", "link", "indicator=guns-seized", "commitment=FW-US-01"),
            "strength=context",
            "rationale=It shows use.",
        ),
        "guns-seized>FW-US-01",
    ),
    (("concur", "FW-US-01", "--desk", "mx-1", "--reason", "It is so."), "answer   agrees"),
    (
        ("dispute", "FW-US-01", "--desk", "mx-1", "--reason", "No.", "--ground", "not_enough", "--proposes", "limited"),
        "proposes   limited",
    ),
    (
        ("dispute", "traced-us-2024", "--desk", "mx-1", "--reason", "No."),
        "answers the United States: substantial, 2024-03-01",
    ),
    (("withdraw", "FW-US-01", "--desk", "mx-1"), "no longer holds"),
)


def read_commitment(run: Run, commitment: str) -> Any:  # noqa: ANN401
    return json.loads(run("show", commitment, "--format", "json").out)["commitment"]


def entries(run: Run) -> int:
    return len(json.loads(run("history", "--format", "json").out)["rows"])


@pytest.mark.sweep
@pytest.mark.parametrize(("words", "says"), WRITE_COMMANDS, ids=[" ".join(words[:3]) for words, _ in WRITE_COMMANDS])
def test_every_write_verb_can_be_planned_written_and_undone(
    run: Run, register: Path, words: tuple[str, ...], says: str
) -> None:
    assert register.is_file()
    before = entries(run)
    planned = run(*words, "--dry-run")
    assert (planned.status, planned.err) == (0, "")
    assert says in planned.out
    assert "Nothing was written." in planned.out
    assert entries(run) == before
    written = run(*words)
    assert (written.status, written.err) == (0, "")
    assert says in written.out
    assert entries(run) > before
    undo = shlex.split(re.findall(r'"accordtrack (.*)" takes it back\.', written.out)[0])
    undone = run(*undo)
    assert (undone.status, undone.err) == (0, "")
    assert "takes it back" not in undone.out
    assert run(*undo).status == 1
    assert run("verify").status == 0


def test_offered_undo_command_names_the_register_and_the_desk(run: Run, register: Path) -> None:
    written = run("--db", str(register), "--desk", "mx-1", "note", "FW-US-01", "Seen.")
    assert f'"accordtrack --db {shlex.quote(str(register))} --desk mx-1 undo" takes it back.' in " ".join(
        written.out.split()
    )


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_written_entry_is_reported_in_machine_formats(run: Run, register: Path, form: str) -> None:
    assert register.is_file()
    planned = run("note", "FW-US-01", "Planned.", "--dry-run", "--format", form)
    ran = run("note", "FW-US-01", "Seen.", "--format", form)
    assert (planned.status, ran.status, ran.err) == (0, 0, "")
    if form == "csv":
        assert ran.out.splitlines()[0] == "act,id,hash"
        return
    told = json.loads(ran.out)
    assert (told["version"], told["type"], told["ids"], told["refs"]) == (1, "written", ["us-1-2"], ["FW-US-01"])
    assert (json.loads(planned.out)["type"], json.loads(planned.out)["entries"]) == ("plan", 1)


def test_evidence_file_is_stored_and_the_status_is_in_force(run: Run, register: Path, tmp_path: Path) -> None:
    paper = tmp_path / "acta.pdf"
    paper.write_bytes(b"signed")
    ran = run("update", "FW-US-01", "completed", "--evidence", str(paper), "--evidence", "https://example.org/acta")
    assert ran.status == 0, ran.err
    assert "us-1-2, us-1-3, us-1-4" in ran.out
    half = read_commitment(run, "FW-US-01")["halves"]["US"]
    assert (half["status"], half["basis"], half["claim"]["official"]) == ("completed", "stated", True)
    kept = [path for path in register.with_name("register.db.evidence").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [b"signed"]
    assert "acta.pdf, 6 bytes" in run("show", "FW-US-01", "--plain").out


def test_attributed_status_is_a_reading_unless_stated(run: Run, register: Path) -> None:
    assert register.is_file()
    run("update", "FW-MX-01", "limited", "--speaker", "MX", "--source", "SSPC-2024", "--effective-on", "2024-12-30")
    assert read_commitment(run, "FW-MX-01")["halves"]["MX"]["basis"] is None, "it waits for Mexico"
    accept_everything(register)
    assert read_commitment(run, "FW-MX-01")["halves"]["MX"]["basis"] == "reading"
    assert "MX ◔≈ limited" in run("list", "FW-MX-01").out
    run(*QUOTED, "--stated")
    accept_everything(register)
    assert read_commitment(run, "FW-MX-01")["halves"]["MX"]["basis"] == "stated"


def test_days_without_answer_count_from_the_recording_of_the_request(
    run: Run, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert register.is_file()
    run("withdraw", "FW-US-01", "--desk", "mx-1", "--speaker", "MX", "--source", "SSPC-2024")
    run("update", "FW-US-01", "limited", "--note", "Anew.", "--said-on", "2026-05-20")
    assert run("ask", "FW-US-01", "--on", "2026-05-19").status == 1
    assert run("ask", "FW-US-01", "--on", "2026-06-01").status == 0
    assert read_commitment(run, "FW-US-01")["halves"]["US"]["asked_days"] == 0
    monkeypatch.setattr(dates, "current_time", lambda: datetime(2026, 12, 5, 12, tzinfo=UTC))
    half = read_commitment(run, "FW-US-01")["halves"]["US"]
    assert (half["standing"], half["asked_days"]) == ("asked", 10)
    assert "asked, no answer yet (" in run("show", "FW-US-01", "--plain").out


def test_joint_deadline_waits_for_the_other_side(run: Run, register: Path) -> None:
    assert register.is_file()
    assert run("amend", "FW-JT-01", "due_on=2027-06-30", "--reason", "A date.").status == 0
    assert "proposed by the United States; the earlier one stays in force" in run("show", "FW-JT-01", "--plain").out
    change = read_commitment(run, "FW-JT-01")["proposed"][0]
    assert run("concur", change["id"], "--desk", "mx-1").status == 0
    assert read_commitment(run, "FW-JT-01")["due_on"] == "2027-06-30"


def test_retract_takes_back_an_older_entry(run: Run, register: Path) -> None:
    assert register.is_file()
    run("note", "FW-US-01", "First.")
    run("note", "FW-US-01", "Second.")
    assert run("retract", "us-1-2", "--reason", "Wrong.").status == 0
    assert [note["text"] for note in read_commitment(run, "FW-US-01")["notes"]] == ["Second."]
    assert "taken back by us-1-4" in run("history", "FW-US-01", "--plain").out
    assert "takes back us-1-2" in run("history", "FW-US-01", "--plain").out


def test_undo_dry_run_shows_what_it_takes_back(run: Run, register: Path) -> None:
    assert register.is_file()
    run("note", "FW-US-01", "To be undone.")
    told = run("undo", "--dry-run")
    assert "This takes back:" in told.out
    assert "To be undone." in told.out
    assert read_commitment(run, "FW-US-01")["notes"]
    run("undo")
    assert not read_commitment(run, "FW-US-01")["notes"]


def test_record_comes_from_a_file_and_arguments_override_it(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    file = tmp_path / "source.yaml"
    file.write_text(
        "id: S-9\npublisher: Someone\ntitle: A page\nurl: https://example.org/9\ncopy: press\n", encoding="utf-8"
    )
    assert run("add", "source", "--from", str(file), "title=Another page").status == 0
    assert run("add", "source", "--from", str(file)).status == 1
    assert "S-9" in run("history", "--kind", "source.add").out


def test_new_commitment_gets_a_proposed_id(run: Run, register: Path) -> None:
    assert register.is_file()
    assert run("add", "commitment", *NEW_COMMITMENT).status == 0
    accept_everything(register)
    ids = [row["id"] for row in json.loads(run("list", "--format", "json").out)["rows"]]
    assert "FW-US-02" in ids
    assert run("add", "commitment", *NEW_COMMITMENT, "id=FW-US-77").status == 0
    accept_everything(register)
    assert read_commitment(run, "FW-US-77")["title"] == {"en": "Count the guns", "es": "Contar las armas"}


def test_arguments_that_begin_with_a_hyphen_are_values(run: Run, register: Path) -> None:
    assert register.is_file()
    ran = run("measure", "guns-traced", "-5.25", *PERIOD)
    assert ran.status == 0, ran.err
    assert "-5.25" in ran.out
    assert run("note", "FW-US-01", "--", "--plain").status == 0
    assert read_commitment(run, "FW-US-01")["notes"][0]["text"] == "--plain"


TRACE = "title   Trace the guns → "
RASTREAR = "title (Spanish)   Rastrear las armas → "


@pytest.mark.parametrize(
    ("fields", "shown", "hidden"),
    [
        (("title.es=Rastrear",), (RASTREAR + "Rastrear",), TRACE),
        (("title=Trace",), (TRACE + "Trace",), RASTREAR),
        (("title.en=Trace", "title.es=Rastrear"), (TRACE + "Trace", RASTREAR + "Rastrear"), "—"),
    ],
)
def test_an_amended_text_is_shown_in_each_language_that_changes_and_keeps_the_other(
    run: Run, register: Path, fields: tuple[str, ...], shown: tuple[str, ...], hidden: str
) -> None:
    assert register.is_file()
    plan = run("amend", "FW-US-01", *fields, "--reason", "Shorter.", "--dry-run").out
    assert all(one in plan for one in shown)
    assert hidden not in plan


def test_a_text_with_the_same_words_in_both_languages_changes_in_both(run: Run, register: Path) -> None:
    assert register.is_file()
    amend = ("amend", "FW-US-01", "--reason", "Again.")
    assert run(*amend, "title.es=Trace the guns").status == 0
    accept_everything(register)
    plan = run(*amend, "title=Trace", "--lang", "es", "--dry-run").out
    assert "título   Trace the guns → Trace" in plan
    assert "English" not in plan


def test_a_measurement_says_that_it_starts_a_new_series(run: Run, register: Path) -> None:
    assert register.is_file()
    measure = ("measure", "guns-traced", "51.5", *PERIOD)
    assert "new series" not in run(*measure, "--dry-run").out
    for name in ("nope", "YEAR-ATF"):
        assert f"starts a new series: {name}" in run(*measure, "--series", name, "--dry-run").out


def test_help_writes_the_title_of_a_source_as_the_verb_takes_it(run: Run, register: Path) -> None:
    assert register.is_file()
    assert "a source has its title in one language: title=…" in " ".join(run("add", "--help").out.split())
    source = ("add", "source", "id=S-1", "publisher=P", "url=https://example.org/s", "copy=press")
    assert "did you mean title?" in run(*source, "title.en=T").err
    assert run(*source, "title=T").status == 0


def test_a_word_that_is_no_verb_suggests_only_one_that_is_much_alike(run: Run) -> None:
    assert 'Unknown verb "framework". ' in run("framework").err
    assert "did you mean list?" in run("lst").err


LINK = ("add", "link", "indicator=guns-seized", "commitment=FW-US-01", "rationale=It shows use.")


def test_link_waits_for_the_other_side_and_then_the_indicator_is_shown(run: Run, register: Path) -> None:
    written = run(*LINK, "strength=context")
    assert (written.status, "Waits for Mexico." in written.out) == (0, True)
    assert "guns-seized" not in run("show", "FW-US-01").out
    accept_everything(register)
    assert "It shows use." in run("show", "FW-US-01").out
    assert "already exists" in run(*LINK, "strength=context").err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*LINK, "strength=direkt"), "did you mean direct?"),
        ((*LINK[:2], "indicator=guns", *LINK[3:], "strength=context"), 'No indicator "guns"'),
        ((*LINK[:3], "commitment=FW-US-09", LINK[4], "strength=context"), 'No commitment "FW-US-09"'),
    ],
)
def test_link_of_unknown_records_or_strength_is_refused(
    run: Run, register: Path, words: tuple[str, ...], says: str
) -> None:
    assert register.is_file()
    assert says in run(*words).err


def test_help_of_add_lists_the_fields_of_each_kind(run: Run, register: Path) -> None:
    assert register.is_file()
    page = " ".join(run("add", "--help").out.split())
    assert "commitment framework, title, responsible_side, theme, sources; optional: id," in page
    assert "baseline.value, baseline.on" in page
    assert "link indicator, commitment, strength, rationale; optional: weight" in page
    assert "from a file: claims" in page


def test_help_says_which_options_are_required(run: Run, register: Path) -> None:
    assert register.is_file()
    page = " ".join(run("measure", "--help").out.split())
    assert "First and last day: 2025-01-01..2025-12-31 Required." in page
    assert "Accompanying text. Required." not in page


def test_words_of_another_speaker_without_a_date_are_said_to_be_of_today(run: Run, register: Path) -> None:
    assert register.is_file()
    planned = run(*QUOTED, "--dry-run")
    assert "(today); give its date if it was said earlier" in " ".join(planned.out.split())
    assert "(today)" not in run(*QUOTED, "--said-on", "2025-01-05", "--dry-run").out
    assert "(today)" not in run("update", "FW-US-01", "limited", "--note", "Less.", "--dry-run").out


EVENT = ("add", "event", "date=2025-03-01", "kind=meeting", "sources=JS-2021", "--dry-run")


@pytest.mark.parametrize("words", [("title=Met", "title.es=Reunión"), ("title.es=Reunión", "title=Met")])
def test_text_in_one_language_keeps_its_words_beside_a_text_for_both(
    run: Run, register: Path, words: tuple[str, str]
) -> None:
    assert register.is_file()
    same = "the same words in English and Spanish: title"
    assert same in run(*EVENT, "title=Met").out
    planned = run(*EVENT, *words)
    assert (planned.status, same in planned.out) == (0, False)


@pytest.mark.parametrize(("side", "desk", "name"), [("US", "us-1", "the United States"), ("MX", "mx-1", "Mexico")])
def test_own_body_that_speaks_for_nobody_names_the_field_that_lets_it(
    run: Run, register: Path, side: str, desk: str, name: str
) -> None:
    assert register.is_file()
    body = ("add", "body", "code=B-1", "name=A body", f"side={side}", "branch=executive", "--desk", desk, "--dry-run")
    silent = " ".join(run(*body).out.split())
    assert f"It is recorded as not speaking for {name}. If it does, give speaks_for={side}." in silent
    assert "Waits for" in silent
    speaking = run(*body, f"speaks_for={side}").out
    assert "Waits for" not in speaking
    assert "not speaking" not in speaking


def test_value_whose_source_is_older_than_its_period_says_so(run: Run, register: Path) -> None:
    assert register.is_file()
    measure = ("measure", "guns-traced", "7", "--series", "year-atf", "--source", "JS-2021", "--dry-run", "--period")
    assert (
        "JS-2021 is dated 2021-10-08, before the end of the period (2025-12-31)"
        in run(*measure, "2025-01-01..2025-12-31").out
    )
    assert "before the end of the period" not in run(*measure, "2020-01-01..2020-12-31").out


def test_value_of_a_period_that_is_not_over_asks_for_the_last_day_that_it_covers(run: Run, register: Path) -> None:
    assert register.is_file()
    measure = ("measure", "guns-traced", "7", "--series", "year-atf", "--source", "JS-2021")
    refused = " ".join(run(*measure, "--period", "2025-01-01..2999-12-31").err.split())
    assert "2999-12-31 is in the future. Give the last day that the value covers, today or earlier." in refused


def test_target_on_the_day_of_its_baseline_is_refused_as_not_after_it(run: Run, register: Path) -> None:
    assert register.is_file()
    target = ("target", "guns-traced", "70", "--reason", "R.", "--baseline", "50", "--baseline-on", "2025-12-31")
    refused = " ".join(run(*target, "--by", "2025-12-31").err.split())
    assert "The target date 2025-12-31 is not after its baseline date 2025-12-31" in refused


def test_list_of_series_parts_names_that_contain_commas(run: Run, register: Path) -> None:
    assert register.is_file()
    measure = ("measure", "guns-traced", "7", "--period", "2020-01-01..2020-12-31", "--source", "JS-2021")
    assert run(*measure, "--series", "12 months, rolling").status == 0
    accept_everything(register)
    assert "12 months, rolling; " in " ".join(run(*measure).err.split())


def test_value_of_nobody_named_is_said_to_be_that_of_the_desks_side(run: Run, register: Path) -> None:
    assert register.is_file()
    value = ("measure", "guns-traced", "7", "--period", "2025-01-01..2025-12-31", "--source", "JS-2021")
    planned = (*value, "--series", "year", "--dry-run")
    assert "measured by the United States, the side of this desk" in run(*planned).out
    assert "measured by the United States" not in run(*planned, "--party", "MX").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "indicator", "baseline=12.5"), "Give its fields by name: baseline.value, baseline.on."),
        (("add", "conflict", "claims=2"), 'The field "claims" cannot be "2". Give it in a file: --from FILE.yaml.'),
        (("add", "commitment", "side=US"), "did you mean responsible_side?"),
        (
            ("add", "source", "id=S", "publisher=P", "title=T", "url=https://example.org", "copy=yes"),
            "Use one of: official",
        ),
        (("show", "FW"), "FW is not a commitment (framework). See it with accordtrack list framework:FW."),
        (("show", "guns-traced"), "See its values with accordtrack show FW-US-01."),
        (
            ("show", "guns-seized"),
            "See its values with accordtrack paths guns-seized. It is linked to no commitment yet",
        ),
        (
            ("measure", "guns-traced", "7", "--period", "2025-01-01..2025-12-31", "--source", "JS-2021"),
            "Which series of guns-traced is it? Its series so far: ",
        ),
        (("ask", "FW-MX-01"), "The United States is not responsible for any part of this commitment"),
        (("show", "SSPC"), "accordtrack list lead:SSPC"),
    ],
)
def test_refusal_names_the_fields_values_or_command_that_is_wanted(
    run: Run, register: Path, words: tuple[str, ...], says: str
) -> None:
    assert register.is_file()
    ran = run(*words)
    assert (ran.status != 0, ran.out) == (True, "")
    assert says in " ".join(ran.err.split())


def test_record_that_waits_is_named_as_waiting(run: Run, register: Path) -> None:
    assert register.is_file()
    words = ("id=BA26", "title.en=Border accord", "title.es=Acuerdo", "agreed_on=2026-11-20", "sources=JS-2021")
    assert run("add", "framework", *words).status == 0
    assert "BA26 waits for Mexico and is not in force." in run("show", "BA26").err


def test_history_of_another_record_is_shown_without_years(run: Run, register: Path) -> None:
    assert register.is_file()
    ran = run("history", "SSPC")
    assert (ran.status, ran.err) == (0, "")
    assert "body added: SSPC" in ran.out


def test_text_typed_without_a_language_says_which_language_keeps_its_words(run: Run, register: Path) -> None:
    assert register.is_file()
    plan = ("amend", "FW-US-01", "title=Trace", "--reason", "Shorter.", "--dry-run")
    words = read_commitment(run, "FW-US-01")["title"]
    assert f"not changed: title (Spanish) ({words['es']}); to change it, give title.es=…" in " ".join(
        run(*plan).out.split()
    )
    assert f"({words['en']})" in " ".join(run(*plan, "--lang", "es").out.split())


def test_deadline_without_a_basis_is_marked_as_inferred(run: Run, register: Path) -> None:
    new = ("add", "commitment", "id=FW-US-09", *NEW_COMMITMENT, "due_on=2027-01-31", "inferred=due_on")
    assert "marked as supplied by this tracker: due basis, due on, who published the text" in run(*new).out
    accept_everything(register)
    day, basis = "due Jan 31, 2027", "what the date is based on: supplied by this tracker"
    before = " ".join(run("show", "FW-US-09").out.split())
    assert "supplied by this tracker" in before.partition(day)[2].partition(basis)[0]
    assert basis in before
    assert run("amend", "FW-US-09", "due_on=2027-02-28", "--reason", "Later.").status == 0
    accept_everything(register)
    assert "supplied by this tracker" not in " ".join(run("show", "FW-US-09").out.split())


def test_withdrawn_commitment_has_nothing_due(run: Run, register: Path) -> None:
    assert run("amend", "FW-US-01", "due_on=2027-12-31", "--reason", "Moved.").status == 0
    assert run("update", "FW-US-01", "withdrawn", "--note", "Given up.").status == 0
    accept_everything(register)
    shown = " ".join(run("show", "FW-US-01").out.split())
    assert "Dec 31, 2027, set later by the responsible side, nothing is due: it was withdrawn" in shown
    assert "no agreed date" not in shown


@pytest.mark.usefixtures("register")
def test_plan_says_that_the_evidence_weakens(run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "report.pdf"
    paper.write_bytes(b"%PDF-1.4 report")
    run("update", "FW-US-01", "substantial", "--evidence", str(paper))
    weaker, same = (
        " ".join(run("update", "FW-US-01", "limited", "--note", "Less.", *more, "--dry-run").out.split())
        for more in ((), ("--evidence", str(paper)))
    )
    assert "weakens: document → statement only" in weaker
    assert "weakens" not in same
