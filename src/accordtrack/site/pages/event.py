"""The page of an event: its record, its results, conflicts between the sides, and the series before and after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line, with_minus_signs
from accordtrack.documents.charts.line_model import Level, Mark
from accordtrack.documents.model import Cell, Column, Link, Paragraph, Row, Table
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections import cells
from accordtrack.scoring.aftermath import KINDS, NO_BASELINE, NOT_MEASURED
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import record_path
from accordtrack.site.record_blocks import Collapsible, LabeledPairs, Lines
from accordtrack.site.sections import chart_titles, citations, conflicts, event_results, series_block
from accordtrack.text import aftermath
from accordtrack.text.numbers import format_amount
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.documents.model import Sentence
    from accordtrack.ledger.records import Event
    from accordtrack.scoring.aftermath import After, Window
    from accordtrack.scoring.score_access import Aftermath
    from accordtrack.site.material import SiteData


def page(site: SiteData, code: str) -> Page:
    """Return the page of one event."""
    body = site.held.facts.events[code]
    unfit = site.conflicts_about("events", code)
    found = site.held.scores.aftermath(code) if body.kind in KINDS else None
    path, title = record_path("event", code), site.held.title("event", code)
    lines = found.lines if found is not None else ()
    sources = [row.source for line in lines for point in (*line.before, *line.after) for row in point.rows]
    parts = [
        Section("event", tr("What is recorded"), (LabeledPairs(tuple(_recorded_fields(site, body))), *_legend(body))),
        *event_results.section(site, body),
        *conflicts.section(site, unfit),
        *([_aftermath_section(site, found)] if found is not None else []),
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


def _aftermath_section(site: SiteData, found: Aftermath) -> Section:
    """Return the aftermath section: windows, caution, a table of all series near the event, and charts.

    A series has a chart if it has values on both sides of the event.
    """
    windows = aftermath.windows(found.window)
    blocks: list[object] = [
        Paragraph((aftermath.caution(),)),
        Paragraph((f"{capitalize_first(windows)}.",)),
    ]
    near = [line for line in found.lines if line.before or line.after]
    columns = (
        Column("series", tr("series"), weight=3.0),
        Column("after", tr("before and after"), weight=4.0),
        Column("released", tr("released"), weight=3.0),
    )
    rows = tuple(
        Row(
            f"after-{line.gauge.id}-{number}",
            (
                Cell(_series_title(site, line), line.gauge.id),
                Cell(with_minus_signs(sanitize_line(aftermath.line(line)))),
                Cell(sanitize_line(aftermath.releases(line)) or "—"),
            ),
        )
        for number, line in enumerate(near, start=1)
    )
    if rows:
        blocks.append(Table("aftermath", tr("Before and after"), columns, rows))
    elif not found.lines:
        blocks.append(Paragraph((tr("This register has no series of results on its themes."),)))
    blocks += _unmeasured_list(site, [line for line in found.lines if line not in near])
    blocks += [
        _build_chart(site, line, found.window)
        for line in found.lines
        if line.before and line.after and _is_drawable(line)
    ]
    return Section("aftermath", tr("Aftermath"), tuple(blocks))


def _unmeasured_list(site: SiteData, lines: Sequence[After]) -> Iterator[Collapsible]:
    """Yield a collapsed list of the series without a whole period inside the windows, often the majority."""
    if lines:
        summary = trn(
            "{n} series of its themes has no period wholly inside the windows",
            "{n} series of its themes have no period wholly inside the windows",
            len(lines),
        )
        items = tuple(
            (sanitize_line(f"{_series_title(site, line)}: {with_minus_signs(aftermath.line(line))}"),) for line in lines
        )
        yield Collapsible("unmeasured", summary, (Lines(items),))


def _series_title(site: SiteData, line: After) -> str:
    """Return the title of an indicator, with the series if the indicator has several."""
    title = chart_titles.series_title(site, line.gauge, line.series)
    return (
        f"{title} ({sanitize_line(label('series', line.series))})"
        if line.series and len(line.gauge.series) > 1
        else title
    )


def _is_drawable(line: After) -> bool:
    return series_block.is_drawable((*line.before, *line.after))


def _build_chart(site: SiteData, line: After, window: Window) -> LineChart:
    """Return the chart of a series within the windows, with the day of the event and the mean of each window.

    If the two windows cannot be compared, the chart has only points, without a line or means.
    """
    text = f"{chart_titles.series_title(site, line.gauge, line.series)}: {aftermath.finding(line)}"
    compared = line.word not in {NO_BASELINE, NOT_MEASURED}
    marks = (Mark(window.day, tr("day of the event, {date}", date=window.day)),)
    points = (*line.before, *line.after)
    spots = tuple(map(series_block.uncounted_value, line.across))
    made_of = series_block.build_line_chart(
        site, line.gauge.id, str(line.series), points, title=text, marks=marks, spots=spots, joined=compared
    )
    return replace(
        made_of, id=f"after-{line.gauge.id}-{line.series}", levels=tuple(_mean_levels(line)) if compared else ()
    )


def _mean_levels(line: After) -> Iterator[Level]:
    for points, mean, words in (
        (line.before, line.mean_before, tr("mean of the periods before: {value}")),
        (line.after, line.mean_after, tr("mean of the periods after: {value}")),
    ):
        if mean is not None:
            yield Level(
                points[0].start, points[-1].end, mean, words.format(value=with_minus_signs(format_amount(mean)))
            )
