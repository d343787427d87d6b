"""Work in a process of its own: the same as here, a few ahead, and gone with the one that asked."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Problem, Refused
from accordtrack.service.publish import worker_processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_OTHER = Problem("There is no other {x}", "Ask for less.", values={"x": "\N{PILE OF POO}"})
LARGE = 1 << 20
"""More bytes than a pipe holds: who makes them waits until somebody reads."""


def counted(asked: int) -> Iterator[tuple[int, int]]:
    """Numbers, and the process that made each."""
    for number in range(asked):
        yield number, os.getpid()


def noted(folder: Path) -> Iterator[bytes]:
    """Pieces too large to be waiting, each noted when it is begun."""
    for number in range(8):
        (folder / str(number)).touch()
        yield bytes(LARGE)


def refused(asked: int) -> Iterator[int]:
    """One, then none."""
    yield asked
    raise Refused(NO_OTHER)


def ended(asked: int) -> Iterator[int]:
    """One, then the system ends the process."""
    yield asked
    os._exit(9)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_another_process_gives_the_same_in_the_same_order() -> None:
    with worker_processes.stream(counted, here=False) as numbers:
        numbers.ask(1_000)
        found = [*numbers.ready(), *numbers.rest()]
    assert [number for number, _process in found] == list(range(1_000))
    assert len({process for _number, process in found}) == 1
    assert os.getpid() not in {process for _number, process in found}


@pytest.mark.parametrize("processors", [1, 2])
def test_where_there_is_no_room_or_little_to_do_it_is_made_here(
    monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    with worker_processes.stream(counted, here=processors == 2) as numbers:
        numbers.ask(3)
        assert list(numbers.ready()) == []
        assert list(numbers.rest()) == [(number, os.getpid()) for number in range(3)]


def test_it_is_never_more_than_a_few_ahead(tmp_path: Path) -> None:
    with worker_processes.stream(noted, here=False) as pieces:
        pieces.ask(tmp_path)
        first = next(pieces.rest())
        time.sleep(0.5)
        assert len(first) == LARGE
        assert len(list(tmp_path.iterdir())) <= 3


def test_what_is_refused_there_is_refused_here() -> None:
    with worker_processes.stream(refused, here=False) as found:
        found.ask(1)
        rest = found.rest()
        assert next(rest) == 1
        with pytest.raises(Refused) as caught:
            next(rest)
    assert caught.value.problems == (NO_OTHER,)


def test_a_process_that_is_ended_is_told_in_words() -> None:
    with worker_processes.stream(ended, here=False) as found:
        found.ask(1)
        with pytest.raises(Refused) as caught:
            list(found.rest())
    assert "was ended" in i18n.explain(caught.value.problems[0])


def test_a_process_that_is_ended_before_it_is_asked_is_told_in_words() -> None:
    with worker_processes.stream(counted, here=False) as found:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        with pytest.raises(Refused) as caught:
            found.ask(1)
    assert "was ended" in i18n.explain(caught.value.problems[0])


def test_nothing_is_left_of_one_that_is_given_up(tmp_path: Path) -> None:
    with worker_processes.stream(noted, here=False) as pieces:
        pieces.ask(tmp_path)
        next(pieces.rest())
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def given_up() -> None:
    """Ask for what takes a minute, then fail."""
    with worker_processes.ended_with() as pool:
        pool.submit(time.sleep, 60)
        raise KeyError


def test_where_the_work_here_is_given_up_what_goes_on_beside_ends_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyError):
        given_up()
    assert time.monotonic() - begun < 20
    assert multiprocessing.active_children() == []


def test_under_an_interface_whose_stderr_has_no_number_a_process_begins_all_the_same() -> None:
    lines = (
        "import io, sys",
        "from accordtrack.service.publish import worker_processes as processes",
        "class Taken(io.StringIO):",
        "    def fileno(self): return -1",
        "sys.stderr = Taken()",
        "processes.tracked()",
        "with processes.stream(range, here=False) as numbers:",
        "    numbers.ask(3)",
        "    print(*numbers.rest())",
    )
    words = "\n".join(("import os", "os.cpu_count = lambda: 2", *lines))
    ran = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (0, "0 1 2\n"), ran.stderr
