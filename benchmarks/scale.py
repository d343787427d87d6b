"""Benchmark jobs for stress registers; each runs with its floor or peer in the same run."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import growth
import p01_page
import p02_typing
import p04_facets
import p06_history
import p07_past
import p09_score
import p10_verify
import p13_import
import s02_site
from accordtrack.core.paths import own_key_folder
from peers import install
from scored import scored_register
from stress import made, stress_register
from timing import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SMALL, _FOLDED = 1_000, 10_000
"""Sizes of extra registers: the one for P11, and one small enough to fold every entry."""
_FEW = 10_000
"""Maximum number of commitments for three rounds of verify and score; beyond it, a single run takes minutes."""


def jobs(commitments: int) -> dict[str, Callable[[], Sequence[Row]]]:
    """Return the available measurements by job name.

    A job creates the registers that it needs when it runs, which takes long.
    """
    register, tenth = partial(stress_register, commitments), partial(stress_register, max(commitments // 10, _SMALL))
    scored, smaller = partial(scored_register, commitments), partial(scored_register, max(commitments // 10, _SMALL))
    rounds = 3 if commitments <= _FEW else 1
    return {
        "P0": lambda: _making(register()),
        "P1": lambda: p01_page.measure(register()),
        "P2": lambda: p02_typing.measure(register(), install(register().parent.parent)),
        "P4": lambda: p04_facets.measure(register()),
        "P6": lambda: p06_history.measure(register()),
        "P7": lambda: [
            *p07_past.measure(register(), folds=False),
            *p07_past.measure(stress_register(_FOLDED), folds=True),
        ],
        "P9": lambda: p09_score.measure(scored(), smaller(), rounds),
        "P10": lambda: p10_verify.measure(register(), tenth(), rounds),
        "P11": lambda: p10_verify.beside(stress_register(_SMALL)),
        "P13": lambda: _on_copies(p13_import.grown, register()),
        "S5": lambda: s02_site.grown(smaller(), scored()),
        "growth": lambda: _on_copies(growth.measure, *_up_to(commitments)),
    }


def _up_to(commitments: int) -> list[Path]:
    return [stress_register(size) for size in growth.SIZES if size <= commitments]


def _making(register: Path) -> list[Row]:
    told = made(register)
    kept = f"{told['entries']:,} entries, {told['bytes'] / 1e6:,.0f} MB, most memory {told['peak_mb']} MB"
    return [
        Row("P0", f"the register made: {kept}", told["seconds"]),
        Row("P0", "of this: signing and appending", told["seconds_signing"]),
    ]


def _on_copies(measure: Callable[..., list[Row]], *registers: Path) -> list[Row]:
    """Run a measurement that writes on copies, because the registers are reused."""
    with tempfile.TemporaryDirectory() as name:
        return measure(*(_copied(path, Path(name) / path.parent.name) for path in registers))


def _copied(register: Path, folder: Path) -> Path:
    folder.mkdir()
    shutil.copyfile(register, folder / register.name)
    shutil.copytree(own_key_folder(register), own_key_folder(folder / register.name))
    return folder / register.name
