"""The front page: the answer in plain words, the areas, statements on progress, and what was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Link, Paragraph
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.i18n import in_alternat, tr, trn
from accordtrack.site import page_paths
from accordtrack.site.page import ChartPair, Page, Section
from accordtrack.site.sections import answer_numbers, area_tables, citations, spoken_chart, status_bars
from accordtrack.text import effect_notes, event_study, findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.site.material import SiteData


def effect_paragraphs(site: SiteData) -> tuple[Paragraph, ...]:
    """Return the notes with numbers: on desks, on what waits, and on what was recorded in another's name."""
    if site.held.effects is None:
        return ()
    return tuple(Paragraph((sanitize_line(note),)) for note in effect_notes.notes(site.held.effects.summary))


def page(site: SiteData) -> Page:
    """Return the page. Its numbers open lists on a separate page, which keeps it small."""
    lists, title = Listings(), tr("Beyond arrests and seizures: what changed?")
    scores = site.held.scores
    lead = tuple(answer_numbers.linked(site, lists, findings.counted_short(scores, scores.finding)))
    return Page(
        page_paths.FRONT,
        "front",
        title,
        tuple(_sections(site, lists)),
        under=site.subtitle_with_signs,
        summary=plain_text(lead[0]),
        lead=lead,
        listings=(*site.card.listings, *lists.all_lists),
        lists_at=page_paths.LISTS,
        atom=page_paths.ATOM,
        opening=(area_tables.by_word(site, lists),),
        cite=citations.citation_line(site, title, page_paths.FRONT),
    )


def charts(site: SiteData) -> tuple[LineChart, ...]:
    """Return the chart of the first series of each country that the accord names and that can be drawn."""
    scores = site.held.scores
    found: dict[str, LineChart] = {}
    for one in in_alternat(scores.finding.spoken, lambda one: one.side):
        chart = spoken_chart.chart(site, f"series-{one.side.lower()}", one, scores.first_agreement)
        if chart is not None and chart.ink:
            found.setdefault(one.side, chart)
    return tuple(found.values())


def _sections(site: SiteData, lists: Listings) -> Iterator[Section]:
    yield Section("areas", tr("Indicators by area"), (area_tables.by_area(site, lists),))
    drawn = charts(site)
    if drawn:
        yield Section("series", tr("One series for each country"), (ChartPair(drawn),))
    yield Section("statements", tr("Statements on progress"), (status_bars.build_stack(site.held, lists),))
    found = site.held.scores.finding
    if found.event is not None:
        told = findings.event_in_short(site.held.scores, found.event)
        every = event_study.count_compared([site.held.scores.event_study(one.id) for one in site.held.scores.events()])
        yield Section(
            "event",
            tr("Before and after an event"),
            (Paragraph((sanitize_line(told),)), Paragraph((Link(every, path=page_paths.EVENTS),))),
        )
    asked = findings.questions(site.held.scores, found)
    if asked:
        paragraphs = tuple(Paragraph((sanitize_line(text),)) for text in asked)
        title = trn("Data not found: {n} question", "Data not found: {n} questions", len(asked))
        yield Section("questions", title, paragraphs)
    notes = effect_paragraphs(site)
    if notes:
        yield Section("notes", tr("How this register is kept"), notes)
