"""Pages that list records: all commitments, all bodies, all events; and the rows behind the numbers of the front page."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.value import Cell, Column, Count, Listing, Row, Table
from accordtrack.site.pages import front, themes
from accordtrack.site.value import Page, Section
from accordtrack.text import wash_line
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import Material


def commitments(made: Material) -> Page:
    """Every commitment, action, request and recommendation."""
    section = made.section("commitments")
    blocks = [block for block in section.blocks if not isinstance(block, Table)]
    table = list(themes.commitments(made, made.index.known["commitment"]))
    return Page(
        "commitments.html",
        "commitments",
        tr("Commitments"),
        (Section("all", "", (*blocks, *table)),),
        under=made.card.subtitle,
        listings=made.card.listings,
    )


def bodies(made: Material) -> Page:
    """Every responsible body with what it owes."""
    table = made.table("pending", "pending-bodies")
    parts = (Section("all", "", (table,)),) if table is not None else ()
    return Page(
        "bodies.html",
        "bodies",
        tr("Responsible bodies"),
        parts,
        under=made.card.subtitle,
        listings=made.card.listings,
    )


def events(made: Material) -> Page:
    """Every event, the latest first."""
    found = sorted(made.held.facts.events.values(), key=lambda one: (str(one["date"]), str(one["id"])), reverse=True)
    columns = (
        Column("event", label("field", "title"), weight=5.0),
        Column("date", label("field", "date"), weight=1.0),
        Column("kind", label("field", "kind"), weight=1.5),
    )
    rows = tuple(
        Row(
            f"event-{one['id']}",
            (
                Cell(made.held.title("event", str(one["id"])), str(one["id"])),
                Cell(wash_line(one["date"]), str(one["date"])),
                Cell(label("event kind", str(one["kind"])), str(one["kind"])),
            ),
        )
        for one in found
    )
    table = Table("events-all", tr("Events"), columns, rows)
    parts = (Section("all", "", (table,)),) if rows else ()
    return Page("events.html", "events", tr("Events"), parts, under=made.card.subtitle)


def lists(made: Material) -> Page:
    """The rows behind the numbers of the pages that keep theirs here; each leads back to where it is counted first."""
    places: dict[str, str] = {}
    for page in (front.page(made), themes.index(made)):
        for name in cited(page):
            places.setdefault(name, page.path)
    return Page(
        front.LISTS,
        "front",
        tr("The rows behind the numbers"),
        under=made.card.subtitle,
        listings=tuple(one for one in made.card.listings if one.id in places),
        counted_at=places,
    )


def cited(part: object) -> Iterator[str]:
    """Ids of the lists that the numbers in a page or in a part of it open, in the order in which they are read."""
    if isinstance(part, Count | Cell):
        if part.listing is not None:
            yield part.listing
    elif isinstance(part, tuple):
        for one in part:
            yield from cited(one)
    elif is_dataclass(part) and not isinstance(part, Listing):
        for field in fields(part):
            yield from cited(getattr(part, field.name))
