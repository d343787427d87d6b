"""Sentences about the dates of an answer: up to which day it holds, what was known, how far statements were searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from accordtrack.core.dates import TwoDates


def updated(at: TwoDates) -> str:
    """Return ``Updated December 1, 2026.``, with the second date if it is another."""
    if at.as_of == at.known_on:
        return tr("Updated {date}.", date=day_name(at.as_of))
    known = day_name(at.known_on)
    return tr("Updated {as_of}, with data available as of {known_on}.", as_of=day_name(at.as_of), known_on=known)


def searched(until: str) -> str:
    """Return up to which day statements were searched."""
    return tr("Statements searched to {date}.", date=day_name(until))
