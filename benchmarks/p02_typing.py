"""P2, P3, P15, and P16 in tmux with 100,000 rows: filter while typing, page down, first rows, and memory.

Compares with VisiData on a CSV of the same rows and harlequin on the same file, run in turn. A timing ends when the
screen shows the answer. VisiData selects by regex and opens the selection, and harlequin runs a query; each is timed
from its last key press.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from timing import Row
from tmuxed import LINES, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

_P2, _P3, _FRAME, _ROWS, _P16 = 0.100, 0.030, 1.3, 0.250, 90.0
_WORDS = ("tr", "gul", "w12", "prose")
_BURST = "laboratories"
_BEAT = 0.060
"""Seconds between key presses of a fast typist."""
_PAGES = 12
_COLUMNS = "id, title_en, responsible, lead_us, lead_mx, us_status, mx_status, due_on"
_TABLE = f"SELECT {_COLUMNS} FROM commitment ORDER BY id_sort, key"  # noqa: S608
_QUERY = f"select {_COLUMNS} from commitment where title_en like '%{_WORDS[0]}%' order by id_sort"  # noqa: S608
Taken = dict[str, list[float]]


class _Register:
    """The expected screen contents, read from the file before timing starts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            self.table = connection.execute(_TABLE).fetchall()
            self.counts = {begin: self._count(connection, begin) for word in _WORDS for begin in _begun(word)}

    def _count(self, connection: sqlite3.Connection, begin: str) -> int:
        asked = connection.execute("SELECT COUNT(*) FROM search WHERE search MATCH ?", (f'"{begin}"*',))
        return int(asked.fetchone()[0])

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The ids and titles in list order."""
        return [row[:2] for row in self.table]

    def csv(self) -> Path:
        """Write the rows as CSV for programs that cannot read the database, and return the path."""
        path = self.path.with_name("rows.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS.split(", "))
            writer.writerows(self.table)
        return path


def _begun(word: str) -> list[str]:
    return [word[:end] for end in range(1, len(word) + 1)]


def measure(register: Path, peers: Path, rounds: int = 3) -> list[Row]:
    """Run every program in turn, ``rounds`` times, and return the result rows."""
    told, taken = _Register(register), defaultdict[str, list[float]](list)
    table, home = told.csv(), register.with_name("home")
    home.mkdir(exist_ok=True)
    before, os.environ["HOME"] = os.environ.get("HOME", ""), str(home)
    try:
        for _ in range(rounds):
            _minimal(taken)
            _ours(told, taken)
            _visidata([str(peers / "vd"), str(table)], told, taken)
            _harlequin([str(peers / "harlequin"), "-a", "sqlite", "-r", str(register)], taken)
    finally:
        os.environ["HOME"] = before
    load = f"load {os.getloadavg()[0]:.1f}"
    return list(_rows({name: statistics.median(found) for name, found in taken.items()}, taken, load))


def _minimal(taken: Taken) -> None:
    with Terminal() as terminal:
        begun = terminal.start([sys.executable, str(Path(__file__).with_name("minimal.py"))])
        taken["minimal frame"].append(terminal.until("minimal-first-frame", begun))


def _ours(told: _Register, taken: Taken) -> None:
    program = str(Path(sys.executable).with_name("accordtrack"))
    total = f"{len(told.rows):,}"
    with Terminal() as terminal:
        begun = terminal.start([program, "--db", str(told.path), "--desk", "us-1", "--lang", "en", "--fresh"])
        taken["frame"].append(terminal.until("accordtrack", begun))
        taken["rows"].append(terminal.until("▌  FW", begun))
        terminal.rest(0.5)
        terminal.until(f" {total}  ", terminal.press("F"), gone=f" of {total}")
        terminal.press("g")
        terminal.rest(0.5)
        _page_down(terminal, [title[:24] for _id, title in told.rows], 1, taken["page"])
        terminal.press("/")
        for word in _WORDS:
            terminal.rest(0.5)
            shown = total
            for begin in _begun(word):
                asked, count = terminal.type(begin[-1]), f"{told.counts[begin]:,} of {total}"
                found = terminal.until(count if told.counts[begin] < len(told.rows) else f" {total}  ", asked)
                if count != shown:
                    taken["filter"].append(found)
                shown = count
                terminal.rest(0.2)
            taken["clear"].append(terminal.until(f" {total}  ", terminal.press("Escape"), gone=f" of {total}"))
        for end in range(1, len(_BURST) + 1):
            asked = terminal.type(_BURST[end - 1])
            taken["echo"].append(terminal.until(f"/ {_BURST[:end]}", asked))
            time.sleep(max(asked + _BEAT - time.perf_counter(), 0))
        taken["memory"].append(terminal.memory()[1])


def _page_down(terminal: Terminal, marks: list[str], lag: int, taken: list[float]) -> None:
    """Page down repeatedly, timing until a row near the end of the new page appears.

    Skip pages whose marker row is already on the screen. ``lag`` is the number of pages by which the first press falls
    behind because it only moves the cursor to the end of the screen.
    """
    shown = terminal.screen()
    height = next(place for place in range(LINES) if marks[place] not in shown)
    for page in range(1, _PAGES + 1):
        mark = marks[(page + 1 - lag) * (height - 1) - 2]
        terminal.rest(0.3, most=1.0)
        if mark in terminal.screen():
            terminal.press("NPage")
        else:
            taken.append(terminal.until(mark, terminal.press("NPage")))


def _visidata(command: list[str], told: _Register, taken: Taken) -> None:
    with Terminal() as terminal:
        begun = terminal.start(command)
        taken["visidata rows"].append(terminal.until(told.rows[0][0], begun))
        terminal.until(f"{len(told.rows)} rows", begun)
        terminal.rest(0.5, most=15.0)
        _page_down(terminal, [name for name, _title in told.rows], 0, taken["visidata page"])
        terminal.press("g", "k", "l", "|")
        terminal.rest(0.3, most=1.0)
        terminal.type(_WORDS[0])
        terminal.rest(0.3, most=1.0)
        asked = terminal.press("Enter", '"')
        taken["visidata filter"].append(terminal.until("2›", asked))
        taken["visidata memory"].append(terminal.memory()[1])


def _harlequin(command: list[str], taken: Taken) -> None:
    with Terminal() as terminal:
        begun = terminal.start(command)
        taken["harlequin frame"].append(terminal.until("Run Query", begun))
        terminal.rest(0.5, most=4.0)
        terminal.type(_QUERY)
        terminal.rest(0.3, most=2.0)
        taken["harlequin filter"].append(terminal.until("FW0-", terminal.press("C-j")))
        taken["harlequin memory"].append(terminal.memory()[1])


def _rows(found: dict[str, float], taken: Taken, load: str) -> Iterator[Row]:
    def beside(job: str, case: str, name: str, peer: str, program: str, goal: float) -> Row:
        told = f"{goal * 1000:.0f} ms"
        return Row(job, case, found[name], program, found[name] / found[peer], told, found[name] <= goal)

    filtering = f"a filter keystroke to rows, 100,000 rows, {load}"
    yield beside("P2", filtering, "filter", "visidata filter", "VisiData, regex", _P2)
    yield Row("P2", "the slowest of them", max(taken["filter"]))
    yield Row("P2", "the filter cleared, all rows again", found["clear"])
    yield Row(
        "P2",
        "a key echoed while its predecessor is answered",
        found["echo"],
        "",
        None,
        "100 ms",
        max(taken["echo"]) <= _P2,
    )
    yield Row("P2", "the slowest echo", max(taken["echo"]))
    yield Row("P2", "peer: VisiData, select by regex and open", found["visidata filter"])
    yield Row("P2", "peer: harlequin, a query", found["harlequin filter"])
    yield beside("P3", f"page down to repaint, {load}", "page", "visidata page", "VisiData", _P3)
    yield Row("P3", "the slowest of them", max(taken["page"]))
    yield Row("P3", "peer: VisiData", found["visidata page"])
    frame, rows = found["frame"] / found["minimal frame"], found["rows"] - found["frame"]
    yield Row(
        "P15",
        f"first frame, 100,000 rows, {load}",
        found["frame"],
        "a minimal Textual app",
        frame,
        "1.3x",
        frame <= _FRAME,
    )
    yield Row("P15", "rows after the first frame, 100,000 rows", rows, "", None, "250 ms", rows <= _ROWS)
    yield Row("P15", "peer: VisiData, rows", found["visidata rows"])
    yield Row("P15", "peer: harlequin, first frame", found["harlequin frame"])
    for name, case in (("memory", "memory at its highest, 100,000 rows"), ("visidata memory", "peer: VisiData")):
        yield Row(
            "P16",
            case,
            found[name],
            goal="90 MB" if name == "memory" else "",
            met=found[name] <= _P16 if name == "memory" else None,
            unit="MB",
        )
    yield Row("P16", "peer: harlequin", found["harlequin memory"], unit="MB")
