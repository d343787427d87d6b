"""Open conflicts of figures and words: their claims, possible explanations, and what would settle them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line
from accordtrack.documents.model import Facts, Heading
from accordtrack.i18n import localize, sides, tr
from accordtrack.queries.indicators import cited_sources, conflict_view
from accordtrack.scorecard.sections import quotations
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Block
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.types import ClaimView, ConflictView


def open_conflicts(data: ScorecardData) -> list[ConflictView]:
    """Return the conflicts that are not settled, in the order of their IDs."""
    known = data.facts.sources
    found = []
    for name in sorted(data.facts.conflicts, key=natural_sort_key):
        body, end = data.facts.conflicts[name], data.facts.settled.get(name)
        if end is None:
            sources = tuple(data.facts.source_view(one) for one in cited_sources(body, end) if one in known)
            found.append(conflict_view(body, end, sources))
    return found


def conflict_blocks(data: ScorecardData, one: ConflictView) -> Iterator[Block]:
    """Yield a heading, the numbered claims in the language's order of the sides, and the remarks on them."""
    name = f"conflict-{quotations.anchor(one.id)}"
    yield Heading(name, sanitize_line(localize(one.title)))
    order = [*sides(Side), "JOINT", "OBS"]
    for claim in sorted(one.claims, key=lambda claim: (order.index(claim.speaker), claim.number)):
        head = f"{quotations.speaker_with_body(claim.speaker, claim.body)}, {claim.said_on}: {tr('claim {number}', number=claim.number)}"
        yield quotations.quote(f"{name}-{claim.number}", head, claim.speaker, claim.text, _sources(data, claim))
    pairs = [
        (tr("what may explain it"), (sanitize(localize(one.may_explain)),)),
        (tr("what would settle it"), (sanitize(localize(one.would_settle)),)),
        (tr("about"), tuple(_subjects(data, one))),
        (tr("areas"), (", ".join(label("theme", theme) for theme in one.themes),)),
    ]
    yield Facts(tuple((key, lines) for key, lines in pairs if any(lines)), run=True)


def _sources(data: ScorecardData, claim: ClaimView) -> str:
    return quotations.sources(data, claim.sources)


def _subjects(data: ScorecardData, one: ConflictView) -> Iterator[str]:
    """Yield the titles and codes of the records that a conflict is about."""
    families = (("commitment", one.commitments), ("indicator", one.indicators), ("event", one.events))
    for family, codes in families:
        for code in codes:
            title = data.title(family, code)
            yield title if title == sanitize_line(code) else f"{title} ({sanitize_line(code)})"
