"""The page of an event: what happened, and what the series did before it and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import local, tr
from accordtrack.register.lookup import as_text
from accordtrack.scorecard.sections import quoted
from accordtrack.scorecard.value import Cell, Column, Facts, Paragraph, Row, Table
from accordtrack.scoring.aftermath import KINDS
from accordtrack.sentences import aftermath
from accordtrack.site.paths import record
from accordtrack.site.value import Page, Section
from accordtrack.text import wash, wash_line
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import Material


def page(made: Material, code: str) -> Page:
    """The page of one event."""
    body = made.held.facts.events[code]
    note = wash(local(as_text(body.get("note"))))
    told = Facts(
        (
            (label("field", "date"), (wash_line(body["date"]),)),
            (label("field", "kind"), (label("event kind", str(body["kind"])),)),
            *(((label("field", "note"), (note,)),) if note else ()),
            (label("field", "sources"), (quoted.sources(made.held, body["sources"]),)),
        )
    )
    return Page(
        record("event", code),
        "events",
        made.held.title("event", code),
        (Section("event", tr("What is recorded"), (told,)), *_after(made, code)),
        over=(tr("Event"), " · ", wash_line(code)),
        under=made.card.subtitle,
    )


def _after(made: Material, code: str) -> Iterator[Section]:
    if made.held.facts.events[code]["kind"] not in KINDS:
        return
    found = made.held.scores.aftermath(code)
    columns = (
        Column("series", tr("series"), weight=3.0),
        Column("after", tr("before and after"), weight=4.0),
        Column("released", tr("released"), weight=3.0),
    )
    rows = tuple(
        Row(
            f"after-{line.gauge.id}",
            (
                Cell(made.held.title("indicator", line.gauge.id), line.gauge.id),
                Cell(wash_line(aftermath.line(line))),
                Cell(wash_line(aftermath.releases(line))),
            ),
        )
        for line in found.lines
    )
    blocks = (
        Paragraph((aftermath.windows(found.window),)),
        Paragraph((aftermath.caution(),)),
        *((Table("aftermath", tr("Before and after"), columns, rows),) if rows else ()),
    )
    yield Section("aftermath", tr("Aftermath"), blocks)
