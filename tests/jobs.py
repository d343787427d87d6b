"""A process that forks one job when asked: an append, a bulk load, an import, a backup, an update, an export, a site or a new key.

And what is done with copies for others, where ``hostile_data.copies`` made them. Each has a fault in it.

``python jobs.py``: each line on stdin is a JSON map of ``job``, ``folder`` and the arguments of ``fault_injection.Fault``. What the
job says comes back as JSON lines: ``begun``; what it ``said`` (done, refused, failed) with ``words``, and whether the fault
``fired``; last how it ``ended``.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import fault_injection
from accordtrack import service as door
from accordtrack.core import signals
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types.intents import AddEvidence, AddRecord, ReportStatus
from folders import make_folder
from goldens import OLDEST, copied
from hostile_data import copies
from interchange.tables import STATUS, table
from registers import TODAY, small_register

TAKES, SECONDS = 400, 20
"""Megabytes of memory and seconds that taking in a file may use."""
REAL = 10
"""Of so many kills one is done to a process."""
ROWS = 4
"""Rows of the table that is imported; each becomes one entry."""
FORKED_JOBS = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not (fault_injection.REACHED and hasattr(os, "fork")),
        reason="jobs are forked, and SQLite's files are reached by its library",
    ),
]
"""Markers of a module whose tests fork jobs."""
STEP = {"sql": 4, "write": 4, "flush": 1}
"""One of this many calls is tried (at night every one). SQLite writes a page to its journal in three writes: no multiple of 3."""


def prepare(folder: Path) -> Path:
    """A register, a folder of data, a file of evidence and a table, on which every job can be done."""
    folder.mkdir(exist_ok=True)
    kept = folder / "kept.txt"
    kept.write_text("Kept\n" * 3_000, encoding="utf-8")
    at = door.open_register(small_register(folder), desk="us-2", today=TODAY)
    at.write(AddEvidence(commitment="FW-US-01", evidence=(str(kept),)))
    make_folder(folder / "data")
    (folder / "acta.txt").write_text("Acta\n" * 3_000, encoding="utf-8")
    table(folder / "table.csv", *({**STATUS, "said_on": f"2024-05-{day:02}"} for day in range(1, ROWS + 1)))
    (folder / "count").write_text("1", encoding="utf-8")
    (folder / "old").mkdir()
    copied(OLDEST, folder / "old")
    return folder


def _append(desk: Desk, folder: Path) -> None:
    file = str(folder / "acta.txt")
    desk.write(ReportStatus(commitment="FW-JT-01", status="limited", note="Begun.", evidence=(file,)))


def _load(_desk: Desk, folder: Path) -> None:
    door.create_register(folder / "new.db", data=folder / "data", keys=own_key_folder(folder / "new.db"), today=TODAY)


def _import(desk: Desk, folder: Path) -> None:
    report = desk.import_table(folder / "table.csv")
    if report.refusals:
        raise Refused(*(refusal.problem for refusal in report.refusals))


def _rotate(_desk: Desk, folder: Path) -> None:
    door.rotate_key(folder / "register.db", "us-1", "The holder left.", lambda _covered: None)


def _sources(desk: Desk, folder: Path) -> None:
    """Many small acts, each told when it is written."""
    for number in range(int((folder / "count").read_text(encoding="utf-8"))):
        fields = {"publisher": "P", "title": f"{os.getpid()}-{number}", "url": "https://example.org/s", "copy": "press"}
        done = desk.write(AddRecord(kind="source", fields={"id": f"S-{os.getpid()}-{number}", **fields}))
        _say(said="written", hashes=done.hashes)


def _take(desk: Desk, folder: Path) -> None:
    """Take in the file named in ``asked``, with bounded memory and time."""
    if not (folder / "asked").exists():
        return
    asked = json.loads((folder / "asked").read_text(encoding="utf-8"))
    path = Path(asked["path"])
    if (now := Path("/proc/self/statm")).exists():  # Linux; elsewhere only the time is bounded
        room = int(now.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (room + TAKES * 1_000_000, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    match asked["way"]:
        case "table":
            report = desk.import_table(path)
            if report.refusals:
                raise Refused(*(refusal.problem for refusal in report.refusals))
        case "folder":
            new = folder / "new.db"
            door.create_register(new, data=path, keys=own_key_folder(new), today=TODAY)
        case "disclosure":
            door.import_disclosure(folder / "given" / "copy.db", path)
        case _:
            desk.write(ReportStatus(commitment="FW-JT-01", status="limited", evidence=(str(path),)))


def _disclose(_desk: Desk, folder: Path) -> None:
    door.disclose(folder / "register.db", folder / "told.jsonl", json.loads((folder / "names").read_text("utf-8")))


def _take_disclosed(_desk: Desk, folder: Path) -> None:
    door.import_disclosure(folder / "given" / "copy.db", folder / "given" / "told.jsonl")


JOBS: dict[str, Callable[[Desk, Path], object]] = {
    "append": _append,
    "bulk load": _load,
    "repair": lambda _desk, folder: door.repair(folder / "register.db", folder / "repaired.db"),
    "restore": lambda _desk, folder: door.restore(folder / "register.db", folder / "restored.db"),
    "import": _import,
    "backup": lambda desk, folder: desk.backup(folder / "backup.db"),
    "public copy": lambda desk, folder: desk.backup(folder / "public.db", audience="public"),
    "public copy again": lambda desk, folder: desk.backup(folder / "before.db", audience="public", force=True),
    "disclosure": _disclose,
    "take in": _take_disclosed,
    "update": lambda _desk, folder: door.open_register(folder / "old" / "register.db", today=TODAY),
    "export": lambda desk, folder: desk.export_data(folder / "package"),
    "export of one file": lambda desk, folder: desk.export_data(folder / "package.zip"),
    "site": lambda desk, folder: desk.build_site(folder / "site"),
    "sources": _sources,
    "take": _take,
    "rotate": _rotate,
    "open": lambda _desk, folder: door.open_desk(
        folder / "register.db", "us-3", keys=own_key_folder(folder / "register.db")
    ),
}


def _say(**words: object) -> None:
    os.write(1, json.dumps(words).encode() + b"\n")


def _run(job: str, folder: str, seat: str = "us-1", *, forked: bool = False, **fault: Any) -> None:  # noqa: ANN401
    armed = fault_injection.Fault(**fault)
    if armed.kind:
        fault_injection.arm(armed)
    try:
        desk = door.open_register(Path(folder) / "register.db", desk=seat, today=TODAY)
        with signals.raise_on_signal():
            _say(begun=os.getpid())
            JOBS[job](desk, Path(folder))
            if forked:  # its work is done, and only that is to be told yet
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGHUP})
        said, words = "done", ""
    except signals.Ended as ended:
        said, words = "ended", str(ended.number)
    except Refused as error:
        said, words = "refused", str(error)
    except BaseException as error:  # noqa: BLE001  (told to the test, which fails on it)
        said, words = "failed", repr(error)
    armed.kind = ""
    _say(said=said, words=words, fired=armed.fired, count=armed.count)


def main() -> None:
    """Do every job once, so that nothing is imported anew; then fork those of each line, and say how they ended."""
    with TemporaryDirectory() as place:
        copies(prepare(Path(place)))
        for job in JOBS:
            _run(job, place, kind="", at=0)
    gc.collect()
    gc.freeze()  # else the collector of each child copies all pages of this process
    gc.set_threshold(200_000, 20, 50)
    _say(ended=[])
    for line in sys.stdin:
        children = []
        for asked in json.loads(line):
            child = os.fork()
            if child == 0:
                _run(**asked, forked=True)
                os._exit(0)
            children.append(child)
        _say(ended=[os.waitpid(child, 0)[1] for child in children])


class Jobs:
    """The forking process as a test sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, *asked: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([{"kind": "", "at": 0, **one} for one in asked]) + "\n")
        self._process.stdin.flush()

    def line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process of the jobs ended"
        told: dict[str, Any] = json.loads(line)
        return told

    def rest(self) -> list[dict[str, Any]]:
        found = [self.line()]
        while "ended" not in found[-1]:
            found.append(self.line())
        return found

    def run(self, job: str, folder: Path, **fault: Any) -> dict[str, Any]:  # noqa: ANN401
        """Run one job to its end; return its output and how it ended."""
        self.start({"job": job, "folder": str(folder), **fault})
        told: dict[str, Any] = {}
        for words in self.rest():
            told |= words
        return told

    def killed(self, job: str, pristine: Path, work: Path, kind: str, step: int = 1) -> Iterator[tuple[int, Path]]:
        """What a kill of the job before its k-th call of ``kind`` leaves behind, for each ``step``-th k: k, and the folder.

        A kill changes no file, so this is a copy of the folder at that moment; every ``REAL``-th is left by a process that
        was killed. Each is thrown away when the next is asked for.
        """
        done, copies = work / "done", work / "copies"
        shutil.copytree(pristine, done)
        copies.mkdir()
        told = self.run(job, done, kind=kind, copies=[str(done), str(copies)], step=step)
        tried = range(1, told["count"] + 1, step)
        assert (told["said"], len(list(copies.iterdir()))) == ("done", len(tried))
        for at in tried:
            folder = copies / str(at)
            if at % REAL == 1:
                shutil.rmtree(folder)
                shutil.copytree(pristine, folder)
                killed = self.run(job, folder, kind=kind, at=at, deadly=True)
                assert killed["ended"] == [signal.SIGKILL]
                assert "said" not in killed
            yield at, folder
            shutil.rmtree(folder)


_kept: list[subprocess.Popen[str]] = []
"""The process that forks the jobs of this one, which takes seconds to start and serves every test that leaves it in order."""


@contextmanager
def jobs() -> Iterator[Jobs]:
    """A process that forks jobs. A test that fails, or leaves words unread, ends it, and the next one starts another."""
    process = _kept.pop() if _kept else _started()
    made = Jobs(process)
    yield made
    made.start()
    if made.line() == {"ended": []}:
        _kept.append(process)


def _started() -> subprocess.Popen[str]:
    environment = {**os.environ, "ACCORDTRACK_NAME": "A writer", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, __file__]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    atexit.register(_end, process)
    Jobs(process).rest()
    return process


def _end(process: subprocess.Popen[str]) -> None:
    """End a process: it reads no further line."""
    assert process.stdin is not None
    process.stdin.close()
    process.wait(timeout=60)


if __name__ == "__main__":
    main()
