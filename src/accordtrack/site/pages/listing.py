"""Pages that list records (commitments, bodies, events), and the page with the rows behind the numbers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Count, Listing, Row, Table
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells
from accordtrack.site import page_paths
from accordtrack.site.page import Page, Passage, Section
from accordtrack.site.pages import front_page, themes
from accordtrack.site.sections import scorecard_extracts
from accordtrack.vocabulary import CommitmentKind
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.site.material import SiteData


def commitments(made: SiteData) -> Page:
    """Return the page of all commitments by theme, then unilateral actions, requests and recommendations."""
    section = made.section("commitments")
    blocks: list[object] = [block for block in section.blocks if not isinstance(block, Table)]
    table = made.table("commitments", "commitments-all")
    blocks += [Passage((note,), small=True) for note in (table.notes if table is not None else ())]
    parts = [Section("all", "", tuple(blocks))]
    for theme in made.held.scores.inputs.themes:
        codes = _codes(made, CommitmentKind.COMMITMENT, theme.code)
        title = made.held.title("theme", theme.code)
        parts += _rows(made, f"theme-{theme.code}", title, codes)
    for kind in CommitmentKind:
        if kind is not CommitmentKind.COMMITMENT:
            parts += _rows(made, f"kind-{kind}", _kinds()[kind], _codes(made, kind))
    return Page(
        page_paths.COMMITMENTS,
        "commitments",
        tr("Commitments"),
        tuple(parts),
        under=made.card.subtitle,
        listings=made.card.listings,
        contents=True,
    )


def _kinds() -> Mapping[CommitmentKind, str]:
    return {
        CommitmentKind.UNILATERAL_ACTION: tr("Unilateral actions"),
        CommitmentKind.REQUEST: tr("Requests"),
        CommitmentKind.RECOMMENDATION: tr("Recommendations"),
    }


def _codes(made: SiteData, kind: CommitmentKind, theme: str | None = None) -> frozenset[str]:
    """Return the ids of the records of a kind, in one theme or in all."""
    found = made.commitments if theme is None else made.of_theme(theme)
    return frozenset(cells.code_of(state) for state in found if state.record.kind == kind)


def _rows(made: SiteData, name: str, title: str, codes: frozenset[str]) -> Iterator[Section]:
    """Yield a section with a table of these records, without the notes, which appear once above the first table."""
    for table in scorecard_extracts.commitments(made, codes):
        yield Section(name, title, (replace(table, id=f"commitments-{name}", title=title, notes=()),))


def bodies(made: SiteData) -> Page:
    """Return the page of all responsible bodies with their commitments."""
    table = made.table("pending", "pending-bodies")
    parts = (Section("all", "", (table,)),) if table is not None else ()
    return Page(
        page_paths.BODIES,
        "bodies",
        tr("Responsible bodies"),
        parts,
        under=made.card.subtitle,
        listings=made.card.listings,
    )


def events(made: SiteData) -> Page:
    """Return the page of all events, the latest first."""
    found = sorted(made.held.facts.events.values(), key=lambda one: (str(one.date), str(one.id)), reverse=True)
    columns = (
        Column("event", label("field", "title"), weight=5.0),
        Column("date", label("field", "date"), weight=1.0),
        Column("kind", label("field", "kind"), weight=1.5),
    )
    rows = tuple(
        Row(
            f"event-{one.id}",
            (
                Cell(made.held.title("event", str(one.id)), str(one.id)),
                Cell(sanitize_line(one.date), str(one.date)),
                Cell(label("event kind", str(one.kind)), str(one.kind)),
            ),
        )
        for one in found
    )
    table = Table("events-all", tr("Events"), columns, rows)
    parts = (Section("all", "", (table,)),) if rows else ()
    return Page(page_paths.EVENTS, "events", tr("Events"), parts, under=made.card.subtitle)


def lists(made: SiteData) -> Page:
    """Return the page with the rows behind the numbers of other pages; each list links to where it is first counted."""
    places: dict[str, str] = {}
    known: dict[str, Listing] = {}
    for page in (front_page.page(made), themes.index(made)):
        known.update({one.id: one for one in page.listings})
        for name in cited(page):
            places.setdefault(name, page.path)
    return Page(
        page_paths.LISTS,
        "front",
        tr("The rows behind the numbers"),
        under=made.card.subtitle,
        listings=tuple(one for name, one in known.items() if name in places),
        counted_at=places,
    )


def cited(part: object) -> Iterator[str]:
    """Yield the ids of the lists that the numbers in a page, or in part of it, open, in reading order.

    A zero opens no list.
    """
    if isinstance(part, Count | Cell):
        if part.listing is not None and (part.number if isinstance(part, Count) else part.value) != 0:
            yield part.listing
    elif isinstance(part, tuple):
        for one in part:
            yield from cited(one)
    elif is_dataclass(part) and not isinstance(part, Listing):
        for field in fields(part):
            yield from cited(getattr(part, field.name))
