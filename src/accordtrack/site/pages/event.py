"""The page of an event: its record, its results, conflicts between the sides, and the series before and after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital, minus, sanitize, sanitize_line
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import local, tr, trn
from accordtrack.scorecard.sections import cells
from accordtrack.scoring.aftermath import KINDS, NO_BASELINE, NOT_MEASURED
from accordtrack.site.chart_model import Level, Mark
from accordtrack.site.page import Link, Page, Passage, Section
from accordtrack.site.page_paths import record
from accordtrack.site.record_blocks import Collapsible, LabeledPairs, Lines
from accordtrack.site.sections import chart_titles, citations, conflicts, event_results, series_block
from accordtrack.text import aftermath
from accordtrack.text.numbers import amount
from accordtrack.types import regions
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.records import Event
    from accordtrack.scoring.aftermath import After, Window
    from accordtrack.scoring.scores import Aftermath
    from accordtrack.site.chart_model import LineChart
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words


def page(made: SiteData, code: str) -> Page:
    """Return the page of one event."""
    body = made.held.facts.events[code]
    unfit = made.conflicts_about("events", code)
    found = made.held.scores.aftermath(code) if body.kind in KINDS else None
    path, title = record("event", code), made.held.title("event", code)
    lines = found.lines if found is not None else ()
    drawn = [row.source for line in lines for point in (*line.before, *line.after) for row in point.rows]
    parts = [
        Section("event", tr("What is recorded"), (LabeledPairs(tuple(_recorded(made, body))), *_legend(body))),
        *event_results.section(made, body),
        *conflicts.section(made, unfit),
        *([_after(made, found)] if found is not None else []),
        *citations.section(made, [*body.sources, *conflicts.sources(made, unfit), *drawn]),
    ]
    return Page(
        path,
        "events",
        title,
        tuple(parts),
        over=(tr("Event"), " · ", sanitize_line(code)),
        under=made.card.subtitle,
        listings=made.card.listings,
        contents=True,
        cite=citations.cite(made, title, path),
    )


def _recorded(made: SiteData, body: Event) -> Iterator[tuple[str, tuple[Words, ...]]]:
    def marked(field: str, told: str) -> str:
        return f"{cells.CHOSEN} {told}" if field in body.inferred else told

    yield label("field", "date"), ((marked("date", sanitize_line(body.date)),),)
    yield label("field", "kind"), ((marked("kind", label("event kind", body.kind)),),)
    if body.place:
        yield label("field", "place"), ((marked("place", sanitize_line(local(regions.named(body.place)))),),)
    if body.side:
        yield label("field", "side"), ((marked("side", label("side", body.side)),),)
    if body.themes:
        parts = citations.joined(
            (Link(made.held.title("theme", theme), "theme", theme),) for theme in map(str, body.themes)
        )
        yield label("field", "themes"), ((marked("themes", ""), *parts),)
    note = sanitize(local(body.note))
    if note:
        yield label("field", "note"), ((marked("note", note),),)
    yield label("field", "sources"), tuple(citations.sources(made, [source]) for source in body.sources)


def _legend(body: Event) -> Iterator[Passage]:
    if body.inferred:
        told = tr(
            "≈ before a word: the source does not say it so, this register inferred it. So here: {fields}.",
            fields=", ".join(label("field", name) for name in body.inferred),
        )
        yield Passage((sanitize_line(told),), small=True)


def _after(made: SiteData, found: Aftermath) -> Section:
    """Return the aftermath section: windows, caution, a table of all series near the event, and charts.

    A series has a chart if it has values on both sides of the event.
    """
    windows = aftermath.windows(found.window)
    blocks: list[object] = [
        Passage((aftermath.caution(),)),
        Passage((f"{capital(windows)}.",)),
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
                Cell(_named(made, line), line.gauge.id),
                Cell(minus(sanitize_line(aftermath.line(line)))),
                Cell(sanitize_line(aftermath.releases(line)) or "—"),
            ),
        )
        for number, line in enumerate(near, start=1)
    )
    if rows:
        blocks.append(Table("aftermath", tr("Before and after"), columns, rows))
    elif not found.lines:
        blocks.append(Passage((tr("This register has no series of results on its themes."),)))
    blocks += _unmeasured(made, [line for line in found.lines if line not in near])
    blocks += [_drawn(made, line, found.window) for line in found.lines if line.before and line.after and _fits(line)]
    return Section("aftermath", tr("Aftermath"), tuple(blocks))


def _unmeasured(made: SiteData, lines: Sequence[After]) -> Iterator[Collapsible]:
    """Yield a collapsed list of the series without a whole period inside the windows, often the majority."""
    if lines:
        summary = trn(
            "{n} series of its themes has no period wholly inside the windows",
            "{n} series of its themes have no period wholly inside the windows",
            len(lines),
        )
        told = tuple((sanitize_line(f"{_named(made, line)}: {minus(aftermath.line(line))}"),) for line in lines)
        yield Collapsible("unmeasured", summary, (Lines(told),))


def _named(made: SiteData, line: After) -> str:
    """Return the title of an indicator, with the series if the indicator has several."""
    title = chart_titles.titled(made, line.gauge, line.series)
    return (
        f"{title} ({sanitize_line(label('series', line.series))})"
        if line.series and len(line.gauge.series) > 1
        else title
    )


def _fits(line: After) -> bool:
    return series_block.drawable((*line.before, *line.after))


def _drawn(made: SiteData, line: After, window: Window) -> LineChart:
    """Return the chart of a series within the windows, with the day of the event and the mean of each window.

    If the two windows cannot be compared, the chart has only points, without a line or means.
    """
    told = f"{chart_titles.titled(made, line.gauge, line.series)}: {aftermath.finding(line)}"
    compared = line.word not in {NO_BASELINE, NOT_MEASURED}
    marks = (Mark(window.day, tr("day of the event, {date}", date=window.day)),)
    points = (*line.before, *line.after)
    spots = tuple(map(series_block.uncounted, line.across))
    made_of = series_block.curve(
        made, line.gauge.id, str(line.series), points, title=told, marks=marks, spots=spots, joined=compared
    )
    return replace(made_of, id=f"after-{line.gauge.id}-{line.series}", levels=tuple(_levels(line)) if compared else ())


def _levels(line: After) -> Iterator[Level]:
    for held, mean, words in (
        (line.before, line.mean_before, tr("mean of the periods before: {value}")),
        (line.after, line.mean_after, tr("mean of the periods after: {value}")),
    ):
        if mean is not None:
            yield Level(held[0].start, held[-1].end, mean, words.format(value=minus(amount(mean))))
