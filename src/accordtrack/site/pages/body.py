"""The page of a responsible body: what it is, its commitments, its figures, and what it said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.site.page import EntryList, Link, Page, Passage, Section
from accordtrack.site.page_paths import atom_of, record
from accordtrack.site.record_blocks import LabeledPairs, Lines
from accordtrack.site.sections import citations, entry_text, scorecard_extracts
from accordtrack.vocabulary import CommitmentKind, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.ledger.records import Body, Conflict
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Family, Words


def page(made: SiteData, code: str) -> Page:
    """Return the page of one body."""
    body = made.held.facts.bodies[code]
    leads = frozenset(map(cells.code_of, made.led_by(code)))
    supports = frozenset(map(cells.code_of, made.supported_by(code)))
    asked = frozenset(map(cells.code_of, filter(_is_asked, (*made.led_by(code), *made.supported_by(code)))))
    path, title = record("body", code), made.held.title("body", code)
    parts = [
        Section("body", tr("What is recorded"), (LabeledPairs(tuple(_recorded(made, code, body))),)),
        *_numbers(made, code),
        *_owed(made, "leads", (tr("Commitments that it leads"), tr("As the lead")), leads - asked),
        *_owed(made, "supports", (tr("Commitments that it supports"), tr("In support")), supports - leads - asked),
        *_owed(made, "asked", (_asked(), tr("Requests and recommendations")), (leads | supports) & asked),
        *_said(made, code),
        *_claims(made, code),
    ]
    branch = label("branch", body.branch)
    return Page(
        path,
        "bodies",
        title,
        tuple(parts),
        over=(sanitize_line(f"{code} · {label('side', body.side)} · {branch}"),),
        under=made.card.subtitle,
        listings=made.card.listings,
        atom=atom_of("body", code) if any(part.id == "said" for part in parts) else "",
        contents=True,
        cite=citations.cite(made, title, path),
    )


def _is_asked(state: State) -> bool:
    """Whether a record is a request or a recommendation, which creates no obligation."""
    return state.record.kind in {CommitmentKind.REQUEST, CommitmentKind.RECOMMENDATION}


def _asked() -> str:
    return tr("Requests and recommendations that fall to it")


def _recorded(made: SiteData, code: str, body: Body) -> Iterator[tuple[str, tuple[Words, ...]]]:
    """Yield the side, branch, side it speaks for, parent body and member bodies."""
    yield label("field", "side"), ((label("side", body.side),),)
    yield label("field", "branch"), ((label("branch", body.branch),),)
    speaks = body.speaks_for
    told = tr("no side: its statements count as an observer's, or as its own")
    if speaks in {*Side}:
        told = tr("{side}: what it says is a word of that side", side=label("the side", str(speaks)))
    yield label("field", "speaks_for"), ((told,),)
    if body.parent:
        yield label("field", "parent"), (citations.bodies(made, [body.parent]),)
    inside = made.parts_of(code)
    if inside:
        yield tr("bodies that are part of it"), (citations.bodies(made, inside),)


def _numbers(made: SiteData, code: str) -> Iterator[Section]:
    table = made.table("pending", "pending-bodies")
    if table is not None:
        for row in made.rows("pending", "pending-bodies", table.columns[0].key, code):
            yield Section("numbers", tr("In numbers"), (scorecard_extracts.turned(table, row),))


def _owed(made: SiteData, name: str, titles: tuple[str, str], codes: frozenset[str]) -> Iterator[Section]:
    """Yield a section with the table of these commitments, if any; ``titles`` are for the section and its table."""
    blocks = tuple(
        replace(one, id=f"commitments-{name}", title=titles[1]) for one in scorecard_extracts.commitments(made, codes)
    )
    if blocks:
        yield Section(name, titles[0], blocks)


def _said(made: SiteData, code: str) -> Iterator[Section]:
    """Yield a section with the body's own statements, newest first, each with its subject, if there are any."""
    views = made.said_by(code)
    if not views:
        return
    told = tr("Its words as this register has them, by the day on which they were said, the newest first.")
    entries = []
    for view in views:
        about = Link(view.ref, "commitment", view.ref) if view.ref in made.held.facts.states else None
        entries.append(entry_text.entry(made, view, about=about, linked=False))
    yield Section("said", tr("What it said"), (Passage((told,), small=True), EntryList(tuple(entries))))


def _claims(made: SiteData, code: str) -> Iterator[Section]:
    """Yield a section with the conflicts in which the body makes a claim, if there are any."""
    lines = [tuple(_claimed(body)) for body in made.conflicts_about("bodies", code)]
    if lines:
        yield Section("unfitting", tr("Figures and words of it that do not fit others"), (Lines(tuple(lines)),))


def _claimed(body: Conflict) -> Iterator[str | Link]:
    """Yield the title of a conflict and links to the commitments and events whose pages show it."""
    yield sanitize_line(local(body.title))
    place = f"conflict-{quotations.anchor(body.id)}"
    named: list[tuple[Family, str]] = [("commitment", code) for code in body.about.commitments]
    named += [("event", code) for code in body.about.events]
    for number, (family, code) in enumerate(named):
        yield ", " if number else ": "
        yield Link(sanitize_line(code), family, code, anchor=place)
