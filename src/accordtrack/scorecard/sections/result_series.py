"""Result series in the headline: how many were compared, how they moved, and which periods they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.counted_sentences import sentence
from accordtrack.documents.model import Item
from accordtrack.i18n import tr
from accordtrack.projection.amendments import chosen_target
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.text import contrast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Count, Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.trend import Moved


def results(held: ScorecardData, lists: Listings) -> Sentence:
    """Return the counts of series, of families of measures, and of movements."""
    listed, measured = _listed(held), compared(held)

    def of(name: str, title: str, found: Iterable[Moved]) -> Count:
        return lists.count(f"headline-series-{name}", title, [_row(held, one) for one in found])

    def worded(word: str) -> list[Moved]:
        return [one for one in measured if str(one.word).startswith(word)]

    targets = [
        one for one in measured if chosen_target(held.facts.indicators[one.gauge.id], every=False)[0] is not None
    ]
    years = held.scores.method.trend.years
    heading = tr("Result series with two comparable values, {years} years or more apart", years=years)
    return sentence(
        tr(
            "Of {all} result indicators with a set direction, one series each counted, two values to compare since the first "
            "agreement of the theme, the first at most {months} months before it or else after it, {years} years or more apart, were found for {n} "
            "({whom}), in {families} families of measures; of these series improved {improved}, worsened {worsened}, unchanged "
            "{unchanged}; with a target agreed by both sides {targets}."
        ),
        all=of("all", tr("Result indicators with a set direction"), listed),
        months=held.scores.method.trend.months,
        years=years,
        n=of("compared", heading, measured),
        whom=commitment_rows.about(
            lists, "headline-series-about", heading, [(one.gauge.side, _row(held, one)) for one in measured]
        ),
        families=lists.count(
            "headline-series-families", tr("Families of measures compared"), _families(held, measured)
        ),
        improved=of("improved", tr("Result series that improved"), worded("improved")),
        worsened=of("worsened", tr("Result series that worsened"), worded("worsened")),
        unchanged=of("unchanged", tr("Result series unchanged"), worded("unchanged")),
        targets=of("targets", tr("Result series with a target agreed by both sides"), targets),
    )


def periods(held: ScorecardData, lists: Listings) -> Sentence:
    """Return the counts of series whose two values do not cover only the time since the agreement."""
    pairs = [(one, one.pair) for one in compared(held) if one.pair is not None]
    bases = _bases(held)

    def of(name: str, title: str, found: Iterable[Moved]) -> Count:
        return lists.count(f"headline-series-{name}", title, [_row(held, one) for one in found])

    return sentence(
        tr(
            "Of the series compared, first period ended before the first agreement of the theme {before}, after it {late}, of "
            "these mostly before it {mostly}; last period mostly before it {early}; periods of unequal length {unequal}."
        ),
        before=of(
            "before",
            tr("Series whose first period ended before the agreement"),
            [one for one, found in pairs if not found.late],
        ),
        late=of(
            "late",
            tr("Series whose first period ended after the agreement"),
            [one for one, found in pairs if found.late],
        ),
        mostly=of(
            "mostly",
            tr("Series whose first period ended after the agreement and lies mostly before it"),
            [one for one, found in pairs if contrast.straddles(found, bases[one.gauge.id])],
        ),
        early=of(
            "early",
            tr("Series whose last period lies mostly before the agreement"),
            [one for one, found in pairs if contrast.early(found, bases[one.gauge.id])],
        ),
        unequal=of(
            "unequal",
            tr("Series whose two periods differ in length by more than {n} days", n=contrast.UNEQUAL_DAYS),
            [one for one, found in pairs if contrast.unequal(found, one.series)],
        ),
    )


def _listed(held: ScorecardData) -> Sequence[Moved]:
    trend = held.score.overall.trend
    return trend.moved if trend is not None else ()


def compared(held: ScorecardData) -> list[Moved]:
    """Return the result series with two comparable values, as the headline counts them."""
    return [one for one in _listed(held) if one.t is not None]


def _row(held: ScorecardData, one: Moved) -> Item:
    return Item(one.gauge.id, held.title("indicator", one.gauge.id))


def _bases(held: ScorecardData) -> dict[str, str]:
    """Return the base date of each compared series: the first agreement of its first theme by code."""
    found: dict[str, str] = {}
    for group in sorted(held.score.groups, key=lambda group: group.id):
        if group.trend is not None and group.trend.base is not None:
            for one in group.trend.moved:
                if one.t is not None:
                    found.setdefault(one.gauge.id, group.trend.base)
    return found


def _families(held: ScorecardData, measured: Sequence[Moved]) -> list[Item]:
    """Return the families of the series; series of one family measure the same thing in several ways."""
    found: dict[str, list[str]] = {}
    for one in measured:
        found.setdefault(one.gauge.family, []).append(held.title("indicator", one.gauge.id))
    return [Item(family, "; ".join(titles)) for family, titles in found.items()]
