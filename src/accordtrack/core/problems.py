"""Errors as values: ``Problem`` says what is wrong, where, and what to do next; ``Refused`` raises one or more.

A message is an English template, which is also its key in the translation catalog. It is translated when it is shown,
not when it is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import nearest, sanitize_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``message`` and ``advice`` are English templates with ``{names}``, filled from ``values``. ``place`` says where: a
    file with its line, an entry, a field. ``usage`` marks wrong usage (exit status 2), as opposed to a rule that
    refuses the action (exit status 1).
    """

    message: str
    advice: str = ""
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    usage: bool = False

    def with_place(self, place: str) -> Problem:
        """Return the same problem with another place."""
        return replace(self, place=place)


def unknown_word_problem(
    field: object,
    word: str,
    known: Iterable[str | Mapping[str, str]],
    likely: str | Mapping[str, str] | None = None,
    *,
    alike: float = 0.5,
) -> Problem:
    """Return the problem for a word that is not among those ``known`` for ``field``.

    It names the most likely word, or else lists them all. ``field``, ``known`` and ``likely`` may be ``{en, es}``, one
    text per language.
    """
    listed = list(known)
    spelled = {spelling: one for one in listed for spelling in _spellings(one)}
    found = likely or spelled.get(nearest(word, spelled, alike=alike) or "")
    values = {"field": field, "x": shorten(sanitize_line(word), 60), "y": found, "known": listed}
    if found:
        return Problem('Unknown {field} "{x}"; did you mean {y}?', values=values, usage=True)
    return Problem('Unknown {field} "{x}"', "Known are: {known}.", values=values, usage=True)


def _spellings(word: str | Mapping[str, str]) -> Iterable[str]:
    return (word,) if isinstance(word, str) else word.values()


class Refused(Exception):  # noqa: N818
    """Raised when an action is refused. Carries one or more ``Problem`` values. Nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(fill(problem.message, english_values(problem.values)) for problem in problems))

    def __reduce__(self) -> tuple[type[Refused], tuple[Problem, ...]]:
        """Pickle the problems, not only their text."""
        return type(self), self.problems

    @property
    def is_usage_error(self) -> bool:
        """Whether any problem is wrong usage."""
        return any(problem.usage for problem in self.problems)


class StaleWrite(Refused):
    """Raised when somebody wrote to a commitment after the writer read it. Show the current state first."""


class _Lenient(dict[str, object]):
    """A mapping for ``str.format_map`` that leaves unknown names as they are instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def fill(template: str, values: Mapping[str, object]) -> str:
    """Return ``template`` with its names filled. A name without a value stays as written."""
    return template.format_map(_Lenient(values))


def english_values(values: Mapping[str, object]) -> dict[str, object]:
    """Return values in English for exception messages: each (group, word) of the vocabulary as its word."""
    return {name: _english_value(value) for name, value in values.items()}


def _english_value(value: object) -> object:
    match value:
        case tuple():
            return value[1]
        case list():
            return ", ".join(str(_english_value(one)) for one in value)
        case {"en": english, "es": _}:
            return english
    return value
