"""Sources in words: who produced and published them, and the line by which a source is cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import tr
from accordtrack.text.upkeep import side_of_desk
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.ledger.records import Source
    from accordtrack.types import SourceView

OUTLETS = 2
"""How many outlets a line names before it counts the rest."""


def credit(source: SourceView | Source) -> str:
    """Return the producer of a source and where it was read, as ``CDC/NCHS, read in Filter``; else its publisher alone."""
    if source.producer is None or source.producer == source.publisher:
        return source.publisher
    return tr("{producer}, read in {publisher}", producer=source.producer, publisher=source.publisher)


def producers(listed: str, sources: Iterable[Source]) -> list[str]:
    """Return the bodies that produced figures: those ``listed`` as publishers of the indicator.

    If it lists several and all sources name one producer, it is that one alone.
    """
    bodies, named = listed.split("; "), {one.producer for one in sources}
    alone = next(iter(named)) if len(named) == 1 and len(bodies) > 1 else None
    return [alone] if alone else bodies


def producer_credit(listed: str, sources: Sequence[Source]) -> str:
    """Return the producer of figures and where they were read: ``INEGI, read in Contralínea, Animal Político and 5 more``.

    ``listed`` is the publisher of the indicator.
    """
    shown = "; ".join(producers(listed, sources))
    named_already = re.compile(r"\w+").findall(shown)
    outlets = list(dict.fromkeys(one.publisher for one in sources if one.publisher not in {shown, *named_already}))
    named, more = ", ".join(outlets[:OUTLETS]), len(outlets) - OUTLETS
    if not named:
        return shown
    if more > 0:
        named = tr("{named} and {n} more", named=named, n=more)
    return tr("{producer}, read in {publisher}", producer=shown, publisher=named)


def citation(source: SourceView | Source) -> str:
    """Return credit, title, place in the text and date in one line; what a source lacks is left out."""
    return ", ".join(part for part in (credit(source), source.title, source.locator, source.date) if part)


def source(view: SourceView) -> str:
    """Return a line such as ``GAO-2024: GAO, 2024-05-01, copy read: official``; a weak copy is marked as one."""
    who = ", ".join(part for part in (credit(view), view.locator, view.date) if part)
    copy = label("copy", view.copy)
    text = tr("{id}: {publisher}, copy read: {copy}", id=view.id, publisher=who, copy=copy)
    return "; ".join(part for part in (text, weak_copy() if view.weak else "", recorder(view)) if part)


def recorder(view: SourceView) -> str:
    """Return the desk that recorded a source, with its side; empty for a source of the data folder."""
    desk = view.recorded_by
    if desk is None:
        return ""
    return tr("recorded by {desk} ({side})", desk=sanitize_line(desk), side=label("side", side_of_desk(desk)))


def weak_copy() -> str:
    """Return what a copy by an aggregator or a party supports."""
    return tr('a weak copy: it supports no grade above "statement only"')
