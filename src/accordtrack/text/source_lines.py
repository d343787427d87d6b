"""Sources in words: who produced and published them, and the line by which a source is cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.records import Source
    from accordtrack.types import SourceView

OUTLETS = 2
"""How many outlets a line names before it counts the rest."""


def credit(source: SourceView | Source) -> str:
    """Return the producer of a source and where it was read, as ``CDC/NCHS, read in Filter``; else its publisher alone."""
    if source.producer is None or source.producer == source.publisher:
        return source.publisher
    return tr("{producer}, read in {publisher}", producer=source.producer, publisher=source.publisher)


def producer_credit(producer: str, sources: Iterable[Source]) -> str:
    """Return the producer of figures and where they were read: ``INEGI, read in Contralínea, Animal Político and 5 more``."""
    named_already = re.compile(r"\w+").findall(producer)
    outlets = list(dict.fromkeys(one.publisher for one in sources if one.publisher not in {producer, *named_already}))
    named, more = ", ".join(outlets[:OUTLETS]), len(outlets) - OUTLETS
    if not named:
        return producer
    if more > 0:
        named = tr("{named} and {n} more", named=named, n=more)
    return tr("{producer}, read in {publisher}", producer=producer, publisher=named)


def citation(source: SourceView | Source) -> str:
    """Return credit, title, place in the text and date in one line; what a source lacks is left out."""
    return ", ".join(part for part in (credit(source), source.title, source.locator, source.date) if part)


def source(view: SourceView) -> str:
    """Return a line such as ``GAO-2024: GAO, 2024-05-01, copy read: official``; a weak copy is marked as one."""
    who = ", ".join(part for part in (credit(view), view.locator, view.date) if part)
    copy = label("copy", view.copy)
    text = tr("{id}: {publisher}, copy read: {copy}", id=view.id, publisher=who, copy=copy)
    return f"{text}; {weak_copy()}" if view.weak else text


def weak_copy() -> str:
    """Return what a copy by an aggregator or a party supports."""
    return tr('a weak copy: it supports no grade above "statement only"')
