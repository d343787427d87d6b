"""Parts of the one-page brief: areas, statements, an event, questions, and the newest figure.

Its sentences are those of the answer. That of the shipped register has at most 350 words in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import BriefPart
from accordtrack.i18n import tr
from accordtrack.scoring.findings import by_measured
from accordtrack.scoring.measured_paths import figure_of
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.vocabulary import MeasurementState, Precision

if TYPE_CHECKING:
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
    every = (
        ("areas", tr("Areas"), [area_line(data, one) for one in by_measured(found.themes)]),
        ("statements", tr("Statements"), [" ".join(words.reported_in_short(found))]),
        ("event", tr("Event"), [words.event_in_short(scores, found.event) if found.event is not None else ""]),
        ("questions", tr("Questions"), words.questions_in_short(found)),
        ("newest", tr("Newest figure"), [newest_figure(data)]),
    )
    cleaned = ((key, title, tuple(_clean(text) for text in texts if text)) for key, title, texts in every)
    return tuple(BriefPart(key, title, sentences) for key, title, sentences in cleaned if sentences)


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
        (row.published, row.end, gauge.place is None, name, row)
        for name, gauge in gauges.items()
        for row in gauge.rows
        if row.value is not None
        and not row.confirm
        and row.exact is Precision.DAY
        and _is_known(data, row.end, row.published)
    ]
    if not rows:
        return ""
    *_dates, name, row = max(rows, key=lambda one: one[:4])  # of a country before that of a state
    figure = words.dated_figure(data.scores, name, figure_of(gauges[name], row))
    if row.state is MeasurementState.PRELIMINARY:
        figure = tr("{figures}, preliminary", figures=figure)
    return f"{tr('{name}: {figures}', name=paths.title(data.scores, name), figures=figure)}."


def _is_known(data: ScorecardData, end: str, published: str) -> bool:
    return end <= data.at.as_of and published <= data.at.known_on


def _clean(text: str) -> Sentence:
    return (sanitize_line(text),)
