"""Repair: what verifies is saved, what does not is named, and the damaged file stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.service.maintenance.repairs import repair
from accordtrack.types import RepairReport
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus
from registers import TODAY, At
from sqlite_file import contents
from tampering import ask, tamper


def finding_lines(report: RepairReport) -> list[str]:
    return [f"{one.place}: {fill(one.message, one.values)}" for one in report.findings]


@pytest.fixture
def told(at: At, register: Path, tmp_path: Path) -> Path:
    """The small register with a few words of two desks and a file: us-1 has five entries, mx-1 two."""
    file = tmp_path / "tables.pdf"
    file.write_bytes(b"traces" * 1000)
    us = at("us-1")
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    us.write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)))
    at("mx-1").write(AddNote(commitment="FW-US-01", text="Seen."))
    for number in range(2):
        us.write(AddNote(commitment="FW-US-01", text=f"Note {number}."))
    return register


def test_repair_saves_a_sound_register_completely(at: At, told: Path, tmp_path: Path) -> None:
    values = door.open_register(told, today=TODAY).verify()
    out = tmp_path / "saved.db"
    report = door.repair(told, out)
    assert (report.is_complete, report.entries, report.bodies_lost) == (True, 38, 0)
    assert report.state_digest == values.state_digest
    assert {**contents(out), "session": []} == {**contents(told), "session": []}
    assert [path.name for path in evidence_folder(out).rglob("*") if path.is_file()]
    own_key_folder(told).rename(own_key_folder(out))
    desk = door.open_register(out, today=TODAY)
    assert (desk.seat, desk.verify(deep=True).is_sound) == (None, True), "it may end before what was sent to others"
    again = tmp_path / "again.db"
    door.restore(out, again, desk="us-7")
    door.open_register(again, desk="us-7", today=TODAY).write(AddNote(commitment="FW-US-01", text="On."))
    assert at is not None


def test_repair_by_link_reads_the_journal_beside_the_register(at: At, told: Path, tmp_path: Path) -> None:
    """Else what was said last, and stands in the second file alone, would be lost without a word."""
    folder, link, before = tmp_path / "far", tmp_path / "link.db", tmp_path / "before.db"
    folder.mkdir()
    shutil.copy(told, before)
    at("us-1").write(AddNote(commitment="FW-US-01", text="The last one."))
    with closing(sqlite3.connect(before, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("ATTACH ? AS later", (str(told),))
        for table, key in (("entry", "id"), ("entry_body", "entry_id")):
            writer.execute(f"INSERT INTO {table} SELECT * FROM later.{table} WHERE {key} = 39")  # noqa: S608
        for part in ("", "-wal"):
            shutil.copy(before.with_name(before.name + part), folder / f"register.db{part}")
    link.symlink_to(folder / "register.db")
    assert door.repair(link, tmp_path / "saved.db").entries == 39


DAMAGE = {
    "a column": ("UPDATE entry SET by = 'x', kind = 'y' WHERE feed = 'us-1' AND seq = 3", 38, 0, []),
    "a hash": ("UPDATE entry SET hash = 'x' WHERE feed = 'us-1' AND seq = 3", 38, 0, []),
    "the projection": ("DELETE FROM commitment", 38, 0, []),
    "a body": (
        "UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = (SELECT id FROM entry WHERE feed='us-1' AND seq=4)",
        38,
        1,
        ["us-1-4: It is kept without its text, which is lost, or was never here"],
    ),
    "a body gone": (
        "DELETE FROM entry_body WHERE entry_id = (SELECT id FROM entry WHERE feed='us-1' AND seq=4)",
        38,
        1,
        ["us-1-4: It is kept without its text, which is lost, or was never here"],
    ),
    "signed bytes": (
        (
            "UPDATE entry SET raw = CAST(replace(CAST(raw AS TEXT), 'note.add', 'note.odd') AS BLOB) "
            "WHERE feed = 'us-1' AND seq = 4"
        ),
        36,
        0,
        ["us-1-4: The signature is not valid", "us-1-5: Its signature is valid, but an earlier entry is lost"],
    ),
    "no signed bytes": (
        "UPDATE entry SET raw = 'text' WHERE feed = 'us-1' AND seq = 5",
        37,
        0,
        ["#38: The signed bytes are damaged: not bytes"],
    ),
    "a signature": (
        "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 5",
        37,
        0,
        ["us-1-5: The signature is not valid"],
    ),
    "an entry gone": (
        "DELETE FROM entry WHERE feed = 'us-1' AND seq = 3",
        35,
        0,
        [
            ": Numbers 35 to 35 of the log are missing",
            "us-1-4: Its signature is valid, but an earlier entry is lost",
            "us-1-5: Its signature is valid, but an earlier entry is lost",
            "mx-1-2: The desk had seen us-1-3, which is missing here",
        ],
    ),
    "the opening of a desk": (
        "UPDATE entry_body SET salt = zeroblob(16) WHERE entry_id = (SELECT id FROM entry WHERE feed='mx-1' AND seq=1)",
        36,
        0,
        [
            "mx-1-1: The feed does not begin by opening a desk",
            "mx-1-2: The feed does not begin by opening a desk",
            "obs-1-1: The desk had seen mx-1-1, which is missing here",
            "us-1-4: The desk had seen mx-1-2, which is missing here",
        ],
    ),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", DAMAGE)
def test_repair_saves_valid_entries_and_reports_the_rest(told: Path, tmp_path: Path, name: str) -> None:
    statement, entries, bodies, left = DAMAGE[name]
    tamper(told, statement)
    before, out = told.read_bytes(), tmp_path / "saved.db"
    report = door.repair(told, out)
    assert (report.entries, report.bodies_lost, finding_lines(report)) == (entries, bodies, left)
    assert told.read_bytes() == before
    assert ask(out, "SELECT COUNT(*) FROM entry") == [(entries,)]
    found = door.verify_register(out, deep=True)
    assert (found.withheld, found.is_sound) == (bodies, not bodies and not any("had seen" in line for line in left))
    assert door.open_register(out, today=TODAY).listing("").total == 3


def test_unreadable_page_costs_only_its_own_entries(told: Path, tmp_path: Path) -> None:
    page = ask(told, "PRAGMA page_size")[0][0]
    leaves = ask(told, "SELECT pageno FROM dbstat WHERE name = 'entry' AND pagetype = 'leaf' ORDER BY pageno")
    data = bytearray(told.read_bytes())
    start = (leaves[-1][0] - 1) * page
    data[start : start + page] = b"\xff" * page
    told.write_bytes(bytes(data))
    with pytest.raises(sqlite3.DatabaseError), closing(sqlite3.connect(told)) as connection:
        connection.execute("SELECT raw FROM entry").fetchall()
    report = door.repair(told, tmp_path / "saved.db")
    assert 0 < report.entries < 38
    unread = [line for line in finding_lines(report) if "cannot be read" in line]
    assert unread
    assert report.entries + len(report.findings) == 38, finding_lines(report)
    assert door.verify_register(tmp_path / "saved.db", deep=True).is_sound


def test_repair_of_an_unreadable_log_creates_no_file(told: Path, tmp_path: Path) -> None:
    told.write_bytes(told.read_bytes()[:4096])
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(Refused):
        door.repair(told, tmp_path / "saved.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_repair_overwrites_nothing_and_refuses_files_that_are_not_registers(told: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    for source, out in ((told, tmp_path / "mine"), (tmp_path / "mine", tmp_path / "x.db"), (told, told)):
        with pytest.raises(Refused):
            repair(source, out)
    with pytest.raises(Refused, match="cannot be created"):
        repair(told, tmp_path / "no" / "x.db")
    assert (tmp_path / "mine").read_text() == "mine"
    assert not (tmp_path / "x.db").exists()


def test_repair_after_a_crash_reads_the_journal_and_leaves_it(told: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(told, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_spill=1")
        writer.execute("PRAGMA cache_size=1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE spy AS SELECT randomblob(100000) AS x")
        writer.execute("DELETE FROM tag")
        stopped = tmp_path / "stopped"
        stopped.mkdir()
        for part in ("", "-journal"):
            shutil.copyfile(told.with_name(f"register.db{part}"), stopped / f"register.db{part}")
        writer.execute("ROLLBACK")
    before = {path.name: path.read_bytes() for path in stopped.iterdir()}
    report = door.repair(stopped / "register.db", tmp_path / "saved.db")
    assert (report.entries, [line for line in finding_lines(report) if "evidence" not in line]) == (38, [])
    assert {path.name: path.read_bytes() for path in stopped.iterdir()} == before


def test_repair_keeps_drafts_and_filters_with_a_valid_checksum(told: Path, tmp_path: Path) -> None:
    door.open_register(told, desk="us-1", today=TODAY).preferences.save_filter("mine", "side:US")
    tamper(told, "INSERT INTO saved_filter VALUES ('odd', 'side:MX', 'wrong')")
    door.repair(told, tmp_path / "saved.db")
    assert ask(tmp_path / "saved.db", "SELECT name, words FROM saved_filter") == [("mine", "side:US")]


def test_damaged_schema_text_costs_no_entry(told: Path, tmp_path: Path) -> None:
    data = told.read_bytes()
    assert data.count(b"CREATE TABLE saved_filter") == 1
    told.write_bytes(data.replace(b"CREATE TABLE saved_filter", b"CREATE TABLE\x00saved_filter"))
    with pytest.raises(sqlite3.DatabaseError), closing(sqlite3.connect(told)) as connection:
        connection.execute("SELECT COUNT(*) FROM entry").fetchall()
    report = door.repair(told, tmp_path / "saved.db")
    assert (report.entries, report.is_complete) == (38, True)
