"""Errors as values: what is wrong, where, and what to do next.

A message is an English template, which is also its key in the catalogue of translations; it is
put into the reader's language when it is shown, not when it is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import nearest, shorten, wash_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``message`` and ``advice`` are English templates with ``{names}``, filled from ``values``.
    ``place`` says where: a file with its line, an entry, a field. ``usage`` marks a question put
    wrongly (exit status 2) as against a rule that refuses it (exit status 1).
    """

    message: str
    advice: str = ""
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    usage: bool = False

    def at(self, place: str) -> Problem:
        """The same problem with its place."""
        return replace(self, place=place)


def unknown(
    field: object,
    word: str,
    known: Iterable[str | Mapping[str, str]],
    likely: str | Mapping[str, str] | None = None,
    *,
    alike: float = 0.5,
) -> Problem:
    """A word that is none of those ``known`` for ``field``: names the likeliest, else lists them all.

    ``field``, ``known`` and ``likely`` may be ``{en, es}``, each for its reader.
    """
    listed = list(known)
    spelled = {spelling: one for one in listed for spelling in _spellings(one)}
    found = likely or spelled.get(nearest(word, spelled, alike=alike) or "")
    values = {"field": field, "x": shorten(wash_line(word), 60), "y": found, "known": listed}
    if found:
        return Problem('Unknown {field} "{x}"; did you mean {y}?', values=values, usage=True)
    return Problem('Unknown {field} "{x}"', "Known are: {known}.", values=values, usage=True)


def _spellings(word: str | Mapping[str, str]) -> Iterable[str]:
    return (word,) if isinstance(word, str) else word.values()


class Refused(Exception):  # noqa: N818
    """Raised by the desk when it refuses; carries one or more ``Problem`` values. Nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(fill(problem.message, plain_values(problem.values)) for problem in problems))

    def __reduce__(self) -> tuple[type[Refused], tuple[Problem, ...]]:
        """From one process to another with its problems, not as words alone."""
        return type(self), self.problems

    @property
    def usage(self) -> bool:
        """Whether the question was put wrongly."""
        return any(problem.usage for problem in self.problems)


class Overtaken(Refused):
    """Raised when somebody wrote to a commitment since the writer looked: what stands now is to be shown first."""


class _Lenient(dict[str, object]):
    """A mapping for ``str.format_map`` that shows a missing name instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def fill(template: str, values: Mapping[str, object]) -> str:
    """``template`` with its names filled; a name without a value stays as written."""
    return template.format_map(_Lenient(values))


def plain_values(values: Mapping[str, object]) -> dict[str, object]:
    """Values in English, each (group, word) of the vocabulary as its word, for whoever reads an exception."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    match value:
        case tuple():
            return value[1]
        case list():
            return ", ".join(str(_plain(one)) for one in value)
        case {"en": english, "es": _}:
            return english
    return value
