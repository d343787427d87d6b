"""Repair of registers damaged at random: it saves only what was signed, leaves the file alone, and makes a sound one or none."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.verification.missing_bodies import REMOVED
from accordtrack.verification.seen_entries import CONTRADICTIONS
from registers import small_register

pytestmark = pytest.mark.faults

COUNT = 40
PAGE = 4096


def test_repair_recovers_only_signed_entries(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage in each run
    whole = small_register(tmp_path).read_bytes()
    known = signed_bytes(tmp_path / "register.db")
    saved = refused = 0
    for number in range(COUNT):
        folder = tmp_path / str(number)
        folder.mkdir()
        damaged, out = folder / "register.db", folder / "saved.db"
        damaged.write_bytes(before := damaged_bytes(whole, chance))
        try:
            report = door.repair(damaged, out)
        except Refused:
            refused += 1
            assert [path.name for path in folder.iterdir()] == ["register.db"]
        else:
            saved += 1
            found = signed_bytes(out)
            assert found <= known
            assert len(found) == report.entries
            missing = {one.message for one in door.verify_register(out, deep=True).findings}
            lost = CONTRADICTIONS | {"The body is missing", REMOVED}
            assert {message for message in missing if not message.startswith("Entries that were signed but")} <= lost
        assert damaged.read_bytes() == before
    assert saved > COUNT // 2, (saved, refused)


def signed_bytes(register: Path) -> set[bytes]:
    with closing(sqlite3.connect(register)) as connection:
        return {raw for (raw,) in connection.execute("SELECT raw FROM entry")}


def damaged_bytes(whole: bytes, chance: random.Random) -> bytes:
    """One to twenty bits flipped behind the header; some pages or the end are gone too."""
    data = bytearray(whole)
    for _ in range(chance.choice((1, 3, 20))):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    if chance.random() < 0.2:
        start = chance.randrange(1, len(data) // PAGE) * PAGE
        data[start : start + PAGE] = chance.randbytes(PAGE)
    if chance.random() < 0.1:
        del data[chance.randrange(len(data) // 2, len(data)) :]
    return bytes(data)
