"""The tiles of a theme page: one for each thing measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Paragraph
from accordtrack.i18n import tr, trn
from accordtrack.scorecard.sections.answer import TONES
from accordtrack.scoring.findings import spoken_series
from accordtrack.site.page import Section
from accordtrack.site.sections import series_block, spoken_chart
from accordtrack.site.theme_blocks import Tile, Tiles
from accordtrack.text import findings, paths
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scoring.findings import Spoken, ThemeFinding
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
    scores, one = site.held.scores, _representative(site, found, family)
    word = f"{findings.mark(family.word)} {label('theme word', family.word)}"
    return Tile(
        f"family-{family.id}",
        sanitize_line(paths.title(scores, one.indicator)),
        Cell(word, family.word, TONES.get(family.word, "")),
        spoken_chart.points_of(site, one),
        found.paths.base,
        series_block.country_ink(one.side),
        sanitize_line(findings.path_alone(scores, one)),
        tr("Source: {credit}.", credit=spoken_chart.credit(site, one)),
    )


def _representative(site: SiteData, found: ThemeFinding, family: Family) -> Spoken:
    """Return the series that stands for a family: one that the theme names, or else the main one of an indicator that votes."""
    named = [one for one in found.spoken if one.indicator in _ids(family) and one.path.votes]
    if named:
        return named[0]
    voting = [(one, path) for one in family.indicators for path in one.paths if path.votes]
    indicator, path = next(((one, path) for one, path in voting if path is one.main), voting[0])
    return spoken_series(site.held.scores, indicator, path)


def _ids(family: Family) -> set[str]:
    return {one.gauge.id for one in family.indicators}
