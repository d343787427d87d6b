"""Pages that list records (commitments, bodies, events), and the page with the rows behind the numbers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Count, Listing, Paragraph, Row, Table
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import cells, not_public
from accordtrack.site import page_paths
from accordtrack.site.page import Page, Section
from accordtrack.site.pages import front_page, themes
from accordtrack.site.sections import citations, scorecard_extracts
from accordtrack.text import event_study
from accordtrack.vocabulary import CommitmentKind, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.documents.model import Sentence
    from accordtrack.scoring.score_access import EventStudy
    from accordtrack.site.material import SiteData


def commitments_page(site: SiteData) -> Page:
    """Return the page of all commitments by theme, then unilateral actions, requests and recommendations."""
    section = site.section("commitments")
    blocks: list[object] = [block for block in section.blocks if not isinstance(block, Table)]
    table = site.table("commitments", "commitments-all")
    blocks += [Paragraph((note,), small=True) for note in (table.notes if table is not None else ())]
    blocks += [Paragraph((text,), small=True) for text in not_public.hidden_texts(site.held)]
    parts = [Section("all", "", tuple(blocks))]
    for theme in site.held.scores.inputs.themes:
        codes = _commitment_codes(site, CommitmentKind.COMMITMENT, theme.code)
        title = site.held.title("theme", theme.code)
        parts += _table_section(site, f"theme-{theme.code}", title, codes)
    for kind in CommitmentKind:
        if kind is not CommitmentKind.COMMITMENT:
            parts += _table_section(site, f"kind-{kind}", _kind_titles()[kind], _commitment_codes(site, kind))
    return Page(
        page_paths.COMMITMENTS,
        "commitments",
        tr("Commitments"),
        tuple(parts),
        under=site.subtitle,
        listings=site.card.listings,
        contents=True,
    )


def _kind_titles() -> Mapping[CommitmentKind, str]:
    return {
        CommitmentKind.UNILATERAL_ACTION: tr("Unilateral actions"),
        CommitmentKind.REQUEST: tr("Requests"),
        CommitmentKind.RECOMMENDATION: tr("Recommendations"),
    }


def _commitment_codes(site: SiteData, kind: CommitmentKind, theme: str | None = None) -> frozenset[str]:
    """Return the ids of the records of a kind, in one theme or in all."""
    states = site.commitments if theme is None else site.commitments_of_theme(theme)
    return frozenset(cells.code_of(state) for state in states if state.record.kind == kind)


def _table_section(site: SiteData, name: str, title: str, codes: frozenset[str]) -> Iterator[Section]:
    """Yield a section with a table of these records, without the notes, which appear once above the first table."""
    for table in scorecard_extracts.commitment_tables(site, codes):
        yield Section(name, title, (replace(table, id=f"commitments-{name}", title=title, notes=()),))


def bodies_page(site: SiteData) -> Page:
    """Return the page of all responsible bodies with their commitments."""
    table = site.table("pending", "pending-bodies")
    hidden = (not_public.hidden_text(site.held), not_public.overdue_text(site.held))
    notes = tuple(Paragraph((text,)) for text in hidden if text)
    parts = (Section("all", "", (*notes, table)),) if table is not None else ()
    return Page(
        page_paths.BODIES,
        "bodies",
        tr("Responsible bodies"),
        parts,
        under=site.subtitle,
        lead=tuple(_late_bodies(site, table)) if table is not None else (),
        listings=site.card.listings,
    )


def _late_bodies(site: SiteData, table: Table) -> Iterator[Sentence]:
    """Yield how many bodies of each side lead commitments, and which lead overdue ones."""
    rows = [row for row in table.rows if row.cells[0].value in site.held.facts.bodies]
    counts = ((side, sum(row.cells[1].value == side for row in rows)) for side in sides(Side))
    parts = ", ".join(f"{label('side', side)}: {count}" for side, count in counts if count)
    yield (tr("{n} bodies lead commitments ({parts}).", n=len(rows), parts=parts),)
    at = next(place for place, column in enumerate(table.columns) if column.key == "overdue")
    late = [str(row.cells[0].value) for row in rows if row.cells[at].value]
    if late:
        yield (tr("Overdue commitments are led by:"), " ", *citations.body_links(site, late), ".")


def events_page(site: SiteData) -> Page:
    """Return the page of all events, the latest first."""
    found = sorted(site.held.facts.events.values(), key=lambda one: (str(one.date), str(one.id)), reverse=True)
    columns = (
        Column("event", label("field", "title"), weight=4.5),
        Column("date", label("field", "date"), weight=1.7),
        Column("verdict", tr("before and after"), weight=2.0),
        Column("kind", label("field", "kind"), weight=1.5),
    )
    scores = site.held.scores
    studies = {one.id: scores.event_study(one.id) for one in scores.events()}
    rows = tuple(
        Row(
            f"event-{one.id}",
            (
                Cell(site.held.title("event", str(one.id)), str(one.id)),
                Cell(sanitize_line(event_study.recorded(one, "date", one.date)), str(one.date)),
                _verdict_cell(studies.get(one.id)),
                Cell(label("event kind", str(one.kind)), str(one.kind)),
            ),
        )
        for one in found
    )
    table = Table("events-all", tr("Events"), columns, rows)
    inferred = any("date" in one.inferred for one in found)
    notes = (Paragraph((event_study.supplied_note(["date"]),), small=True),) if inferred else ()
    parts = (Section("all", "", (*notes, table)),) if rows else ()
    count = tr(
        "Of {all} events, {n} are of the kinds that are compared with other states; for {compared} of them a comparison "
        "is possible.",
        all=len(rows),
        n=len(studies),
        compared=len(event_study.compared(list(studies.values()))),
    )
    lead = f"{count} {event_study.caution()}"
    under = site.subtitle
    return Page(page_paths.EVENTS, "events", tr("Events"), parts, under=under, lead=((lead,),) if studies else ())


def _verdict_cell(study: EventStudy | None) -> Cell:
    """Return the verdict on an event; nothing for one of a kind that is not compared."""
    return Cell("") if study is None else Cell(event_study.verdict_label(study.headline), study.headline.verdict.value)


def lists_page(site: SiteData) -> Page:
    """Return the page with the rows behind the numbers of other pages; each list links to where it is first counted."""
    places: dict[str, str] = {}
    known: dict[str, Listing] = {}
    for page in (front_page.page(site), themes.index_page(site)):
        known.update({one.id: one for one in page.listings})
        for name in cited_lists(page):
            places.setdefault(name, page.path)
    return Page(
        page_paths.LISTS,
        "front",
        tr("The rows behind the numbers"),
        under=site.subtitle,
        listings=tuple(one for name, one in known.items() if name in places),
        counted_at=places,
    )


def cited_lists(part: object) -> Iterator[str]:
    """Yield the ids of the lists that the numbers in a page, or in part of it, open, in reading order.

    A zero opens no list.
    """
    if isinstance(part, Count | Cell):
        if part.listing is not None and (part.number if isinstance(part, Count) else part.value) != 0:
            yield part.listing
    elif isinstance(part, tuple):
        for one in part:
            yield from cited_lists(one)
    elif is_dataclass(part) and not isinstance(part, Listing):
        for field in fields(part):
            yield from cited_lists(getattr(part, field.name))
