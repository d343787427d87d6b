"""The tiles of a theme page: one for each thing measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Paragraph
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections import series
from accordtrack.scorecard.sections.answer import TONES
from accordtrack.scoring.findings import shown_of_family
from accordtrack.site.page import Section
from accordtrack.site.sections import series_block, spoken_chart
from accordtrack.site.theme_blocks import Tile, Tiles
from accordtrack.text import findings, paths
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scoring.findings import ThemeFinding
    from accordtrack.scoring.theme_words import Family
    from accordtrack.site.material import SiteData


def section(site: SiteData, found: ThemeFinding) -> Iterator[Section]:
    """Yield the section, if a thing is measured; it says how many others have no comparable figures."""
    measured = found.paths.measured
    if not measured:
        return
    named = [one.indicator for one in found.spoken]
    order = sorted(
        measured,
        key=lambda family: min((named.index(name) for name in _ids(family) if name in named), default=len(named)),
    )
    tiles = Tiles(tuple(_tile(site, found, family) for family in order))
    missing = len(found.paths.families) - len(measured)
    note = trn(
        "{n} more indicator has no comparable figures.", "{n} more indicators have no comparable figures.", missing
    )
    title = trn("{n} indicator", "{n} indicators", len(measured))
    yield Section("indicators", title, (tiles, *((Paragraph((note,), small=True),) if missing else ())))


def _tile(site: SiteData, found: ThemeFinding, family: Family) -> Tile:
    scores = site.held.scores
    shown = shown_of_family(scores, family, found.spoken)
    one, told = shown[0], findings.family_path(scores, family, shown, found.spoken)
    credits_of = [series.credit_of_path(site.held.facts, each) for each in shown]
    return Tile(
        f"family-{family.id}",
        sanitize_line(paths.title(scores, one.indicator)),
        Cell(_word(site, found, findings.family_word(scores, family, told)), family.word, TONES.get(family.word, "")),
        spoken_chart.points_of(site, one),
        found.paths.base,
        series_block.country_ink(one.side),
        spoken_chart.every(site, one),
        sanitize_line(told),
        tr("Source: {credit}.", credit="; ".join(dict.fromkeys(credits_of))),
    )


def _word(site: SiteData, found: ThemeFinding, word: str) -> str:
    """Return the word of a family, with the day from which its change counts if that is not the first scored agreement."""
    day = findings.later_base(site.held.scores, found)
    return word if day is None else tr("{word}, since {day}", word=word, day=day_name(day))


def _ids(family: Family) -> set[str]:
    return {one.gauge.id for one in family.indicators}
