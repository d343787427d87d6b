"""Notes on dual control in every output: sides without a desk, what waits, and statements recorded for the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import in_alternat, line_text, trn
from accordtrack.types import Line
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types.effects import DeskSummary, EffectSummary


def notes(summary: EffectSummary) -> tuple[str, ...]:
    """Return the notes of an output, each a sentence, in the language's order of the sides."""
    return (*desk_notes(summary.desks), *waiting_notes(summary), *recorded_notes(summary))


def desk_notes(desks: DeskSummary) -> tuple[str, ...]:
    """Return the notes about desks: a side without one, keys of both sides on one computer, and desks unknown to their side."""
    return tuple(map(line_text, desk_lines(desks)))


def alone_notes(desks: DeskSummary) -> tuple[str, ...]:
    """Return the note about a side without an open desk, if there is one."""
    return tuple(map(line_text, _alone_lines(desks)))


def desk_lines(desks: DeskSummary) -> tuple[Line, ...]:
    """Return the same notes as templates with their values."""
    beside = (
        Line("{feed} was opened on the computer that holds {other}'s key.", {"feed": one.desk, "other": one.other})
        for one in desks.beside
    )
    unanswered = (
        Line(
            "{feed} is another desk of {side}. {other} has written nothing since it saw that desk.",
            {"feed": one.desk, "side": ("the side", one.side), "other": one.other},
        )
        for one in desks.unanswered
    )
    return (*_alone_lines(desks), *beside, *unanswered)


def _alone_lines(desks: DeskSummary) -> tuple[Line, ...]:
    if desks.alone is None:
        return ()
    return (Line("Only {side} has an open desk in this register.", {"side": ("the side", desks.alone)}),)


def waiting_notes(summary: EffectSummary) -> tuple[str, ...]:
    """Return how much waits for each side, and since when; nothing if nothing waits."""
    return tuple(
        trn(
            "{n} change waits for {side}; the oldest since {since}.",
            "{n} changes wait for {side}; the oldest since {since}.",
            one.changes,
            side=label("the side", one.side),
            since=one.since,
        )
        for one in in_alternat(summary.waiting, lambda one: one.side)
    )


def recorded_notes(summary: EffectSummary) -> tuple[str, ...]:
    """Return how many statements in the name of others each side's desks recorded; nothing if there are none."""
    return tuple(
        trn(
            "{n} statement in another's name was recorded by {side}.",
            "{n} statements in another's name were recorded by {side}.",
            count,
            side=label("the side", side),
        )
        for side, count in in_alternat(summary.recorded, lambda pair: pair[0])
    )
