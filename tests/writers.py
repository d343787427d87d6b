"""A process that forks writers when asked, so that many can be started, killed or failed without importing anew.

``python writers.py REGISTER FOLDER``: each line on stdin, ``SEAT COUNT LIMIT``, forks one writer at that desk, which
writes COUNT acts (0: until it is killed), a status with its evidence each, and prints a line for each act after
``write`` returned. LIMIT bounds the size of any file in bytes (0: no bound): writes beyond it fail, as on a full disk.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accordtrack.core.problems import Refused
from accordtrack.service import open_register
from accordtrack.service.commands import signing as _warm  # noqa: F401  (imported before the fork)
from accordtrack.types.intents import ReportStatus

TODAY = "2026-11-25"


def _say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _write(register: Path, folder: Path, seat: str, count: int, limit: int) -> None:
    desk = open_register(register, desk=seat, today=TODAY)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    number = 0
    while not count or number < count:
        number += 1
        file = folder / f"{os.getpid()}-{number}.txt"
        file.write_text(f"{file.name}\n" * 20)
        report = ReportStatus(commitment="FW-JT-01", status="limited", note=f"{number}", evidence=(str(file),))
        try:
            done = desk.write(report)
        except Refused as error:
            _say("refused", os.getpid(), str(error))
            return
        _say("done", os.getpid(), done.act, *done.hashes)


def main() -> None:
    """Fork a writer for each line, say its process id, and that it ended."""
    register, folder = Path(sys.argv[1]), Path(sys.argv[2])
    for line in sys.stdin:
        seats = line.split()
        children = []
        for seat, count, limit in zip(seats[::3], map(int, seats[1::3]), map(int, seats[2::3]), strict=True):
            child = os.fork()
            if child == 0:
                try:
                    _write(register, folder, seat, count, limit)
                except BaseException as error:  # noqa: BLE001  (told to the test, which fails on it)
                    _say("failed", os.getpid(), repr(error))
                os._exit(0)
            _say("writer", child)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        _say("ended")


class Writers:
    """The forking process as a test sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, *writers: tuple[str, int, int]) -> list[int]:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(f"{seat} {count} {limit}" for seat, count, limit in writers) + "\n")
        self._process.stdin.flush()
        found: list[int] = []
        self.waiting: list[list[str]] = []
        while len(found) < len(writers):
            words = self._read()
            if words[0] == "writer":
                found.append(int(words[1]))
            else:
                self.waiting.append(words)
        return found

    def line(self) -> list[str]:
        return self.waiting.pop(0) if self.waiting else self._read()

    def rest(self) -> list[list[str]]:
        """All further lines until every writer has ended."""
        found = []
        while (words := self.line())[0] != "ended":
            found.append(words)
        return found

    def _read(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the writers' process ended"
        return line.split()


@contextmanager
def writers(register: Path, folder: Path) -> Iterator[Writers]:
    """A forking process at a register; ``folder`` takes the files that become evidence."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, __file__, str(register), str(folder)]
    environment = {**os.environ, "ACCORDTRACK_NAME": "A writer"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield Writers(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
