"""Work in a process of its own: the same as here, a few ahead, and gone with the one that asked."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.publish import worker_processes

NO_OTHER = Problem("There is no other {x}", "Ask for less.", values={"x": "\N{PILE OF POO}"})
LARGE = 1 << 20
"""More bytes than a pipe holds: who makes them waits until somebody reads."""


def number_stream(asked: int) -> Iterator[tuple[int, int]]:
    for number in range(asked):
        yield number, os.getpid()


def marker_stream(folder: Path) -> Iterator[bytes]:
    """Pieces too large to be waiting, each noted when it is begun."""
    for number in range(8):
        (folder / str(number)).touch()
        yield bytes(LARGE)


def refusing_stream(asked: int) -> Iterator[int]:
    yield asked
    raise Refused(NO_OTHER)


def exiting_stream(asked: int) -> Iterator[int]:
    """One, then the system ends the process."""
    yield asked
    os._exit(9)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_worker_process_returns_results_in_order() -> None:
    with worker_processes.start_stream(number_stream, here=False) as numbers:
        numbers.send_input(1_000)
        found = [*numbers.ready_results(), *numbers.remaining_results()]
    assert [number for number, _process in found] == list(range(1_000))
    assert len({process for _number, process in found}) == 1
    assert os.getpid() not in {process for _number, process in found}


@pytest.mark.parametrize("processors", [1, 2])
def test_work_runs_in_this_process_on_one_processor_or_when_small(
    monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    with worker_processes.start_stream(number_stream, here=processors == 2) as numbers:
        numbers.send_input(3)
        assert list(numbers.ready_results()) == []
        assert list(numbers.remaining_results()) == [(number, os.getpid()) for number in range(3)]


def test_worker_process_stays_only_a_few_results_ahead(tmp_path: Path) -> None:
    with worker_processes.start_stream(marker_stream, here=False) as pieces:
        pieces.send_input(tmp_path)
        first = next(pieces.remaining_results())
        time.sleep(0.5)
        assert len(first) == LARGE
        assert len(list(tmp_path.iterdir())) <= 3


def test_refusal_in_the_worker_process_is_raised_here() -> None:
    with worker_processes.start_stream(refusing_stream, here=False) as found:
        found.send_input(1)
        rest = found.remaining_results()
        assert next(rest) == 1
        with pytest.raises(Refused) as caught:
            next(rest)
    assert caught.value.problems == (NO_OTHER,)


def test_killed_worker_process_is_reported() -> None:
    with worker_processes.start_stream(exiting_stream, here=False) as found:
        found.send_input(1)
        with pytest.raises(Refused) as caught:
            list(found.remaining_results())
    assert "was ended" in i18n.explain(caught.value.problems[0])


def test_worker_process_killed_before_its_input_is_reported() -> None:
    with worker_processes.start_stream(number_stream, here=False) as found:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        with pytest.raises(Refused) as caught:
            found.send_input(1)
    assert "was ended" in i18n.explain(caught.value.problems[0])


def test_abandoned_stream_leaves_no_worker_process(tmp_path: Path) -> None:
    with worker_processes.start_stream(marker_stream, here=False) as pieces:
        pieces.send_input(tmp_path)
        next(pieces.remaining_results())
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def fail_with_pending_work() -> None:
    """Ask for what takes a minute, then fail."""
    with worker_processes.process_pool() as pool:
        pool.submit(time.sleep, 60)
        raise KeyError


def test_failure_here_ends_pending_pool_work_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyError):
        fail_with_pending_work()
    assert time.monotonic() - begun < 20
    assert multiprocessing.active_children() == []


def test_worker_process_starts_when_stderr_has_no_file_descriptor() -> None:
    lines = (
        "import io, sys",
        "from accordtrack.service.publish import worker_processes as processes",
        "class Taken(io.StringIO):",
        "    def fileno(self): return -1",
        "sys.stderr = Taken()",
        "processes.start_resource_tracker()",
        "with processes.start_stream(range, here=False) as numbers:",
        "    numbers.send_input(3)",
        "    print(*numbers.remaining_results())",
    )
    words = "\n".join(("import os", "os.cpu_count = lambda: 2", *lines))
    ran = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (0, "0 1 2\n"), ran.stderr
