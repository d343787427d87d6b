"""Finds and reads the files of a data folder or data package; never reads outside the folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from accordtrack.dataset.faults import Faults

MAX_FILE = 20_000_000
"""Maximum size of a file, in bytes."""

REQUIRED = ("accord.yaml", "bodies.yaml", "sources.yaml", "frameworks.yaml")
OPTIONAL = (
    *("indicators.yaml", "measurements.csv", "statements.yaml", "events.yaml", "conflicts.yaml"),
    *("evaluations.yaml", "chains.yaml"),
)
COMMITMENTS = "commitments"
PACKAGE = "datapackage.json"
"""The file that marks a folder as a data package, whose tables are CSV files."""

PACKAGED = ("accord.csv", "bodies.csv", "sources.csv", "frameworks.csv")
TABLES = (
    *("themes.csv", "goals.csv", "areas.csv", "commitments.csv", "indicators.csv", "links.csv", "measurements.csv"),
    *("panel_series.csv", "panel_breaks.csv", "panel_releases.csv"),
    *("events.csv", "conflicts.csv", "conflict_claims.csv", "evaluations.csv", "chains.csv"),
    *("statements.csv", "not_carried.csv"),
)

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SUFFIXES = (".yaml", ".yml", ".csv")


class Files:
    """The files of ``root``.

    ``packaged`` is True for a data package. ``unread`` names the files that are required but missing, or that could not
    be read.
    """

    def __init__(self, root: Path, faults: Faults) -> None:
        self.root, self._faults = root, faults
        self.unread: set[str] = set()
        self._real = self._resolve_path(root)
        self.packaged = (root / PACKAGE).is_file() and not (root / REQUIRED[0]).exists()
        self._required: tuple[str, ...] = PACKAGED if self.packaged else REQUIRED
        self._optional: tuple[str, ...] = TABLES if self.packaged else OPTIONAL

    def is_usable(self) -> bool:
        """Whether the folder exists; records a fault if not, and for each file with an unexpected name."""
        if self._real is None or not self._real.is_dir():
            problem = Problem("There is no folder here", "Give the folder that holds accord.yaml.")
            self._faults.add(str(self.root), 0, problem)
            return False
        for name in self._names("."):
            known = name in self._required or name in self._optional
            if name.lower().endswith(_SUFFIXES) and not known:
                problem = Problem(
                    "Files with this name are not read",
                    "Rename it, move it to commitments, or take it out of the folder.",
                )
                self._faults.add(name, 0, problem)
        return True

    def commitment_files(self) -> Iterator[str]:
        """Yield the names of the commitment files, in order."""
        if not (self.root / COMMITMENTS).exists():
            return
        if not self._is_inside(COMMITMENTS):
            self.unread.add(COMMITMENTS)
            return
        if not (self.root / COMMITMENTS).is_dir():
            self.unread.add(COMMITMENTS)
            self._faults.add(COMMITMENTS, 0, Problem("This is not a folder", "Put the commitment files in one."))
            return
        for entry in self._names(COMMITMENTS):
            name = f"{COMMITMENTS}/{entry}"
            if entry.endswith(".yaml"):
                yield name
            elif entry.lower().endswith(_SUFFIXES) or (self.root / name).is_dir():
                problem = Problem("Only .yaml files are read here", "Rename it, or take it out of the folder.")
                self._faults.add(name, 0, problem)

    def text(self, name: str) -> str | None:
        """Return the text of a file with line feeds only, or None if it is missing or cannot be read."""
        path = self.root / name
        if not path.exists() and not path.is_symlink():
            if name in self._required:
                self.unread.add(name)
                self._faults.add(name, 0, Problem("The file is missing", "Add it to the folder."))
            return None
        raw = self._bytes(path, name) if self._is_inside(name) else None
        words = None if raw is None else self._decode(raw, name)
        if words is None:
            self.unread.add(name)
        return words

    def raw(self, name: str) -> bytes | None:
        """Return the bytes of a file in the folder, or None, with a fault, if it is missing or cannot be read."""
        path = self.root / name
        if not path.exists() and not path.is_symlink():
            self._faults.add(name, 0, Problem("The file is missing", "Add it to the folder."))
            return None
        return self._bytes(path, name) if self._is_inside(name) else None

    def _names(self, folder: str) -> list[str]:
        try:
            return sorted(entry.name for entry in (self.root / folder).iterdir())
        except OSError as error:
            self._add_read_fault(folder, error)
            return []

    def _resolve_path(self, path: Path) -> Path | None:
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):  # a symlink loop, or an invalid file name
            return None
        return None if real.is_symlink() else real  # from Python 3.13 on, a symlink loop does not raise

    def _is_inside(self, name: str) -> bool:
        real = self._resolve_path(self.root / name)
        if real is not None and self._real is not None and real.is_relative_to(self._real):
            return True
        problem = Problem("The file is a link that leaves the folder", "Put the file itself into the folder.")
        self._faults.add(name, 0, problem)
        return False

    def _bytes(self, path: Path, name: str) -> bytes | None:
        try:
            if not path.is_file():  # reading a pipe or a device might never end
                self._faults.add(name, 0, Problem("This is not a file", "Put a file with this name here."))
                return None
            with path.open("rb") as opened:
                raw = opened.read(MAX_FILE + 1)
        except OSError as error:
            self._add_read_fault(name, error)
            return None
        if len(raw) > MAX_FILE:
            values = {"limit": MAX_FILE // 1_000_000}
            problem = Problem("The file is larger than {limit} MB", "Split it, or make it smaller.", values=values)
            self._faults.add(name, 0, problem)
            return None
        return raw

    def _decode(self, raw: bytes, name: str) -> str | None:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            words = raw.decode()
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self._faults.add(name, line, Problem("The file is not UTF-8", "Save it again as UTF-8."))
            return None
        words = words.replace("\r\n", "\n").replace("\r", "\n")
        if found := _UNREADABLE.search(words):
            values = {"character": f"U+{ord(found.group()):04X}"}
            line = words.count("\n", 0, found.start()) + 1
            problem = Problem(
                "The text holds the character {character}, which cannot be shown", "Remove it.", values=values
            )
            self._faults.add(name, line, problem)
            return None
        return words

    def _add_read_fault(self, name: str, error: OSError) -> None:
        values = {"why": error.strerror or type(error).__name__}
        problem = Problem("The file cannot be read: {why}", "Check its permissions.", values=values)
        self._faults.add(name, 0, problem)
