"""Reads the files of panel releases from the evidence store of a register."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem
from accordtrack.dataset.panel_people import population_series
from accordtrack.dataset.panel_table import PanelRow, parse_rows, sound_columns
from accordtrack.i18n import gettext_lazy
from accordtrack.service.evidence import evidence_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    from accordtrack.dataset.panel_table import Columns
    from accordtrack.ledger.panel import PanelRelease, PanelSeries
    from accordtrack.scoring.event_reading import Cell
    from accordtrack.vocabulary import Measure

    T = TypeVar("T")
    Parse = Callable[[bytes, Measure, str, bool], Sequence[T]]

_KEPT = 256


class PanelFiles:
    """Reads the releases of a register's ``series``; ``problems`` are missing and altered files."""

    def __init__(self, register: Path, series: Mapping[str, PanelSeries]) -> None:
        self._register, self._series = register, series
        self._people = population_series(series.values())
        self.problems: list[Problem] = []

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        """Return the cells of a release, without bounds and without parts of a place."""
        return self._read(release, _cells)

    def rows(self, release: PanelRelease) -> Sequence[PanelRow]:
        """Return the rows of a release, each once for each value; none, and a problem, as for its cells."""
        return self._read(release, _rows)

    def sound_file(self, release: PanelRelease) -> bytes | None:
        """Return the file of a release as it was signed; None if it is missing or altered, or has a row at fault.

        What one side signed is given to others only if it can be nothing but the rows of a panel.
        """
        raw, definition = read_file(self._register, release), self._series.get(release.series)
        if raw is None or definition is None:
            return None
        people = definition.id in self._people
        sound = _is_sound(raw, definition.measure, release.released_on, people)
        return raw if sound else None

    def _read(self, release: PanelRelease, parse: Parse[T]) -> Sequence[T]:
        """Return what ``parse`` makes of a file; nothing, and a problem, if it is missing or was altered."""
        raw, file, definition = read_file(self._register, release), release.file, self._series.get(release.series)
        if definition is None:
            return ()
        if raw is not None:
            return parse(raw, definition.measure, release.released_on, definition.id in self._people)
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
def _is_sound(raw: bytes, measure: Measure, released_on: str, people: bool) -> bool:  # noqa: FBT001
    try:
        lines = raw.decode().splitlines()
    except UnicodeDecodeError:
        return False
    if sound_columns(lines, measure, released_on, people=people) is not None:
        return True
    found = parse_rows(lines, measure, released_on, people=people)
    return all(isinstance(row, PanelRow) for _line, row in found)


@lru_cache(maxsize=_KEPT)
def _cells(raw: bytes, measure: Measure, released_on: str, people: bool) -> tuple[Cell, ...]:  # noqa: FBT001
    place, area, start, end, value, op = _columns(raw, measure, released_on, people=people)
    exact = (sign == "=" and not part for sign, part in zip(op, area, strict=True))
    return tuple(compress(zip(place, start, end, map(float, value), strict=True), exact))


def _rows(raw: bytes, measure: Measure, released_on: str, people: bool) -> tuple[PanelRow, ...]:  # noqa: FBT001
    return tuple(map(PanelRow, *_columns(raw, measure, released_on, people=people)))


def _columns(raw: bytes, measure: Measure, released_on: str, *, people: bool) -> Columns:
    """Return the fields of the rows of a file.

    Rows at fault are left out: what one side signed is not trusted to be well formed. A cell with two values comes twice.
    """
    lines = raw.decode("utf-8", "replace").splitlines()
    columns = sound_columns(lines, measure, released_on, people=people)
    if columns is not None:
        return columns
    found = parse_rows(lines, measure, released_on, people=people)
    rows = [row.fields for _line, row in found if isinstance(row, PanelRow)]
    return tuple(zip(*rows, strict=True)) or ((),) * len(PanelRow.__slots__)
