"""Everything that is measured on a stress register: what is typed and seen, pasts, changes, growth of an update."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import p02_typing
import p05_update
import p07_past
from accordtrack.places import own_key_folder
from peers import install
from stress import made, stress_register
from timing import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALL, _FOLDED = 1_000, 10_000
"""Registers beside it: one that an update is compared with, and one small enough for every entry to be folded."""


def measure(commitments: int) -> list[Row]:
    """Every row of the table; the register is made first when it is not there, which takes long."""
    register = stress_register(commitments)
    told = made(commitments)
    kept = f"{told['entries']:,} entries, {told['bytes'] / 1e6:,.0f} MB, most memory {told['peak_mb']} MB"
    return [
        Row("", f"the register made: {kept}", told["seconds"]),
        Row("", "of this: signing and appending", told["seconds_signing"]),
        *p02_typing.measure(register, install(register.parent.parent)),
        *_updates(register),
        *p07_past.measure(register, folds=False),
        *p07_past.measure(stress_register(_FOLDED), folds=True),
    ]


def _updates(register: Path) -> Sequence[Row]:
    """On copies: the registers are used again."""
    with tempfile.TemporaryDirectory() as name:
        small, large = (_copied(path, Path(name) / path.parent.name) for path in (stress_register(_SMALL), register))
        names = {path: _owed(path) for path in (small, large)}
        return p05_update.grown(small, large, names)


def _copied(register: Path, folder: Path) -> Path:
    folder.mkdir()
    shutil.copyfile(register, folder / register.name)
    shutil.copytree(own_key_folder(register), own_key_folder(folder / register.name))
    return folder / register.name


def _owed(register: Path) -> list[str]:
    """Some commitments of the United States, from all over the register."""
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT id FROM commitment WHERE responsible = 'US' ORDER BY key").fetchall()
    return [name for (name,) in found[:: max(len(found) // 20, 1)]]
