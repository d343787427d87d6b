"""The page of an event: its record, its results, conflicts between the sides, and its place before and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.documents.charts.line_model import Band, BandPoint, LineChart, Mark, Point
from accordtrack.documents.model import Cell, Column, Link, Paragraph, Row, Table
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import cells
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_reading import KINDS
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import record_path
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.site.sections import citations, conflicts, event_results
from accordtrack.text import event_study
from accordtrack.text.numbers import format_amount
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.ledger.records import Event
    from accordtrack.scoring.event_reading import EventReading, PathPoint
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess
    from accordtrack.site.material import SiteData
    from accordtrack.text.event_study import EventContext


def page(site: SiteData, code: str) -> Page:
    """Return the page of one event."""
    body = site.held.facts.events[code]
    unfit = site.conflicts_about("events", code)
    study = site.held.scores.event_study(code) if body.kind in KINDS else None
    path, title = record_path("event", code), site.held.title("event", code)
    sources = _panel_sources(site, study) if study is not None else []
    parts = [
        Section("event", tr("What is recorded"), (LabeledPairs(tuple(_recorded_fields(site, body))), *_legend(body))),
        *event_results.section(site, body),
        *conflicts.section(site, unfit),
        *([_study_section(site, study)] if study is not None else []),
        *citations.section(site, [*body.sources, *conflicts.sources(site, unfit), *sources]),
    ]
    return Page(
        path,
        "events",
        title,
        tuple(parts),
        over=(tr("Event"), " · ", sanitize_line(code)),
        under=site.card.subtitle,
        listings=site.card.listings,
        contents=True,
        cite=citations.citation_line(site, title, path),
    )


def _panel_sources(site: SiteData, study: EventStudy) -> list[str]:
    """Return the sources of the releases behind the readings."""
    registered = {one.name: one.series for one in standard_event_method().outcomes}
    wanted = {(registered[one.outcome], one.release) for one in study.readings if one.outcome and one.release}
    panel = site.held.facts.panel
    return sorted({one.source for one in panel.releases if (one.series, one.released_on) in wanted})


def _recorded_fields(site: SiteData, body: Event) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    def mark_if_inferred(field: str, text: str) -> str:
        return f"{cells.CHOSEN} {text}" if field in body.inferred else text

    yield label("field", "date"), ((mark_if_inferred("date", sanitize_line(body.date)),),)
    yield label("field", "kind"), ((mark_if_inferred("kind", label("event kind", body.kind)),),)
    if body.place:
        yield (
            label("field", "place"),
            ((mark_if_inferred("place", sanitize_line(localize(regions.name_with_code(body.place)))),),),
        )
    if body.side:
        yield label("field", "side"), ((mark_if_inferred("side", label("side", body.side)),),)
    if body.themes:
        parts = citations.join_sentences(
            (Link(site.held.title("theme", theme), "theme", theme),) for theme in map(str, body.themes)
        )
        yield label("field", "themes"), ((mark_if_inferred("themes", ""), *parts),)
    note = sanitize(localize(body.note))
    if note:
        yield label("field", "note"), ((mark_if_inferred("note", note),),)
    yield label("field", "sources"), tuple(citations.sources_line(site, [source]) for source in body.sources)


def _legend(body: Event) -> Iterator[Paragraph]:
    if body.inferred:
        text = tr(
            "≈ before a word: the source does not say so; this register inferred it. Here: {fields}.",
            fields=", ".join(label("field", name) for name in body.inferred),
        )
        yield Paragraph((sanitize_line(text),), small=True)


def _study_section(site: SiteData, study: EventStudy) -> Section:
    """Return the answer in sentences, the path of the place beside the other states, and a table of all comparisons."""
    scores, first = site.held.scores, study.headline
    about = event_study.context_of(scores, study, first)
    blocks: list[object] = [
        Paragraph((f"{event_study.verdict_label(first)}. ", " ".join(event_study.sentences(first, about))))
    ]
    points = scores.path_around(study, first)
    if len(points) > 1:
        blocks.append(_path_chart(study, first, about, points))
    columns = (
        Column("outcome", tr("indicator"), weight=2.0),
        Column("window", tr("months after"), weight=1.0),
        Column("verdict", tr("result"), weight=1.5),
        Column("text", tr("before and after"), weight=5.0),
    )
    rows = tuple(
        Row(
            f"reading-{one.outcome}-{one.window}",
            (
                Cell(_noun(scores, study, one), str(one.outcome or "")),
                Cell(event_study.window_label(one, yearly=_context(scores, study, one).yearly), one.window or 0),
                Cell(event_study.verdict_label(one), one.verdict.value),
                Cell(sanitize(" ".join(event_study.summary(one, _context(scores, study, one))))),
            ),
        )
        for one in study.readings
        if one.outcome is not None
    )
    if rows:
        blocks.append(Table("readings", tr("All comparisons"), columns, rows))
        if expected := event_study.expected_by_chance(study.readings):
            blocks.append(Paragraph((expected,), small=True))
    return Section("before-and-after", tr("Before and after the event"), tuple(blocks))


def _context(scores: ScoreAccess, study: EventStudy, found: EventReading) -> EventContext:
    return event_study.context_of(scores, study, found)


def _noun(scores: ScoreAccess, study: EventStudy, found: EventReading) -> str:
    return sanitize_line(localize(_context(scores, study, found).noun))


def _path_chart(study: EventStudy, found: EventReading, about: EventContext, points: Sequence[PathPoint]) -> LineChart:
    """Return the chart of a place's rate around the event, as a ratio to its own mean before, beside the other states."""
    noun, place = sanitize_line(localize(about.noun)), sanitize_line(localize(regions.NAMES[str(study.event.place)]))
    title = f"{place}, {noun}: {event_study.verdict_label(found)}"
    days = [(_first_day(one.period), last_day(one.period)) for one in points]
    subtitle = tr(
        "Rate of each month, as a multiple of the mean of the {n} months before the event; release of {day}",
        n=about.periods_before,
        day=str(found.release),
    )
    shown = [f"{event_study.period_name(one.period)} {format_amount(one.count)}" for one in points]
    return LineChart(
        f"path-{found.outcome}",
        title,
        subtitle,
        tuple(
            Point(start, end, one.ratio, format_amount(one.count), one.preliminary)
            for one, (start, end) in zip(points, days, strict=True)
        ),
        sanitize_line(f"{title}. {subtitle}: {'; '.join(shown)}."),
        tr("may still be revised"),
        (Mark(study.event.date, tr("day of the event, {date}", date=study.event.date)),),
        every=365 if about.yearly else 30,
        band=Band(
            tuple(
                BandPoint(start, end, one.low, one.middle, one.high)
                for one, (start, end) in zip(points, days, strict=True)
            ),
            tr("the middle half of the states compared"),
            tr("the median of the states compared"),
        ),
    )


def _first_day(period: str) -> str:
    return f"{period}-01" if "-" in period else f"{period}-01-01"
