"""Registers of other versions on the command line: one line of what was done, reports that tell the version, refusals."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.store.schema import SCHEMA_VERSION
from cli_runner import Run
from goldens import OLDEST, copied, facts_of
from registers import small_register


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the oldest golden register, which is the default one."""
    path = copied(OLDEST, tmp_path)
    monkeypatch.setenv("ACCORDTRACK_DB", str(path))
    return path


def update_notice(old: Path) -> str:
    return (
        f"accordtrack: The register file was version 1 and is now version {SCHEMA_VERSION}; "
        f"the original is kept in {old}.before-{SCHEMA_VERSION}\n"
    )


VERBS = (
    ("list", "--format", "json"),
    ("history", "--format", "json"),
    ("score", "--format", "json"),
    ("rebuild", "--format", "json"),
    ("import", "--template", "OUT"),
    ("backup", "OUT", "--format", "json"),
    ("export", "data", "OUT", "--format", "json"),
    ("desk", "open", "us-9", "--format", "json"),
)


@pytest.mark.sweep
@pytest.mark.parametrize("words", VERBS, ids=lambda words: words[0])
def test_verb_updates_an_older_register_and_reports_it_once(
    run: Run, old: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    out = {"import": "table.xlsx", "export": "package"}.get(words[0], "copy.db")
    given = [str(tmp_path / out) if word == "OUT" else word for word in words]
    ran = run(*given)
    assert (ran.status, ran.err) == (0, update_notice(old))
    if "json" in given:
        assert json.loads(ran.out)["version"] == 1, "the contract of the JSON, on a line of its own"
    assert run("list").err == ""
    assert old.with_name(f"{old.name}.before-{SCHEMA_VERSION}").is_file()


def as_version_1(path: Path) -> None:
    """Take away what later versions of the file added."""
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute(ADDED_INDEXES_QUERY).fetchall():
            connection.execute(f"DROP INDEX {name}")
        connection.execute("DROP TABLE export")
        connection.execute("DROP TABLE acceptance")
        connection.execute("DELETE FROM tag WHERE field IN ('waits', 'provenance')")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.execute("PRAGMA user_version=1")
        connection.commit()


ADDED_INDEXES_QUERY = """
SELECT name FROM sqlite_master WHERE type = 'index'
AND (name LIKE 'ix_entry_body_%_on' OR name = 'ix_record_ref_effective_on_known_on_family_official')
"""


def test_key_rotation_and_take_in_update_an_older_register_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = small_register(tmp_path)  # its keys lie beside it, and no other test needs them
    monkeypatch.setenv("ACCORDTRACK_DB", str(register))
    assert run("note", "FW-US-01", "For the parties.").status == 0
    assert run("backup", str(tmp_path / "theirs.db"), "--audience", "public").status == 0
    assert run("disclose", str(tmp_path / "told"), "us-1-2").status == 0
    for path, words in (
        (register, ("key", "rotate", "--reason", "The holder left.")),
        (tmp_path / "theirs.db", ("take-in", str(tmp_path / "told"))),
    ):
        as_version_1(path)
        told = json.loads(run("verify", "--db", str(path), "--format", "json").out)
        assert (told["file_version"], told["problems"]) == (1, [])
        ran = run(*words, "--db", str(path))
        assert (ran.status, ran.err.startswith(update_notice(path))) == (0, True), ran.err
        assert run("verify", "--deep", "--db", str(path)).status == 0
        assert path.with_name(f"{path.name}.before-{SCHEMA_VERSION}").is_file()


def test_disclose_and_evidence_verbs_leave_an_older_register_unchanged(run: Run, old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    (file,) = old.with_name(f"{old.name}.evidence").glob("*/*")
    (tmp_path / "found.pdf").write_bytes(file.read_bytes())
    file.unlink()
    assert run("evidence", "put-back", str(tmp_path / "found.pdf")).status == 0
    assert file.is_file()
    assert run("evidence", "tidy").status == 0
    assert run("disclose", str(tmp_path / "told"), "us-1-2").status == 0
    assert old.read_bytes() == before


def test_verify_leaves_an_older_register_unchanged_and_reports_its_version(run: Run, old: Path) -> None:
    before = old.read_bytes()
    ran = run("verify", "--deep")
    assert (ran.status, ran.err) == (0, "")
    words = "The file is version 1, older than what this program writes; it was read and not changed."
    assert words in " ".join(ran.out.split())
    told = json.loads(run("verify", "--format", "json").out)
    assert (told["file_version"], told["outdated"], told["sound"]) == (1, True, True)
    assert told["state_digest"] == facts_of(OLDEST)["state_digest"]
    assert (run("doctor").err, run("key", "list").err) == ("", "")
    assert old.read_bytes() == before
    assert sorted(path.name for path in old.parent.glob("register.db*")) == ["register.db", "register.db.evidence"]
    assert run("list").status == 0
    told = json.loads(run("verify", "--format", "json").out)
    assert (told["file_version"], told["outdated"]) == (SCHEMA_VERSION, False)


def test_verify_checks_an_older_register_against_its_own_version(run: Run, old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP INDEX ix_entry_act")
        connection.execute("UPDATE commitment SET theme = 'health' WHERE id = 'FW-US-01'")
        connection.commit()
    ran = run("verify")
    assert ran.status == 1
    assert "The part ix_entry_act of the file is foreign, missing or changed" in ran.err
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE INDEX ix_entry_act ON entry (act)")
    assert "The table commitment differs from what the entries add up to" in run("verify").err


NEWER = (
    *(("list",), ("note", "FW-US-01", "A note."), ("verify",), ("verify", "--deep"), ("rebuild",), ("key", "list")),
    *(("backup", "OUT"), ("restore", "IN", "--to", "OUT"), ("repair", "OUT"), ("checkpoint", "OUT")),
    *(("desk", "open", "us-9"), ("key", "rotate", "--reason", "He left."), ("disclose", "OUT", "us-1-2")),
    *(("take-in", "IN"), ("evidence", "put-back", "IN"), ("evidence", "tidy")),
)


@pytest.mark.parametrize("words", NEWER, ids=" ".join)
def test_no_verb_touches_a_file_of_a_newer_version(run: Run, old: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = old.read_bytes()
    ran = run(*({"OUT": str(tmp_path / "out.db"), "IN": str(old)}.get(word, word) for word in words))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"accordtrack: {old}: Made by a newer version; update to open\n"
    assert old.read_bytes() == before
    assert not (tmp_path / "out.db").exists()


def test_unfinished_register_is_reported_as_such(run: Run, old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA user_version=0")
    for words in (("list",), ("verify",)):
        ran = run(*words)
        assert ran.status == 1
        assert ran.err == f"accordtrack: {old}: The creation of the register was not finished. Make it again.\n"


WRONG_DAY = ("--as-of", "2026-13-01")
REFUSED_COMMANDS = (
    ("show", "FW-US-99"),
    ("show", "FW-US-01", *WRONG_DAY),
    ("list", "side:XX"),
    ("list", "--sort", "colour"),
    ("list", "--saved", "nothing"),
    ("list", *WRONG_DAY),
    ("list", "--desk", "us-99"),
    ("owed", "--by", "planet"),
    ("history", "FW-US-99"),
    ("history", "--since", "soon"),
    ("history", "--kind", "poem"),
    ("diff", "2026-01-01", "2026-13-01"),
    ("diff", "2026-01-01", "2026-02-01", "side:XX"),
    ("conflicts", "side:XX"),
    ("disputes", "side:XX"),
    ("disputes", *WRONG_DAY),
    ("remind", "FW-US-99"),
    ("score", "--by", "planet"),
    ("score", "--explain", "FW-US-99"),
    ("score", "--base", "soon"),
    ("score", "--targets", "none"),
    ("contrast", "planets"),
    ("contrast", *WRONG_DAY),
    ("events", "nothing"),
    ("events", *WRONG_DAY),
    ("method", "--bridge", "nothing.toml"),
    ("scorecard", "OUT.gif"),
    ("scorecard", "OUT.html", "--audience", "press"),
    ("scorecard", "OUT.html", "--since", "soon"),
    ("scorecard", "TAKEN.html"),
    ("scorecard", "--check", "nothing.json"),
    ("import", "nothing.csv"),
    ("import", "TAKEN.csv", "--kind", "poems"),
    ("import", "--template", "OUT.gif"),
    ("import", "--template", "TAKEN.csv"),
    ("export", "data", "TAKEN.zip"),
    ("export", "data", "OUT", "--audience", "press"),
    ("export", "history", "OUT.gif"),
    ("export", "history", "TAKEN.csv"),
    ("export", "history", "OUT.csv", "--audience", "press"),
    ("backup", "TAKEN.db"),
    ("backup", "OUT.db", "--audience", "press"),
    ("checkpoint", "OUT"),
    ("drafts", "--discard", "many"),
    ("clear", "99"),
    ("note", "FW-US-01", "Nobody here has a key."),
    ("undo",),
    ("add", "source", "--from", "nothing.yaml"),
    ("add", "source", "no field"),
    ("desk", "open", "us-x"),
    ("desk", "open", "us-1"),
    ("desk", "open", "us-9", "--name", "two\nlines\x1b"),
    ("desk", "open", "us-9", "--passphrase"),
    ("take-in", "nothing.jsonl"),
    ("take-in", "."),
)


@pytest.mark.parametrize("words", REFUSED_COMMANDS, ids=" ".join)
def test_refused_command_leaves_an_older_register_unchanged(run: Run, old: Path, words: tuple[str, ...]) -> None:
    before = old.read_bytes()
    assert_refused(run, old, words)
    assert old.read_bytes() == before


def assert_refused(run: Run, old: Path, words: tuple[str, ...]) -> None:
    place = old.parent
    for word in words:
        if word.startswith("TAKEN"):
            (place / word).write_text("mine")
    given = [str(place / word) if word.startswith(("OUT", "TAKEN")) else word for word in words]
    files = sorted(place.rglob("*"))
    ran = run(*given)
    assert ran.status in {1, 2}, ran.out
    assert ran.out == ""
    assert ran.err.startswith("accordtrack: ")
    assert "is now version" not in ran.err
    assert sorted(place.rglob("*")) == files


REFUSED_WRITES = (
    ("note", "FW-US-99", "Of what is not there."),
    ("update", "FW-US-99", "limited"),
    ("update", "FW-US-01", "perfect"),
    ("update", "FW-US-01", "limited", "--said-on", "soon"),
    ("update", "FW-US-01", "limited", "--grade", "good"),
    ("update", "FW-US-01", "limited", "--source", "NOBODY-2024"),
    ("update", "FW-US-01", "limited", "--handling", "TLP:BLUE"),
    ("evidence", "add", "FW-US-01", "nothing.pdf"),
    ("evidence", "withhold", "us-1-99", "--reason", "R.", "--authority", "A."),
    ("concur", "FW-US-99"),
    ("dispute", "FW-US-01", "--reason", "R.", "--ground", "mood"),
    ("not-agreed", "FW-US-99", "--reason", "R."),
    ("withdraw", "FW-US-99"),
    ("ask", "FW-US-99"),
    ("measure", "nothing", "1", "--period", "2025", "--series", "s", "--source", "S"),
    ("amend", "FW-US-99", "due_on=2026-12-31", "--reason", "R."),
    ("amend", "FW-US-01", "due_on=soon", "--reason", "R."),
    ("settle", "nothing", "--claim", "1", "--source", "S", "--reason", "R."),
    ("retract", "us-1-99", "--reason", "R."),
    ("target", "nothing", "5", "--by", "2027-01-01", "--reason", "R."),
    ("add", "poem", "id=1"),
    ("add", "source", "id=X"),
    ("drafts", "--discard", "99"),
    ("clear", "99"),
    ("checkpoint", "TAKEN"),
    ("undo",),
)


@pytest.mark.sweep
@pytest.mark.parametrize("words", REFUSED_WRITES, ids=" ".join)
def test_refused_write_leaves_an_older_register_unchanged(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    register = small_register(tmp_path)  # with its keys
    monkeypatch.setenv("ACCORDTRACK_DB", str(register))
    as_version_1(register)
    before = register.read_bytes()
    assert_refused(run, register, words)
    assert register.read_bytes() == before
    assert run("note", "FW-US-01", "There.").err == update_notice(register)


def test_missing_newer_table_is_not_blamed_on_the_arguments(old: Path) -> None:
    def of_a_newer_column(desk: Desk) -> None:
        asked.append(desk.path)
        with desk._db.reading() as connection:
            connection.exec_driver_sql("SELECT newer FROM record")

    asked: list[Path] = []
    assert door.open_register(old, words=of_a_newer_column).updated is not None
    assert door.open_register(old, words=of_a_newer_column).updated is None
    assert asked == [old], "a file of this version is not asked first"
