"""Collects the faults of a data folder, up to a limit. Each has its file and line; its values are safe to display."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem

MAX_FAULTS = 1000
"""Maximum number of faults listed for one file; further ones are only counted."""

MAX_VALUE = 120
_GUESSES = 2_000_000
"""Budget for guessing the intended id of a misspelled one, in compared characters."""


class Faults:
    """The faults found while a folder is read and checked; shared by all readers and checks."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, Problem]] = []
        self._count: Counter[str] = Counter()
        self._guesses = _GUESSES

    def add(self, file: str, line: int, problem: Problem, field: str = "") -> None:
        """Record a problem at a line of a file (0: the whole file), optionally in a field."""
        self._count[file] += 1
        if self._count[file] > MAX_FAULTS:
            return
        values = {name: _displayable_value(value) for name, value in problem.values.items()}
        values.setdefault("field", _displayable_value(field))
        place = safe_text.sanitize_line(f"{file}:{line}" if line else file)
        self._found.append((file, line, replace(problem, place=place, values=values)))

    def nearest(self, word: str, known: dict[str, str]) -> str | None:
        """Return the id most like ``word``, or None. ``known`` maps lower-case ids to ids; the number of guesses is limited."""
        word = word[:MAX_VALUE]
        if word.lower() in known:
            return known[word.lower()]
        self._guesses -= len(known) * max(len(word), 1)
        return safe_text.nearest(word, known.values()) if self._guesses > 0 else None

    def problems(self) -> tuple[Problem, ...]:
        """Return all recorded problems, by file and line."""
        found = list(self._found)
        for file, count in self._count.items():
            if count > MAX_FAULTS:
                problem = Problem(
                    "{n} more faults are not listed",
                    "Correct these and check again.",
                    safe_text.sanitize_line(file),
                    {"n": count - MAX_FAULTS, "field": ""},
                )
                found.append((file, 1 << 60, problem))
        return tuple(problem for _file, _line, problem in sorted(found, key=lambda item: item[:2]))


def _displayable_value(value: object) -> object:
    """Return a value that is safe to display: numbers and vocabulary words unchanged, other text cleaned and shortened."""
    match value:
        case int() | tuple():
            return value
        case {"en": english, "es": spanish}:
            return {"en": _displayable_value(english), "es": _displayable_value(spanish)}
        case list():
            return [_displayable_value(one) for one in value]
    return safe_text.shorten(safe_text.sanitize_line(str(value)[: 4 * MAX_VALUE]), MAX_VALUE)
