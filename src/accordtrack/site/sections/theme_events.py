"""Events of a theme: the latest one that was compared, all of them, and where they took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts.tile_map import PLACES, TileMap
from accordtrack.documents.model import Link, Paragraph
from accordtrack.i18n import localize, tr
from accordtrack.site.page import Section
from accordtrack.site.record_blocks import Collapsible, Lines
from accordtrack.site.theme_blocks import Beside
from accordtrack.text import event_study, findings
from accordtrack.types import regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accordtrack.ledger.records import Event
    from accordtrack.scoring.score_access import EventStudy
    from accordtrack.site.material import SiteData


def section(site: SiteData, theme: str) -> Iterator[Section]:
    """Yield the section, if there are events of the theme that are compared with other states."""
    scores = site.held.scores
    events = [one for one in scores.events() if theme in map(str, one.themes)]
    if not events:
        return
    studies = [scores.event_study(one.id) for one in events]
    compared = event_study.compared(studies)
    told = findings.event_sentences(scores, compared[0] if compared else studies[0])
    blocks = (Paragraph((sanitize_line(" ".join(told)),)), _all_events(site, studies))
    dotted = frozenset(PLACES) & {str(one.place) for one in events}
    if not dotted:
        yield Section("events", tr("Before and after an event"), blocks)
        return
    filled = frozenset(PLACES) & frozenset(_places_with_figures(site, theme, studies))
    dot = tr("Dot: an event.")
    held = tr("Filled: figures held ({n} of {all}).", n=len(filled), all=len(PLACES))
    legend = dot if len(filled) == len(PLACES) else f"{held} {dot}"
    title = tr("The 32 states of Mexico")
    alt = tr(
        "{title}. Figures are held of: {filled}. Events took place in: {dotted}.", title=title, **_names(filled, dotted)
    )
    found = TileMap(f"map-{theme}", title, sanitize_line(alt), filled, dotted)
    yield Section("events", tr("Before and after an event"), (Beside(blocks, found, legend),))


def _all_events(site: SiteData, studies: Sequence[EventStudy]) -> Collapsible:
    lines = [
        (
            Link(site.held.title("event", one.event.id), "event", one.event.id),
            sanitize_line(f", {_day(one.event)}: {event_study.verdict_label(one.headline)}"),
        )
        for one in studies
    ]
    summary = tr("{n} of {all} events compared", n=len(event_study.compared(studies)), all=len(studies))
    return Collapsible("events-all", summary, (Lines(tuple(lines)),))


def _day(event: Event) -> str:
    return event_study.recorded(event, "date", event_study.event_day(event.date))


def _places_with_figures(site: SiteData, theme: str, studies: Sequence[EventStudy]) -> Iterator[str]:
    """Yield the places of the indicators of the theme, and those that the comparison of one of its events covers."""
    yield from (one.place for one in site.held.scores.inputs.gauges.values() if one.place and one.theme == theme)
    outcomes = {one.headline.outcome for one in studies}
    for found in site.held.scores.outcomes:
        if found.name in outcomes:
            yield from found.places


def _names(*groups: Iterable[str]) -> dict[str, str]:
    named = [", ".join(sorted(localize(regions.NAMES[code]) for code in group)) or "—" for group in groups]
    return {"filled": named[0], "dotted": named[1]}
