"""What commands say about marks: which one and why, whose statement is recorded, and what was already given to others."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from accordtrack.vocabulary import Handling
from cli_runner import Run
from registers import accept_everything, small_desk

STATUS = ("update", "FW-US-01", "limited", "--note", "Why.")
THEN = ("--effective-on", "2021-10-08")
"""No source of the small folder is older."""


def marks(register: Path, number: int) -> list[str]:
    """The marks of the last entries, in order of their names."""
    with closing(sqlite3.connect(register)) as connection:
        rows = connection.execute("SELECT handling FROM entry ORDER BY id DESC LIMIT ?", (number,)).fetchall()
    return sorted(str(row[0]) for row in rows)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--source", "ATF-2023", *THEN), "marked TLP:CLEAR: it cites a public source (ATF-2023)"),
        ((), "marked TLP:AMBER: the mark of official statements in the settings"),
        (("--source", "ATF-2023", *THEN, "--handling", "TLP:RED"), "marked TLP:RED"),
        (("--speaker", "JOINT", "--source", "JS-2021", *THEN), "marked TLP:CLEAR: it records public words"),
    ],
)
def test_update_says_which_mark_it_gave_and_why(run: Run, register: Path, words: tuple[str, ...], said: str) -> None:
    done = run(*STATUS, *words)
    assert done.status == 0
    assert said in flat(done.out)
    assert marks(register, 1) == re.findall(r"TLP:\w+", said)


@pytest.mark.usefixtures("register")
def test_commitment_that_is_restricted_keeps_a_status_with_a_public_source_restricted(run: Run) -> None:
    done = run("update", "FW-JT-01", "limited", "--note", "Why.", "--source", "JS-2021", *THEN)
    assert "marked TLP:GREEN: the mark of its commitment" in flat(done.out)


def test_settings_stricter_than_usual_keep_a_status_with_a_public_source_restricted(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    with desk._db.reading() as connection:
        bench = replace(desk._write_context(connection)[0], official_handling=Handling.RED)
        mark, line = bench.choose_handling(None, "FW-US-01", official=True, sources=("ATF-2023",))
    assert (mark, line.template) == ("TLP:RED", "marked {handling}: the mark of official statements in the settings")


@pytest.mark.usefixtures("register")
def test_update_and_amend_say_whose_statement_is_recorded(run: Run) -> None:
    own = run(*STATUS)
    assert flat(own.out).startswith("This will be the position of the United States, by ATF (us-1)")
    given = run("update", "FW-MX-01", "limited", "--speaker", "MX", "--note", "x", "--source", "SSPC-2024", *THEN)
    assert flat(given.out).startswith("This will be recorded as quoted for Mexico, by us-1; a source is required")
    amended = run("amend", "FW-US-01", "due_on=2027-01-01", "--reason", "Later.")
    assert flat(amended.out).startswith("This will be a statement by the United States (us-1)")
    spanish = run("amend", "FW-US-01", "due_on=2027-02-01", "--reason", "Después.", "--lang", "es")
    assert "Estados Unidos (us-1)" in flat(spanish.out).split("·")[0][:90]


@pytest.mark.usefixtures("register")
def test_update_in_the_name_of_a_side_says_that_its_own_word_remains_in_force(run: Run) -> None:
    assert run("update", "FW-US-01", "substantial", "--note", "Ours.").status == 0
    done = run(*STATUS, "--speaker", "US", "--source", "ATF-2023", *THEN, "--desk", "mx-1")
    assert "This will only be recorded: what the United States itself stated, ◑ substantial, remains in force" in flat(
        done.out
    ) or (
        "This will only be recorded: what the United States itself stated, substantial, remains in force"
        in flat(done.out)
    )


def table(path: Path, *rows: str) -> str:
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("register")
def test_import_says_mark_and_speaker_before_it_writes(run: Run, tmp_path: Path) -> None:
    file = table(
        tmp_path / "t.csv",
        "commitment,status,said_on,note,handling,speaker,sources",
        "FW-US-01,limited,2024-05-05,A.,,,",
        "FW-MX-01,limited,2024-05-05,B.,,MX,SSPC-2024",
        "FW-US-01,limited,2024-05-06,C.,TLP:GREEN,,",
    )
    voice = "This will be the position of the United States, by ATF (us-1)"
    said = (
        f"1 row: {voice}; marked TLP:AMBER",
        f"1 row: {voice}; marked TLP:GREEN",
        "1 row: This will be recorded as quoted for Mexico, by us-1; a source is required; marked TLP:CLEAR",
    )
    tried, done = run("import", file, "--dry-run"), run("import", file)
    assert all(line in flat(tried.out) for line in said)
    assert all(flat(done.out).index(line) < flat(done.out).index("Written: 3 entries.") for line in said)


def test_import_gives_the_mark_of_the_option_to_rows_without_one(run: Run, register: Path, tmp_path: Path) -> None:
    rows = (
        "commitment,status,said_on,note,handling",
        "FW-US-01,limited,2024-05-05,A.,",
        "FW-US-01,limited,2024-05-06,B.,TLP:RED",
    )
    file = table(tmp_path / "t.csv", *rows)
    assert run("import", file, "--handling", "TLP:PINK").status != 0
    done = run("import", file, "--handling", "TLP:CLEAR")
    assert "marked TLP:CLEAR" in flat(done.out)
    assert marks(register, 2) == ["TLP:CLEAR", "TLP:RED"]
    assert "0 rows to add, 2 unchanged" in flat(run("import", file, "--handling", "TLP:AMBER").out)


def test_raising_a_mark_lists_what_was_given_to_others_and_cannot_be_recalled(
    run: Run, register: Path, tmp_path: Path
) -> None:
    nothing = run("amend", "FW-US-01", "handling=TLP:RED", "--reason", "x", "--dry-run")
    assert "No listed export contains this commitment" in flat(nothing.out)
    made = {
        "scorecard": tmp_path / "card.md",
        "data package": tmp_path / "data.zip",
        "history": tmp_path / "history.csv",
        "calendar": tmp_path / "dates.ics",
        "IATI file": tmp_path / "iati.xml",
        "public site": tmp_path / "site",
    }
    verbs = (
        ("scorecard",),
        ("export", "data"),
        ("export", "history"),
        ("export", "calendar"),
        ("export", "iati"),
        ("site",),
    )
    for words, (what, out) in zip(verbs, made.items(), strict=True):
        more = ("--without-downloads",) if what == "public site" else ("--all",) if what == "calendar" else ()
        assert run(*words, str(out), *more).status == 0, what
    assert run("scorecard", str(tmp_path / "own.json"), "--audience", "side", "--side", "US").status == 0
    done = run("amend", "FW-US-01", "handling=TLP:RED", "--reason", "x")
    said = flat(done.out)
    assert "Exports that may contain this commitment: 8" in said
    for what, out in made.items():
        digest = sha256(out.read_bytes()).hexdigest()[:16] if out.is_file() else ""
        assert f"{what} {out.name}, for public, SHA-256 {digest}" in said
    assert "scorecard own.json, for United States" in said
    assert "Exports cannot be recalled" in said
    with closing(sqlite3.connect(register)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM export").fetchone() == (8,)
    assert run("rebuild").status == 0
    assert run("verify").status == 0
    with closing(sqlite3.connect(register)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM export").fetchone() == (8,)


def test_list_of_exports_leaves_out_what_could_not_hold_the_commitment(
    run: Run, register: Path, tmp_path: Path
) -> None:
    """One for the public, of a commitment that was TLP:GREEN all the time; and one made before it was added."""
    assert run("scorecard", str(tmp_path / "a.md")).status == 0
    said = flat(run("amend", "FW-JT-01", "handling=TLP:RED", "--reason", "x", "--dry-run").out)
    assert "No listed export contains this commitment" in said
    words = "id=FW-US-09 framework=FW title=Later responsible_side=US lead.US=ATF theme=firearms sources=JS-2021"
    assert run("add", "commitment", *words.split()).status == 0
    accept_everything(register)
    said = flat(run("amend", "FW-US-09", "handling=TLP:RED", "--reason", "x", "--dry-run").out)
    assert "No listed export contains this commitment" in said
    assert register.is_file()


def test_damaged_row_of_the_list_is_reported_and_not_used(run: Run, register: Path, tmp_path: Path) -> None:
    assert run("scorecard", str(tmp_path / "a.md")).status == 0
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("UPDATE export SET name = 'other.md'")
        connection.commit()
    assert "A row of export is damaged" in flat(run("verify").out + run("verify").err)
    assert "other.md" not in run("amend", "FW-US-01", "handling=TLP:RED", "--reason", "x", "--dry-run").out


def test_export_of_a_register_that_cannot_be_written_is_made(run: Run, register: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("CREATE TABLE foreign_table (x)")
        connection.commit()
    done = run("scorecard", str(tmp_path / "a.md"))
    assert (done.status, (tmp_path / "a.md").is_file()) == (0, True)


@pytest.mark.usefixtures("register")
def test_an_amendment_stricter_than_its_commitment_says_that_outputs_keep_the_old_value(run: Run) -> None:
    amend = ("amend", "FW-US-01", "--reason", "Later.", "--dry-run")
    keeps = "Readers who may not see that mark go on seeing the old value"
    said = flat(run(*amend, "due_on=2027-01-01").out)
    assert "marked TLP:AMBER: the mark of official statements in the settings" in said
    assert keeps in said
    assert keeps not in flat(run(*amend, "due_on=2027-01-01", "--handling", "TLP:CLEAR").out)
    assert keeps not in flat(run(*amend, "handling=TLP:GREEN").out)


@pytest.mark.usefixtures("register")
def test_a_correction_of_what_the_other_side_owes_is_not_attributed_to_it(run: Run) -> None:
    amend = ("amend", "FW-MX-01", "weight=2", "--reason", "More.", "--source", "SSPC-2024", "--dry-run")
    assert flat(run(*amend).out).startswith("Correction by us-1, not a statement by Mexico; a source is required")
    assert flat(run(*amend, "--desk", "obs-1").out).startswith("This will be recorded as quoted for Mexico, by obs-1")
