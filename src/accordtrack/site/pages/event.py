"""The page of an event: what happened, its place before and after it, both governments' words, and the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Link, Paragraph, Row, Table
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections import cells, event_chart
from accordtrack.scoring.event_reading import KINDS
from accordtrack.site import panel_downloads
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import record_path
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.site.sections import citations, conflicts, event_results, event_words, local_path, results
from accordtrack.text import event_study, panel_notes, paths, results_chain
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
    behind = site.held.scores.releases_behind(study) if study is not None else []
    points = event_chart.charted_points(site.held.scores, study) if study is not None else ()
    sources = {one.source for one in behind}
    if study is not None and not points:
        sources |= local_path.sources(site, body)
    evaluations = results_chain.evaluation_parts(site.held.scores, "events", code)
    evaluating = [name for part in evaluations for name in part.sources]
    parts = [
        Section("event", tr("What happened"), (LabeledPairs(tuple(_recorded_fields(site, body))), *_legend(body))),
        *(_path_section(site, study, points) if study is not None else ()),
        event_words.section(site, body),
        *conflicts.section(site, unfit),
        *([_test_section(site, study)] if study is not None else []),
        *(_comparisons(site, study) if study is not None else ()),
        *event_results.section(site, body),
        *results.evaluations_section(evaluations),
        *(_data(site, study) if study is not None else ()),
        *citations.section(site, [*body.sources, *conflicts.sources(site, unfit), *evaluating, *sources]),
    ]
    return Page(
        path,
        "events",
        title,
        tuple(parts),
        over=(tr("Event"), " · ", sanitize_line(code)),
        under=site.subtitle,
        lead=(_what_happened(body), *(() if study is None else (_lead(site, study),))),
        listings=site.card.listings,
        contents=True,
        cite=citations.citation_line(site, title, path),
    )


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
        yield Paragraph((sanitize_line(event_study.supplied_note(body.inferred)),), small=True)


def _what_happened(body: Event) -> tuple[str, ...]:
    """Return the day, the place and the kind of the event."""
    day = capitalize_first(event_study.recorded(body, "date", event_study.event_day(body.date)))
    place = event_study.recorded(body, "place", paths.place_name(body.place)) if body.place else ""
    kind = event_study.recorded(body, "kind", label("event kind", body.kind))
    return (sanitize_line(f"{day}{f', {place}' if place else ''}: {kind}."),)


def _lead(site: SiteData, study: EventStudy) -> tuple[str, ...]:
    about = _context(site.held.scores, study, study.headline)
    return (sanitize_line(" ".join(event_study.lead(study.headline, about))),)


def _path_section(site: SiteData, study: EventStudy, points: Sequence[PathPoint]) -> Iterator[Section]:
    """Yield the section with the path of the place: beside the other states if the panel has its figures, or else alone."""
    if points:
        chart = event_chart.path_chart(study, _context(site.held.scores, study, study.headline), points)
        link = Link(tr("CSV file"), path=panel_downloads.chart_path(study.event.id))
        blocks: list[object] = [chart, Paragraph((f"{tr('The figures of the chart:')} ", link, "."), small=True)]
    else:
        blocks = list(local_path.blocks(site, study.event))
    if blocks:
        sequence = Paragraph((tr("A sequence, not a cause."),))
        yield Section("before-and-after", tr("Before and after the event"), (sequence, *blocks))


def _test_section(site: SiteData, study: EventStudy) -> Section:
    """Return the section with all sentences of the comparison that gives the verdict."""
    scores, first = site.held.scores, study.headline
    told = " ".join(event_study.sentences(first, _context(scores, study, first)))
    blocks = [Paragraph((sanitize_line(told),))]
    blocks += [Paragraph((sanitize(note),)) for note in panel_notes.event_notes(scores, study)]
    if first.reading.middle is not None:
        ratios = tr(
            "2 times the rate means twice as many, and 0.80 times a fifth fewer. The median state is the one in the middle "
            "when all are ranked by their change."
        )
        blocks.append(Paragraph((ratios,), small=True))
    before = panel_notes.first_seen_note(scores, study)
    if before:
        blocks.append(Paragraph((sanitize_line(before),), small=True))
    return Section("test", tr("Compared with other states"), tuple(blocks))


def _comparisons(site: SiteData, study: EventStudy) -> Iterator[Section]:
    """Yield the section with every reading, as entries: their sentences are too long for a column of a narrow page."""
    scores = site.held.scores
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
        table = Table("readings", tr("All comparisons"), columns, rows, entries=True)
        expected = event_study.expected_by_chance(study.readings)
        chance = (Paragraph((expected,), small=True),) if expected else ()
        yield Section("comparisons", tr("All comparisons"), (table, *chance))
    notes = panel_notes.left_out_notes(scores, study)
    if notes:
        yield Section("left-out", tr("States left out"), tuple(Paragraph((sanitize_line(one),)) for one in notes))


def _data(site: SiteData, study: EventStudy) -> Iterator[Section]:
    """Yield the section with the release files behind the figures."""
    paragraphs = tuple(_release_paragraphs(site, study))
    if paragraphs:
        yield Section(
            "data", tr("Data"), (Paragraph((tr("The releases behind these figures, as CSV files:"),)), *paragraphs)
        )


def _release_paragraphs(site: SiteData, study: EventStudy) -> Iterator[Paragraph]:
    """Yield a paragraph for each release file: what it is, its source, and its note and license."""
    for one in panel_downloads.offered_releases(site, study):
        noun = sanitize_line(localize(site.held.facts.panel.series[one.series].title.text))
        name = tr("{noun}, release of {day}", noun=noun, day=one.released_on)
        rows = trn("{n} row", "{n} rows", one.rows)
        source = site.held.facts.sources.get(one.source)
        notes = [localize(note) for note in (one.note, source.note if source else None) if note]
        link = Link(name, path=f"../{panel_downloads.release_path(one)}")
        words = " ".join(sanitize(note) for note in notes) or tr("No license is known.")
        head = f" ({label('release class', one.release_class)}, {rows}). "
        yield Paragraph((link, head, *citations.labeled_sources(site, [one.source]), f". {words}"), small=True)


def _context(scores: ScoreAccess, study: EventStudy, found: EventReading) -> EventContext:
    return event_study.context_of(scores, study, found)


def _noun(scores: ScoreAccess, study: EventStudy, found: EventReading) -> str:
    return sanitize_line(localize(_context(scores, study, found).noun))
