"""A new key, and a new desk, killed or failing at every write, flush and SQL call: never a desk without a key it can use."""

from __future__ import annotations

import shutil
import signal
from collections import Counter
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.types.intents import AddNote
from jobs import FORKED_JOBS, STEP, jobs
from log_checkers import compared
from registers import TODAY
from tampering import ask
from tell import Tell

pytestmark = FORKED_JOBS

SEAT = {"rotate": "us-1", "open": "us-3"}
KIND = {"rotate": "desk.rekey", "open": "desk.open"}


EACH = 10
"""Of so many one is judged by both verifiers, which ask ``openssl`` for each signature; the others by the program's own."""


def usable(folder: Path, job: str, *, both: bool) -> bool:
    """The desk has its key and writes, and the log is sound. Gives whether the entry was written."""
    register = folder / "register.db"
    query = "SELECT COUNT(*) FROM entry WHERE kind = ? AND feed = ?"
    ((there,),) = ask(register, query, (KIND[job], SEAT[job]))
    assert there in {0, 1}
    desks = [key for key in door.keys(register) if key.desk in {SEAT[job], "us-1"}]
    for key in desks:
        assert key.path is not None, f"{key.desk} has no key"
        door.open_register(register, desk=key.desk, today=TODAY).write(AddNote(commitment="FW-US-01", text="On."))
    assert door.verify_register(register, deep=True).is_sound
    if both:
        assert compared(register)[1].sound
    return bool(there)


@pytest.mark.parametrize("deadly", [True, False], ids=["killed", "failing"])
@pytest.mark.parametrize("kind", ["sql", "write", "flush"])
@pytest.mark.parametrize("job", sorted(SEAT))
def test_desk_keeps_a_usable_key_when_any_call_fails(
    pristine: Path, tmp_path: Path, tell: Tell, job: str, kind: str, *, deadly: bool
) -> None:
    found: Counter[str] = Counter({"desks without a key": 0})
    step = tell.step(STEP[kind])
    at = 1 - step
    with jobs() as process:
        while True:
            at += step
            folder = tmp_path / str(at)
            shutil.copytree(pristine, folder)
            told = process.run(job, folder, kind=kind, at=at, deadly=deadly)
            there = usable(folder, job, both=at % EACH == 1)
            if deadly:
                assert told["ended"] in ([0], [signal.SIGKILL])
            else:
                assert told["said"] in {"done", "refused"}, told["words"]
            if told.get("said") == "done":
                assert there
            elif not deadly:
                assert not there or "was opened" in told["words"], told["words"]
            if not told.get("fired", deadly and told["ended"] != [0]):
                break
            found["written" if there else "not written"] += 1
            shutil.rmtree(folder)
    tell(f"{job} a key, {'killed at' if deadly else 'failing'} {kind}", found.total(), found)
    assert found["not written"]
