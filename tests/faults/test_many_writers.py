"""Eight programs that write two hundred acts each at one register: none is lost, and nobody is told that it is busy."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from accordtrack import service as door
from jobs import jobs
from log_checkers import program
from registers import TODAY, small_register
from tampering import ask
from tell import Tell

pytestmark = pytest.mark.faults

SEATS = ("us-1", "mx-1", "us-2", "obs-1") * 2
EACH = 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
def test_eight_writers_lose_no_act_and_never_find_the_register_busy(tmp_path: Path, tell: Tell) -> None:
    register = small_register(tmp_path)
    each = tell.times(EACH)
    (tmp_path / "count").write_text(str(each), encoding="utf-8")
    before = ask(register, "SELECT COUNT(*) FROM entry")[0][0]
    started = time.monotonic()
    with jobs() as process:
        process.start(*({"job": "sources", "folder": str(tmp_path), "seat": seat} for seat in SEATS))
        lines = process.rest()
    seconds = time.monotonic() - started
    said = Counter(words["said"] for words in lines if "said" in words)
    assert said == {"written": len(SEATS) * each, "done": len(SEATS)}, [words for words in lines if words.get("words")]
    told = [digest for words in lines for digest in words.get("hashes", ())]
    there = {str(row[0]) for row in ask(register, "SELECT hash FROM entry")}
    assert set(told) <= there
    assert len(there) == before + len(told) == before + len(SEATS) * each
    clocks = [row[0] for row in ask(register, "SELECT lc FROM entry ORDER BY id")]
    assert clocks == sorted(set(clocks)), "one clock for all"
    assert program(register).sound
    assert door.open_register(register, today=TODAY).find("source", f"S-{lines[0]['begun']}-0")
    tell(
        f"{len(SEATS)} writers of {each} acts at once, in {seconds:.0f} s",
        len(told),
        {"lost": 0, "told that it is busy": 0},
    )
