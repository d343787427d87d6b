"""A table looked at first: what was shown is what is written, readers are not kept out meanwhile, no key is needed to look."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from accordtrack import service as desks
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.i18n import line_text
from accordtrack.store import database
from interchange.tables import EVIDENCE, STATUS, table
from registers import TODAY, small_desk, small_register


def test_preview_shows_the_speaker_and_the_entry_of_each_row(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    path = table(
        tmp_path / "t.csv", STATUS, {**STATUS, "speaker": "OBS", "sources": "JS-2021"}, {**STATUS, "status": "x"}
    )
    report = desk.preview_table(path)
    assert report.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    own, told, refused = report.rows
    assert own.voice is not None
    assert told.voice is not None
    assert line_text(own.voice).startswith("This will be the position of the United States")
    assert line_text(told.voice).startswith("This will be recorded as quoted")
    assert any("limited" in line_text(line) for line in own.lines)
    assert (refused.voice, refused.lines) == (None, ())


def test_import_refuses_a_file_changed_since_the_preview(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", STATUS)
    seen, before = desk.preview_table(path), desk.version()
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Refused, match="The file has changed since it was shown"):
        desk.import_table(path, seen=seen)
    assert desk.version() == before
    assert desk.import_table(path, seen=desk.preview_table(path)).act


def test_import_refuses_entries_that_differ_from_the_preview(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", {**STATUS, "said_on": "2024-07-01"})
    seen = desk.preview_table(path)
    desk.import_table(table(tmp_path / "other.csv", STATUS))
    before = desk.version()
    with pytest.raises(Refused, match="no longer what was shown"):
        desk.import_table(path, seen=seen)
    assert desk.version() == before


def test_import_refuses_evidence_changed_since_the_preview(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    (tmp_path / "acta.pdf").write_bytes(b"signed")
    path = table(tmp_path / "t.csv", {**EVIDENCE, "url": "", "file": "acta.pdf"})
    seen = desk.preview_table(path)
    (tmp_path / "acta.pdf").write_bytes(b"forged")
    with pytest.raises(Refused, match="no longer what was shown"):
        desk.import_table(path, seen=seen)
    assert not list(tmp_path.glob("*.evidence/*/*"))


def test_table_can_be_previewed_but_not_imported_without_a_key(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    for key in own_key_folder(register).iterdir():
        key.unlink()
    reader = desks.open_register(register, today=TODAY)
    path = table(tmp_path / "t.csv", STATUS, {**STATUS, "said_on": "05/01/2024"})
    report = reader.preview_table(path)
    assert [row.state for row in report.rows] == ["read", "refused"]
    assert (report.count("read"), report.entries, report.act) == (1, 0, "")
    with pytest.raises(Refused, match="No key of this register"):
        reader.import_table(path, seen=report)


def test_others_can_read_while_a_long_table_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WRITER_PRAGMAS", (*database._WRITER_PRAGMAS, "PRAGMA cache_size=5"))
    monkeypatch.setattr(database, "_PATIENCE", 50)
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", *[{**STATUS, "said_on": f"2024-05-{day:02}"} for day in range(1, 13)])
    before = desk.version()
    seen: list[int] = []
    assert desk.import_table(path, progress=lambda _done, _total: seen.append(desk.version())).act
    assert set(seen) == {before}
    assert desk.version() == before + 12
