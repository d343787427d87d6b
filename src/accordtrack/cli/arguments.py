"""Global options, which every verb accepts anywhere on the command line; Typer never sees them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.core import safe_text
from accordtrack.core.paths import expand_user
from accordtrack.core.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMATS = ("table", "json", "ndjson", "csv")
VALUED = ("--db", "--desk", "--lang", "--format")
FLAGS: Mapping[str, Mapping[str, Any]] = {
    "--plain": {"plain": True},
    "--ascii": {"ascii_only": True, "ascii_asked": True},
    "--no-ascii": {"ascii_only": False, "ascii_asked": False},
}
"""Options without a value, each with the fields of ``Globals`` that it sets."""


@dataclass(frozen=True, slots=True)
class Globals:
    """Global options of one command.

    ``requested_language`` is None when no language was requested. ``version`` requests the program's version. ``fresh`` opens the
    screens at the register list instead of the place saved by the last session. ``ascii_only`` applies to printed
    output. ``requested_ascii`` is the user's explicit choice, or None without one; files use it because they must not
    depend on the terminal.
    """

    db: Path | None = None
    desk: str | None = None
    plain: bool = False
    ascii_only: bool = False
    ascii_asked: bool | None = None
    format: str = "table"
    language: str | None = None
    version: bool = False
    fresh: bool = False

    @property
    def program(self) -> str:
        """Return how a command for the same register and desk begins: ``accordtrack --db try.db --desk us-1``."""
        words = ["accordtrack"]
        words += ["--db", shlex.quote(str(self.db))] if self.db else []
        return " ".join([*words, "--desk", shlex.quote(self.desk)] if self.desk else words)

    def command(self, *words: str) -> str:
        """Return a command for the same register and desk. Text from the register, such as the id of an act, is quoted."""
        return f"{self.program} {shlex.join(words)}"


def requested_language(words: Sequence[str]) -> str | None:
    """Return the language that ``--lang`` names, or None. A later step refuses an unknown one."""
    found = None
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(words):
            found = words[place + 1]
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    return found if found in i18n.LANGUAGES else None


def requested_ascii(words: Sequence[str]) -> bool | None:
    """Return the explicit ASCII choice in ``words``, or None without one. Other words may be invalid."""
    before = words[: words.index("--") if "--" in words else None]
    choices: list[bool] = [FLAGS[word]["ascii_asked"] for word in before if word in {"--ascii", "--no-ascii"}]
    return choices[-1] if choices else None


def split_global_options(words: Sequence[str]) -> tuple[Globals, list[str]]:
    """Separate the global options from the remaining words, which keep their order.

    Words after ``--`` are not changed. Raise ``Refused`` for a missing or invalid value, or for bytes that are not
    text.
    """
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for word in words for character in word):
        raise Refused(Problem("The command contains bytes that are not text", "Type it again in UTF-8.", usage=True))
    chosen = Globals()
    rest: list[str] = []
    queue = list(words)
    while queue:
        word = queue.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *queue]
            break
        if word in FLAGS:
            chosen = replace(chosen, **FLAGS[word])
        elif name in VALUED:
            if not equals:
                if not queue:
                    raise Refused(missing_value_problem(name))
                value = queue.pop(0)
            chosen = _with_option(chosen, name, value)
        elif word == "--version" and not rest:
            chosen = replace(chosen, version=True)
        elif word == "--fresh" and not rest:
            chosen = replace(chosen, fresh=True)
        else:
            rest.append("--help" if word == "-h" else word)
    return chosen, rest


def missing_value_problem(option: str) -> Problem:
    """Return the problem for an option without its value."""
    return Problem(
        "The option {option} needs a value", "Write it after the option.", "", {"option": option}, usage=True
    )


def _with_option(chosen: Globals, name: str, value: str) -> Globals:
    if not value:
        raise Refused(missing_value_problem(name))
    match name:
        case "--db":
            return replace(chosen, db=expand_user(value))
        case "--desk":
            return replace(chosen, desk=value)
        case "--format":
            return replace(chosen, format=_parse_choice(name, value, FORMATS))
        case _:
            return replace(chosen, language=_parse_choice(name, value, i18n.LANGUAGES))


def _parse_choice(option: str, value: str, names: Sequence[str]) -> str:
    if value in names:
        return value
    text = safe_text.shorten(safe_text.sanitize_line(value), 40)
    likely = safe_text.nearest(value, names)
    if likely:
        values = {"option": option, "value": text, "likely": likely}
        raise Refused(Problem('{option} cannot be "{value}"; did you mean {likely}?', "", "", values, usage=True))
    values = {"option": option, "value": text, "expected": ", ".join(names)}
    raise Refused(Problem('{option} cannot be "{value}"', "Use one of: {expected}.", "", values, usage=True))
