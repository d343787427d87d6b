"""What the command line refuses: the status, what it says in both languages, and that nothing is written."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service
from cli_runner import Run

PERIOD = ("--period", "2024-01-01..2024-12-31", "--series", "year-atf")
REFUSED_COMMANDS = (
    (("show", "FW-US-1"), "did you mean FW-US-01?", 2),
    (("history", "FW-US-1"), "did you mean FW-US-01?", 2),
    (("update", "FW-US-1", "limited"), "did you mean FW-US-01?", 2),
    (("update", "FW-US-01", "complted"), "did you mean completed?", 2),
    (("update", "FW-US-01", "limited", "--note", "x", "--effective-on", "05/01/2026"), "write 2026-01-05", 2),
    (("update", "FW-US-01", "limited", "--note", "x", "--said-on", "yesterday"), "2026-01-31", 2),
    (("update", "FW-US-01", "limited", "--note", "x", "--effective-on", "2999-01-01"), "is in the future", 2),
    (("update", "FW-US-01", "limited"), "A reason is required", 1),
    (("update", "FW-US-01", "completed"), "Completed needs evidence", 1),
    (("update", "FW-US-01", "completed", "--evidence", "none"), "Completed needs evidence", 1),
    (("update", "FW-US-01", "completed", "--evidence", "none", "--evidence", "x.pdf"), "none and something", 2),
    (("update", "FW-US-01", "completed", "--evidence", "/no/such/file.pdf"), "File not found", 1),
    (("update", "FW-US-01", "completed", "--evidence", "https://u:p@example.org/x"), "contains a password", 1),
    (("update", "FW-US-01", "completed", "--evidence", "ftp://example.org/x"), "is not a web address", 1),
    (("update", "FW-US-01", "limited", "--note", "a \x1b[31m b"), "U+001B", 1),
    (("update", "FW-US-01", "limited", "--note", "x", "--handling", "TLP:PINK"), "TLP:", 2),
    (("update", "FW-US-01", "limited", "--note", "x", "--source", "JS-2022"), "did you mean JS-2021?", 2),
    (("update", "FW-MX-01", "limited", "--speaker", "MX"), "source", 1),
    (("update", "FW-US-01", "limited", "--half", "MX", "--note", "x"), "is not responsible for any part", 2),
    (("concur", "FW-US-01"), "To answer another desk's assessment of it, name that entry.", 1),
    (("dispute", "FW-MX-01", "--reason", "x"), "no statement to answer", 1),
    (("dispute", "FW-US-01", "--reason", " ", "--desk", "mx-1"), "A reason is required", 1),
    (("dispute", "FW-US-01", "--reason", "x", "--ground", "silly", "--desk", "mx-1"), "Unknown ground", 2),
    (("concur", "no-such-entry"), "no-such-entry", 2),
    (("withdraw", "FW-US-01"), "You have no open answer on FW-US-01", 1),
    (("ask", "FW-MX-01", "--desk", "mx-1"), "no statement to ask about", 1),
    (("measure", "guns-tracd", "5", *PERIOD, "--source", "ATF-2023"), "did you mean guns-traced?", 2),
    (("measure", "guns-traced", "five", *PERIOD, "--source", "ATF-2023"), "is not a number", 1),
    (("measure", "guns-traced", "5", "--period", "2024", "--series", "s", "--source", "ATF-2023"), "two dates", 2),
    (("amend", "FW-US-01", "due=2027-01-01", "--reason", "x"), "Unknown field", 2),
    (("amend", "FW-US-01", "due_on", "--reason", "x"), "is not FIELD=VALUE", 2),
    (("amend", "FW-US-01", "due_on=1", "due_on=2", "--reason", "x"), "given twice", 2),
    (("amend", "FW-US-01", "due_on=2023-12-31", "--reason", "x"), "Nothing changes", 1),
    (("amend", "FW-MX-01", "due_on=2027-12-31", "--reason", "x"), "source", 1),
    (("settle", "cf-traced", "--claim", "9", "--source", "JS-2021", "--reason", "x"), "claims 1 to 2", 2),
    (("settle", "cf-tracd", "--claim", "1", "--source", "JS-2021", "--reason", "x"), "did you mean cf-traced?", 2),
    (("add", "sorce"), "did you mean source?", 2),
    (("add", "source", "--from", "/no/such.yaml"), "File not found", 1),
    (("retract", "obs-0-3", "--reason", "x"), "", 1),
    (("undo",), "nothing by us-1 to take back", 1),
    (("list", "statis:limited"), "did you mean status?", 2),
    (("list", "status:limted"), "did you mean limited?", 2),
    (("list", "due:<31/12/2026"), "2026-12-31", 2),
    (("list", "--sort", "size"), "Unknown order", 2),
    (("list", "--after", "nonsense"), "", 2),
    (("owed", "--by", "bodi"), "did you mean body?", 2),
    (("list", "--as-of", "05/01/2026"), "write 2026-01-05", 2),
    (("show", "FW-US-01", "--known-on", "soon"), "is not a date", 2),
    (("history", "--since", "05/01/2026"), "write 2026-01-05", 2),
    (("history", "--kind", "statsu"), "did you mean", 2),
    (("history", "--speaker", "FR"), "Unknown speaker", 2),
    (("list", "--desk", "us-7"), "us-1", 2),
    (("init",), "A register already exists", 1),
    (("data", "check", "/no/such/folder"), "", 1),
)


@pytest.mark.parametrize(
    ("words", "says", "status"), REFUSED_COMMANDS, ids=[" ".join(words)[:60] for words, _, _ in REFUSED_COMMANDS]
)
def test_refusal_says_why_and_writes_nothing(
    run: Run, register: Path, words: tuple[str, ...], says: str, status: int
) -> None:
    before = register.read_bytes()
    for language in ("en", "es"):
        ran = run(*words, "--lang", language)
        assert ran.status == status, ran.err or ran.out
        told = ran.err + ran.out
        assert told
        assert "Traceback" not in told
        assert "unexpected" not in told
        assert "\x1b" not in told
        if language == "en":
            assert says in told
    assert register.read_bytes() == before


def test_too_large_a_file_is_named_with_its_limit(run: Run, register: Path, tmp_path: Path) -> None:
    assert register.is_file()
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(51_000_000)
    ran = run("evidence", "add", "FW-US-01", str(large))
    assert ran.status == 1
    assert "51.0 MB, limit 50.0 MB" in ran.err
    assert not register.with_name("register.db.evidence").exists()


def test_every_verb_without_a_register_says_how_to_begin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCORDTRACK_DB", str(tmp_path / "none.db"))
    for words in (["list"], ["show", "X"], ["owed"], ["history"], ["conflicts"], ["verify"], ["undo"], ["rebuild"]):
        ran = run(*words)
        assert (ran.status, ran.out) == (1, "")
        assert "accordtrack init" in ran.err
        assert "accordtrack demo" in ran.err
    assert not list(tmp_path.iterdir())


def test_file_of_another_program_is_left_unchanged(run: Run, tmp_path: Path) -> None:
    other, text = tmp_path / "other.db", tmp_path / "text.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE entry (id INTEGER)")
    text.write_text("hello", encoding="utf-8")
    for file in (other, text, tmp_path):
        before = file.read_bytes() if file.is_file() else None
        for words in (["list"], ["note", "X", "y"], ["verify"], ["rebuild"]):
            ran = run(*words, "--db", str(file))
            assert ran.status == 1
            assert ran.err.startswith("accordtrack: ")
            assert "unexpected" not in ran.err
        assert (file.read_bytes() if file.is_file() else None) == before


def test_read_only_register_can_be_read(run: Run, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("list").status == 0
    register.chmod(0o444)
    register.parent.chmod(0o555)
    try:
        assert run("list").status == 0
        assert run("show", "FW-US-01").status == 0
        ran = run("note", "FW-US-01", "x")
    finally:
        register.parent.chmod(0o755)
        register.chmod(0o644)
    monkeypatch.undo()
    assert ran.status in {0, 1}
    assert "unexpected" not in ran.err


def test_missing_or_exposed_key_stops_only_writing(run: Run, register: Path, home: Path) -> None:
    seat = service.open_register(register).info().seat
    assert seat is not None
    key = Path(seat.key_file or "")
    assert key.is_relative_to(home)
    words = key.read_bytes()
    try:
        key.chmod(0o644)
        ran = run("note", "FW-US-01", "x")
        assert ran.status == 1
        assert "can be read by others" in ran.err
        assert str(key) in ran.err
        key.unlink()
        assert run("note", "FW-US-01", "x", "--desk", "us-1").status == 1
        assert run("list").status == 0
    finally:
        key.write_bytes(words)
        key.chmod(0o600)
    assert run("note", "FW-US-01", "x").status == 0


def test_refusal_in_json_format_goes_to_stderr(run: Run, register: Path) -> None:
    assert register.is_file()
    ran = run("show", "NOPE", "--format", "json")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def test_all_faults_of_one_command_are_reported_together(run: Run, register: Path) -> None:
    assert register.is_file()
    ran = run("evidence", "add", "FW-US-01", "/no/a.pdf", "/no/b.pdf")
    assert ran.status == 1
    assert ran.err.count("File not found") == 2
    assert json.loads(run("history", "FW-US-01", "--format", "json").out)["rows"][0]["feed"] == "obs-0"
