"""What would end the program comes at every step of Python while evidence is carried beside a copy: nothing is left behind."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import pytest

from accordtrack.core import signals
from accordtrack.core.paths import evidence_folder
from accordtrack.service.evidence import evidence_copy, evidence_store, ingest
from accordtrack.service.evidence.evidence_store import NamedFile

pytestmark = [pytest.mark.faults, pytest.mark.skipif(os.name == "nt", reason="no such signal is raised there")]

WATCHED = {module.__file__ for module in (evidence_copy, contextlib, signals, ingest)}


def stored_evidence(register: Path) -> NamedFile:
    digest = hashlib.sha256(b"one").hexdigest()
    path = evidence_store.stored_path(register, digest)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"one")
    return NamedFile("0", "0", "FW-US-01", "", digest, 3, "a.txt")


def copy(source: Path, file: NamedFile, target: Path) -> None:
    with signals.delay_signals() as hear, evidence_copy.EvidenceCopier(source, target, hear) as carried:
        carried.copy_files([file])
        hear()
        target.touch()
        carried.keep_files()


def copy_ended_at(step: int, source: Path, file: NamedFile, target: Path) -> int:
    """Copy, the signal raised at that step of what is ``WATCHED``; gives how many steps were made."""
    steps = 0

    def trace(frame: FrameType, event: str, _given: object) -> object:
        nonlocal steps
        if frame.f_code.co_filename not in WATCHED:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            steps += 1
            if steps == step:
                signal.raise_signal(signal.SIGTERM)
        return trace

    with contextlib.suppress(signals.Ended), signals.raise_on_signal():
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            copy(source, file, target)
        finally:
            sys.settrace(None)
    return steps


def test_evidence_exists_only_together_with_the_copy(tmp_path: Path) -> None:
    source, numbers = tmp_path / "source.db", (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    file, before = stored_evidence(source), [signal.getsignal(number) for number in numbers]
    copy(source, file, tmp_path / "first.db")  # loads what is loaded once
    came = {"there": 0, "not there": 0}
    for step in range(copy_ended_at(0, source, file, tmp_path / "whole.db") + 1):
        target = tmp_path / str(step) / "copy.db"
        target.parent.mkdir()
        copy_ended_at(step, source, file, target)
        assert evidence_folder(target).exists() == target.exists(), step
        assert not target.exists() or evidence_store.holds_intact_file(target, file.digest), step
        came["there" if target.exists() else "not there"] += 1
    assert came["there"] > 20, came
    assert came["not there"] > 200, came
    assert [signal.getsignal(number) for number in numbers] == before
