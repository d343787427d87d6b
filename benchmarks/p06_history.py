"""P6: the history of one commitment with every signature checked, compared with raw sqlite3 on the same file."""

from __future__ import annotations

import sqlite3
from itertools import cycle
from typing import TYPE_CHECKING

from accordtrack import service
from accordtrack.ledger.key_files import signature_holds
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_GOAL = 5.0
_REFS = "SELECT id FROM commitment ORDER BY key"
_RAW = """SELECT * FROM entry e JOIN entry_body b ON b.entry_id = e.id JOIN record r ON r.entry_id = e.id
WHERE e.ref = ? ORDER BY e.lc DESC LIMIT 101"""
_SIGNED = "SELECT e.raw, e.sig FROM entry e WHERE e.ref = ? ORDER BY e.lc DESC LIMIT 101"
_KEY = "SELECT e.kid, json_extract(CAST(b.raw AS TEXT), '$.public_key') FROM entry e JOIN entry_body b ON b.entry_id = e.id WHERE e.seq = 1"
_KID = "SELECT kid FROM entry WHERE ref = ? ORDER BY lc DESC LIMIT 101"
_ROUNDS = 25


def measure(register: Path) -> list[Row]:
    """Measure histories spread over the register, compared with a raw read and with bare checks of the same signatures."""
    refs = _refs(register)
    asked, read, checked = cycle(refs), cycle(refs), cycle(refs)
    opened = service.open_register(register)
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        (entries,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
        keys = dict(connection.execute(_KEY).fetchall())
    cases: dict[str, Callable[[], object]] = {
        "history": lambda: opened.history(next(asked)),
        "raw": lambda: _raw(register, next(read)),
        "signatures": lambda: _signatures(register, next(checked), keys),
    }
    found = medians(cases, rounds=_ROUNDS, warm=3)
    ratio, signed = found["history"] / found["raw"], found["history"] / found["signatures"]
    case = f"history of one commitment, {entries:,} entries"
    return [
        Row("P6", case, found["history"], "raw sqlite3", ratio, "5x", ratio <= _GOAL),
        Row("P6", "the same", found["history"], "the same signatures checked, nothing else", signed),
        Row("P6", "floor: raw sqlite3", found["raw"]),
    ]


def job(register: Path) -> Callable[[], object]:
    """Return a call that reads a history, cycling through commitments."""
    refs, opened = cycle(_refs(register)), service.open_register(register)
    return lambda: opened.history(next(refs))


def _refs(register: Path) -> list[str]:
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        found = [name for (name,) in connection.execute(_REFS)]
    return found[:: max(len(found) // _ROUNDS, 1)]


def _raw(register: Path, ref: str) -> Sequence[object]:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    found = connection.execute(_RAW, (ref,)).fetchall()
    connection.close()
    return found


def _signatures(register: Path, ref: str, keys: dict[str, str]) -> None:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    kids = [kid for (kid,) in connection.execute(_KID, (ref,))]
    for kid, (raw, sig) in zip(kids, connection.execute(_SIGNED, (ref,)), strict=True):
        if not signature_holds(keys[kid], sig, b"accordtrack-entry-v1\n" + raw):
            raise ValueError(ref)
    connection.close()
