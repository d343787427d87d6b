"""Registers for tests: the small folder with three desks, made once a run and copied for each test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from accordtrack import service
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.types import WriteResult
from accordtrack.types.intents import Intent, TakePosition
from accordtrack.vocabulary import Stance
from folders import FILES, change, make_folder
from shared import once

At = Callable[[str], Desk]
"""Opens a register at the desk with a feed."""
TODAY = "2026-11-25"
NEW = {
    "id": "FW-US-02",
    "framework": "FW",
    "title": "Count the guns",
    "text": "The United States counts every gun.",
    "responsible_side": "US",
    "lead.US": "ATF",
    "agreed_on": "2021-10-08",
    "due_on": "2027-06-30",
    "level": "activity",
    "theme": "firearms",
    "verifiable": "true",
    "verifiable_why": "Guns can be counted.",
    "sources": "JS-2021",
}
"""Fields of a commitment that tests add to the small register."""


def _made() -> Path:
    return once("small", _make) / "register.db"


def _make(folder: Path) -> None:
    data = make_folder(folder / "data")
    path = folder / "register.db"
    keys = own_key_folder(path)
    service.create_register(path, data=data, desk="us-1", seats=("mx-1", "obs-1", "us-2"), keys=keys, today=TODAY)


def small_register(folder: Path) -> Path:
    """A copy of the small register in ``folder``, with its keys beside it."""
    made = _made()
    path = folder / "register.db"
    shutil.copyfile(made, path)
    shutil.copytree(own_key_folder(made), own_key_folder(path))
    return path


def unpublished_register(folder: Path) -> Path:
    """A register in a new ``folder`` with nothing for the public."""
    data = make_folder(folder / "data")
    held = FILES["commitments/fw.yaml"].replace("  handling: TLP:GREEN\n", "")
    held = held.replace("  agreed_on:", "  handling: TLP:AMBER\n  agreed_on:")
    (data / "commitments" / "fw.yaml").write_text(held, encoding="utf-8")
    change(data, "statements.yaml", "TLP:CLEAR", "TLP:AMBER")
    register = folder / "register.db"
    service.create_register(register, data=data, keys=own_key_folder(register), today=TODAY)
    return register


def small_desk(folder: Path, seat: str = "us-1") -> Desk:
    return service.open_register(small_register(folder), desk=seat, today=TODAY)


def accept(register: Path, *entries: str, by: str = "mx-1") -> None:
    """Let the other side concur with entries, named by hash or id, so that they are in force."""
    with closing(service.open_register(register, desk=by, today=TODAY)) as desk:
        desk.write(*(TakePosition(target=entry, stance=Stance.CONCUR.value) for entry in entries))


def concur(desk: Desk, done: WriteResult, on: str | None = None) -> tuple[str, ...]:
    """Let the desk of the other side concur with what an act wrote and that waits; the ids of its answers."""
    side = str(desk.seat).partition("-")[0].upper()
    waiting = {entry.hash for act in desk.pending(side) for entry in act.entries}
    answers = [
        TakePosition(target=digest, stance="concur", said_on=on, effective_on=on)
        for digest in done.hashes
        if digest in waiting
    ]
    return desk.write(*answers).ids if answers else ()


def agree(at: Callable[[str], Desk], feed: str, *intents: Intent, on: str | None = None) -> WriteResult:
    """Write an act at a side's desk, and let the other side concur."""
    other = {"us-1": "mx-1", "mx-1": "us-1"}[feed]
    done = at(feed).write(*intents)
    concur(at(other), done, on)
    return done


def accept_everything(register: Path, *, by: str = "mx-1") -> None:
    """Let the other side concur with all that waits for it."""
    side = by.partition("-")[0].upper()
    waiting = (
        "SELECT e.hash FROM acceptance a JOIN entry e ON e.id = a.entry_id JOIN record r ON r.entry_id = e.id "
        "WHERE a.waits LIKE ? AND r.retracted_by IS NULL ORDER BY e.id"
    )
    with closing(sqlite3.connect(register)) as connection:
        hashes = [digest for (digest,) in connection.execute(waiting, (f"%{side}%",))]
    if hashes:
        accept(register, *hashes, by=by)
