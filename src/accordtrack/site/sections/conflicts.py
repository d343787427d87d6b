"""The section on conflicting figures and statements about a record: each claim with its sources, and the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital, sanitize, sanitize_line
from accordtrack.documents.model import Heading
from accordtrack.i18n import local, sides, tr
from accordtrack.projection.record_lookup import source_view
from accordtrack.queries.indicators import cites, conflict_view
from accordtrack.scorecard.sections import quotations
from accordtrack.site.page import Passage, Section, SideColumn, SideColumns
from accordtrack.site.record_blocks import LabeledPairs
from accordtrack.site.sections import citations, statement_block
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.records import Conflict
    from accordtrack.site.material import SiteData
    from accordtrack.types import ConflictView


def section(made: SiteData, found: Sequence[Conflict]) -> Iterator[Section]:
    """Yield the section, if there are conflicts."""
    blocks = tuple(block for body in found for block in _one(made, body))
    if blocks:
        yield Section("unfitting", tr("Figures and words that do not fit"), blocks)


def sources(made: SiteData, found: Sequence[Conflict]) -> list[str]:
    """Return the ids of all sources of these conflicts."""
    return [source for body in found for source in cites(body, made.held.facts.settled.get(body.id))]


def _one(made: SiteData, body: Conflict) -> Iterator[object]:
    """Yield a heading, the claims of each side in columns, then possible explanations."""
    end = made.held.facts.settled.get(body.id)
    known = made.held.facts.sources
    view = conflict_view(body, end, tuple(source_view(known[one]) for one in cites(body, end) if one in known))
    name = f"conflict-{quotations.anchor(view.id)}"
    yield Heading(name, sanitize_line(local(view.title)))
    yield Passage((_stands(view),), small=True)
    voices = tuple(_column(made, view, name, speaker) for speaker in (*sides(Side), "JOINT", "OBS"))
    yield SideColumns(f"{name}-by", tuple(voice for voice in voices if voice is not None))
    pairs = [
        (tr("what may explain it"), sanitize(local(view.may_explain))),
        (tr("what would settle it"), sanitize(local(view.would_settle))),
        (tr("why it was settled so"), sanitize(local(view.settled_why)) if view.settled_why else ""),
    ]
    yield LabeledPairs(tuple((title, ((told,),)) for title, told in pairs if told))


def _stands(view: ConflictView) -> str:
    if view.settled is None:
        return tr("Open: this register found no source that settles which of these stands.")
    return sanitize_line(tr("Settled by {source}: claim {n} stands.", n=view.settled, source=view.settled_by))


def _column(made: SiteData, view: ConflictView, name: str, speaker: str) -> SideColumn | None:
    """Return the column of one side, or None if it makes no claim."""
    told = []
    for claim in view.claims:
        if claim.speaker == speaker:
            head = f"{quotations.who(claim.speaker, claim.body)}, {claim.said_on}"
            says = tr("claim {number}", number=claim.number)
            notes = [citations.named(made, claim.sources)]
            told.append(
                statement_block.spoken(f"{name}-{claim.number}", head, speaker, claim.text, says=says, notes=notes)
            )
    title = quotations.who(speaker, None)
    return SideColumn(capital(title), tuple(told)) if told else None
