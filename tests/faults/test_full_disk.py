"""A disk that takes no more: one clear refusal, nothing half-written, and the register goes on once there is room."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.types.intents import AddNote, ReportStatus
from folders import make_folder
from registers import TODAY, small_register
from tampering import ask
from writers import writers

pytestmark = pytest.mark.faults

REFUSALS = (
    "The disk is full; the entry was not saved",
    "The disk reported an error; the entry was not saved",
    "The file cannot be stored beside the register",
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
def test_write_that_fails_at_any_size_leaves_the_register_unchanged(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    size = register.stat().st_size
    limits = [*range(600, 6_000, 700), *range(size - 16_384, size + 1, 4_096), *range(size, size + 65_536, 8_192)]
    outcomes: list[str] = []
    with writers(register, tmp_path / "files") as process:
        for limit in limits:
            before = ask(register, "SELECT COUNT(*) FROM entry")
            process.start(("us-1", 1, limit))
            (line,) = process.rest()
            outcomes.append(line[0])
            assert line[0] in {"done", "refused"}, line
            if line[0] == "refused":
                assert " ".join(line[2:]).startswith(REFUSALS), line
                assert ask(register, "SELECT COUNT(*) FROM entry") == before
            desk = door.open_register(register, desk="us-1", today=TODAY)
            report = desk.verify(deep=True)
            assert report.is_sound, (limit, report.findings)
            assert not (tmp_path / "register.db-journal").exists()
    assert outcomes.count("refused") >= len(limits) // 2
    assert "done" in outcomes, "with room enough it is written"
    acts = ask(register, "SELECT group_concat(kind) FROM entry WHERE feed = 'us-1' AND seq > 1 GROUP BY act")
    assert {row[0] for row in acts} == {"evidence.add,status.report"}


def test_full_disk_is_reported_and_the_register_works_once_there_is_room(tiny_disk: Path) -> None:
    register = small_register(tiny_disk)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    ballast = tiny_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    before = desk.version()
    with pytest.raises(Refused, match="The disk is full; the entry was not saved") as caught:
        desk.write(AddNote(commitment="FW-US-01", text="Words " * 2000))
    assert caught.value.problems[0].advice == "Free some space, then try again."
    assert desk.version() == before
    assert desk.verify(deep=True).is_sound
    assert not list(tiny_disk.glob("*-journal"))
    ballast.unlink()
    desk.write(AddNote(commitment="FW-US-01", text="Words " * 2000))
    assert desk.verify(deep=True).is_sound


def test_evidence_that_does_not_fit_is_refused_before_any_write(tiny_disk: Path, tmp_path: Path) -> None:
    register = small_register(tiny_disk)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    file = tmp_path / "large.pdf"
    file.write_bytes(os.urandom(700_000))
    before = register.read_bytes()
    report = ReportStatus(commitment="FW-US-01", status="completed", evidence=(str(file),))
    with pytest.raises(Refused, match="The file cannot be stored beside the register"):
        desk.write(report)
    assert register.read_bytes() == before
    assert [path for path in (tiny_disk / "register.db.evidence").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("room", [0, 8_192, 65_536, 150_000, 200_000, 250_000])
def test_file_that_cannot_be_finished_leaves_nothing(tiny_disk: Path, tmp_path: Path, room: int) -> None:
    make_folder(tmp_path / "data")
    desk = door.open_register(small_register(tmp_path), desk="us-1", today=TODAY)
    with (tiny_disk / "ballast").open("wb") as file:
        file.write(b"x" * (600_000 - 8_192 - room))
    told: list[str] = []
    for make in (
        lambda: desk.backup(tiny_disk / "backup.db"),
        lambda: door.create_register(tiny_disk / "new.db", data=tmp_path / "data", keys=tmp_path / "keys"),
    ):
        try:
            make()
            told.append("made")
        except Refused as error:
            told.append(error.problems[0].message)
    assert not [path.name for path in tiny_disk.iterdir() if path.name.startswith(".") or "journal" in path.name]
    assert set(told) > {"made"} or "made" not in told
    assert not [message for message in told if "entry" in message]
