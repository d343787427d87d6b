"""The k-th SQL call, write or flush fails, for k until none is left: the old state or the new one, and clear words.

Real SQLite and real files; only the one call fails (``fault_injection``), or with ``lasting`` all from it on, as when a stick is
pulled out. What was refused must not be there, what was done must be, and nothing half-written may stay behind.
"""

from __future__ import annotations

import itertools
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.types.intents import AddNote
from jobs import FORKED_JOBS, ROWS, STEP, jobs
from registers import TODAY
from sqlite_file import assert_only_exports_listed
from tampering import ask
from tell import Tell

pytestmark = FORKED_JOBS

DIGITS = 64
"""Of a SHA-256, the name of a file of evidence."""
LASTING = 3
"""Of so many calls tried one is tried with a fault that lasts too; at night every one."""
ENTRIES_ADDED = {"append": 2, "import": ROWS}
OUTPUT_FILES = {"bulk load": "new.db", "backup": "backup.db", "export": "package", "export of one file": "package.zip"}
WHOLE = ("The register was created at", "was written in full")
"""Said of what was made although something behind it failed."""
UNCLEAR = ("The register cannot be used", "The register is damaged", "The file is damaged")


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def check_log(folder: Path, pristine: Path, job: str, *, done: bool, lasting: bool) -> None:
    """The log holds the whole act when it was done, else none of it, and no file of evidence without its entry.

    Where the disk stays away, a file may be left whose entry could not be committed: nobody can ask the log any more.
    """
    register = folder / "register.db"
    desk = door.open_register(register, desk="us-1", today=TODAY)
    desk.version()  # rolls back what a fault that lasted left in the journal
    before = ask(pristine / "register.db", "SELECT COUNT(*) FROM entry")[0][0]
    assert ask(register, "SELECT COUNT(*) FROM entry") == [(before + (ENTRIES_ADDED[job] if done else 0),)]
    if done or register.read_bytes() != (pristine / "register.db").read_bytes():
        assert desk.verify(deep=True).findings == ()
    if (
        folder / "register.db-journal"
    ).exists():  # it could not be taken away any more, and the next who writes does so
        desk.write(AddNote(commitment="FW-US-01", text="There is room again."))
        assert desk.verify(deep=True).findings == ()
    store = "register.db.evidence"
    left = {name for name in names(folder) - names(pristine) if not name.startswith(store)}
    notes = {name for name in left if name.startswith("register.db.checkpoints/")}
    assert all(name.endswith((".txt", ".txt.sig")) for name in notes)
    assert all(f"{name}.sig" in notes for name in notes if name.endswith(".txt")), "no note without its signature"
    assert left == notes, "nothing else stays behind"
    kept = [Path(name).name for name in names(folder) - names(pristine) if name.startswith(store)]
    assert len(kept) == (done and job == "append") or (lasting and not done and len(kept[0]) == DIGITS)


def check_output(folder: Path, pristine: Path, job: str, *, done: bool, lasting: bool) -> bool:
    """The file is there whole, or nothing of it; the register at most lists it. Gives whether it is there.

    It must be there when it was done. It may be there when it was refused: only a step after it had its name failed, as
    flushing the folder, or sitting down at the register that was made.
    """
    assert_only_exports_listed(folder / "register.db", pristine / "register.db")
    there = (folder / OUTPUT_FILES[job]).exists()
    assert there or not done
    if not there:
        assert names(folder) == names(pristine), "nothing stays behind"
    elif job in {"bulk load", "backup"}:
        assert door.open_register(folder / OUTPUT_FILES[job], today=TODAY).verify(deep=True).findings == ()
    elif job == "export":
        assert door.check_data(folder / OUTPUT_FILES[job]).problems == ()
    else:
        with zipfile.ZipFile(folder / OUTPUT_FILES[job]) as archive:
            assert archive.testzip() is None
    left = {name for name in names(folder) if name.endswith((".part", ".new", "-journal"))}
    assert left <= ({"register.db-journal"} if lasting else set()), (
        "a disk that fails for good keeps the list from being written"
    )
    return there


@pytest.mark.parametrize("kind", ["sql", "write", "flush"])
@pytest.mark.parametrize("job", [*ENTRIES_ADDED, *OUTPUT_FILES])
def test_failed_call_leaves_the_old_state_or_the_new_one(
    pristine: Path, tmp_path: Path, tell: Tell, job: str, kind: str
) -> None:
    outcomes: Counter[str] = Counter(done=0, refused=0)
    wrong: list[str] = []
    with jobs() as process:
        for number in itertools.count():
            at = 1 + number * tell.step(STEP[kind])
            for lasting in (False, True) if number % tell.step(LASTING) == 0 else (False,):
                folder = tmp_path / "work"
                shutil.copytree(pristine, folder)
                told = process.run(job, folder, kind=kind, at=at, lasting=lasting)
                fired = told["fired"]
                outcomes[told["said"]] += 1
                try:
                    assert told["said"] in {"done", "refused"}, told["words"]
                    assert not told["words"].startswith(UNCLEAR), told["words"]
                    done = told["said"] == "done"
                    if job in ENTRIES_ADDED:
                        check_log(folder, pristine, job, done=done, lasting=lasting)
                    else:
                        there = check_output(folder, pristine, job, done=done, lasting=lasting)
                        outcomes["of the refused there whole"] += there and not done
                        assert done or there == any(words in told["words"] for words in WHOLE), told["words"]
                except AssertionError as error:
                    wrong.append(
                        f"{kind} {at}{' and after' * lasting}: {told['said']} {told['words']}: {str(error).splitlines()[0]}"
                    )
                shutil.rmtree(folder)
            if not fired:
                break
    tell(
        f"{job}, failing {kind}",
        outcomes["done"] + outcomes["refused"] + outcomes["failed"],
        {"neither old nor new": len(wrong), **outcomes},
    )
    assert wrong == []
    assert outcomes["refused"] > outcomes["of the refused there whole"]
