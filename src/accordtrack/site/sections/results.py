"""The section on the results of a commitment: its results chains as charts in rows, and the evaluations about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.documents.model import Heading, Paragraph
from accordtrack.i18n import tr
from accordtrack.site.page import Section
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.site.sections import indicator_charts
from accordtrack.text import results_chain
from accordtrack.vocabulary import LinkStrength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
    from accordtrack.text.results_chain import ResultsPart
    from accordtrack.types import Text


def section(site: SiteData, state: State) -> Iterator[Section]:
    """Yield the section, if there is a chain, an evaluation or a direct indicator."""
    blocks = [block for number, part in enumerate(_parts(site, state), start=1) for block in _blocks(number, part)]
    if not site.held.facts.chains.get(state.record.id):
        text = results_chain.where_it_ends(_direct_indicators(site, state))
        blocks = [*([Paragraph((sanitize_line(text),))] if text else []), *blocks]
    if blocks:
        yield Section("results", tr("Results chain and evaluations"), tuple(blocks))


def evaluations_section(parts: Sequence[ResultsPart]) -> Iterator[Section]:
    """Yield the section with the evaluations about a record, if there are any."""
    blocks = [block for number, part in enumerate(parts, start=1) for block in _blocks(number, part)]
    if blocks:
        yield Section("results", tr("Published evaluations"), tuple(blocks))


def sources(site: SiteData, state: State) -> list[str]:
    """Return the ids of all sources of the chains and evaluations."""
    return [name for part in _parts(site, state) for name in part.sources]


def _parts(site: SiteData, state: State) -> list[ResultsPart]:
    return results_chain.results_parts(site.held.scores, state.record.id)


def _blocks(number: int, part: ResultsPart) -> Iterator[object]:
    (_name, answer), *rows = part.rows
    yield Heading(f"results-{number}", sanitize_line(part.title))
    if part.is_chain:
        yield Paragraph((sanitize_line(answer[0]),))
        for line in answer[1:]:
            yield Paragraph((sanitize_line(line),), small=True)
    else:
        rows = list(part.rows)
    yield LabeledPairs(tuple((sanitize_line(name), tuple((sanitize(line),) for line in lines)) for name, lines in rows))


def _direct_indicators(site: SiteData, state: State) -> Iterator[tuple[str, Text]]:
    indicators = site.held.facts.indicators
    for link in indicator_charts.links_of(state):
        found = indicators.get(link.indicator)
        if found is not None and link.strength is LinkStrength.DIRECT:
            yield found.level, found.title.text
