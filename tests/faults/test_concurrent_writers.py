"""Several programs at one register: each act is written once, whole, and nobody is told that it is busy."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from accordtrack import service as door
from registers import TODAY, small_register
from tampering import ask
from writers import writers

pytestmark = pytest.mark.faults

WRITERS = (("us-1", 25, 0), ("us-1", 25, 0), ("mx-1", 25, 0), ("us-2", 25, 0))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
def test_four_writers_at_once_are_all_served(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    before = ask(register, "SELECT COUNT(*) FROM entry")[0][0]
    reader = door.open_register(register, desk="obs-1", today=TODAY)
    with writers(register, tmp_path / "files") as process:
        started = process.start(*WRITERS)
        lines = []
        while (words := process.line())[0] != "ended":
            lines.append(words)
            assert reader.commitment("FW-JT-01").row.id == "FW-JT-01", "reading goes on meanwhile"
    assert {words[0] for words in lines} == {"done"}, [words for words in lines if words[0] != "done"]
    assert Counter(int(words[1]) for words in lines) == dict.fromkeys(started, 25)
    told = {digest for words in lines for digest in words[3:]}
    assert len(told) == 200
    there = {str(row[0]) for row in ask(register, "SELECT hash FROM entry")}
    assert told <= there
    assert len(there) == before + 200
    clocks = [row[0] for row in ask(register, "SELECT lc FROM entry ORDER BY id")]
    assert clocks == sorted(set(clocks)), "one clock for all"
    report = reader.verify(deep=True)
    assert report.is_sound, report.findings
    assert {feed.feed: feed.entries for feed in report.feeds if feed.feed != "obs-0"} == {
        "us-1": 101,
        "mx-1": 51,
        "us-2": 51,
        "obs-1": 1,
    }
