"""Evidence and what may befall it: killed while it is taken in, bits of it flipped, a disk that takes no more half-way."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

import fault_injection
from accordtrack import service as door
from accordtrack.core import dates
from accordtrack.core.paths import evidence_folder
from accordtrack.core.problems import Refused
from accordtrack.service.evidence import evidence_store
from accordtrack.types.intents import AddEvidence
from jobs import jobs, prepare
from registers import TODAY, small_register
from tampering import ask
from tell import Tell

FLIPS, STOPS = 200, 20
STEP = {"write": 4, "flush": 1}
"""A kill is tried before each so many-th call (at night before every one). SQLite writes a page to its journal in three writes:
no multiple of 3."""

pytestmark = [pytest.mark.faults, pytest.mark.skipif(not hasattr(os, "fork"), reason="jobs are forked")]


def stored_files(register: Path) -> list[Path]:
    return [path for path in evidence_folder(register).rglob("*") if path.is_file()]


@pytest.mark.skipif(not fault_injection.REACHED, reason="SQLite's files are reached by its library")
@pytest.mark.parametrize("kind", ["write", "flush"])
def test_killed_append_leaves_no_entry_without_its_evidence_file(tmp_path: Path, tell: Tell, kind: str) -> None:
    pristine = prepare(tmp_path / "pristine")
    before = ask(pristine / "register.db", "SELECT COUNT(*) FROM entry")[0][0]
    kept = len(stored_files(pristine / "register.db"))
    found: Counter[str] = Counter({"entry without its file": 0, "file that is not tidied away": 0})
    with jobs() as process:
        for _at, folder in process.killed("append", pristine, tmp_path, kind, tell.step(STEP[kind])):
            register = folder / "register.db"
            for path in stored_files(register):  # as they are found the next day
                os.utime(path, (dates.current_time().timestamp() - 2 * evidence_store.STALE_SECONDS,) * 2)
            there = door.open_register(register, today=TODAY).version() > before
            report = door.verify_register(register, deep=True).evidence
            assert report is not None
            found["entry without its file"] += (report.present, report.missing, report.altered) != (kept + there, 0, 0)
            left = report.unnamed + report.unfinished
            assert left == len(stored_files(register)) - kept - there, "verify tells of each"
            found["left behind and told"] += left
            assert door.tidy_evidence(register).files == left
            found["file that is not tidied away"] += len(stored_files(register)) - kept - there
            found["whole" if there else "not there"] += 1
    tell(f"kill -9 before each {kind} of an append, its evidence", found["whole"] + found["not there"], found)
    assert found["entry without its file"] == found["file that is not tidied away"] == 0
    assert found["left behind and told"]
    assert found["not there"]


def test_any_flipped_bit_of_evidence_is_found(tmp_path: Path, tell: Tell) -> None:
    register, file = small_register(tmp_path), tmp_path / "a.pdf"
    file.write_bytes(os.urandom(5_000))
    door.open_register(register, desk="us-1", today=TODAY).write(
        AddEvidence(commitment="FW-US-01", evidence=(str(file),))
    )
    (kept,) = stored_files(register)
    whole, random = kept.read_bytes(), Random(20261127)  # noqa: S311  (places, not secrets)
    outcomes = Counter({"unnoticed": 0, "found": 0})
    count = tell.times(FLIPS)
    for _ in range(count):
        content, place = bytearray(whole), random.randrange(len(whole) * 8)
        content[place // 8] ^= 1 << place % 8
        kept.write_bytes(content)
        outcomes["unnoticed" if evidence_store.holds_intact_file(register, kept.name) else "found"] += 1
    report = door.verify_register(register)
    assert [one.place for one in report.findings] == ["us-1-2"]
    kept.write_bytes(whole)
    assert door.verify_register(register).is_sound
    tell("one bit of a file of evidence flipped", count, outcomes)
    assert outcomes["unnoticed"] == 0


def test_full_disk_at_any_byte_leaves_neither_entry_nor_evidence_file(
    tiny_disk: Path, tmp_path: Path, tell: Tell
) -> None:
    register, file = small_register(tiny_disk), tmp_path / "a.pdf"
    file.write_bytes(os.urandom(200_000))
    desk = door.open_register(register, desk="us-1", today=TODAY)
    ballast = tiny_disk / "ballast"
    before, outcomes = register.read_bytes(), Counter({"half": 0})
    free = os.statvfs(tiny_disk).f_bavail * os.statvfs(tiny_disk).f_frsize
    for number in range(STOPS):
        ballast.write_bytes(b"x" * max(free - number * 20_000, 0))
        try:
            desk.write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)))
            outcomes["done"] += 1
            break
        except Refused as error:
            told = str(error)
        outcomes["refused"] += 1
        assert told.startswith(("The file cannot be stored beside the register", "The disk is full")), told
        outcomes["half"] += register.read_bytes() != before or bool(stored_files(register))
        ballast.unlink()
    ballast.unlink(missing_ok=True)
    tell("evidence on a disk that fills up, at any byte", outcomes.total(), outcomes)
    assert outcomes["half"] == 0
    assert outcomes["refused"] >= STOPS // 2
    assert outcomes["done"], "with room enough it is kept"
    assert desk.verify(deep=True).is_sound
