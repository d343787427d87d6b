"""Faults of a folder, collected while it is read: each with its file and line, washed, and bounded in number."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from accordtrack.core import safe_text
from accordtrack.core.problems import Problem

MAX_FAULTS = 1000
"""Faults that are listed for one file; what lies beyond is counted."""

MAX_VALUE = 120
_GUESSES = 2_000_000
"""Comparisons spent on guessing what a misspelt id was meant to be, in characters."""


class Faults:
    """A list that is written to by everything that reads or checks a folder."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, Problem]] = []
        self._count: Counter[str] = Counter()
        self._guesses = _GUESSES

    def add(self, file: str, line: int, problem: Problem, field: str = "") -> None:
        """Note what is wrong in a line of a file (0: the file itself) and in which field."""
        self._count[file] += 1
        if self._count[file] > MAX_FAULTS:
            return
        values = {name: _shown(value) for name, value in problem.values.items()}
        values.setdefault("field", _shown(field))
        place = safe_text.wash_line(f"{file}:{line}" if line else file)
        self._found.append((file, line, replace(problem, place=place, values=values)))

    def nearest(self, word: str, known: dict[str, str]) -> str | None:
        """The known id (``known``: by lower case) that ``word`` was meant to be; gives up when that grows costly."""
        word = word[:MAX_VALUE]
        if word.lower() in known:
            return known[word.lower()]
        self._guesses -= len(known) * max(len(word), 1)
        return safe_text.nearest(word, known.values()) if self._guesses > 0 else None

    def problems(self) -> tuple[Problem, ...]:
        """All that was noted, by file and line."""
        found = list(self._found)
        for file, count in self._count.items():
            if count > MAX_FAULTS:
                problem = Problem(
                    "{n} more faults are not listed",
                    "Correct these and check again.",
                    safe_text.wash_line(file),
                    {"n": count - MAX_FAULTS, "field": ""},
                )
                found.append((file, 1 << 60, problem))
        return tuple(problem for _file, _line, problem in sorted(found, key=lambda item: item[:2]))


def _shown(value: object) -> object:
    """A value as it may be shown: numbers and words of the vocabulary as they are, the rest washed and short."""
    match value:
        case int() | tuple():
            return value
        case {"en": english, "es": spanish}:
            return {"en": _shown(english), "es": _shown(spanish)}
        case list():
            return [_shown(one) for one in value]
    return safe_text.shorten(safe_text.wash_line(str(value)[: 4 * MAX_VALUE]), MAX_VALUE)
