"""Copies for others whose making or completing fails, or is killed, at its k-th SQL call, write or flush: old or new.

And whatever is left behind, whole or not, a copy, a journal or an unfinished file, holds nothing that was withheld: every
byte of every file is looked at. What is taken in is there whole, or the copy is byte by byte what it was.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core import dates
from accordtrack.service.evidence import evidence_store
from hostile_data import bodiless, copies, traces_in
from jobs import FORKED_JOBS, STEP, jobs, prepare
from sqlite_file import assert_only_exports_listed
from tampering import ask
from tell import Tell

pytestmark = FORKED_JOBS

OUTPUT_FILES = {"public copy": "public.db", "public copy again": "before.db"}
COPY, GIVEN = "given/copy.db", "given/told.jsonl"
DIGITS = 64
"""Of a SHA-256, the name of a file of evidence."""
LASTING, AGAIN = 5, 5
"""Of so many calls tried one is tried with a fault that lasts too (at night every one), and after one the job is done again."""
WHOLE = "was written in full"
"""Said of what was made although the disk did not confirm its name."""
UNCLEAR = (
    "The register cannot be used",
    "The register is damaged",
    "The file is damaged",
    "The disk is full; the entry",
)
KINDS = ("sql", "write", "flush")
FAILS = [(job, kind) for job in ("public copy", "disclosure", "take in") for kind in KINDS]
FAILS += [("public copy again", "write"), ("public copy again", "flush")]
KILLS = [("public copy", "write"), ("public copy", "flush"), ("public copy again", "flush")]
KILLS += [("take in", "write"), ("take in", "flush")]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(prepare(tmp_path_factory.mktemp("pristine")))


@pytest.fixture(scope="module")
def digest(pristine: Path) -> str:
    """The state digest of the register, which a complete copy has too."""
    return door.verify_register(pristine / "register.db", deep=True).state_digest


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def new_files(folder: Path, pristine: Path) -> set[str]:
    return names(folder) - names(pristine)


def copy_state(folder: Path, pristine: Path, job: str) -> str:
    """Whether the copy for the public is the old one, if any, or the new one, whole. Nothing holds what they may not read."""
    out, before = folder / OUTPUT_FILES[job], pristine / OUTPUT_FILES[job]
    assert_only_exports_listed(folder / "register.db", pristine / "register.db")
    secret = traces_in([folder / name for name in new_files(folder, pristine)] + ([out] if out.exists() else []))
    assert secret == [], "a withheld body is there"
    if not out.exists() or (before.exists() and out.read_bytes() == before.read_bytes()):
        assert out.exists() == before.exists(), "neither old nor new"
        return "old"
    report = door.verify_register(out, deep=True)
    assert report.findings == ()
    assert report.entries == door.verify_register(pristine / "register.db").entries
    assert bodiless(out) == bodiless(pristine / COPY)
    return "new"


def disclosure_state(folder: Path, pristine: Path) -> str:
    """Whether what was disclosed is there, to its last byte, or nothing of it."""
    out = folder / "told.jsonl"
    assert_only_exports_listed(folder / "register.db", pristine / "register.db")
    assert not out.exists() or out.read_bytes() == (pristine / GIVEN).read_bytes()
    return "new" if out.exists() else "old"


def take_in_state(folder: Path, pristine: Path, digest: str) -> str:
    """Whether the copy is complete now, or has not one byte more than before."""
    out = folder / COPY
    ask(out, "SELECT COUNT(*) FROM entry")  # rolls back what was being written
    if out.read_bytes() == (pristine / COPY).read_bytes():
        assert traces_in([out]) == []
        return "old"
    report = door.verify_register(out, deep=True)
    assert (report.findings, report.withheld, report.state_digest) == ((), 0, digest)
    assert report.evidence is not None
    assert (report.evidence.present, report.evidence.withheld) == (5, 0), "an entry lacks its file"
    return "new"


def state(folder: Path, pristine: Path, job: str, digest: str) -> str:
    if job in OUTPUT_FILES:
        return copy_state(folder, pristine, job)
    return disclosure_state(folder, pristine) if job == "disclosure" else take_in_state(folder, pristine, digest)


@pytest.mark.parametrize(("job", "kind"), FAILS)
def test_failed_call_leaves_the_old_copy_or_the_new_one(
    pristine: Path, digest: str, tmp_path: Path, tell: Tell, job: str, kind: str
) -> None:
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with jobs() as process:
        for number in itertools.count():
            at = 1 + number * tell.step(STEP[kind])
            for lasting in (False, True) if number % tell.step(LASTING) == 0 else (False,):
                folder = tmp_path / "work"
                shutil.copytree(pristine, folder)
                told = process.run(job, folder, kind=kind, at=at, lasting=lasting)
                fired, said, words = told["fired"], told["said"], told["words"]
                try:
                    assert said in {"done", "refused"}, words
                    assert not words.startswith(UNCLEAR), words
                    there = state(folder, pristine, job, digest)
                    outcomes[f"{said}, {there}"] += 1
                    assert there == "new" or said == "refused", "acknowledged and not there"
                    assert (there == "new") == (said == "done" or WHOLE in words), words
                    if there == "old":
                        allowed = {f"{COPY}-journal"} if lasting else set()  # it could not be taken away any more
                        assert new_files(folder, pristine) <= allowed, "something stays behind"
                        assert traces_in(folder / name for name in new_files(folder, pristine)) == []
                except AssertionError as error:
                    wrong.append(f"{kind} {at}{' and after' * lasting}: {said} {words}: {str(error).splitlines()[0]}")
                shutil.rmtree(folder)
            if not fired:
                break
    tell(f"{job}, failing {kind}", sum(outcomes.values()), {"neither old nor new": len(wrong), **outcomes})
    assert wrong == [], "\n".join(wrong)
    assert outcomes["refused, old"]


def _assert_verify_counts_leftovers(folder: Path, pristine: Path) -> None:
    """Files that a killed take-in brought are told of: those that no entry names yet, and one that an entry does."""
    report = door.verify_register(folder / COPY).evidence
    assert report is not None
    brought = [name for name in new_files(folder, pristine) if len(name.rpartition("/")[2]) == DIGITS]
    assert report.unnamed + report.present - 1 == len(brought)


@pytest.mark.parametrize(("job", "kind"), KILLS)
def test_killed_job_leaves_nothing_withheld_behind(
    pristine: Path, digest: str, tmp_path: Path, tell: Tell, job: str, kind: str
) -> None:
    found: Counter[str] = Counter({"neither": 0})
    with jobs() as process:
        kills = process.killed(job, pristine, tmp_path, kind, tell.step(STEP[kind]))
        for number, (_at, folder) in enumerate(kills, 1):
            found["with something left behind"] += new_files(folder, pristine) != set()
            there = state(folder, pristine, job, digest)
            found[there] += 1
            if job == "take in" and there == "old":
                _assert_verify_counts_leftovers(folder, pristine)
            if number % AGAIN == 0:
                for name in new_files(folder, pristine):  # as they are found the next day
                    os.utime(folder / name, (dates.current_time().timestamp() - 2 * evidence_store.STALE_SECONDS,) * 2)
                again = process.run(job, folder)
                if job == "public copy" and there == "new":  # it replaces nothing
                    assert "exists" in again["words"], again["words"]
                else:
                    assert again["said"] == "done", "it cannot be done again"
                assert state(folder, pristine, job, digest) == "new"
    tell(f"kill -9 before each {kind} of one {job}", found["old"] + found["new"], found)
    assert found["old"]
