"""Section "Before and after events": the result for each event, then those that were compared, with charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Heading, Paragraph, Row, Section, Table
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections.cards import round_for_export
from accordtrack.scorecard.sections.event_chart import charted_points, path_chart
from accordtrack.scoring.event_reading import Verdict
from accordtrack.text import event_study as words
from accordtrack.text import panel_notes
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import Block
    from accordtrack.ledger.records import Event
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess

_CHARTED = frozenset({Verdict.STANDS_OUT, Verdict.ALREADY_MOVING, Verdict.SHARED})
"""Verdicts on a change that other states did not see. A chart of the others would show only that."""


def section(data: ScorecardData) -> Section:
    """Return the section: the answer over all events, each event in a row, then those that were compared."""
    scores = data.scores
    studies = [scores.event_study(one.id) for one in scores.events()]
    compared = words.compared(studies)
    blocks: list[Block] = [Paragraph((_answer(studies, compared),)), Paragraph((words.caution(),))]
    if studies:
        blocks.append(_table(scores, studies))
    blocks += [block for one in compared for block in _event_blocks(scores, one)]
    return Section("events", tr("Before and after events"), tuple(blocks))


def _answer(studies: Sequence[EventStudy], compared: Sequence[EventStudy]) -> str:
    """Return how many events could be compared with other states, and how many changes stand out."""
    outstanding = [one for one in compared if one.headline.verdict is Verdict.STANDS_OUT]
    first = trn(
        "The change around {n} event stands out from other states.",
        "The changes around {n} events stand out from other states.",
        len(outstanding),
    )
    return f"{first} {words.count_compared(studies)}"


def _table(scores: ScoreAccess, studies: Sequence[EventStudy]) -> Table:
    columns = (
        Column("date", tr("date"), weight=1.3),
        Column("event", tr("event"), weight=4.0),
        Column("place", tr("place"), weight=1.6),
        Column("window", tr("months after"), weight=1.2),
        Column("verdict", tr("result"), weight=2.2),
        Column("ratio", tr("rate after over rate before"), weight=1.4),
        Column("relative", tr("compared with the median state"), weight=1.4),
    )
    return Table("events-compared", tr("Before and after events"), columns, tuple(_row(scores, one) for one in studies))


def _row(scores: ScoreAccess, study: EventStudy) -> Row:
    found, event = study.headline, study.event
    window = words.window_label(found, yearly=words.context_of(scores, study, found).yearly) if found.window else ""
    return Row(
        f"event-{event.id}",
        (
            Cell(_date(event), event.date),
            Cell(sanitize_line(localize(event.title.text)), event.id),
            Cell(sanitize_line(localize(regions.NAMES[event.place])) if event.place else "", event.place or ""),
            Cell(window, found.window),
            Cell(words.verdict_label(found), found.verdict.value),
            _times(found.reading.ratio),
            _times(found.reading.relative),
        ),
    )


def _date(event: Event) -> str:
    return sanitize_line(words.recorded(event, "date", words.event_day(event.date)))


def _times(value: float | None) -> Cell:
    return Cell("" if value is None else words.times(value), round_for_export(value))


def _event_blocks(scores: ScoreAccess, study: EventStudy) -> list[Block]:
    about = words.context_of(scores, study, study.headline)
    title = f"{_date(study.event)} · {localize(study.event.title.text)} ({label('event kind', study.event.kind)})"
    blocks: list[Block] = [
        Heading(f"event-study-{study.event.id}", sanitize_line(title)),
        Paragraph((sanitize(" ".join(words.sentences(study.headline, about))),)),
        *(Paragraph((sanitize(note),), small=True) for note in panel_notes.event_notes(scores, study)),
    ]
    points = charted_points(scores, study) if study.headline.verdict in _CHARTED else ()
    if points:
        blocks.append(path_chart(study, about, points))
    return blocks
