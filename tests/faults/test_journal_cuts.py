"""A journal cut at a random byte, after a crash in the middle of a commit: the log is always a prefix of what was said.

Each crash leaves what a writer leaves that is killed before one of its writes, with the journal on the disk. Before the
first write into the register itself a cut must give the state before. Later, when a part of the register is written already, a
journal that is whole gives the state before; one that is cut, which a disk that keeps what it flushed never leaves, gives
the state before, or damage that is noticed: the second verifier sees it too wherever the log reads otherwise.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from jobs import FORKED_JOBS, jobs, prepare
from log_checkers import program, second
from tell import Tell

pytestmark = FORKED_JOBS

CUTS = 250
HEADER = 512
"""Bytes of a journal before its first page."""


def crash_states(folder: Path, pristine: Path) -> list[tuple[bytes, bytes]]:
    """Register and journal as each crash of an import leaves them, where a journal is left that says something."""
    found = []
    with jobs() as process:
        for _at, work in process.killed("import", pristine, folder, "write"):
            journal = work / "register.db-journal"
            if journal.exists() and journal.stat().st_size > HEADER:
                found.append(((work / "register.db").read_bytes(), journal.read_bytes()))
    return found


def log(path: Path) -> list[tuple[object, ...]] | None:
    """The log in its order, None where it cannot be read."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return list(connection.execute("SELECT id, feed, seq, hash, raw FROM entry NOT INDEXED ORDER BY id"))
    except sqlite3.Error:
        return None


def test_cut_journal_gives_the_earlier_state_or_damage_that_is_found(tmp_path: Path, tell: Tell) -> None:
    pristine = prepare(tmp_path / "pristine")
    before = (pristine / "register.db").read_bytes()
    whole = log(pristine / "register.db")
    crashes = crash_states(tmp_path, pristine)
    early = [crash for crash in crashes if crash[0] == before]
    late = [crash for crash in crashes if crash[0] != before]
    assert early
    assert late
    random = Random(20261126)  # noqa: S311  (places, not secrets)
    path = tmp_path / "register.db"
    found: Counter[str] = Counter({"no prefix": 0, "damage unnoticed": 0})
    cuts = tell.times(CUTS)
    for number in range(cuts):
        register, journal = random.choice(late if number % 2 else early)
        size = len(journal) if number % 25 == 0 else random.randrange(len(journal))
        path.write_bytes(register)
        (tmp_path / "register.db-journal").write_bytes(journal[:size])
        own = program(path)
        there = log(path)
        after = "after a part was written" if number % 2 else "before anything was written"
        if own.sound:
            assert there == whole, "a sound register holds the state before, whole"
            assert second(path).sound
            found[f"the state before, {after}"] += 1
            continue
        assert number % 2, "nothing was written yet: the state before needs no journal"
        assert size < len(journal), "a whole journal brings the state before back"
        found[f"damage noticed by the program, {after}"] += 1
        assert not second(path).sound or there == whole, "damage of the log that the second verifier does not see"
    tell("cuts of the journal at a random byte", cuts, found)
