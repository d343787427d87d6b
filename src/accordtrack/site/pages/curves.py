"""The indicators of a commitment as lines: the headline series of each, with its target where one is agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import local, tr
from accordtrack.register.lookup import as_text
from accordtrack.scorecard.value import Paragraph
from accordtrack.scoring import series
from accordtrack.sentences import releases
from accordtrack.sentences.numbers import amount
from accordtrack.site.value import Curve, Point
from accordtrack.text import wash_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.register.fold import State
    from accordtrack.site.material import Material


def of(made: Material, state: State) -> Iterator[object]:
    """A line an indicator that is linked to the commitment, direct links first; one without values is told in words."""
    order = ("direct", "contributory", "context")
    links = sorted(
        (item.body for item in state.links), key=lambda link: (order.index(link["strength"]), link["indicator"])
    )
    for link in links:
        yield from _one(made, str(link["indicator"]))


def _one(made: Material, name: str) -> Iterator[object]:
    body = made.held.facts.indicators.get(name)
    gauge = made.held.scores.inputs.gauges.get(name)
    if body is None or gauge is None:
        return
    title = made.held.title("indicator", name)
    unit = wash_line(local(as_text(body["unit"])))
    told = body.get("headline_series")
    points = series.points(gauge, told, made.held.at) if told else ()
    if not points:
        yield Paragraph((tr("{title}: no value was found.", title=title),))
        return
    drawn = tuple(Point(point.end, point.value, amount(point.value)) for point in points)
    first, last = drawn[0], drawn[-1]
    yield Curve(
        f"indicator-{name}",
        title,
        tr("{unit}; {n} values, {first} to {last}", unit=unit, n=len(drawn), first=first.day, last=last.day),
        drawn,
        releases.sources(row for point in points for row in point.rows),
        tr(
            "{title}, {unit}: {first_value} on {first}, {last_value} on {last}.",
            title=title,
            unit=unit,
            first_value=first.shown,
            first=first.day,
            last_value=last.shown,
            last=last.day,
        ),
    )
