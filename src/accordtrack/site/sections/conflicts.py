"""The section on conflicting figures and statements about a record: each claim with its sources, and the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, sanitize, sanitize_line
from accordtrack.documents.model import Heading, Paragraph
from accordtrack.i18n import localize, sides, tr
from accordtrack.queries.indicators import cited_sources, conflict_view
from accordtrack.scorecard.sections import quotations
from accordtrack.site.page import Section, SideColumn, SideColumns
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.site.sections import citations, statement_block
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.records import Conflict
    from accordtrack.site.material import SiteData
    from accordtrack.types import ConflictView


def section(site: SiteData, conflicts: Sequence[Conflict]) -> Iterator[Section]:
    """Yield the section, if there are conflicts."""
    blocks = tuple(block for body in conflicts for block in _conflict_blocks(site, body))
    if blocks:
        yield Section("unfitting", tr("Conflicting figures and words"), blocks)


def sources(site: SiteData, conflicts: Sequence[Conflict]) -> list[str]:
    """Return the ids of all sources of these conflicts."""
    return [source for body in conflicts for source in cited_sources(body, site.held.facts.settled.get(body.id))]


def _conflict_blocks(site: SiteData, body: Conflict) -> Iterator[object]:
    """Yield a heading, the claims of each side in columns, then possible explanations."""
    end = site.held.facts.settled.get(body.id)
    known = site.held.facts.sources
    view = conflict_view(
        body, end, tuple(site.held.facts.source_view(one) for one in cited_sources(body, end) if one in known)
    )
    name = f"conflict-{quotations.anchor(view.id)}"
    yield Heading(name, sanitize_line(localize(view.title)))
    yield Paragraph((_settlement_text(view),), small=True)
    voices = tuple(_column(site, view, name, speaker) for speaker in (*sides(Side), "JOINT", "OBS"))
    yield SideColumns(f"{name}-by", tuple(voice for voice in voices if voice is not None))
    pairs = [
        (tr("what may explain it"), sanitize(localize(view.may_explain))),
        (tr("what would settle it"), sanitize(localize(view.would_settle))),
        (tr("why it was settled this way"), sanitize(localize(view.settled_why)) if view.settled_why else ""),
    ]
    yield LabeledPairs(tuple((title, ((text,),)) for title, text in pairs if text))


def _settlement_text(view: ConflictView) -> str:
    if view.settled is None:
        return tr("Open: this register found no source that settles which of these stands.")
    return sanitize_line(tr("Settled by {source}: claim {n} stands.", n=view.settled, source=view.settled_by))


def _column(site: SiteData, view: ConflictView, name: str, speaker: str) -> SideColumn | None:
    """Return the column of one side, or None if it makes no claim."""
    statements = []
    for claim in view.claims:
        if claim.speaker == speaker:
            head = f"{quotations.speaker_with_body(claim.speaker, claim.body)}, {claim.said_on}"
            says = tr("claim {number}", number=claim.number)
            notes = [citations.labeled_sources(site, claim.sources)]
            statements.append(
                statement_block.build_statement(
                    f"{name}-{claim.number}", head, speaker, claim.text, says=says, notes=notes
                )
            )
    title = quotations.speaker_with_body(speaker, None)
    return SideColumn(capitalize_first(title), tuple(statements)) if statements else None
