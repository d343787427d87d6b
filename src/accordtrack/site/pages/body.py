"""The page of a responsible body: what it is, its commitments, its figures, and what it said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Link, Paragraph
from accordtrack.documents.sentences import Listings, join_parts, sentence
from accordtrack.i18n import localize, tr, trn
from accordtrack.scorecard.sections import cells, not_public, quotations
from accordtrack.site.page import EntryList, Page, Section
from accordtrack.site.page_paths import feed_path, record_path
from accordtrack.site.record_blocks import LabeledPairs, Lines
from accordtrack.site.sections import citations, entry_text, scorecard_extracts
from accordtrack.vocabulary import CommitmentKind, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Family, Item, Sentence
    from accordtrack.ledger.records import Body, Conflict
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData


def page(site: SiteData, code: str) -> Page:
    """Return the page of one body."""
    body = site.held.facts.bodies[code]
    leads = frozenset(map(cells.code_of, site.commitments_led_by(code)))
    supports = frozenset(map(cells.code_of, site.commitments_supported_by(code)))
    names = frozenset(
        map(cells.code_of, filter(_is_request, (*site.commitments_led_by(code), *site.commitments_supported_by(code))))
    )
    path, title = record_path("body", code), site.held.title("body", code)
    lists = Listings()
    parts = [
        Section("body", tr("What is recorded"), (LabeledPairs(tuple(_recorded_fields(site, code, body))),)),
        *_numbers_section(site, code),
        *_commitments_section(site, "leads", (tr("Commitments that it leads"), tr("As the lead")), leads - names),
        *_commitments_section(
            site, "supports", (tr("Commitments that it supports"), tr("In support")), supports - leads - names
        ),
        *_commitments_section(
            site, "asked", (_requests_title(), tr("Requests and recommendations")), (leads | supports) & names
        ),
        *_statements_section(site, code),
        *_conflicts_section(site, code),
    ]
    branch = label("branch", body.branch)
    return Page(
        path,
        "bodies",
        title,
        tuple(parts),
        over=(sanitize_line(f"{code} · {label('side', body.side)} · {branch}"),),
        under=site.subtitle,
        lead=tuple(_lead(site, lists, leads, supports - leads)),
        listings=(*site.card.listings, *lists.all_lists),
        atom=feed_path("body", code) if any(part.id == "said" for part in parts) else "",
        contents=True,
        cite=citations.citation_line(site, title, path),
    )


def _lead(site: SiteData, lists: Listings, leads: frozenset[str], supports: frozenset[str]) -> Iterator[Sentence]:
    """Yield how many commitments and unilateral actions the body leads and supports, if any; each number opens its list."""
    n = "{n}"
    states = site.held.facts.states
    kinds = {kind: {code for code in leads | supports if states[code].record.kind is kind} for kind in CommitmentKind}
    leads, supports = (codes & kinds[CommitmentKind.COMMITMENT] for codes in (leads, supports))
    actions = frozenset(kinds[CommitmentKind.UNILATERAL_ACTION])
    given = [
        (
            "leads",
            tr("Commitments that it leads"),
            trn("It leads {n} commitment", "It leads {n} commitments", len(leads), n=n),
            leads,
        ),
        (
            "supports",
            tr("Commitments that it supports"),
            trn("it supports {n} more", "it supports {n} more", len(supports), n=n),
            supports,
        ),
    ]
    if actions:
        text = trn("{n} unilateral action names it", "{n} unilateral actions name it", len(actions), n=n)
        given.append(("actions", tr("Unilateral actions that name it"), text, actions))
    if leads or supports or actions:
        parts = [
            sentence(text, n=lists.count(f"body-{name}", title, _items(site, codes)) if codes else "0")
            for name, title, text, codes in given
        ]
        yield join_parts(*parts[0], *(each for part in parts[1:] for each in ("; ", *part)), ".")


def _items(site: SiteData, codes: frozenset[str]) -> list[Item]:
    states = site.held.facts.states
    return [site.held.item(states[code]) for code in sorted(codes, key=natural_sort_key)]


def _is_request(state: State) -> bool:
    """Whether a record is a request or a recommendation, which creates no obligation."""
    return state.record.kind in {CommitmentKind.REQUEST, CommitmentKind.RECOMMENDATION}


def _requests_title() -> str:
    return tr("Requests and recommendations that fall to it")


def _recorded_fields(site: SiteData, code: str, body: Body) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield the side, branch, side it speaks for, parent body and member bodies."""
    yield label("field", "side"), ((label("side", body.side),),)
    yield label("field", "branch"), ((label("branch", body.branch),),)
    speaks = body.speaks_for
    text = tr("no side: its statements count as an observer's, or as its own")
    if speaks in {*Side}:
        text = tr("{side}: its statements count as that side's", side=label("the side", str(speaks)))
    yield label("field", "speaks_for"), ((text,),)
    if body.parent:
        yield label("field", "parent"), (citations.body_links(site, [body.parent]),)
    inside = site.parts_of(code)
    if inside:
        yield tr("bodies that are part of it"), (citations.body_links(site, inside),)


def _numbers_section(site: SiteData, code: str) -> Iterator[Section]:
    table = site.table("pending", "pending-bodies")
    if table is not None:
        for row in site.rows("pending", "pending-bodies", table.columns[0].key, code):
            hidden = not_public.hidden_text(site.held)
            notes = (Paragraph((hidden,), small=True),) if hidden else ()
            yield Section("numbers", tr("In numbers"), (scorecard_extracts.transpose_row(table, row), *notes))


def _commitments_section(
    site: SiteData, name: str, titles: tuple[str, str], codes: frozenset[str]
) -> Iterator[Section]:
    """Yield a section with the table of these commitments, if any; ``titles`` are for the section and its table."""
    blocks = tuple(
        replace(one, id=f"commitments-{name}", title=titles[1])
        for one in scorecard_extracts.commitment_tables(site, codes)
    )
    if blocks:
        yield Section(name, titles[0], blocks)


def _statements_section(site: SiteData, code: str) -> Iterator[Section]:
    """Yield a section with the body's own statements, newest first, each with its subject, if there are any."""
    views = site.statements_by(code)
    if not views:
        return
    text = tr("Its statements as recorded in this register, by the day they were made, newest first.")
    entries = []
    for view in views:
        about = Link(view.ref, "commitment", view.ref) if view.ref in site.held.facts.states else None
        entries.append(entry_text.build_entry_block(site, view, about=about, linked=False))
    yield Section("said", tr("What it said"), (Paragraph((text,), small=True), EntryList(tuple(entries))))


def _conflicts_section(site: SiteData, code: str) -> Iterator[Section]:
    """Yield a section with the conflicts in which the body makes a claim, if there are any."""
    lines = [tuple(_conflict_links(body)) for body in site.conflicts_about("bodies", code)]
    if lines:
        yield Section("unfitting", tr("Its figures and words that conflict with others"), (Lines(tuple(lines)),))


def _conflict_links(body: Conflict) -> Iterator[str | Link]:
    """Yield the title of a conflict and links to the commitments and events whose pages show it."""
    yield sanitize_line(localize(body.title))
    place = f"conflict-{quotations.anchor(body.id)}"
    named: list[tuple[Family, str]] = [("commitment", code) for code in body.about.commitments]
    named += [("event", code) for code in body.about.events]
    for number, (family, code) in enumerate(named):
        yield ", " if number else ": "
        yield Link(sanitize_line(code), family, code, anchor=place)
