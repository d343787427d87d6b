"""Result series in the headline: how many were compared, how they moved, and which periods they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Item
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import tr
from accordtrack.projection.amendments import chosen_target
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.text import contrast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.trend import Moved


def results_sentence(data: ScorecardData, lists: Listings) -> Sentence:
    """Return the counts of series, of families of measures, and of movements."""
    listed, measured = _all_series(data), compared_series(data)

    def count_series(name: str, title: str, found: Iterable[Moved]) -> Count:
        return lists.count(f"headline-series-{name}", title, [_series_item(data, one) for one in found])

    def series_with_movement(word: str) -> list[Moved]:
        return [one for one in measured if str(one.word).startswith(word)]

    targets = [
        one for one in measured if chosen_target(data.facts.indicators[one.gauge.id], every=False)[0] is not None
    ]
    years = data.scores.method.trend.years
    heading = tr("Indicators with two comparable values, {years} years or more apart", years=years)
    return sentence(
        tr(
            "Of {all} indicators with a set direction, counting one series each, two values to "
            "compare since the area's first agreement, the first at most {months} months before it "
            "or else after it, and {years} years or more apart, were found for {n} ({whom}), in "
            "{families} families of measures; of these series, {improved} improved, {worsened} "
            "worsened, {unchanged} unchanged; with a target agreed by both governments: {targets}."
        ),
        all=count_series("all", tr("Indicators with a set direction"), listed),
        months=data.scores.method.trend.months,
        years=years,
        n=count_series("compared", heading, measured),
        whom=commitment_rows.phrase_by_country(
            lists, "headline-series-about", heading, [(one.gauge.side, _series_item(data, one)) for one in measured]
        ),
        families=lists.count(
            "headline-series-families", tr("Families of measures compared"), _family_items(data, measured)
        ),
        improved=count_series("improved", tr("Series of indicators that improved"), series_with_movement("improved")),
        worsened=count_series("worsened", tr("Series of indicators that worsened"), series_with_movement("worsened")),
        unchanged=count_series("unchanged", tr("Series of indicators unchanged"), series_with_movement("unchanged")),
        targets=count_series("targets", tr("Indicators with a target agreed by both governments"), targets),
    )


def periods_sentence(data: ScorecardData, lists: Listings) -> Sentence:
    """Return the counts of series whose two values do not cover only the time since the agreement."""
    pairs = [(one, one.pair) for one in compared_series(data) if one.pair is not None]
    bases = _base_dates(data)

    def count_series(name: str, title: str, found: Iterable[Moved]) -> Count:
        return lists.count(f"headline-series-{name}", title, [_series_item(data, one) for one in found])

    return sentence(
        tr(
            "Of the series compared, the first period ended before the area's first agreement in "
            "{before} and after it in {late} (of these, mostly before it in {mostly}); the last "
            "period was mostly before it in {early}; the periods were of unequal length in {unequal}."
        ),
        before=count_series(
            "before",
            tr("Series whose first period ended before the agreement"),
            [one for one, pair in pairs if not pair.late],
        ),
        late=count_series(
            "late",
            tr("Series whose first period ended after the agreement"),
            [one for one, found in pairs if found.late],
        ),
        mostly=count_series(
            "mostly",
            tr("Series whose first period ended after the agreement and lies mostly before it"),
            [one for one, found in pairs if contrast.straddles(found, bases[one.gauge.id])],
        ),
        early=count_series(
            "early",
            tr("Series whose last period lies mostly before the agreement"),
            [one for one, found in pairs if contrast.ends_mostly_before(found, bases[one.gauge.id])],
        ),
        unequal=count_series(
            "unequal",
            tr("Series whose two periods differ in length by more than {n} days", n=contrast.UNEQUAL_DAYS),
            [one for one, found in pairs if contrast.has_unequal_periods(found, one.series)],
        ),
    )


def _all_series(data: ScorecardData) -> Sequence[Moved]:
    trend = data.score.overall.trend
    return trend.moved if trend is not None else ()


def compared_series(data: ScorecardData) -> list[Moved]:
    """Return the result series with two comparable values, as the headline counts them."""
    return [one for one in _all_series(data) if one.t is not None]


def _series_item(data: ScorecardData, one: Moved) -> Item:
    return Item(one.gauge.id, data.title("indicator", one.gauge.id))


def _base_dates(data: ScorecardData) -> dict[str, str]:
    """Return the base date of each compared series: the first agreement of its first theme by code."""
    found: dict[str, str] = {}
    for group in sorted(data.score.groups, key=lambda group: group.id):
        if group.trend is not None and group.trend.base is not None:
            for one in group.trend.moved:
                if one.t is not None:
                    found.setdefault(one.gauge.id, group.trend.base)
    return found


def _family_items(data: ScorecardData, measured: Sequence[Moved]) -> list[Item]:
    """Return the families of the series; series of one family measure the same thing in several ways."""
    found: dict[str, list[str]] = {}
    for one in measured:
        found.setdefault(one.gauge.family, []).append(data.title("indicator", one.gauge.id))
    return [Item(family, "; ".join(titles)) for family, titles in found.items()]
