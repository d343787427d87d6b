"""The page of a responsible body: what it owes, what is late, and what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells
from accordtrack.site.pages import said, themes
from accordtrack.site.paths import record
from accordtrack.site.value import Chronicle, Link, Page, Section
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.register.fold import State
    from accordtrack.site.material import Material


def page(made: Material, code: str) -> Page:
    """The page of one body."""
    body = made.held.facts.bodies[code]
    leads = frozenset(cells.code_of(state) for state in made.held.commitments() if code in _leads(state))
    supports = frozenset(
        cells.code_of(state) for state in made.held.commitments() if code in state.record["supporting"]
    )
    side = str(body.get("side") or "")
    parts = [
        *_numbers(made, code),
        *_owed(made, "leads", tr("Commitments that it leads"), leads),
        *_owed(made, "supports", tr("Commitments that it supports"), supports - leads),
        *_words(made, code),
    ]
    return Page(
        record("body", code),
        "bodies",
        cells.body_name(made.held, code),
        tuple(parts),
        over=(label("side", side),) if side else (),
        under=made.card.subtitle,
        listings=made.card.listings,
        contents=True,
    )


def _leads(state: State) -> set[str]:
    return {str(code) for code in state.record["lead"].values() if code}


def _numbers(made: Material, code: str) -> Iterator[Section]:
    table = made.table("pending", "pending-bodies")
    row = next((one for one in table.rows if one.cells[0].value == code), None) if table else None
    if table is not None and row is not None:
        yield Section("numbers", tr("In numbers"), (themes.turned(table, row),))


def _owed(made: Material, name: str, title: str, codes: frozenset[str]) -> Iterator[Section]:
    blocks = tuple(themes.commitments(made, codes))
    if blocks:
        yield Section(name, title, blocks)


def _words(made: Material, code: str) -> Iterator[Section]:
    """What it said itself, the newest first."""
    found = []
    for ref, views in made.entries.items():
        about = Link(ref, "commitment", ref) if ref in made.held.facts.states else None
        found += [(view, about) for view in views if (view.body or {}).get("speaker_body") == code]
    if found:
        ordered = sorted(found, key=lambda one: (one[0].effective_on or "", one[0].lc), reverse=True)
        yield Section("said", tr("What it said"), (Chronicle(tuple(said.entry(v, about=a) for v, a in ordered)),))
