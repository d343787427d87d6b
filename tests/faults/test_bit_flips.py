"""Single bits flipped in a register at rest: each is found, unless nothing reads it, and then nothing is lost.

What may pass is defined by SQLite's file format: unallocated bytes, and the few held ones that tell nothing
(``sqlitefile.Layout``). For each of those that passes, every row of every table must read as before. Each file is judged
by the second verifier too, and where the bit is one of the log's, both say the same.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from accordtrack import service as door
from accordtrack.store.row_checksum import checksum
from accordtrack.types.intents import AddRecord, Amend, ReportStatus, TakePosition
from log_checkers import LOG, compared, program
from registers import TODAY, small_register
from sqlite_file import HEADER, IGNORED, Layout, contents, flipped
from tell import Tell

pytestmark = pytest.mark.faults

FLIPS, ANYWHERE = 240, 60
"""Bits of bytes that are held, and of any byte of the file: more than half of a small one is unallocated."""
PARTS = 4


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small register with a past, so that pages were split, rows deleted, and local rows kept."""
    path = small_register(tmp_path_factory.mktemp("flips"))
    us, mx = (door.open_register(path, desk=feed, today=TODAY) for feed in ("us-1", "mx-1"))
    for number in range(3):
        us.write(ReportStatus(commitment="FW-US-01", status="limited", note=f"Report {number}."))
        mx.write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    us.write(Amend(record="FW-US-01", fields={"title.en": "Trace all guns"}, reason="Clearer."))
    us.write(
        AddRecord(
            kind="commitment",
            fields={"framework": "FW", "title": "Share images", "theme": "firearms", "sources": "JS-2021"},
        )
    )
    local: dict[str, dict[str, object]] = {
        "draft": {"id": 3, "made_on": TODAY, "intent": "{}"},
        "saved_filter": {"name": "mine", "words": "side:US"},
        "session": {"name": "last", "value": "FW-US-01"},
    }
    with closing(sqlite3.connect(path)) as connection:
        for table, values in local.items():
            row = (*values.values(), checksum(values))
            connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)  # noqa: S608
        connection.commit()
    assert us.verify(deep=True).is_sound
    return path


@pytest.fixture(scope="module")
def layout(register: Path) -> Layout:
    return Layout(register)


def examine(layout: Layout, bits: list[int], path: Path, before: dict[str, list[str]]) -> Counter[str]:
    """Flip each bit alone: it is noticed, or it stands where nothing tells anything and all reads as before."""
    found: Counter[str] = Counter()
    for bit in bits:
        path.write_bytes(flipped(layout.content, bit))
        offset = bit // 8
        where = f"byte {offset} (page {offset // layout.page + 1}, {offset % layout.page}), bit {bit % 8}"
        own, other = compared(path)
        if layout.table(offset) in LOG:
            assert own.sound == other.sound, f"the verifiers differ: {where}"
        if not own.sound:
            found["noticed by the program alone, beyond the log" if other.sound else "noticed by both verifiers"] += 1
            continue
        idle = "in unallocated bytes" if offset in layout.unused else layout.indifferent.get(offset)
        assert idle, f"unnoticed: {where}"
        assert contents(path) == before, f"unnoticed, and something reads otherwise: {where}"
        found[f"that nothing reads: {idle.partition(':')[0]}"] += 1
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_flipped_bit_is_found(register: Path, layout: Layout, tmp_path: Path, tell: Tell, part: int) -> None:
    random = Random(f"flips-{part}")  # noqa: S311  (places, not secrets)
    held = [offset for offset in range(len(layout.content)) if offset not in layout.unused]
    bits = [random.choice(held) * 8 + random.randrange(8) for _ in range(tell.times(FLIPS // PARTS))]
    bits += [random.randrange(len(layout.content) * 8) for _ in range(tell.times(ANYWHERE // PARTS))]
    found = examine(layout, bits, tmp_path / "flipped.db", contents(register))
    tell(f"bit flips at rest, part {part + 1} of {PARTS}", len(bits), {"unnoticed": 0, **found})


def test_flipped_bit_in_any_header_field_is_found(register: Path, layout: Layout, tmp_path: Path) -> None:
    """A bit of every third byte of the header; of the two fields that SQLite does not judge, none is noticed."""
    ignored = {offset for field in IGNORED for offset in range(field, field + 4)}
    for offset in (*range(0, HEADER, 3), *ignored):
        path = tmp_path / "flipped.db"
        path.write_bytes(flipped(layout.content, offset * 8 + offset % 8))
        assert program(path).sound == (offset in ignored), offset
        if offset in ignored:
            assert contents(path) == contents(register)


def test_change_of_unused_bytes_loses_nothing(register: Path, layout: Layout, tmp_path: Path, tell: Tell) -> None:
    random = Random("nothing")  # noqa: S311  (places, not secrets)
    free = random.sample(sorted(layout.unused), 15)
    held = random.sample(sorted(layout.indifferent), 15)
    bits = [offset * 8 + random.randrange(8) for offset in (*free, *held)]
    found = examine(layout, bits, tmp_path / "flipped.db", contents(register))
    tell("bit flips in bytes that tell nothing", len(bits), {"unnoticed": 0, **found})


def test_most_used_bytes_carry_information(layout: Layout) -> None:
    held = len(layout.content) - len(layout.unused)
    assert len(layout.indifferent) < held / 100
    assert held > 50_000
