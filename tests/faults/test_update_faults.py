"""A register of an older version whose update fails or is killed at its k-th write, flush or SQL call: old or new.

With the copy that was kept whole by then, and the next who opens it goes on. What was refused leaves no copy behind.
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.projection.dual_control import RULES
from accordtrack.store.schema import SCHEMA_VERSION
from goldens import OLDEST, facts_of, register_of
from jobs import FORKED_JOBS, STEP, jobs, prepare
from registers import TODAY
from tampering import ask
from tell import Tell

pytestmark = FORKED_JOBS

UPDATED_DIGEST = facts_of(OLDEST)["rules"][str(RULES)]["state_digest"]
"""What stands under the rules of effect that a register follows once it was brought up to date."""
COPY = f"register.db.before-{SCHEMA_VERSION}"
ORIGINAL_FILES = {"register.db", "register.db.evidence"}
LEFTOVER_FILES = {f".{COPY}.part", f".{COPY}.part-journal", "register.db-journal"}
"""What one who was killed may leave; the next takes it away."""
LASTING, AGAIN = 3, 5
"""Of so many calls tried one is tried with a fault that lasts too (at night every one), and after one the register is opened
again."""
UNCLEAR = ("The register cannot be used", "The register is damaged", "The disk is full; the entry", "The file")


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a register that was brought up to date, every one verified."""
    folder = prepare(tmp_path_factory.mktemp("updated")) / "old"
    assert door.open_register(folder / "register.db", today=TODAY).updated is not None
    shutil.copytree(folder / "register.db.evidence", folder / f"{COPY}.evidence")
    for name, digest in (("register.db", UPDATED_DIGEST), (COPY, facts_of(OLDEST)["state_digest"])):
        report = door.verify_register(folder / name, deep=True)
        assert (report.findings, report.state_digest) == ((), digest)
    return {name: (folder / name).read_bytes() for name in ("register.db", COPY)}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def state(folder: Path, updated: dict[str, bytes]) -> str:
    """Whether the register is the old one, byte by byte, or the new one, verified; any copy is whole."""
    register = folder / "register.db"
    ask(register, "SELECT COUNT(*) FROM entry")  # rolls back what was being written
    if COPY in names(folder):
        assert (folder / COPY).read_bytes() == updated[COPY], "the copy is not whole"
    if register.read_bytes() == register_of(OLDEST).read_bytes():
        return "old"
    report = door.verify_register(register, deep=True)
    assert (report.findings, report.state_digest) == ((), UPDATED_DIGEST)
    assert report.file_version == SCHEMA_VERSION, "neither old nor new"
    assert COPY in names(folder), "new, and no copy of the old one"
    return "new"


def assert_next_open_updates(folder: Path, updated: dict[str, bytes]) -> None:
    """Whoever opens it next has the new one, with one copy, and nothing else lies about."""
    desk = door.open_register(folder / "register.db", today=TODAY)
    assert desk.verify(deep=True).findings == ()
    assert state(folder, updated) == "new"
    assert names(folder) - LEFTOVER_FILES == {*ORIGINAL_FILES, COPY}
    assert "register.db-journal" not in names(folder)


@pytest.mark.parametrize("kind", ["sql", "write", "flush"])
def test_failed_update_leaves_the_old_register_or_the_new_one(
    pristine: Path, updated: dict[str, bytes], tmp_path: Path, tell: Tell, kind: str
) -> None:
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with jobs() as process:
        for number in itertools.count():
            at = 1 + number * tell.step(STEP[kind])
            for lasting in (False, True) if number % tell.step(LASTING) == 0 else (False,):
                folder = tmp_path / "work"
                shutil.copytree(pristine, folder)
                told = process.run("update", folder, kind=kind, at=at, lasting=lasting)
                fired = told["fired"]
                try:
                    assert told["said"] in {"done", "refused"}, told["words"]
                    assert not told["words"].startswith(UNCLEAR), told["words"]
                    there = state(folder / "old", updated)
                    assert there == "new" or told["said"] == "refused", "acknowledged and not there"
                    if not lasting and there == "old":
                        assert names(folder / "old") == ORIGINAL_FILES, "something is left behind"
                    outcomes[f"{told['said']}, {there}"] += 1
                    if number % AGAIN == 0:
                        assert_next_open_updates(folder / "old", updated)
                except AssertionError as error:
                    wrong.append(f"{kind} {at}{' and after' * lasting}: {told}: {str(error).splitlines()[0]}")
                shutil.rmtree(folder)
            if not fired:
                break
    tell(
        f"update, failing {kind}", sum(outcomes.values()) + len(wrong), {"neither old nor new": len(wrong), **outcomes}
    )
    assert wrong == []
    assert outcomes["refused, old"]


@pytest.mark.parametrize("kind", ["sql", "write", "flush"])
def test_killed_update_leaves_the_old_register_or_the_new_one(
    pristine: Path, updated: dict[str, bytes], tmp_path: Path, tell: Tell, kind: str
) -> None:
    found: Counter[str] = Counter({"neither": 0})
    tried = 0
    with jobs() as process:
        kills = process.killed("update", pristine, tmp_path, kind, tell.step(STEP[kind]))
        for tried, (_at, folder) in enumerate(kills, 1):
            assert names(folder / "old") <= {*ORIGINAL_FILES, COPY, *LEFTOVER_FILES}
            found["with a copy by then"] += COPY in names(folder / "old")
            found["journal left behind"] += "register.db-journal" in names(folder / "old")
            found[state(folder / "old", updated)] += 1
            if tried % AGAIN == 0:
                assert_next_open_updates(folder / "old", updated)
    tell(f"kill -9 before each {kind} of one update", tried, found)
    assert found["old"]
