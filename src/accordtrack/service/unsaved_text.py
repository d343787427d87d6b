"""Saves text typed into a dialog but not yet submitted, so that a lost terminal does not lose it.

It is stored in the user's data folder (mode 0600) and in no register, because half-typed text does not belong in copies
and backups. Each running program has its own file and a lock that ends with the program; the next program offers the
text of one that has ended. In a browser nothing is stored.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from accordtrack.core import capabilities, dates, paths, signals
from accordtrack.core.problems import Refused
from accordtrack.service.publish.file_lock import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT_DAYS = 30
"""Days after which the text is no longer offered and its file is deleted."""
LARGEST = 1_000_000
"""Maximum size of a file that is read, in bytes."""
_WORDS, _LOCK = ".json", ".lock"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """The content of a dialog: its desk, kind and subjects, and the text or choice of each field.

    ``entry`` and ``half`` identify what an answer refers to, ``draft`` the resumed draft, and ``kind`` the kind of a
    new record; ``at`` is the time when the text was saved.
    """

    desk: str
    dialog: str
    subjects: tuple[str, ...]
    fields: dict[str, str]
    entry: str | None = None
    half: str | None = None
    draft: int | None = None
    kind: str | None = None
    at: str = field(default_factory=dates.now)


def read(raw: bytes) -> Unsaved | None:
    """Parse the content of a file; None if it is invalid."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    try:
        return TypeAdapter(Unsaved).validate_json(raw, strict=True)
    except ValidationError:
        return None


class UnsavedWords:
    """The unsaved text of one running program at a register, and that left by earlier programs.

    ``identity`` is the hash of the register's first entry, because another register can take its place at ``path``.
    """

    def __init__(self, path: Path, identity: str) -> None:
        self._register = sha256(os.fsencode(path.resolve()) + identity.encode()).hexdigest()[:32]
        self._file = paths.unsaved_text_folder() / f"{self._register}.{secrets.token_hex(8)}{_WORDS}"
        self._guard = Lock()
        self._held: int | None = None
        self._closed = False

    def save(self, words: Unsaved | None) -> None:
        """Save text, replacing the previous one; None deletes it. Does nothing if no file can be written."""
        with self._guard:
            if not self._closed:
                self._write_file(words)

    def close(self, words: Unsaved | None) -> None:
        """Save text for the last time before the program exits."""
        with self._guard:
            if not self._closed:
                self._write_file(words)
            self._closed = True
            if self._held is not None:
                with suppress(OSError):
                    os.close(self._held)
                    self._file.with_suffix(_LOCK).unlink(missing_ok=True)

    def find_left_behind(self, desk: str) -> tuple[Path, Unsaved] | None:
        """Return the newest text that an ended program left at ``desk``, with its file, or None."""
        oldest = (date.fromisoformat(dates.today()) - timedelta(days=KEPT_DAYS)).isoformat()
        found = []
        for file in self._files():
            words = _read_file(file)
            if words is None or words.at[:10] < oldest:
                discard(file)
            elif words.desk == desk and file.name.startswith(self._register):
                found.append((words.at, file, words))
        return max(found, key=lambda one: one[0])[1:] if found else None

    def _files(self) -> Iterator[Path]:
        """Yield the files of programs that have ended."""
        with suppress(OSError):
            for file in sorted(self._file.parent.glob(f"*{_WORDS}")):
                if file != self._file and not _is_running(file.with_suffix(_LOCK)):
                    yield file

    def _write_file(self, words: Unsaved | None) -> None:
        with suppress(OSError, Refused):
            if words is None:
                self._file.unlink(missing_ok=True)
                return
            capabilities.refuse_files()
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._held is None:
                self._held = os.open(self._file.with_suffix(_LOCK), os.O_RDWR | os.O_CREAT, 0o600)
                try_lock(self._held)
            with signals.temporary_file(self._file) as part:
                part.write_text(json.dumps(asdict(words)), encoding="utf-8")
                part.replace(self._file)


def discard(file: Path) -> None:
    """Delete the saved text of an ended program."""
    with suppress(OSError):
        file.unlink(missing_ok=True)
        file.with_suffix(_LOCK).unlink(missing_ok=True)


def _read_file(file: Path) -> Unsaved | None:
    with suppress(OSError):
        if file.is_file() and file.stat().st_size <= LARGEST:
            return read(file.read_bytes())
    return None


def _is_running(file: Path) -> bool:
    """Whether a program holds the lock on ``file``."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)
