"""The front page: the answer in plain words, the areas, statements on progress, and what was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Link, Paragraph
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import answer
from accordtrack.site import page_paths
from accordtrack.site.page import Page, Section
from accordtrack.site.sections import citations, status_bars
from accordtrack.text import effect_notes, event_study, findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import SiteData


def effect_paragraphs(site: SiteData) -> tuple[Paragraph, ...]:
    """Return the notes with numbers: on desks, on what waits, and on what was recorded in another's name."""
    if site.held.effects is None:
        return ()
    return tuple(Paragraph((sanitize_line(note),)) for note in effect_notes.notes(site.held.effects.summary))


def page(site: SiteData) -> Page:
    """Return the page. Its numbers open lists on a separate page, which keeps it small."""
    lists, lead = Listings(), answer.short_paragraphs(site.held)
    return Page(
        page_paths.FRONT,
        "front",
        tr("Beyond arrests and seizures: what changed?"),
        tuple(_sections(site, lists)),
        under=site.card.subtitle,
        summary=plain_text(lead[0]),
        lead=lead,
        listings=(*site.card.listings, *lists.all_lists),
        lists_at=page_paths.LISTS,
        atom=page_paths.ATOM,
        cite=citations.citation_line(site, tr("Overview"), page_paths.FRONT),
    )


def _sections(site: SiteData, lists: Listings) -> Iterator[Section]:
    yield Section("areas", tr("Indicators by area"), (answer.areas_table(site.held),))
    yield Section("statements", tr("Statements on progress"), (status_bars.build_stack(site.held, lists),))
    found = site.held.scores.finding
    if found.event is not None:
        told = findings.event_sentences(site.held.scores, found.event)
        every = event_study.count_compared([site.held.scores.event_study(one.id) for one in site.held.scores.events()])
        yield Section(
            "event",
            tr("Before and after an event"),
            (
                Paragraph((sanitize_line(" ".join(told)),)),
                Paragraph((Link(every, path=page_paths.EVENTS),)),
            ),
        )
    asked = findings.questions(site.held.scores, found)
    if asked:
        paragraphs = tuple(Paragraph((sanitize_line(text),)) for text in asked)
        title = trn("Data not found: {n} question", "Data not found: {n} questions", len(asked))
        yield Section("questions", title, paragraphs)
    notes = effect_paragraphs(site)
    if notes:
        yield Section("notes", tr("How this register is kept"), notes)
    ways = (
        (tr("All commitments"), page_paths.COMMITMENTS),
        (tr("By theme"), page_paths.THEMES),
        (tr("By responsible body"), page_paths.BODIES),
        (tr("Targets and expected results"), page_paths.TARGETS),
        (tr("The scorecard as a document, and all data"), page_paths.DOWNLOADS),
    )
    yield Section("further", tr("Read on"), tuple(Paragraph((Link(text, path=path),)) for text, path in ways))
