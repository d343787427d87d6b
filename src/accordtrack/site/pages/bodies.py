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

    from accordtrack.site.material import Material


def page(made: Material, code: str) -> Page:
    """The page of one body."""
    body = made.held.facts.bodies[code]
    leads = frozenset(map(cells.code_of, made.led_by(code)))
    supports = frozenset(map(cells.code_of, made.supported_by(code)))
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


def _numbers(made: Material, code: str) -> Iterator[Section]:
    table = made.table("pending", "pending-bodies")
    if table is not None:
        for row in made.rows("pending", "pending-bodies", table.columns[0].key, code):
            yield Section("numbers", tr("In numbers"), (themes.turned(table, row),))


def _owed(made: Material, name: str, title: str, codes: frozenset[str]) -> Iterator[Section]:
    blocks = tuple(themes.commitments(made, codes))
    if blocks:
        yield Section(name, title, blocks)


def _words(made: Material, code: str) -> Iterator[Section]:
    """What it said itself, the newest first."""
    found = []
    for view in made.said_by(code):
        about = Link(view.ref, "commitment", view.ref) if view.ref in made.held.facts.states else None
        found.append(said.entry(view, about=about))
    if found:
        yield Section("said", tr("What it said"), (Chronicle(tuple(found)),))
