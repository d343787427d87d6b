"""Indicators of a commitment, with the last value of each series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli.text_tables import Section
from accordtrack.i18n import local, tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.types import IndicatorView, MeasurementView


def indicators(views: Iterable[IndicatorView]) -> Section:
    """Return a section with one fact per indicator."""
    section = Section(tr("Indicators"))
    for view in views:
        section.add(view.id, *_lines(view))
    return section


def last_values(view: IndicatorView) -> list[MeasurementView]:
    """Return the latest value of each series that is not superseded, the headline series first."""
    latest: dict[str, MeasurementView] = {}
    for measured in view.measurements:
        if measured.state == "superseded":
            continue
        held = latest.get(measured.series)
        if held is None or (measured.period_end, measured.published_on) >= (held.period_end, held.published_on):
            latest[measured.series] = measured
    return sorted(latest.values(), key=lambda measured: (measured.series != view.headline_series, measured.series))


def _lines(view: IndicatorView) -> list[str]:
    facts = [label("level", view.level), label("direction", view.direction), label("strength", view.strength)]
    lines = [local(view.title), ", ".join([*facts, view.publisher]), local(view.rationale)]
    lines += [_value(view, measured) for measured in last_values(view)]
    if not view.measurements:
        lines.append(tr("no value in this register"))
    if view.target is not None:
        values = {"target": view.target, "by": view.target_by or "", "who": label("set by", view.target_set_by)}
        lines.append(tr("target {target} by {by}, {who}", **values))
    else:
        lines.append(tr("no agreed target"))
    if view.caveats:
        lines.append(tr("caveat: {words}", words=local(view.caveats)))
    return lines


def _value(view: IndicatorView, measured: MeasurementView) -> str:
    qualifier = label("qualifier", measured.qualifier)
    number = " ".join(part for part in (qualifier, measured.value, local(view.unit)) if part)
    parts = [
        f"{label('series', measured.series)}: {number}",
        tr("{start} to {end}", start=measured.period_start, end=measured.period_end),
        label("side", measured.party),
        label("grade", measured.grade),
        label("state", measured.state) if measured.state != "final" else "",
        tr("to be confirmed, shown and never counted") if measured.confirm else "",
        measured.source,
    ]
    return ", ".join(part for part in parts if part)
