"""Parts of the one-page brief: areas, statements, an event, and questions.

Its sentences are those of the answer. That of the shipped register has at most 350 words in every language.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import BriefPart
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.scoring.findings import by_measured
from accordtrack.text import findings as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.findings import Spoken, ThemeFinding


def lead(data: ScorecardData) -> tuple[Sentence, ...]:
    """Return the sentence that opens the brief: how many areas have which word, and whose country the indicators are about."""
    return (_clean(words.indicators_in_short(data.scores.finding)),)


def parts(data: ScorecardData) -> tuple[BriefPart, ...]:
    """Return the parts in order, in the current language.

    No part depends on the length of others, so nobody can shorten what a brief says by adding to it.
    """
    scores, found = data.scores, data.scores.finding
    themes = by_measured(found.themes)
    areas = [area_line(data, one) for one in themes]
    others = (
        ("statements", tr("Statements"), [" ".join(words.reported_in_short(found))]),
        ("event", tr("Event"), [words.event_in_short(scores, found.event) if found.event is not None else ""]),
        ("questions", tr("Questions"), words.questions_in_short(found)),
    )
    legend = _marks(themes, chain(areas, *(texts for _key, _title, texts in others)))
    every = (("areas", tr("Areas"), [*areas, legend]), *others)
    cleaned = ((key, title, tuple(_clean(text) for text in texts if text)) for key, title, texts in every)
    return tuple(BriefPart(key, title, sentences) for key, title, sentences in cleaned if sentences)


MARKS = {
    "+": gettext_lazy("+ improved"),
    "−": gettext_lazy("− worsened"),
    "(": gettext_lazy("(…) partly"),
    "±": gettext_lazy("± mixed"),
    "=": gettext_lazy("= no change"),
    "?": gettext_lazy("? no comparable data"),
    "◊": gettext_lazy("◊ sources do not agree"),
}
"""What the marks of a brief say, by the sign that each begins with or contains."""


def _marks(themes: Sequence[ThemeFinding], texts: Iterable[str]) -> str:
    """Return what the marks of the ``themes`` say, and ``◊`` if a text has it."""
    used = {sign for one in themes for sign in words.mark(one.paths.word)} | {"◊" for text in texts if "◊" in text}
    return ", ".join(tr(text) for sign, text in MARKS.items() if sign in used) + "."


def area_line(data: ScorecardData, found: ThemeFinding) -> str:
    """Return an area in one line, with its main series and those that speak for the whole."""
    whole = {(one.indicator, one.path.series) for one in data.scores.finding.spoken}
    spoken: list[Spoken] = list(found.spoken[:1])
    spoken += [one for one in found.spoken[1:] if (one.indicator, one.path.series) in whole]
    return words.area_line(data.scores, found, spoken)


def _clean(text: str) -> Sentence:
    return (sanitize_line(text),)
