"""Reads the files of panel releases from the evidence store of a register."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem
from accordtrack.dataset.panel_table import PanelRow, parse_rows
from accordtrack.i18n import gettext_lazy
from accordtrack.service.evidence import evidence_store
from accordtrack.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.scoring.event_reading import Cell

_KEPT = 64


class PanelFiles:
    """Reads the releases of one register. ``problems`` are those of files that are missing or were altered."""

    def __init__(self, register: Path) -> None:
        self._register = register
        self.problems: list[Problem] = []

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        """Return the cells of a release; none, and a problem, if its file is missing or was altered."""
        raw, file = read_file(self._register, release), release.file
        if raw is not None:
            return _cells(raw, release.released_on)
        message = gettext_lazy("The file of the release of {day} of {series} is missing or was altered: {name}")
        values = {"day": release.released_on, "series": release.series, "name": file.name, "digest": file.digest}
        advice = gettext_lazy("Put back a copy with the SHA-256 {digest}: accordtrack evidence put-back PATH")
        problem = Problem(message, advice, values=values)
        if problem not in self.problems:
            self.problems.append(problem)
        return ()


def read_file(register: Path, release: PanelRelease) -> bytes | None:
    """Return the content of the file of a release, or None if it is missing or was altered."""
    try:
        raw = evidence_store.path_of(register, release.file.digest, release.file.name).read_bytes()
    except OSError:
        return None
    return raw if hashlib.sha256(raw).hexdigest() == release.file.digest else None


@lru_cache(maxsize=_KEPT)
def _cells(raw: bytes, released_on: str) -> tuple[Cell, ...]:
    """Return the cells of a file, without bounds and without parts of a place.

    Rows at fault are left out: what one side signed is not trusted to be well formed. A cell with two values comes twice.
    """
    found = parse_rows(raw.decode("utf-8", "replace").splitlines(), Measure.STOCK, released_on)
    return tuple(
        (row.place, row.start, row.end, float(row.value))
        for _line, row in found
        if isinstance(row, PanelRow) and row.op == "=" and not row.area
    )
