"""The page of a responsible body: what it is, what it owes, what is late, and what it said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.i18n import local, tr
from accordtrack.register.lookup import words
from accordtrack.scorecard.sections import cells
from accordtrack.site.pages import cited, said, themes
from accordtrack.site.paths import record
from accordtrack.site.spoken import Lines, Pairs
from accordtrack.site.value import Chronicle, Link, Page, Section, Told
from accordtrack.text import natural, wash_line
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from accordtrack.register.fold import State
    from accordtrack.site.material import Material
    from accordtrack.site.value import Words
    from accordtrack.views import EntryView


def page(made: Material, code: str) -> Page:
    """The page of one body."""
    body = made.held.facts.bodies[code]
    held = made.held.commitments()
    leads = frozenset(cells.code_of(state) for state in held if code in _leads(state))
    supports = frozenset(cells.code_of(state) for state in held if code in state.record["supporting"])
    path, title = record("body", code), made.held.title("body", code)
    parts = [
        Section("body", tr("What is recorded"), (Pairs(tuple(_recorded(made, code, body))),)),
        *_numbers(made, code),
        *_owed(made, "leads", tr("Commitments that it leads"), leads),
        *_owed(made, "supports", tr("Commitments that it supports"), supports - leads),
        *_said(made, code),
        *_claims(made, code),
        cited.cite(made, title, path),
    ]
    branch = label("branch", str(body["branch"]))
    return Page(
        path,
        "bodies",
        title,
        tuple(parts),
        over=(wash_line(f"{code} · {label('side', str(body['side']))} · {branch}"),),
        under=tr("As of {as_of}, as known on {known_on}", as_of=made.card.as_of, known_on=made.card.known_on),
        listings=made.card.listings,
        contents=True,
    )


def _leads(state: State) -> set[str]:
    return {str(code) for code in state.record["lead"].values() if code}


def _recorded(made: Material, code: str, body: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Words, ...]]]:
    """Country, branch, for whom it can speak, of what it is a part, and what is part of it."""
    yield label("field", "side"), ((label("side", str(body["side"])),),)
    yield label("field", "branch"), ((label("branch", str(body["branch"])),),)
    speaks = body["speaks_for"]
    told = tr("no side: what it says is told as an observer's, or as its own")
    if speaks in {*Side}:
        told = tr("{side}: what it says is a word of that side", side=label("the side", str(speaks)))
    yield label("field", "speaks_for"), ((told,),)
    if body.get("parent"):
        yield label("field", "parent"), (cited.bodies(made, [str(body["parent"])]),)
    inside = [one for one, held in made.held.facts.bodies.items() if held.get("parent") == code]
    if inside:
        yield tr("bodies that are part of it"), (cited.bodies(made, sorted(inside, key=natural)),)


def _numbers(made: Material, code: str) -> Iterator[Section]:
    table = made.table("pending", "pending-bodies")
    row = next((one for one in table.rows if one.cells[0].value == code), None) if table else None
    if table is not None and row is not None:
        yield Section("numbers", tr("In numbers"), (themes.turned(table, row),))


def _owed(made: Material, name: str, title: str, codes: frozenset[str]) -> Iterator[Section]:
    """The table of these commitments; nothing where there is none."""
    blocks = tuple(replace(one, id=f"commitments-{name}") for one in themes.commitments(made, codes))
    if blocks:
        yield Section(name, title, blocks)


def _said(made: Material, code: str) -> Iterator[Section]:
    """What it said itself, by the day it was said, the newest first, each with what it is about."""
    found: list[tuple[EntryView, Link | None]] = []
    for ref, views in made.entries.items():
        link = Link(ref, "commitment", ref) if ref in made.held.facts.states else None
        found += [(view, link) for view in views if (view.body or {}).get("speaker_body") == code]
    if found:
        ordered = sorted(
            found, key=lambda one: (str((one[0].body or {}).get("said_on") or ""), one[0].lc), reverse=True
        )
        told = tr("Its words as this register has them, by the day on which they were said, the newest first.")
        entries = tuple(said.entry(made, view, about=about, linked=False) for view, about in ordered)
        yield Section("said", tr("What it said"), (Told((told,), small=True), Chronicle(entries)))


def _claims(made: Material, code: str) -> Iterator[Section]:
    """Conflicts of figures in which it has a claim."""
    found = made.held.facts.conflicts
    lines = [
        (wash_line(local(words(found[name]["title"]))),)
        for name in sorted(found, key=natural)
        if any(claim["speaker_body"] == code for claim in found[name]["claims"])
    ]
    if lines:
        yield Section("unfitting", tr("Figures and words of it that do not fit others"), (Lines(tuple(lines)),))
