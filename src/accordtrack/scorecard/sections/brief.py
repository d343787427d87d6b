"""Parts of the one-page brief: areas, statements, an event, questions, and the newest figure.

Its sentences are those of the answer. It has at most ``MOST_WORDS`` words in every language. A longer one gives the
event in short, then leaves out the event, and then the newest figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import BriefPart
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import LANGUAGES, tr, using_language
from accordtrack.scoring.findings import by_measured
from accordtrack.scoring.measured_paths import figure_of
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.vocabulary import MeasurementState, Precision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.documents.model import Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.findings import Spoken, ThemeFinding
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess

MOST_WORDS = 350
_WORD = re.compile(r"\S*\w\S*")


def lead(data: ScorecardData) -> tuple[Sentence, ...]:
    """Return the sentence that opens the brief: how many areas have which word, and whose country the indicators are about."""
    return (_clean(words.indicators_in_short(data.scores.finding)),)


def parts(data: ScorecardData, others: Callable[[], Iterable[Sentence]]) -> tuple[BriefPart, ...]:
    """Return the parts in order, in the current language; ``others`` gives the other sentences, which count."""
    shape = next((one for one in _SHAPES if _fits(data, others, one)), _SHAPES[-1])
    return _parts(data, shape)


def _fits(data: ScorecardData, others: Callable[[], Iterable[Sentence]], shape: _Shape) -> bool:
    """Return whether the brief is short enough in every language, so that all have the same parts."""
    lengths = []
    for one in LANGUAGES:
        with using_language(one):
            lengths.append(count_words((*lead(data), *others()), _parts(data, shape)))
    return max(lengths) <= MOST_WORDS


def count_words(sentences: Iterable[Sentence], found: Iterable[BriefPart]) -> int:
    """Return the number of words of sentences and of those of parts; a number is a word, a mark is none."""
    told = [*sentences, *(one for part in found for one in part.sentences)]
    return sum(len(_WORD.findall(plain_text(one))) for one in told)


def _parts(data: ScorecardData, shape: _Shape) -> tuple[BriefPart, ...]:
    scores, found = data.scores, data.scores.finding
    every = (
        ("areas", tr("Areas"), [area_line(data, one) for one in by_measured(found.themes)]),
        ("statements", tr("Statements"), [" ".join(words.reported_in_short(found))]),
        ("event", tr("Event"), [shape.tell(scores, found.event) if found.event is not None else ""]),
        ("questions", tr("Questions"), words.questions_in_short(found)),
        ("newest", tr("Newest figure"), [newest_figure(data) if shape.newest else ""]),
    )
    cleaned = ((key, title, tuple(_clean(text) for text in texts if text)) for key, title, texts in every)
    return tuple(BriefPart(key, title, sentences) for key, title, sentences in cleaned if sentences)


def _whole_event(scores: ScoreAccess, study: EventStudy) -> str:
    return " ".join(words.event_sentences(scores, study))


def _event_in_short(_scores: ScoreAccess, study: EventStudy) -> str:
    return words.event_in_short(study)


def _no_event(_scores: ScoreAccess, _study: EventStudy) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The form of the event in a brief, and whether the brief has the newest figure."""

    tell: Callable[[ScoreAccess, EventStudy], str]
    newest: bool = True


_SHAPES = (_Shape(_whole_event), _Shape(_event_in_short), _Shape(_no_event), _Shape(_no_event, newest=False))
"""The shapes of a brief, the longest first."""


def area_line(data: ScorecardData, found: ThemeFinding) -> str:
    """Return an area in one line, with its main series and those that speak for the whole."""
    whole = {(one.indicator, one.path.series) for one in data.scores.finding.spoken}
    spoken: list[Spoken] = list(found.spoken[:1])
    spoken += [one for one in found.spoken[1:] if (one.indicator, one.path.series) in whole]
    return words.area_line(data.scores, found, spoken)


def newest_figure(data: ScorecardData) -> str:
    """Return the figure that was published last, of those whose day is known; an empty text if there is none."""
    gauges = data.scores.inputs.gauges
    rows = [
        (row.published, row.end, name, row)
        for name, gauge in gauges.items()
        for row in gauge.rows
        if row.value is not None
        and not row.confirm
        and row.exact is Precision.DAY
        and _is_known(data, row.end, row.published)
    ]
    if not rows:
        return ""
    _published, _end, name, row = max(rows, key=lambda one: one[:3])
    figure = paths.dated(figure_of(gauges[name], row))
    if row.state is MeasurementState.PRELIMINARY:
        figure = tr("{figures}, preliminary", figures=figure)
    return f"{tr('{name}: {figures}', name=paths.title(data.scores, name), figures=figure)}."


def _is_known(data: ScorecardData, end: str, published: str) -> bool:
    return end <= data.at.as_of and published <= data.at.known_on


def _clean(text: str) -> Sentence:
    return (sanitize_line(text),)
