"""Output of the ``conflicts`` verb: conflicts of figures or words, each with its numbered claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.cli import json_shapes, machine_output, text_tables
from accordtrack.cli.text_tables import Section
from accordtrack.i18n import local, tr, trc, trn
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
    found = desk.conflicts(filter_text)
    match options.format:
        case "json":
            facts = {"total": len(found), "rows": json_shapes.plain(found)}
            machine_output.write_json("conflicts", facts, ascii_only=options.ascii_only)
        case "ndjson":
            machine_output.write_rows("conflicts", json_shapes.plain(found), ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(CSV, _claims(json_shapes.plain(found)))
        case _:
            text_tables.page(options, [_section(item) for item in found])
            words = trn("{n} conflict of figures or words.", "{n} conflicts of figures or words.", len(found))
            text_tables.say(options, words if found else tr("No conflict matches."))


def _section(item: ConflictView) -> Section:
    section = Section(f"{item.id}  {local(item.title)}")
    section.add(tr("themes"), ", ".join(label("theme", theme) for theme in item.themes))
    for claim in item.claims:
        section.add(tr("claim {number}", number=claim.number), *_claim(claim, item.cited))
    section.add(tr("what may explain it"), local(item.may_explain))
    section.add(tr("what would settle it"), local(item.would_settle))
    section.add(tr("about"), ", ".join([*item.commitments, *item.indicators, *item.events]))
    if item.settled is None:
        section.add(tr("state"), trc("conflict", "open"))
    else:
        stands = tr("claim {number} stands, by source {source}", number=item.settled, source=item.settled_by or "")
        section.add(tr("state"), stands, local(item.settled_why))
    return section


def _claim(claim: ClaimView, cited: Sequence[SourceView]) -> list[str]:
    who = label("side", claim.speaker) + (f" ({claim.body})" if claim.body else "")
    sources = [source_lines.source(source) for source in cited if source.id in claim.sources]
    return [f"{who}, {claim.said_on}", text_tables.Quoted(local(claim.text)), *sources]


def _claims(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in found:
        for claim in item["claims"]:
            yield {**item, **claim}
