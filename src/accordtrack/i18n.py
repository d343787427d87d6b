"""English and Spanish: gettext catalogues, the language in force, and the order of the two sides.

The English message is the key. ``tr("Saved; u undoes")`` gives the words of the language in force;
``trc("status", "limited")`` gives a word of the vocabulary. Messages are written as literals where they
are used, so that ``accordtrack.locale`` can be checked against the source by a test.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from accordtrack import bounds
from accordtrack.labels import LABELS
from accordtrack.problems import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.problems import Problem
    from accordtrack.views import Line, Text

NAMES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""What each language calls itself."""
LANGUAGES = tuple(NAMES)
LOCALE = Path(__file__).parent / "locale"


class _Current:
    """The language in force for this process."""

    language = "en"


_ASIDE: ContextVar[str] = ContextVar("language", default="")
"""Another language for a while, in one thread or task only."""


@lru_cache(maxsize=2)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("accordtrack", LOCALE, [language], fallback=True)


def use(language: str) -> None:
    """Put ``language`` (en or es) in force, at once."""
    _Current.language = language if language in LANGUAGES else "en"


def language() -> str:
    """The language in force."""
    return _ASIDE.get() or _Current.language


def other() -> str:
    """The language that is not in force."""
    return next(one for one in LANGUAGES if one != language())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """``language`` in force for a while, for whoever asks here and in no other thread: a screen goes on in its own."""
    before = _ASIDE.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _ASIDE.reset(before)


def preferred() -> str:
    """The language of the environment: ACCORDTRACK_LANG, else the locale's, else English."""
    for name in ("ACCORDTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "es" if value.lower().startswith("es") else "en"
    return "en"


def later(message: str, /) -> str:
    """A literal of the catalogue that is put into words where it is shown, by ``tr``."""
    return message


def tr(message: str, /, **values: object) -> str:
    """``message`` in the language in force, its ``{names}`` filled. An empty message stays empty."""
    if not message:
        return ""
    words = _catalogue(language()).gettext(message)
    return fill(words, values) if values else words


def trc(context: str, message: str, /, **values: object) -> str:
    """``message`` as meant in ``context``, such as the word of a status."""
    words = _catalogue(language()).pgettext(context, message)
    return fill(words, values) if values else words


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """``one`` or ``many`` by ``count``, filled with ``{n}`` and ``values``."""
    return fill(_catalogue(language()).ngettext(one, many, count), {"n": count, **values})


def word(group: str, value: str) -> str:
    """A word of the vocabulary in the language in force; as it stands when ``labels`` lists none."""
    english = LABELS.get(group, {}).get(value)
    return value if english is None else (trc(group, english) if english else "")


def spellings(group: str, value: str) -> set[str]:
    """The labels of a word of the vocabulary in both languages, long and short."""
    english = {LABELS.get(name, {}).get(value) for name in (group, f"short {group}")} - {None, ""}
    spanish = _catalogue("es")
    translated = {spanish.pgettext(name, label) for name in (group, f"short {group}") for label in english if label}
    return {label for label in english | translated if label}


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    """Values with each ``(group, word)`` put into the language in force, and paths as they are shown."""
    return {name: _value(value) for name, value in values.items()}


def _value(value: object) -> object:
    if isinstance(value, PurePath):
        return bounds.shown(value)
    return word(*value) if isinstance(value, tuple) else value


def local(text: Text | None) -> str:
    """The register's words in the language in force; nothing for None."""
    return "" if text is None else text.to(language())


def field_value(value: object) -> str:
    """A value as a record holds it, on one line: nothing is a dash, a pair of languages is the one in force."""
    if value is None:
        return "—"
    if isinstance(value, Mapping):
        own = value.get(language())
        return str(own) if own is not None else ", ".join(f"{name} {field_value(held)}" for name, held in value.items())
    return ", ".join(map(field_value, value)) if isinstance(value, list | tuple) else str(value)


def say(line: Line) -> str:
    """A line of a plan in the language in force."""
    return fill(tr(line.template), _shown(line.values))


def explain(problem: Problem) -> str:
    """What is wrong and what to do next, in the language in force: two sentences at most."""
    values = _shown(problem.values)
    words, advice = fill(tr(problem.message), values), fill(tr(problem.advice), values)
    place = f"{bounds.shown(problem.place)}: " if problem.place else ""
    return f"{place}{words}{'' if not advice else _joint(words) + advice}"


def _joint(words: str) -> str:
    return " " if words.endswith((".", "?", "!")) else ". "


def sides(codes: Iterable[str]) -> list[str]:
    """The two sides in the order of the language's alternat: Mexico first in Spanish, the United States in English."""
    order = {"MX": 0, "US": 1} if language() == "es" else {"US": 0, "MX": 1}
    return sorted(codes, key=lambda code: order.get(code, 2))
