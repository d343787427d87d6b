"""English and Spanish: gettext catalogues, the language in force, and the order of the two sides.

The English message is the key. ``tr("Saved; u undoes")`` gives the words of the language in force;
``trc("status", "limited")`` gives a word of the vocabulary. Messages are written as literals where they
are used, so that ``accordtrack.locale`` can be checked against the source by a test.
"""

from __future__ import annotations

import gettext
import itertools
import os
import re
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from accordtrack.core import capabilities
from accordtrack.core.problems import fill
from accordtrack.labels import LABELS
from accordtrack.labels.fields import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from accordtrack.core.problems import Problem
    from accordtrack.types import Line, Text

    T = TypeVar("T")

NAMES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""What each language calls itself."""
LANGUAGES = tuple(NAMES)
ALTERNAT: Mapping[str, tuple[str, str]] = {"en": ("US", "MX"), "es": ("MX", "US")}
"""The alternat of treaty practice: each language names its own country first."""
_FIELD = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)*")
_FILES = frozenset({"yaml", "csv", "json", "toml"})
_DATED_SERIES = re.compile(r"(since|from)-(\d{4}(?:-\d\d){0,2})")
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
    if english is None:
        return _dated(value) if group == "series" else value
    return trc(group, english) if english else ""


def _dated(series: str) -> str:
    """``since-2024-10`` and ``from-2014`` in words; any other name of a series as it stands."""
    found = _DATED_SERIES.fullmatch(series)
    if found is None:
        return series
    return tr("since {date}", date=found[2]) if found[1] == "since" else tr("from {date} on", date=found[2])


def _spanish(group: str, value: str) -> str:
    english = LABELS.get(group, {}).get(value)
    return _catalogue("es").pgettext(group, english) if english else value


def named(field: str) -> dict[str, str]:
    """A field as files and commands spell it; for a Spanish reader its Spanish name stands first: ``tema (theme)``."""
    known = next((name for name in (field, field.rpartition(".")[2]) if name in LABELS["field"]), None)
    return {"en": field, "es": field if known is None else f"{_spanish('field', known)} ({field})"}


def coded(group: str, value: str) -> dict[str, str]:
    """A word of the vocabulary as files and commands spell it; for a Spanish reader with its meaning: ``border (frontera)``."""
    spanish = _spanish(group, value)
    return {"en": value, "es": value if spanish == value else f"{value} ({spanish})"}


def typed(group: str, value: str) -> dict[str, str]:
    """A word of the vocabulary as each reader types it where labels are understood too: ``no_iniciado``."""
    return {"en": value, "es": _spanish(group, value).replace(" ", "_")}


def spellings(group: str, value: str) -> set[str]:
    """The labels of a word of the vocabulary in both languages, long and short."""
    english = {LABELS.get(name, {}).get(value) for name in (group, f"short {group}")} - {None, ""}
    spanish = _catalogue("es")
    translated = {spanish.pgettext(name, label) for name in (group, f"short {group}") for label in english if label}
    return {label for label in english | translated if label}


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    """Values as a message shows them: ``(group, word)`` and ``{en, es}`` in the language in force, lists with commas.

    A text under ``field`` is the name of a field as files spell it.
    """
    return {
        name: _value(named(value) if name == "field" and isinstance(value, str) else value)
        for name, value in values.items()
    }


def _value(value: object) -> object:
    match value:
        case PurePath():
            return capabilities.shown(value)
        case tuple():
            return word(*value)
        case list():
            return ", ".join(str(_value(one)) for one in value)
        case {"en": str() as english, "es": str() as spanish}:
            return spanish if language() == "es" else english
    return value


def local(text: Text | None) -> str:
    """The register's words in the language in force; nothing for None."""
    return "" if text is None else text.to(language())


def field_name(name: str) -> str:
    """The name of a field in the language in force; a name outside the vocabulary gets spaces for underscores."""
    return word("field", name) if name in LABELS["field"] else name.replace("_", " ")


def field_value(name: str, value: object, *, nothing: str = "—") -> str:
    """A value of the field ``name`` on one line: words of the vocabulary and yes or no in the language in force.

    A text in both languages gives the one in force. Lists and maps are flattened; maps of the two sides follow the
    alternat.
    """
    match value:
        case None:
            return nothing
        case {"en": english, "es": spanish}:
            return str(spanish if language() == "es" else english)
        case Mapping():
            parts = in_alternat(value.items(), lambda part: str(part[0]).upper())
            return ", ".join(f"{field_name(key)} {field_value(key, held, nothing=nothing)}" for key, held in parts)
        case list() | tuple():
            if name == "inferred":
                return ", ".join(map(field_name, map(str, value)))
            return ", ".join(field_value(name, held, nothing=nothing) for held in value)
        case bool():
            return tr("yes") if value else tr("no")
    group = "event kind" if name == "kind" and value in LABELS["event kind"] else GROUPS.get(name)
    return str(value) if group is None else word(group, str(value))


def in_both(words: Callable[[], str]) -> dict[str, str]:
    """What ``words`` gives in each language."""
    found = {}
    for one in LANGUAGES:
        with speaking(one):
            found[one] = words()
    return found


def say(line: Line) -> str:
    """A line of a plan in the language in force."""
    return fill(tr(line.template), _shown(line.values))


def explain(problem: Problem) -> str:
    """What is wrong and what to do next, in the language in force: two sentences at most."""
    values = _shown(problem.values)
    words, advice = fill(tr(problem.message), values), fill(tr(problem.advice), values)
    place = _place(problem)
    return f"{place}{': ' if place else ''}{words}{'' if not advice else _joint(words) + advice}"


def _place(problem: Problem) -> str:
    """Where it is wrong: a file as it is shown, or a field by its names, unless the message names that field."""
    field = problem.place.rpartition(".")[2]
    if not _FIELD.fullmatch(problem.place) or problem.place.partition(".")[0] not in LABELS["field"] or field in _FILES:
        return capabilities.shown(problem.place)
    return "" if problem.values.get("field") in {field, problem.place} else named(problem.place)[language()]


def _joint(words: str) -> str:
    return " " if words.endswith((".", "?", "!")) else ". "


def sides(codes: Iterable[str] = ALTERNAT["en"]) -> list[str]:
    """The two sides in the order of the language's alternat, Mexico first in Spanish; any other code comes last."""
    return in_alternat(codes, str)


def in_alternat(items: Iterable[T], side: Callable[[T], str | None]) -> list[T]:
    """Items in the order of the language's alternat by the ``side`` of each; those of one side keep their order.

    Every list of the two sides that a person reads comes from here or from ``sides``.
    """
    order = ALTERNAT[language()]
    return sorted(items, key=lambda item: order.index(found) if (found := side(item)) in order else len(order))


def lines_in_alternat(lines: Iterable[Line]) -> list[Line]:
    """Lines of a plan in their order; where adjacent lines say the same about each side, they follow the alternat."""
    runs = itertools.groupby(lines, lambda line: line.template)
    return [line for _template, run in runs for line in in_alternat(run, _side_of)]


def _side_of(line: Line) -> str | None:
    side = line.values.get("side")
    return str(side[1]) if isinstance(side, tuple) else None


def languages() -> list[str]:
    """The language in force, then the other."""
    return [language(), other()]
