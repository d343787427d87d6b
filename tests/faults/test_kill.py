"""Writers killed at random moments: nothing acknowledged is lost, nothing is half there, the next one goes on."""

from __future__ import annotations

import os
import signal
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from accordtrack import desk as door
from registers import TODAY, small_register
from tampering import ask
from writers import writers

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 25


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
def test_nothing_acknowledged_is_lost_and_no_act_is_half_there(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    random = Random(20261125)  # noqa: S311  (moments, not secrets)
    acknowledged: dict[str, list[str]] = {}
    cut_short = 0
    with writers(register, tmp_path / "files") as process:
        for _ in range(KILLS):
            (writer,) = process.start(("us-1", 0, 0))
            lines = [process.line(), process.line()]
            assert [words[0] for words in lines] == ["done", "done"], lines
            time.sleep(random.random() * 0.04)
            os.kill(writer, signal.SIGKILL)
            cut_short += (tmp_path / "register.db-journal").exists()
            for kind, _pid, *words in (*lines, *process.rest()):
                assert kind == "done", (kind, words)
                acknowledged[words[0]] = words[1:]
    assert len(acknowledged) >= 2 * KILLS
    desk = door.open_register(register, desk="us-1", today=TODAY)
    report = desk.verify(deep=True)
    assert [(finding.place, finding.message, finding.values) for finding in report.findings] == []
    there = {str(digest): str(act) for digest, act in ask(register, "SELECT hash, act FROM entry")}
    assert {digest: act for act, digests in acknowledged.items() for digest in digests}.items() <= there.items()
    acts = ask(register, "SELECT act, group_concat(kind) FROM entry WHERE feed = 'us-1' AND seq > 1 GROUP BY act")
    assert {str(kinds) for _act, kinds in acts} == {"evidence.add,status.report"}
    assert len(acts) <= len(acknowledged) + KILLS, "at most one more than was told for each writer"
    assert cut_short, "some were killed between the first write and the commit"
    assert desk.commitment("FW-JT-01").halves[0].claim is not None
