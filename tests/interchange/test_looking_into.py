"""A table looked at first: what was shown is what is written, readers are not kept out meanwhile, no key is needed to look."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from accordtrack import service as desks
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.i18n import say
from accordtrack.store import database
from interchange.tables import EVIDENCE, STATUS, table
from registers import TODAY, small_desk, small_register

if TYPE_CHECKING:
    from pathlib import Path


def test_a_report_says_of_each_added_row_in_whose_name_it_stands_and_what_is_written(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    path = table(
        tmp_path / "t.csv", STATUS, {**STATUS, "speaker": "OBS", "sources": "JS-2021"}, {**STATUS, "status": "x"}
    )
    report = desk.look_into(path)
    assert report.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    own, told, refused = report.rows
    assert own.voice is not None
    assert told.voice is not None
    assert say(own.voice).startswith("This will be the position of the United States")
    assert say(told.voice).startswith("Recorded as attributed")
    assert any("limited" in say(line) for line in own.lines)
    assert (refused.voice, refused.lines) == (None, ())


def test_only_the_bytes_that_were_shown_are_written(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", STATUS)
    seen, before = desk.look_into(path), desk.version()
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Refused, match="The file changed since it was shown"):
        desk.take_in(path, seen=seen)
    assert desk.version() == before
    assert desk.take_in(path, seen=desk.look_into(path)).act


def test_only_the_words_that_were_shown_are_written(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", {**STATUS, "said_on": "2024-07-01"})
    seen = desk.look_into(path)
    desk.take_in(table(tmp_path / "other.csv", STATUS))
    before = desk.version()
    with pytest.raises(Refused, match="no longer what was shown"):
        desk.take_in(path, seen=seen)
    assert desk.version() == before


def test_evidence_beside_the_table_that_changed_is_not_what_was_shown(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    (tmp_path / "acta.pdf").write_bytes(b"signed")
    path = table(tmp_path / "t.csv", {**EVIDENCE, "url": "", "file": "acta.pdf"})
    seen = desk.look_into(path)
    (tmp_path / "acta.pdf").write_bytes(b"forged")
    with pytest.raises(Refused, match="no longer what was shown"):
        desk.take_in(path, seen=seen)
    assert not list(tmp_path.glob("*.evidence/*/*"))


def test_without_a_key_the_cells_are_looked_at_and_nothing_is_taken_in(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    for key in own_key_folder(register).iterdir():
        key.unlink()
    reader = desks.open_register(register, today=TODAY)
    path = table(tmp_path / "t.csv", STATUS, {**STATUS, "said_on": "05/01/2024"})
    report = reader.look_into(path)
    assert [row.state for row in report.rows] == ["read", "refused"]
    assert (report.count("read"), report.entries, report.act) == (1, 0, "")
    with pytest.raises(Refused, match="No key of this register"):
        reader.take_in(path, seen=report)


def test_others_read_while_a_long_table_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WRITER_PRAGMAS", (*database._WRITER_PRAGMAS, "PRAGMA cache_size=5"))
    monkeypatch.setattr(database, "_PATIENCE", 50)
    desk = small_desk(tmp_path)
    path = table(tmp_path / "t.csv", *[{**STATUS, "said_on": f"2024-05-{day:02}"} for day in range(1, 13)])
    before = desk.version()
    seen: list[int] = []
    assert desk.take_in(path, progress=lambda _done, _total: seen.append(desk.version())).act
    assert set(seen) == {before}
    assert desk.version() == before + 12
