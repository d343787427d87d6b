"""One register judged by both verifiers: the program's own, and ``scripts/checklog.py``, which shares no line with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import checklog
from accordtrack.core.problems import Refused
from accordtrack.store.database import Database
from accordtrack.verification import full_check
from programs import needed

LOG = frozenset({"entry", "entry_body"})
_ENTRY = re.compile(r".*-\d+", re.DOTALL)
_COUNTED = ("numbers of entries have gaps", "a body belongs to no entry")
_UNREADABLE = ("The file is damaged", "The file cannot be read")


def _needing_openssl(holds: Callable[..., bool]) -> Callable[..., bool]:
    """Skips where openssl is missing; asks it once about the same words."""
    asked = lru_cache(maxsize=20_000)(holds)

    def told(*words: object) -> bool:
        needed("openssl")
        return asked(*words)

    return told


checklog.holds = _needing_openssl(checklog.holds)


def second_verifier(path: Path) -> checklog.Report:
    """The report of ``scripts/checklog.py``; skips where openssl is missing."""
    return checklog.check(path)


@dataclass(frozen=True, slots=True)
class Look:
    """What one verifier saw: whether it found anything, the entries it named, whether it could read the whole file."""

    sound: bool
    entries: frozenset[str] = frozenset()
    readable: bool = True


def program(path: Path) -> Look:
    """The output of opening and of ``verify --deep``."""
    database = Database(path)
    try:
        database.check()
        with database.reading() as connection:
            report = full_check.verify(connection, deep=True)
    except Refused:
        return Look(sound=False, readable=False)
    finally:
        database.close()
    entries = frozenset(found.place for found in report.findings if _ENTRY.fullmatch(found.place))
    readable = not any(found.message.startswith(_UNREADABLE) for found in report.findings)
    return Look(report.is_sound, entries, readable)


def second(path: Path) -> Look:
    """The output of ``scripts/checklog.py`` about the log."""
    report = checklog.check(path)
    places = [place for place, _words in report.wrong]
    return Look(not report.wrong, frozenset(filter(None, places)), _whole(report.wrong))


def _whole(wrong: list[tuple[str, str]]) -> bool:
    """Whether every fault is of an entry, or counted over all of them."""
    return all(place or words in _COUNTED for place, words in wrong)


def compared(path: Path) -> tuple[Look, Look]:
    """Both looks, held against each other as far as they look at the same: the log."""
    own, other = program(path), second(path)
    assert own.sound <= other.sound, f"only the second verifier finds something: {checklog.check(path).wrong}"
    assert not own.entries or not other.sound, f"only the program names entries: {own.entries}"
    if own.readable and other.readable:
        assert own.entries == other.entries, "they name other entries"
    return own, other
