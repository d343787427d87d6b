"""What was not found about a theme, and where its sources do not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Link, Paragraph
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections import quotations
from accordtrack.site.page import Section
from accordtrack.site.record_blocks import Collapsible, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Family
    from accordtrack.ledger.records import Conflict
    from accordtrack.scoring.findings import ThemeFinding
    from accordtrack.site.material import SiteData


def section(site: SiteData, found: ThemeFinding) -> Iterator[Section]:
    """Yield the section, if anything is not found or not agreed; each open conflict links to its claims."""
    facts = site.held.facts
    codes = sorted(facts.conflicts.keys() - facts.settled.keys(), key=natural_sort_key)
    conflicts = [one for one in map(facts.conflicts.__getitem__, codes) if found.paths.id in _themes(site, one)]
    blocks: list[object] = []
    if found.not_known is not None:
        blocks.append(Paragraph((sanitize_line(localize(found.not_known.text)),)))
    if conflicts:
        title = trn(
            "◊ {n} point on which sources do not agree", "◊ {n} points on which sources do not agree", len(conflicts)
        )
        blocks.append(Collapsible("not-agreed", title, (Lines(tuple((_conflict(one),) for one in conflicts)),)))
    if blocks:
        yield Section("not-found", tr("Not found"), tuple(blocks))


def _themes(site: SiteData, body: Conflict) -> set[str]:
    """Return the themes of a conflict and of the indicators that it is about, whose pages mark their values with ◊."""
    indicators = site.held.facts.indicators
    named = (str(indicators[name].theme) for name in body.about.indicators if name in indicators)
    return {*map(str, body.themes), *named}


def _conflict(body: Conflict) -> Link:
    """Return the title of a conflict as a link to its claims, which are on the page of the first record that it names."""
    named: list[tuple[Family, str]] = [("commitment", code) for code in body.about.commitments]
    named += [("event", code) for code in body.about.events]
    title, place = sanitize_line(localize(body.title)), f"conflict-{quotations.anchor(body.id)}"
    return Link(title, *named[0], anchor=place) if named else Link(title)
