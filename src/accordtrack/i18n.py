"""Translation to English and Spanish: gettext catalogs, the current language, and the order of the two sides.

The English message is the key. ``tr("Saved; u undoes")`` returns the message in the current language; ``trc("status",
"limited")`` returns a term of the vocabulary. Messages are literals at the place where they are used, so that a test
can compare ``accordtrack.locale`` with the source.
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
from accordtrack.core.safe_text import capitalize_first
from accordtrack.labels import LABELS
from accordtrack.labels.fields import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from accordtrack.core.problems import Problem
    from accordtrack.types import Line
    from accordtrack.types.rows import Bilingual

    T = TypeVar("T")

NAMES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""The name of each language in that language."""
LANGUAGES = tuple(NAMES)
ALTERNAT: Mapping[str, tuple[str, str]] = {"en": ("US", "MX"), "es": ("MX", "US")}
"""The alternat of treaty practice: each language names its own country first."""
_FIELD = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)*")
_FILES = frozenset({"yaml", "csv", "json", "toml"})
_DATED_SERIES = re.compile(r"(since|from)-(\d{4}(?:-\d\d){0,2})")
LOCALE = Path(__file__).parent / "locale"


class _Current:
    """The current language of this process."""

    language = "en"


_ASIDE: ContextVar[str] = ContextVar("language", default="")
"""A temporary language for one thread or task."""


@lru_cache(maxsize=2)
def _load_catalog(language: str) -> gettext.NullTranslations:
    return gettext.translation("accordtrack", LOCALE, [language], fallback=True)


def set_language(language: str) -> None:
    """Set the current language (en or es) of the process."""
    _Current.language = language if language in LANGUAGES else "en"


def language() -> str:
    """Return the current language."""
    return _ASIDE.get() or _Current.language


def other_language() -> str:
    """Return the language that is not current."""
    return next(one for one in LANGUAGES if one != language())


@contextmanager
def using_language(language: str) -> Iterator[None]:
    """Use ``language`` inside the block, in this thread or task only; screens in other threads keep theirs."""
    before = _ASIDE.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _ASIDE.reset(before)


def preferred_language() -> str:
    """Return the language of the environment: ACCORDTRACK_LANG, else the locale's, else English."""
    for name in ("ACCORDTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "es" if value.lower().startswith("es") else "en"
    return "en"


def gettext_lazy(message: str, /) -> str:
    """Mark a literal for the catalog. It is translated where it is shown, by ``tr``."""
    return message


def tr(message: str, /, **values: object) -> str:
    """Return ``message`` in the current language with its ``{names}`` filled. An empty message stays empty."""
    if not message:
        return ""
    words = _load_catalog(language()).gettext(message)
    return fill(words, values) if values else words


def trc(context: str, message: str, /, **values: object) -> str:
    """Return ``message`` as meant in ``context``, such as the label of a status."""
    words = _load_catalog(language()).pgettext(context, message)
    return fill(words, values) if values else words


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Return ``one`` or ``many`` depending on ``count``, filled with ``{n}`` and ``values``."""
    return fill(_load_catalog(language()).ngettext(one, many, count), {"n": count, **values})


def term_label(group: str, value: str) -> str:
    """Return the label of a vocabulary term in the current language; the term itself if ``labels`` lists none."""
    english = LABELS.get(group, {}).get(value)
    if english is None:
        return _series_label(value) if group == "series" else value
    return trc(group, english) if english else ""


def _series_label(series: str) -> str:
    """Return ``since-2024-10`` or ``from-2014`` in words; any other series name unchanged."""
    found = _DATED_SERIES.fullmatch(series)
    if found is None:
        return series
    return tr("since {date}", date=found[2]) if found[1] == "since" else tr("from {date} on", date=found[2])


def _spanish_label(group: str, value: str) -> str:
    english = LABELS.get(group, {}).get(value)
    return _load_catalog("es").pgettext(group, english) if english else value


def field_spelling(field: str) -> dict[str, str]:
    """Return a field as spelled in files and commands; in Spanish after its Spanish name: ``tema (theme)``."""
    text = next((name for name in (field, field.rpartition(".")[2]) if name in LABELS["field"]), None)
    return {"en": field, "es": field if text is None else f"{_spanish_label('field', text)} ({field})"}


def term_spelling(group: str, value: str) -> dict[str, str]:
    """Return a term as spelled in files and commands; in Spanish with its meaning: ``border (frontera)``."""
    spanish = _spanish_label(group, value)
    return {"en": value, "es": value if spanish == value else f"{value} ({spanish})"}


def typed_spelling(group: str, value: str) -> dict[str, str]:
    """Return a term as a user may type it in each language, where labels are accepted: ``no_iniciado``."""
    return {"en": value, "es": _spanish_label(group, value).replace(" ", "_")}


def label_spellings(group: str, value: str) -> set[str]:
    """Return the labels of a term in both languages, long and short."""
    english = {LABELS.get(name, {}).get(value) for name in (group, f"short {group}")} - {None, ""}
    spanish = _load_catalog("es")
    translated = {spanish.pgettext(name, label) for name in (group, f"short {group}") for label in english if label}
    dated = {*in_both_languages(lambda: _series_label(value)).values()} - {value} if group == "series" else set()
    return {label for label in english | translated | dated if label}


def _message_values(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as a message shows them.

    ``(group, word)`` and ``{en, es}`` appear in the current language, lists with commas. A text under ``field`` is the
    name of a field as spelled in files.
    """
    return {
        name: _message_value(field_spelling(value) if name == "field" and isinstance(value, str) else value)
        for name, value in values.items()
    }


def _message_value(value: object) -> object:
    match value:
        case PurePath():
            return capabilities.display_path(value)
        case tuple():
            return term_label(*value)
        case list():
            return ", ".join(str(_message_value(one)) for one in value)
        case {"en": str() as english, "es": str() as spanish}:
            return spanish if language() == "es" else english
    return value


def localize(text: Bilingual | None) -> str:
    """Return a text of the register in the current language; an empty text for None."""
    return "" if text is None else text.es if language() == "es" else text.en


def field_name(name: str) -> str:
    """Return the label of a field in the current language. An unknown name gets spaces for underscores."""
    return term_label("field", name) if name in LABELS["field"] else name.replace("_", " ")


_SAY_THEIR_FIELD = frozenset({"set_by", "scenario"})
"""Fields whose terms need no name before them, such as *set by Mexico*."""


def field_value(name: str, value: object, *, nothing: str = "—") -> str:
    """Return a value of the field ``name`` on one line, with terms and yes or no in the current language.

    A text in both languages gives the current one; a changed text may be in one. Lists and maps are flattened; maps of the two sides follow the
    alternat.
    """
    match value:
        case None:
            return nothing
        case {"en": english, "es": spanish}:
            return str(spanish if language() == "es" else english)
        case {"en": words} | {"es": words} if isinstance(value, Mapping) and len(value) == 1:
            return str(words)
        case Mapping():
            given = [part for part in value.items() if part[1] is not None] or value.items()
            parts = in_alternat(given, lambda part: str(part[0]).upper())
            named = (("" if key in _SAY_THEIR_FIELD else field_name(key), key, member) for key, member in parts)
            return ", ".join(
                f"{name} {field_value(key, member, nothing=nothing)}".lstrip() for name, key, member in named
            )
        case list() | tuple():
            if name == "inferred":
                return ", ".join(map(field_name, map(str, value)))
            return ", ".join(field_value(name, item, nothing=nothing) for item in value)
        case bool():
            return tr("yes") if value else tr("no")
    group = "event kind" if name == "kind" and value in LABELS["event kind"] else GROUPS.get(name)
    return str(value) if group is None else term_label(group, str(value))


def in_both_languages(words: Callable[[], str]) -> dict[str, str]:
    """Return the result of ``words`` in each language."""
    found = {}
    for one in LANGUAGES:
        with using_language(one):
            found[one] = words()
    return found


def line_text(line: Line) -> str:
    """Return a line of a plan in the current language."""
    return _begun_with_side(line.template, fill(tr(line.template), _message_values(line.values)))


def _begun_with_side(template: str, text: str) -> str:
    """Return the text of a message, with a capital letter if it begins with the name of a side, such as *the United States*."""
    return capitalize_first(text) if template.startswith("{side}") else text


def explain(problem: Problem) -> str:
    """Return what is wrong and what to do next, in the current language: at most two sentences."""
    values = _message_values(problem.values)
    words = _begun_with_side(problem.message, fill(tr(problem.message), values))
    advice = fill(tr(problem.advice), values)
    place = _place_text(problem)
    return f"{place}{': ' if place else ''}{words}{'' if not advice else _sentence_separator(words) + advice}"


def _place_text(problem: Problem) -> str:
    """Return the place of a problem: a file as shown to the user, or a field, unless the message names that field."""
    field = problem.place.rpartition(".")[2]
    if not _FIELD.fullmatch(problem.place) or problem.place.partition(".")[0] not in LABELS["field"] or field in _FILES:
        return capabilities.display_path(problem.place)
    return "" if problem.values.get("field") in {field, problem.place} else field_spelling(problem.place)[language()]


def _sentence_separator(words: str) -> str:
    return " " if words.endswith((".", "?", "!")) else ". "


def sides(codes: Iterable[str] = ALTERNAT["en"]) -> list[str]:
    """Return side codes in the alternat of the language: Mexico first in Spanish. Other codes come last."""
    return in_alternat(codes, str)


def in_alternat(items: Iterable[T], side: Callable[[T], str | None]) -> list[T]:
    """Sort items by the ``side`` of each, in the alternat of the language. Items of one side keep their order.

    Every list of the two sides shown to people is ordered by this function or by ``sides``.
    """
    order = ALTERNAT[language()]
    return sorted(items, key=lambda item: order.index(found) if (found := side(item)) in order else len(order))


def lines_in_alternat(lines: Iterable[Line]) -> list[Line]:
    """Order adjacent lines of a plan that say the same about each side by the alternat; keep all others in place."""
    runs = itertools.groupby(lines, lambda line: line.template)
    return [line for _template, run in runs for line in in_alternat(run, _line_side)]


def _line_side(line: Line) -> str | None:
    side = line.values.get("side")
    return str(side[1]) if isinstance(side, tuple) else None


def languages() -> list[str]:
    """Return the current language, then the other."""
    return [language(), other_language()]
