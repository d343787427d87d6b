"""The indicator section of a commitment: each indicator as a chart, with a table of its values below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital, minus, sanitize, sanitize_line
from accordtrack.documents.model import Heading
from accordtrack.i18n import local, tr
from accordtrack.projection.amendments import chosen_target
from accordtrack.scoring import series
from accordtrack.site.chart_model import GREATEST, Mark, ReferenceValue
from accordtrack.site.page import Passage, Section
from accordtrack.site.sections import chart_titles, citations, dispute_thread, kind_words, series_block, value_table
from accordtrack.text import aftermath, contrast
from accordtrack.text.numbers import amount
from accordtrack.vocabulary import CLOSENESS
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.indicators import AmendedIndicator, Link, Target
    from accordtrack.projection.fold import State
    from accordtrack.scoring.contrast import Line
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words


def links_of(state: State) -> list[Link]:
    """Return the links of a commitment, the direct ones first."""
    found = {item.body.indicator: item.body for item in state.links}
    return sorted(found.values(), key=lambda link: (CLOSENESS[link.strength], link.indicator))


def section(made: SiteData, state: State) -> Section:
    """Return the section with every linked indicator; it says so if there is none."""
    blocks: list[object] = []
    for link in links_of(state):
        blocks += _one(made, state, link)
    if not blocks:
        blocks = [Passage((tr("This register links no indicator to it."),))]
    else:
        blocks.insert(0, Passage((aftermath.caution(),), small=True))
    return Section("indicators", tr("Indicators"), tuple(blocks))


def _one(made: SiteData, state: State, link: Link) -> Iterator[object]:
    name = link.indicator
    body = made.held.facts.indicators.get(name)
    gauge = made.held.scores.inputs.gauges.get(name)
    if body is None or gauge is None:
        return
    line = _compared(made, str(state.record.id), name)
    told = line.series if line is not None and line.pair is not None else series.headline(gauge.headline, gauge.series)
    points = series.points(gauge, told, made.held.at) if told else []
    day = str(state.record.agreed_on)
    marks = (Mark(day, tr(kind_words.telling(state.record).marked, date=day)),)
    notes = tuple(_notes(made, link, body, line))
    title = chart_titles.finding(made, gauge, line)
    if series_block.drawable(points) and len(points) == 1:
        yield series_block.sole(made, name, told or "", points[0], title=title, spots=_spots(body), notes=notes)
    elif series_block.drawable(points):
        yield series_block.curve(
            made, name, told or "", points, title=title, marks=marks, spots=_spots(body), notes=notes
        )
    else:
        yield Heading(f"indicator-{name}", title)
        yield Passage((sanitize_line(local(body.unit)),), small=True)
        yield Passage((_undrawn(points, gauge, told),))
        for note in notes:
            yield Passage(note, small=True)
    yield from value_table.folded(made, gauge, told)
    for thread in made.threads_about(name):
        yield from dispute_thread.blocks(thread, linked=False)


def _undrawn(points: Sequence[Value], gauge: MeasuredIndicator, told: str | None) -> str:
    if points:
        return tr("Its values are too large to be drawn; they stand in the table.")
    if chart_titles.running(told) and any(row.series == told and not row.confirm for row in gauge.rows):
        return tr("A running total is drawn by its growth a day; between its values here none can be told.")
    if gauge.rows:
        return tr("No value of it counts: each is of another series, waits to be confirmed, or was replaced.")
    return tr("This register found no value of it.")


def _compared(made: SiteData, code: str, name: str) -> Line | None:
    """Return the line about an indicator in the commitment's contrast, or None."""
    found = made.held.scores.contrast(code)
    return next((one for one in (*found.outputs, *found.outcomes, *found.guards) if one.gauge.id == name), None)


def _spots(body: AmendedIndicator) -> tuple[ReferenceValue, ...]:
    """Return the baseline, and the target in force with the side that set it."""
    target, baseline = chosen_target(body, every=True)
    found = []
    if baseline and abs(float(baseline.value)) <= GREATEST:
        told = tr("baseline {value} on {day}", value=minus(amount(float(baseline.value))), day=baseline.on)
        found.append(ReferenceValue("baseline", str(baseline.on), float(baseline.value), sanitize_line(told)))
    if target and abs(float(target.value)) <= GREATEST:
        found.append(ReferenceValue("target", str(target.by), float(target.value), _target(target)))
    return tuple(found)


def _target(target: Target) -> str:
    setter = label("set by", target.set_by)
    value = minus(amount(float(target.value)))
    return sanitize_line(tr("target {value} by {day}, {who}", value=value, day=target.by, who=setter))


def _notes(made: SiteData, link: Link, body: AmendedIndicator, line: Line | None) -> Iterator[Words]:
    """Yield the notes: link and reason, limits of the comparison, other targets, definition and caveats."""
    strength = label("strength", link.strength)
    why = sanitize(local(link.rationale))
    yield (tr("Link to this commitment: {strength}. {why}", strength=strength, why=why).strip(),)
    if line is not None and line.pair is not None:
        limits = contrast.notes(line, line.pair, str(made.held.scores.contrast(link.commitment).base))
        if limits:
            yield (sanitize_line(tr("Of the comparison: {notes}.", notes="; ".join(limits))),)
    elif line is not None:
        yield (tr("Not compared: {why}.", why=label("no comparison", line.reason or "NO_DATA")),)
    chosen, _baseline = chosen_target(body, every=True)
    beside = [body.target, *(one.target for one in body.beside.values())]
    for target in beside:
        if target and target is not chosen:
            yield (tr("Another target: {target}.", target=_target(target)),)
    if chosen and chosen.source:
        yield (tr("Target: "), *citations.sources(made, [str(chosen.source)]))
    for field, held in (("definition", body.definition), ("caveats", body.caveats)):
        told = sanitize(local(held))
        if told:
            yield (f"{capital(label('field', field))}: {told}",)


def sources(made: SiteData, state: State) -> Iterator[str]:
    """Yield the ids of all sources that the indicators cite."""
    for link in links_of(state):
        name = link.indicator
        gauge = made.held.scores.inputs.gauges.get(name)
        yield from (row.source for row in gauge.rows) if gauge is not None else ()
        body = made.held.facts.indicators.get(name)
        target = chosen_target(body, every=True)[0] if body is not None else None
        if target and target.source:
            yield str(target.source)
