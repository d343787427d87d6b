"""The indicators of a commitment, each as a line with what it is compared by, and its values as a table below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.dates import DAYS_A_MONTH
from accordtrack.i18n import local, tr
from accordtrack.register.amends import chosen_target
from accordtrack.register.lookup import as_text
from accordtrack.scorecard.sections import series as named
from accordtrack.scorecard.value import Heading
from accordtrack.scoring import series
from accordtrack.sentences import aftermath, contrast, releases
from accordtrack.sentences.numbers import amount
from accordtrack.site.figure import GREATEST, Curve, Mark, Point, Spot
from accordtrack.site.sections import bykind, cited, headlines, threaded, values
from accordtrack.site.value import Passage, Section
from accordtrack.text import capital, minus, wash, wash_line
from accordtrack.vocabulary import CLOSENESS, Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from accordtrack.register.fold import State
    from accordtrack.scoring.contrast import Line
    from accordtrack.scoring.series import Gauge
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import Material
    from accordtrack.site.value import Words


def links_of(state: State) -> list[Mapping[str, Any]]:
    """The links of a commitment, direct ones first."""
    found = {str(item.body["indicator"]): item.body for item in state.links}
    return sorted(found.values(), key=lambda link: (CLOSENESS[link["strength"]], link["indicator"]))


def section(made: Material, state: State) -> Section:
    """Every indicator that is linked to the commitment; that none is linked is told."""
    blocks: list[object] = []
    for link in links_of(state):
        blocks += _one(made, state, link)
    if not blocks:
        blocks = [Passage((tr("This register links no indicator to it."),))]
    else:
        blocks.insert(0, Passage((aftermath.caution(),), small=True))
    return Section("indicators", tr("Indicators"), tuple(blocks))


def _one(made: Material, state: State, link: Mapping[str, Any]) -> Iterator[object]:
    name = str(link["indicator"])
    body = made.held.facts.indicators.get(name)
    gauge = made.held.scores.inputs.gauges.get(name)
    if body is None or gauge is None:
        return
    line = _compared(made, str(state.record["id"]), name)
    told = line.series if line is not None and line.pair is not None else series.headline(gauge.headline, gauge.series)
    points = series.points(gauge, told, made.held.at) if told else []
    day = str(state.record["agreed_on"])
    marks = (Mark(day, tr(bykind.telling(state.record).marked, date=day)),)
    notes = tuple(_notes(made, link, body, line))
    title = headlines.finding(made, gauge, line)
    if drawable(points):
        yield curve(made, name, told or "", points, title=title, marks=marks, spots=_spots(body), notes=notes)
    else:
        yield Heading(f"indicator-{name}", title)
        yield Passage((wash_line(local(as_text(body["unit"]))),), small=True)
        yield Passage((_undrawn(points, gauge, told),))
        for note in notes:
            yield Passage(note, small=True)
    yield from values.folded(made, gauge, told)
    for thread in made.threads_about(name):
        yield from threaded.blocks(thread, linked=False)


def _undrawn(points: Sequence[Value], gauge: Gauge, told: str | None) -> str:
    if points:
        return tr("Its values are too large to be drawn; they stand in the table.")
    if headlines.running(told) and any(row.series == told and not row.confirm for row in gauge.rows):
        return tr("A running total is drawn by its growth a day; between its values here none can be told.")
    if gauge.rows:
        return tr("No value of it counts: each is of another series, waits to be confirmed, or was replaced.")
    return tr("This register found no value of it.")


def drawable(points: Iterable[Value]) -> bool:
    """Whether there is a value, and none that no drawing holds."""
    held = list(points)
    return bool(held) and all(abs(point.value) <= GREATEST for point in held)


def _compared(made: Material, code: str, name: str) -> Line | None:
    """What the contrast of the commitment says of an indicator."""
    found = made.held.scores.contrast(code)
    return next((one for one in (*found.outputs, *found.outcomes, *found.guards) if one.gauge.id == name), None)


def curve(
    made: Material,
    name: str,
    told: str,
    points: Iterable[Value],
    *,
    title: str,
    marks: tuple[Mark, ...] = (),
    spots: tuple[Spot, ...] = (),
    notes: tuple[Words, ...] = (),
    joined: bool = True,
) -> Curve:
    """A series as a line: unit, series and periods below the title, the sources below the drawing."""
    held = list(points)
    drawn = tuple(map(_point, held))
    first, last = named.period(held[0]), named.period(held[-1])
    unit = wash_line(local(as_text(made.held.facts.indicators[name]["unit"])))
    unit = tr("{unit}, growth a day", unit=unit) if headlines.running(told) else unit
    if len(held) > 1:
        subtitle = tr(
            "{unit}; series {series}; {n} values, {first} to {last}",
            unit=unit,
            series=told,
            n=len(held),
            first=first,
            last=last,
        )
    else:
        subtitle = tr("{unit}; series {series}; one value, {first}", unit=unit, series=told, first=first)
    each = "; ".join(f"{named.period(point)} {one.shown}" for point, one in zip(held, drawn, strict=True))
    rows = [row for point in held for row in point.rows]
    sources = cited.joined(
        (*cited.sources(made, [source]), f", {releases.when(row.published, row.exact)}")
        for source, row in releases.by_source(rows).items()
    )
    return Curve(
        f"indicator-{name}",
        wash_line(title),
        wash_line(subtitle),
        drawn,
        wash_line(f"{title}. {subtitle}: {each}."),
        tr("preliminary (*) or not exact; the table says which"),
        marks,
        spots,
        (),
        ((f"{tr('Source:')} ", *sources), *notes),
        _rhythm(made.held.scores.inputs.gauges[name], held),
        joined,
    )


def _rhythm(gauge: Gauge, held: Sequence[Value]) -> int:
    """Days from one value to the next; periods longer than the indicator's own rhythm have theirs."""
    step = series.STEPS[gauge.periodicity] * DAYS_A_MONTH
    return round(max(step, min(point.days for point in held))) if step else 0


def _point(point: Value) -> Point:
    exact = point.qualifier == Qualifier.EXACT
    value = minus(amount(point.value))
    shown = value if exact else f"{label('qualifier', point.qualifier)} {value}"
    mark = "*" if point.preliminary else ""
    return Point(point.start, point.end, point.value, f"{shown}{mark}", hollow=point.preliminary or not exact)


def _spots(body: Mapping[str, Any]) -> tuple[Spot, ...]:
    """Baseline and target in force, with who set it."""
    target, baseline = chosen_target(body, every=True)
    found = []
    if baseline and abs(float(baseline["value"])) <= GREATEST:
        told = tr("baseline {value} on {day}", value=minus(amount(float(baseline["value"]))), day=baseline["on"])
        found.append(Spot("baseline", str(baseline["on"]), float(baseline["value"]), wash_line(told)))
    if target and abs(float(target["value"])) <= GREATEST:
        found.append(Spot("target", str(target["by"]), float(target["value"]), _target(target)))
    return tuple(found)


def _target(target: Mapping[str, Any]) -> str:
    who = label("set by", target["set_by"])
    value = minus(amount(float(target["value"])))
    return wash_line(tr("target {value} by {day}, {who}", value=value, day=target["by"], who=who))


def _notes(made: Material, link: Mapping[str, Any], body: Mapping[str, Any], line: Line | None) -> Iterator[Words]:
    """How it is linked and why, what limits the comparison, other targets, the definition and what to beware of."""
    strength = label("strength", link["strength"])
    why = wash(local(as_text(link.get("rationale"))))
    yield (tr("Link to this commitment: {strength}. {why}", strength=strength, why=why).strip(),)
    if line is not None and line.pair is not None:
        limits = contrast.notes(line, line.pair, str(made.held.scores.contrast(_code(link)).base))
        if limits:
            yield (wash_line(tr("Of the comparison: {notes}.", notes="; ".join(limits))),)
    elif line is not None:
        yield (tr("Not compared: {why}.", why=label("no comparison", line.reason or "NO_DATA")),)
    chosen, _baseline = chosen_target(body, every=True)
    beside = [body["target"], *(one["target"] for one in (body.get("beside") or {}).values())]
    for target in beside:
        if target and target is not chosen:
            yield (tr("Another target: {target}.", target=_target(target)),)
    if chosen and chosen["source"]:
        yield (tr("Target: "), *cited.sources(made, [str(chosen["source"])]))
    for field in ("definition", "caveats"):
        words = wash(local(as_text(body.get(field))))
        if words:
            yield (f"{capital(label('field', field))}: {words}",)


def _code(link: Mapping[str, Any]) -> str:
    return str(link["commitment"])


def sources(made: Material, state: State) -> Iterator[str]:
    """Every source that the indicators cite."""
    for link in links_of(state):
        name = str(link["indicator"])
        gauge = made.held.scores.inputs.gauges.get(name)
        yield from (row.source for row in gauge.rows) if gauge is not None else ()
        target, _baseline = chosen_target(made.held.facts.indicators.get(name, {"target": None}), every=True)
        if target and target["source"]:
            yield str(target["source"])
