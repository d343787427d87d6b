"""Keeping a register whole: backup, rebuild, what verify finds, and the digest of what stands."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.store import row_checksum
from accordtrack.types import EvidenceReport, VerifyReport
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus
from registers import TODAY, At
from sqlite_file import contents
from tampering import tamper


def finding_messages(report: VerifyReport) -> list[str]:
    return [fill(finding.message, finding.values) for finding in report.findings]


def with_evidence(at: At, tmp_path: Path) -> Path:
    """A file given as evidence; gives where it is kept."""
    file = tmp_path / "tables.pdf"
    file.write_bytes(b"traces" * 1000)
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)))
    (kept,) = (path for path in evidence_folder(tmp_path / "register.db").rglob("*") if path.is_file())
    return kept


def file_names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# Backup


def test_backup_contains_the_evidence_and_not_the_keys(at: At, register: Path, tmp_path: Path) -> None:
    kept = with_evidence(at, tmp_path)
    out = tmp_path / "away" / "copy.db"
    out.parent.mkdir()
    report = at("us-1").backup(out)
    assert report.is_sound, finding_messages(report)
    assert report.state_digest == at("us-1").verify().state_digest
    assert {**contents(out), "session": []} == contents(register), "but that its desks are closed"
    copied = evidence_folder(out) / kept.parent.name / kept.name
    assert copied.read_bytes() == kept.read_bytes()
    assert file_names(out.parent) == {"copy.db", "copy.db.evidence"}
    assert not any(b"PRIVATE KEY" in path.read_bytes() for path in out.parent.rglob("*") if path.is_file())


def test_backup_overwrites_an_existing_file_only_by_force(at: At, tmp_path: Path) -> None:
    desk, out = at("us-1"), tmp_path / "copy.db"
    out.write_text("mine")
    with pytest.raises(Refused, match="A file already exists"):
        desk.backup(out)
    assert out.read_text() == "mine"
    assert desk.backup(out, force=True).is_sound
    assert door.open_register(out, today=TODAY).listing("").total == 3


def test_register_cannot_be_backed_up_onto_itself(at: At, register: Path, tmp_path: Path) -> None:
    desk, before = at("us-1"), register.read_bytes()
    (tmp_path / "link.db").symlink_to(register)
    for out in (register, tmp_path / "keys" / ".." / "register.db", tmp_path / "link.db"):
        with pytest.raises(Refused, match="cannot be backed up onto itself"):
            desk.backup(out, force=True)
    assert register.read_bytes() == before


def test_failed_backup_leaves_no_file(at: At, tmp_path: Path) -> None:
    desk = at("us-1")
    before = file_names(tmp_path)
    for out in (tmp_path / "no" / "such" / "folder.db", tmp_path / "register.db" / "copy.db"):
        with pytest.raises(Refused, match=r"cannot be written"):
            desk.backup(out)
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(Refused):
        desk.backup(folder, force=True)
    assert file_names(tmp_path) == before | {"folder"}
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_backup_overwrites_only_a_regular_file(at: At, tmp_path: Path) -> None:
    pipe, desk = tmp_path / "pipe.db", at("us-1")
    os.mkfifo(pipe)
    (tmp_path / "link.db").symlink_to(pipe)
    (tmp_path / "null.db").symlink_to(os.devnull)
    (tmp_path / "there.db").write_text("words")
    (tmp_path / "other.db").symlink_to(tmp_path / "there.db")
    before = file_names(tmp_path)
    for name in ("pipe.db", "link.db", "null.db", "other.db"):
        with pytest.raises(Refused, match="is not a regular file"):
            desk.backup(tmp_path / name, force=True)
    assert file_names(tmp_path) == before
    assert pipe.is_fifo()


def test_only_one_of_several_concurrent_backups_takes_the_name(at: At, tmp_path: Path) -> None:
    (tmp_path / ".copy.db.part").write_text("mine")
    told: list[str] = []

    def backup() -> None:
        try:
            told.append("made" if at("us-1").backup(tmp_path / "copy.db").is_sound else "odd")
        except Refused as error:
            told.append(error.problems[0].message)

    threads = [Thread(target=backup) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["A file already exists: {x}"] * 2 + ["made"]
    assert (tmp_path / ".copy.db.part").read_text() == "mine"
    assert [name for name in file_names(tmp_path) if name.startswith(".")] == [".copy.db.part"]
    assert door.open_register(tmp_path / "copy.db", today=TODAY).verify(deep=True).is_sound


def test_damaged_register_cannot_be_backed_up(at: At, register: Path, tmp_path: Path) -> None:
    with_evidence(at, tmp_path)
    tamper(register, "UPDATE entry SET by = 'Somebody else' WHERE feed = 'us-1' AND seq = 2")
    before = file_names(tmp_path)
    with pytest.raises(Refused, match="The copy does not verify, so it was not kept"):
        at("us-1").backup(tmp_path / "copy.db")
    assert file_names(tmp_path) == before


def test_backup_reports_evidence_that_was_already_missing(at: At, tmp_path: Path) -> None:
    with_evidence(at, tmp_path).unlink()
    report = at("us-1").backup(tmp_path / "copy.db")
    (said,) = finding_messages(report)
    assert said.startswith("The evidence file of us-1-2 is missing: tables.pdf, given for FW-US-01 on 20")
    assert report.evidence == EvidenceReport(present=0, missing=1, altered=0, withheld=0)
    assert (tmp_path / "copy.db").exists()


def test_backup_leaves_out_altered_and_unnamed_evidence_files(at: At, tmp_path: Path) -> None:
    kept = with_evidence(at, tmp_path)
    kept.write_bytes(b"tracks" * 1000)
    (kept.parent / ("0" * 64)).write_bytes(b"nobody's")
    report = at("us-1").backup(tmp_path / "copy.db")
    (said,) = finding_messages(report)
    assert said.startswith("The evidence file of us-1-2 was altered: tables.pdf, given for FW-US-01 on 20")
    assert file_names(tmp_path) == {
        "register.db",
        "register.db.keys",
        "register.db.checkpoints",
        "register.db.evidence",
        "tables.pdf",
        "copy.db",
    } | ({"copy.db.evidence"} & file_names(tmp_path))
    assert [path for path in (tmp_path / "copy.db.evidence").rglob("*") if path.is_file()] == []


def test_backup_during_a_write_contains_only_committed_data(at: At, register: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(register, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM tag")
        assert at("us-1").backup(tmp_path / "copy.db").is_sound
        writer.execute("ROLLBACK")


def test_register_with_an_unusual_file_name_can_be_backed_up(at: At, register: Path, tmp_path: Path) -> None:
    assert at("us-1").path == register
    for name in ("what?.db", "#1 50%41.db", "año.db"):
        odd = tmp_path / name
        shutil.copyfile(register, odd)
        report = door.open_register(odd, today=TODAY).backup(tmp_path / f"copy of {name}")
        assert (report.is_sound, report.entries) == (True, 33)


# Rebuild

PROJECTION_DAMAGE = {
    "emptied": ("DELETE FROM commitment", "DELETE FROM tag", "DELETE FROM record"),
    "a status": ("UPDATE commitment SET us_status = 'completed', status_rank = 4 WHERE id = 'FW-US-01'",),
    "a standing": ("UPDATE commitment SET standing = 'agreed'",),
    "a row too many": ("INSERT INTO tag VALUES (1, 'place', 'MX-SIN')",),
    "a row less": ("DELETE FROM tag WHERE field = 'place'",),
    "what was taken back": ("UPDATE record SET retracted_by = 5 WHERE entry_id = 20",),
    "what is official": ("UPDATE record SET official = 1",),
    "the words of the index": ("UPDATE search_content SET c1 = 'nothing of it'",),
    "the index without its words": ("DELETE FROM search_data WHERE id > 10",),
    "an index emptied": ("DELETE FROM search",),
    "the keys of the index": ("DELETE FROM search_idx",),
    "sizes in the index": ("DELETE FROM search_docsize",),
    "the seal": ("UPDATE seal SET digest = 'x'",),
    "no seal": ("DELETE FROM seal",),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", PROJECTION_DAMAGE)
def test_wrong_projection_is_reported_and_fixed_by_rebuild(at: At, register: Path, name: str) -> None:
    desk = at("us-1")
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less."))
    tables = ("record", "commitment", "tag", "search")
    before = {table: contents(register)[table] for table in tables}
    for statement in PROJECTION_DAMAGE[name]:
        tamper(register, statement)
    report = desk.verify()
    assert report.findings
    for finding in report.findings:
        assert finding.place in tables
        assert finding.advice == "Run accordtrack rebuild: it is recreated from the entries."
    assert desk.rebuild() > 0
    assert desk.verify(deep=True).is_sound, finding_messages(desk.verify())
    assert {table: contents(register)[table] for table in tables} == before
    assert desk.listing("guns").total == 2


def test_rebuild_keeps_the_log_and_local_tables(at: At, register: Path) -> None:
    values = {"name": "mine", "words": "side:US"}
    tamper(register, "INSERT INTO saved_filter VALUES ('mine', 'side:US', ?)", [row_checksum.checksum(values)])
    kept = ("entry", "entry_body", "saved_filter", "session", "draft", "export", "alembic_version")
    before = {table: contents(register)[table] for table in kept}
    seen: list[tuple[int, int]] = []
    count = at("us-1").rebuild(progress=lambda done, total: seen.append((done, total)))
    assert {table: contents(register)[table] for table in kept} == before
    assert seen[-1] == (count, count)
    assert at("us-1").verify(deep=True).is_sound


# What verify finds

ALTERATIONS = {
    "a column": ("UPDATE entry SET by = 'x' WHERE id = 5", "obs-0-5", "The columns differ from what was signed"),
    "an entry gone": ("DELETE FROM entry WHERE id = 5", "obs-0-5", "Entry 5 of the feed is missing"),
    "a body": ("UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = 5", "obs-0-5", "The body differs"),
    "a body of nobody": ("INSERT INTO entry_body VALUES (999, x'00', x'7b7d')", "", "1 bodies belong to no entry"),
    "a local row": ("INSERT INTO session VALUES ('last', 'x', 'y')", "session", "A row of session is damaged"),
    "an index gone": ("DROP INDEX ix_entry_ref_lc", "", "The part ix_entry_ref_lc of the file is foreign, missing"),
    "a table too many": ("CREATE TABLE spy (x)", "", "The part spy of the file is foreign, missing or changed"),
    "a view": ("CREATE VIEW spy AS SELECT 1", "", "The file holds parts that no register has: spy"),
    "another history of the tables": (
        "UPDATE alembic_version SET version_num = '0000'",
        "",
        "The part alembic_version of the file is foreign, missing or changed",
    ),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_verify_reports_what_was_altered_and_where(register: Path, name: str) -> None:
    statement, place, words = ALTERATIONS[name]
    tamper(register, statement)
    report = door.verify_register(register)
    assert not report.is_sound
    assert any(
        finding.place == place and fill(finding.message, finding.values).startswith(words)
        for finding in report.findings
    ), finding_messages(report)
    assert all(finding.advice for finding in report.findings)


def test_verify_counts_entries_signatures_and_feeds(at: At) -> None:
    us = at("us-1")
    us.write(AddNote(commitment="FW-US-01", text="Between us."))
    report = us.verify(deep=True)
    assert report.is_sound, finding_messages(report)
    assert (report.entries, report.present, report.withheld, report.wrong) == (34, 34, 0, 0)
    assert report.signatures == 34
    assert us.verify().signatures == 5, "the last of each feed"
    feeds = {feed.feed: feed for feed in report.feeds}
    assert list(feeds) == ["obs-0", "us-1", "mx-1", "obs-1", "us-2"]
    assert (feeds["us-1"].side, feeds["us-1"].entries) == ("US", 2)
    assert feeds["us-1"].head == us.history(limit=1).entries[0].hash


def test_verify_reports_missing_and_altered_evidence(at: At, tmp_path: Path) -> None:
    kept = with_evidence(at, tmp_path)
    assert at("us-1").verify().is_sound
    kept.write_bytes(b"tracks" * 1000)
    (said,) = finding_messages(at("us-1").verify())
    assert re.fullmatch(
        r"The evidence file of us-1-2 was altered, last on \d{4}-\d\d-\d\d: tables.pdf, given for FW-US-01 on .*", said
    )
    kept.unlink()
    (said,) = finding_messages(at("us-1").verify())
    assert said.startswith("The evidence file of us-1-2 is missing: tables.pdf, given for FW-US-01 on 20")
    file = tmp_path / "tables.pdf"
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)))
    assert at("us-1").verify().is_sound, "giving the same file again brings it back"


def test_adding_the_file_again_repairs_altered_evidence(at: At, tmp_path: Path) -> None:
    with_evidence(at, tmp_path).write_bytes(b"tracks" * 1000)
    at("mx-1").write(AddEvidence(commitment="FW-MX-01", evidence=(str(tmp_path / "tables.pdf"),)))
    assert at("us-1").verify().is_sound
