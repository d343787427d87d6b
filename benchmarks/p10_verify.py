"""P10 and P11: verify, compared with SHA-256 of each record, with git fsck, and with hledger check.

Besides hashing, verify checks every body and envelope against its canonical form and its columns, folds every entry
again and compares the tables row by row, and serializes the whole state for its digest.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from accordtrack import service
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable

_FLOOR, _GROWTH, _PEER = 3.0, 12.0, 0.5
_BYTES = "SELECT e.raw, b.salt, b.raw FROM entry e JOIN entry_body b ON b.entry_id = e.id ORDER BY e.id"
_PEER_ENTRIES = 10_000


def measure(register: Path, small: Path, rounds: int = 3) -> list[Row]:
    """Measure verify and its floor; ``small`` is a register with a tenth of the entries."""
    chains: list[float] = []
    cases: dict[str, Callable[[], object]] = {
        "verify": partial(_verify, register, chains),
        "floor": partial(_hashed, register),
        "small": job(small),
    }
    found = medians(cases, rounds=rounds, warm=0)
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        (entries,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
    with sqlite3.connect(f"file:{small}?mode=ro", uri=True) as connection:
        (fewer,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
    ratio, growth = found["verify"] / found["floor"], found["verify"] / found["small"]
    walked = sorted(chains)[len(chains) // 2]
    case = f"verify {entries:,} entries"
    return [
        Row("P10", case, found["verify"], "SHA-256 of each record", ratio, "3x", ratio <= _FLOOR),
        Row(
            "P10",
            "of this: the file and the chains",
            walked,
            "SHA-256 of each record",
            walked / found["floor"],
            "",
            None,
        ),
        Row("P10", "floor: every record fetched by sqlite3 and hashed", found["floor"]),
        Row("P10", f"verify {fewer:,} entries", found["small"]),
        Row("P10", case, found["verify"], f"{fewer:,} entries", growth, "12x", growth <= _GROWTH),
    ]


def job(register: Path) -> Callable[[], object]:
    """Return a call that runs verify."""
    return partial(_verify, register, [])


def beside(register: Path, rounds: int = 5) -> list[Row]:
    """Measure P11: the verify command on 10,000 entries, compared with as many git commits and hledger transactions.

    Peers that are not installed are left out.
    """
    program = str(Path(sys.executable).with_name("accordtrack"))
    with tempfile.TemporaryDirectory() as name:
        commands = {"verify": [program, "verify", "--db", str(register)]}
        if shutil.which("git"):
            commands["git fsck"] = ["git", "-C", str(_commits(Path(name) / "git")), "fsck"]
        if shutil.which("hledger"):
            commands["hledger check"] = ["hledger", "-f", str(_journal(Path(name) / "all.journal")), "check"]
        run = partial(subprocess.run, check=True, capture_output=True)
        found = medians({what: partial(run, command) for what, command in commands.items()}, rounds=rounds)
    peers = [what for what in found if what != "verify"]
    rows = [Row("P11", f"peer: {what}, {_PEER_ENTRIES:,} of them", found[what]) for what in peers]
    for what in peers:
        ratio = found["verify"] / found[what]
        case = f"the command verify, {_PEER_ENTRIES:,} entries"
        rows.append(Row("P11", case, found["verify"], what, ratio, "0.5x", ratio <= _PEER))
    return rows


def _verify(register: Path, chains: list[float]) -> None:
    """Run verify, and append to ``chains`` the seconds until the last entry of the last feed was checked."""
    start = time.perf_counter()

    def told(done: int, total: int) -> None:
        if done == total:
            chains.append(time.perf_counter() - start)

    report = service.open_register(register).verify(progress=told)
    if report.findings:
        raise ValueError(report.findings)


def _hashed(register: Path) -> None:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    for envelope, salt, body in connection.execute(_BYTES):
        hashlib.sha256(envelope).hexdigest()
        hashlib.sha256(salt + body).hexdigest()
    connection.close()


def _commits(folder: Path) -> Path:
    """Create a git repository with one commit per entry; each commit writes one file about the size of an entry body."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    told = []
    for number in range(_PEER_ENTRIES):
        words = f"entry {number} " + "words " * 80
        told.append(
            f"commit refs/heads/main\ncommitter a <a@example.org> {1_700_000_000 + number} +0000\n"
            f"data 4\nsaid\nM 644 inline f{number % 1000}\ndata {len(words)}\n{words}\n"
        )
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"], check=True, input="".join(told).encode(), timeout=600
    )
    return folder


def _journal(path: Path) -> Path:
    told = (
        f"2026-01-{number % 28 + 1:02d} words of entry {number}\n  assets:a{number % 50}  1\n  income  -1\n\n"
        for number in range(_PEER_ENTRIES)
    )
    path.write_text("".join(told), encoding="utf-8")
    return path
