"""Jobs killed with kill -9: nothing acknowledged is lost, nothing is half there, the next one goes on.

At random moments, inside transactions, and at every single write, flush and SQL call of an append and of an import.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import fault_injection
from accordtrack import service as door
from accordtrack.types.intents import AddNote
from jobs import ROWS, jobs
from log_checkers import compared
from registers import TODAY, small_register
from tampering import ask
from tell import Tell
from writers import writers

KILLS = 25
ENTRIES_ADDED = {"append": 2, "import": ROWS}

pytestmark = [pytest.mark.faults, pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")]


def wait_for(journal: Path) -> None:
    """Wait until a writer is between its first write and its commit, for a second at most."""
    end = time.monotonic() + 1
    while not journal.exists() and time.monotonic() < end:
        pass


def test_killed_writers_lose_no_acknowledged_act_and_leave_none_half_written(tmp_path: Path, tell: Tell) -> None:
    register = small_register(tmp_path)
    random = Random(20261125)  # noqa: S311  (moments, not secrets)
    acknowledged: dict[str, list[str]] = {}
    cut_short, journal = 0, tmp_path / "register.db-journal"
    kills = tell.times(KILLS)
    with writers(register, tmp_path / "files") as process:
        for number in range(kills):
            (writer,) = process.start(("us-1", 0, 0))
            line = process.line()
            assert line[0] == "done", line
            time.sleep(random.random() * 0.04)
            if number % 2:
                wait_for(journal)
            os.kill(writer, signal.SIGKILL)
            cut_short += journal.exists()
            for kind, _pid, *words in (line, *process.rest()):
                assert kind == "done", (kind, words)
                acknowledged[words[0]] = words[1:]
    assert len(acknowledged) >= kills
    desk = door.open_register(register, desk="us-1", today=TODAY)
    report = desk.verify(deep=True)
    assert [(finding.place, finding.message, finding.values) for finding in report.findings] == []
    assert compared(register)[1].sound
    there = {str(digest): str(act) for digest, act in ask(register, "SELECT hash, act FROM entry")}
    assert {digest: act for act, digests in acknowledged.items() for digest in digests}.items() <= there.items()
    acts = ask(register, "SELECT act, group_concat(kind) FROM entry WHERE feed = 'us-1' AND seq > 1 GROUP BY act")
    assert {str(kinds) for _act, kinds in acts} == {"evidence.add,status.report"}
    assert len(acts) <= len(acknowledged) + kills, "at most one more than was told for each writer"
    assert cut_short, "some were killed between the first write and the commit"
    assert desk.commitment("FW-JT-01").halves[0].claim is not None
    tell(
        "kill -9 of appends, half of them inside a transaction",
        kills,
        {
            "acknowledged acts lost": 0,
            "acts half there": 0,
            "acknowledged": len(acknowledged),
            "with an open journal": cut_short,
        },
    )


def act_is_in_log(folder: Path, pristine: Path, job: str, *, again: bool) -> bool:
    """Whether the whole act is in the log; none of it else. ``again``: and the next act is written upon it."""
    register = folder / "register.db"
    before = ask(pristine / "register.db", "SELECT COUNT(*) FROM entry")[0][0]
    desk = door.open_register(register, desk="us-1", today=TODAY)
    added = desk.version() - before
    assert added in {0, ENTRIES_ADDED[job]}, "half an act"
    if added or register.read_bytes() != (pristine / "register.db").read_bytes():
        own, other = compared(register)
        assert own.sound
        assert other.sound
    assert not (folder / "register.db-journal").exists() or not added
    if again:
        desk.write(AddNote(commitment="FW-US-01", text="Life goes on."))
        assert not (folder / "register.db-journal").exists()
    return bool(added)


def test_killed_import_is_whole_or_absent(pristine: Path, tmp_path: Path, tell: Tell) -> None:
    random = Random(20261126)  # noqa: S311  (moments, not secrets)
    found: Counter[str] = Counter({"half imports": 0, "acknowledged and lost": 0})
    with jobs() as process:
        shutil.copytree(pristine, tmp_path / "timed")
        started = time.monotonic()
        assert process.run("import", tmp_path / "timed")["said"] == "done"
        lasts = time.monotonic() - started
        for number in range(tell.times(KILLS)):
            folder = tmp_path / str(number)
            shutil.copytree(pristine, folder)
            process.start({"job": "import", "folder": str(folder)})
            begun = process.line()
            time.sleep(random.random() * lasts)
            with suppress(ProcessLookupError):
                os.kill(begun["begun"], signal.SIGKILL)
            done = any(words.get("said") == "done" for words in process.rest())
            there = act_is_in_log(folder, pristine, "import", again=number % 5 == 0)
            assert there or not done, "acknowledged and lost"
            found["whole" if there else "not there"] += 1
            shutil.rmtree(folder)
    tell("kill -9 of imports, at random moments", tell.times(KILLS), found)
    assert found["not there"]


@pytest.mark.skipif(not fault_injection.REACHED, reason="SQLite's files are reached by its library")
@pytest.mark.parametrize("job", sorted(ENTRIES_ADDED))
@pytest.mark.parametrize("kind", ["write", "flush"])
def test_act_killed_before_any_write_or_flush_is_whole_or_absent(
    pristine: Path, tmp_path: Path, tell: Tell, job: str, kind: str
) -> None:
    found: Counter[str] = Counter({"half": 0})
    tried = 0
    with jobs() as process:
        for tried, folder in process.killed(job, pristine, tmp_path, kind):
            found["journal left behind"] += (folder / "register.db-journal").exists()
            found["whole" if act_is_in_log(folder, pristine, job, again=tried % 5 == 0) else "not there"] += 1
    tell(f"kill -9 before each {kind} of one {job}", tried, found)
    assert found["not there"]
