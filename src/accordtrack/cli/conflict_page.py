"""Output of the ``conflicts`` verb: conflicts of figures or words, each with its numbered claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import json_shapes, machine_output, text_tables
from accordtrack.cli.text_tables import Section
from accordtrack.i18n import localize, tr, trc, trn
from accordtrack.text import source_lines
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import ClaimView, ConflictView, SourceView

CSV = (
    *(
        "id",
        "title.en",
        "title.es",
        "settled",
        "number",
        "speaker",
        "speaker_body",
        "said_on",
        "text.en",
        "text.es",
        "sources",
    ),
    *("themes", "commitments", "indicators", "events"),
)
"""Columns of the CSV: one row per claim, with the id and title of its conflict."""


def write(options: Globals, desk: Desk, filter_text: str) -> None:
    """Write the conflicts that match ``filter_text``."""
    conflicts = desk.conflicts(filter_text)
    rows = json_shapes.to_json_value(conflicts)
    facts = {"total": len(conflicts)}
    if not machine_output.wrote_rows(options, "conflicts", rows, CSV, facts, csv_rows=_claim_rows(rows)):
        text_tables.print_page(options, [_conflict_section(item) for item in conflicts])
        words = trn("{n} conflict of figures or words.", "{n} conflicts of figures or words.", len(conflicts))
        text_tables.print_text(options, words if conflicts else tr("No conflict matches."))


def _conflict_section(item: ConflictView) -> Section:
    section = Section(f"{item.id}  {localize(item.title)}")
    section.add(label("field", "themes"), ", ".join(label("theme", theme) for theme in item.themes))
    for claim in item.claims:
        section.add(tr("claim {number}", number=claim.number), *_claim_lines(claim, item.cited))
    section.add(tr("what may explain it"), localize(item.may_explain))
    section.add(tr("what would settle it"), localize(item.would_settle))
    section.add(tr("about"), ", ".join([*item.commitments, *item.indicators, *item.events]))
    if item.settled is None:
        section.add(tr("state"), trc("conflict", "open"))
    else:
        stands = tr("claim {number} stands, per source {source}", number=item.settled, source=item.settled_by or "")
        section.add(tr("state"), stands, localize(item.settled_why))
    return section


def _claim_lines(claim: ClaimView, cited: Sequence[SourceView]) -> list[str]:
    who = label("side", claim.speaker) + (f" ({claim.body})" if claim.body else "")
    sources = [source_lines.source(source) for source in cited if source.id in claim.sources]
    return [f"{who}, {claim.said_on}", text_tables.Quoted(localize(claim.text)), *sources]


def _claim_rows(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in found:
        for claim in item["claims"]:
            yield {**item, **claim}
