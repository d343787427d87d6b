"""The indicator section of a commitment: each indicator as a chart, with a table of its values below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line, with_minus_signs
from accordtrack.documents.charts.line_model import GREATEST, Mark, ReferenceValue
from accordtrack.documents.model import Heading, Paragraph
from accordtrack.i18n import localize, tr
from accordtrack.projection.amendments import chosen_target
from accordtrack.scoring import series
from accordtrack.scoring.measured_paths import drawn_points
from accordtrack.site.page import Section
from accordtrack.site.sections import chart_titles, citations, dispute_thread, kind_words, series_block, value_table
from accordtrack.text import event_study, paths
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import CLOSENESS
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.ledger.indicators import AmendedIndicator, Link, Target
    from accordtrack.projection.fold import State
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import SiteData


def links_of(state: State) -> list[Link]:
    """Return the links of a commitment, the direct ones first."""
    found = {item.body.indicator: item.body for item in state.links}
    return sorted(found.values(), key=lambda link: (CLOSENESS[link.strength], link.indicator))


def section(site: SiteData, state: State) -> Section:
    """Return the section with every linked indicator and its path since the agreement; it says so if there is none."""
    blocks: list[object] = []
    for link in links_of(state):
        blocks += _indicator_blocks(site, state, link)
    if not blocks:
        blocks = [Paragraph((tr("This register links no indicator to it."),))]
    else:
        blocks.insert(0, Paragraph((event_study.caution(),), small=True))
    return Section("indicators", tr("Linked indicators and their paths"), tuple(blocks))


def _indicator_blocks(site: SiteData, state: State, link: Link) -> Iterator[object]:
    name = link.indicator
    body = site.held.facts.indicators.get(name)
    gauge = site.held.scores.inputs.gauges.get(name)
    if body is None or gauge is None:
        return
    day = str(state.record.agreed_on)
    found = site.held.scores.indicator_paths(name, day)
    text = (
        found.main.series
        if found.main is not None and found.main.series in gauge.series
        else series.headline_series(gauge.headline, gauge.series)
    )
    points = series.points(gauge, text, site.held.at) if text else []
    if found.main is not None and found.main.series == text:
        points = drawn_points(gauge, found.main, site.held.at)
    marks = (Mark(day, tr(kind_words.words_for(state.record).marked, date=day)),)
    notes = tuple(_notes(site, link, body, found))
    title = chart_titles.path_or_title(site.held.scores, found, text)
    if series_block.is_drawable(points) and len(points) == 1:
        yield series_block.build_single_value(
            site, name, text or "", points[0], title=title, spots=_reference_values(body), notes=notes
        )
    elif series_block.is_drawable(points):
        yield series_block.build_line_chart(
            site, name, text or "", points, title=title, marks=marks, spots=_reference_values(body), notes=notes
        )
    else:
        yield Heading(f"indicator-{name}", title)
        yield Paragraph((sanitize_line(localize(body.unit)),), small=True)
        yield Paragraph((_reason_not_drawn(points, gauge, text),))
        for note in notes:
            yield Paragraph(note, small=True)
    yield from value_table.collapsible_table(site, gauge, text, points)
    for thread in site.threads_about(name):
        yield from dispute_thread.blocks(thread, linked=False)


def _reason_not_drawn(points: Sequence[Value], gauge: MeasuredIndicator, text: str | None) -> str:
    if points:
        return tr("Its values are too large to be drawn; they are in the table.")
    if chart_titles.is_running_total(text) and any(row.series == text and row.may_count for row in gauge.rows):
        return tr("A running total is drawn by its growth per day; none can be determined between its values here.")
    if gauge.rows:
        return tr(
            "None of its values counts: each is from another series, awaits confirmation, is derived, or was replaced."
        )
    return tr("This register found no value for it.")


def _reference_values(body: AmendedIndicator) -> tuple[ReferenceValue, ...]:
    """Return the baseline, and the target in force with the side that set it."""
    target, baseline = chosen_target(body, every=True)
    reference_values = []
    if baseline and abs(float(baseline.value)) <= GREATEST:
        text = tr(
            "baseline {value} on {day}", value=with_minus_signs(format_amount(float(baseline.value))), day=baseline.on
        )
        reference_values.append(
            ReferenceValue("baseline", str(baseline.on), float(baseline.value), sanitize_line(text))
        )
    if target and abs(float(target.value)) <= GREATEST:
        reference_values.append(ReferenceValue("target", str(target.by), float(target.value), _target_text(target)))
    return tuple(reference_values)


def _target_text(target: Target) -> str:
    setter = label("set by", target.set_by)
    value = with_minus_signs(format_amount(float(target.value)))
    return sanitize_line(tr("target {value} by {day}, {who}", value=value, day=target.by, who=setter))


def _notes(site: SiteData, link: Link, body: AmendedIndicator, found: IndicatorPaths) -> Iterator[Sentence]:
    """Yield the notes: link and reason, why nothing is compared, other targets, definition and caveats."""
    strength = label("strength", link.strength)
    why = sanitize(localize(link.rationale))
    yield (tr("Link to this commitment: {strength}. {why}", strength=strength, why=why).strip(),)
    if found.main is None:
        yield (sanitize_line(f"{capitalize_first(paths.not_compared(found))}."),)
    chosen, _baseline = chosen_target(body, every=True)
    beside = [body.target, *(one.target for one in body.beside.values())]
    for target in beside:
        if target and target is not chosen:
            yield (tr("Another target: {target}.", target=_target_text(target)),)
    if chosen and chosen.source:
        yield (tr("Target: "), *citations.sources_line(site, [str(chosen.source)]))
    for field, text in (("definition", body.definition), ("caveats", body.caveats)):
        phrase = sanitize(localize(text))
        if phrase:
            yield (f"{capitalize_first(label('field', field))}: {phrase}",)


def sources(site: SiteData, state: State) -> Iterator[str]:
    """Yield the ids of all sources that the indicators cite."""
    for link in links_of(state):
        name = link.indicator
        gauge = site.held.scores.inputs.gauges.get(name)
        yield from (row.source for row in gauge.rows) if gauge is not None else ()
        body = site.held.facts.indicators.get(name)
        target = chosen_target(body, every=True)[0] if body is not None else None
        if target and target.source:
            yield str(target.source)
