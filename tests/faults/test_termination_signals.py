"""Jobs that are told to end (SIGTERM, SIGHUP): what is not whole is taken away, and what is there is whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core import signals
from accordtrack.core.paths import evidence_folder
from cli_runner import at_home
from hostile_data import copies
from jobs import Jobs, jobs, prepare
from registers import small_register
from tell import Tell

pytestmark = [pytest.mark.faults, pytest.mark.skipif(not hasattr(os, "fork"), reason="jobs are forked")]

MOMENTS = 8
OUTPUT_FILES = {
    "backup": "backup.db",
    "public copy": "public.db",
    "public copy again": "before.db",
    "restore": "restored.db",
    "repair": "repaired.db",
    "bulk load": "new.db",
    "export": "package",
    "export of one file": "package.zip",
    "site": "site",
    "disclosure": "told.jsonl",
    "update": "old/register.db.before-*",
    "append": "register.db.evidence",
    "rotate": "register.db.keys",
}
"""The jobs that make something beside what they are asked for, and what that is."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = prepare(tmp_path_factory.mktemp("pristine"))
    copies(folder)
    return folder


@pytest.fixture(scope="module")
def process() -> Iterator[Jobs]:
    with jobs() as made:
        yield made


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def is_unfinished_name(name: str) -> bool:
    """Whether a name is one that a file has before it is whole."""
    last = name.rpartition("/")[2]
    return last.startswith(".") or last.endswith((".part", ".new"))


@pytest.mark.parametrize("job", OUTPUT_FILES)
def test_terminated_job_leaves_no_unfinished_file(
    job: str, pristine: Path, process: Jobs, tmp_path: Path, tell: Tell
) -> None:
    came: Counter[str] = Counter({"something left behind": 0})
    shutil.copytree(pristine, tmp_path / "timed")
    begun = time.monotonic()
    assert process.run(job, tmp_path / "timed")["said"] == "done"
    lasts, moments = time.monotonic() - begun, tell.times(MOMENTS)
    for moment in range(moments):
        folder = tmp_path / str(moment)
        shutil.copytree(pristine, folder)
        before, number = names(folder), (signal.SIGTERM, signal.SIGHUP)[moment % 2]
        process.start({"job": job, "folder": str(folder)})
        told = process.line()
        time.sleep(lasts * moment / moments)
        with suppress(ProcessLookupError):
            os.kill(told["begun"], number)
        for words in process.rest():
            told |= words
        left = {name for name in names(folder) - before if is_unfinished_name(name)}
        assert not left, (moment, told)
        came[told.get("said", f"killed by {told['ended']}")] += 1
        made = {str(path.relative_to(folder)) for path in folder.glob(OUTPUT_FILES[job])} - before
        if job in {"backup", "public copy", "restore", "repair", "bulk load"}:
            store = evidence_folder(folder / OUTPUT_FILES[job])
            assert made or not store.exists(), "its evidence is there only with it"
            assert not made or door.verify_register(folder / OUTPUT_FILES[job], deep=True).findings == ()
        assert door.verify_register(folder / "register.db").is_sound
        shutil.rmtree(folder)
    assert set(came) <= {"something left behind", "ended", "done"}, came
    assert came["ended"], came
    tell(f"{job} told to end, at {moments} moments", moments, came)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_program_exits_with_the_signal_number_and_leaves_no_file(tmp_path: Path, number: signal.Signals) -> None:
    register = small_register(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "accordtrack", "--db", str(register), "repair", str(out / "new.db")]
    environment = {**os.environ, **at_home(tmp_path / "home"), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as running:
        while running.poll() is None and not any(out.iterdir()):
            time.sleep(0.001)
        running.send_signal(number)
        running.send_signal(number)
        said = running.communicate(timeout=60)
    assert (running.returncode, said) == (128 + number, (b"", b""))
    assert list(out.iterdir()) == []


def test_hang_up_stays_ignored_under_nohup(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    command = ["nohup", sys.executable, "-m", "accordtrack", "--db", str(register), "repair", str(out / "new.db")]
    environment = {**os.environ, **at_home(tmp_path / "home"), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as running:
        while running.poll() is None and not any(out.iterdir()):
            time.sleep(0.001)
        running.send_signal(signal.SIGHUP)
        running.communicate(timeout=60)
    assert running.returncode == 0
    assert door.verify_register(out / "new.db", deep=True).is_sound


def test_delayed_signal_does_not_separate_two_steps() -> None:
    steps = []

    def go(number: int) -> None:
        with signals.delay_signals():
            steps.append("one")
            signal.raise_signal(number)
            steps.append("two")
        steps.append("three")

    with pytest.raises(signals.Ended) as caught, signals.raise_on_signal():
        go(signal.SIGTERM)
    assert steps == ["one", "two"]
    assert caught.value.number == signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with pytest.raises(KeyboardInterrupt):
        go(signal.SIGINT)
    assert steps == ["one", "two"] * 2


def test_signal_swallowed_by_sqlite_is_raised_again() -> None:
    """A question that runs long asks the program now and then, and is given up when that raises."""

    def gives_up() -> None:
        with suppress(signals.Ended):
            signal.raise_signal(signal.SIGTERM)
        raise ValueError("interrupted")

    with pytest.raises(signals.Ended), signals.raise_on_signal():
        gives_up()
