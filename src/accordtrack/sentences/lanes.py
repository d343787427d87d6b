"""Lanes of years in words: what each speaker said in a year as marks, and the events beside them. Not yet washed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr, trn
from accordtrack.wording import label, mark, status_mark

if TYPE_CHECKING:
    from accordtrack.views import LaneEvent, LaneMark, LanesView

OBSERVERS = "OBS"
EVENT = ("◆", "*")
"""The mark of an event, and its letter."""


def order() -> list[str]:
    """Whose lanes there are, in the order of the language's alternat."""
    return [*sides(("US", "MX")), OBSERVERS]


def name(speaker: str) -> str:
    """Whose lane it is."""
    return tr("observers") if speaker == OBSERVERS else label("side", speaker)


def marks(view: LanesView, speaker: str, year: int) -> list[LaneMark]:
    """What one speaker said in a year, oldest first."""
    return [said for said in view.lane(speaker) if said.on.startswith(f"{year:04d}")]


def events(view: LanesView, speaker: str, year: int) -> list[LaneEvent]:
    """Events of a side in a year; those of both stand in both lanes, those of nobody with the observers."""
    wanted = {speaker, "JOINT"} if speaker != OBSERVERS else {OBSERVERS, None}
    return [event for event in view.events if event.on.startswith(f"{year:04d}") and event.side in wanted]


def parts(view: LanesView, speaker: str, year: int, *, ascii_only: bool) -> list[str]:
    """Marks of a year, the most frequent first, each with its number where there are several: ``◔≈3``, ``⚑``; events last."""
    found: dict[str, int] = {}
    for said in marks(view, speaker, year):
        shown = sign(said, ascii_only=ascii_only)
        found[shown] = found.get(shown, 0) + said.count
    happened = len(events(view, speaker, year))
    shown_events = {EVENT[ascii_only]: happened} if happened else {}
    told = [*sorted(found.items(), key=lambda pair: -pair[1]), *shown_events.items()]
    return [f"{shown}{count}" if count > 1 else shown for shown, count in told]


def sign(said: LaneMark, *, ascii_only: bool) -> str:
    """The mark of what was said: of its status, or that it answers."""
    if said.status is not None:
        return status_mark(said.status, said.basis, ascii_only=ascii_only)
    disputing = said.stance in {"dispute", "not_agreed"}
    return mark("disputed", ascii_only=ascii_only) if disputing else "="


def lines(view: LanesView, year: int, *, ascii_only: bool) -> list[str]:
    """A year in words: a line a speaker that said anything, then how many events there were."""
    found = []
    for speaker in order():
        shown = [part for part in parts(view, speaker, year, ascii_only=ascii_only) if part[0] != EVENT[ascii_only]]
        if shown:
            found.append(f"{name(speaker)}: {' '.join(shown)}")
    happened = sum(event.on.startswith(f"{year:04d}") for event in view.events)
    if happened:
        found.append(f"{EVENT[ascii_only]} {trn('{n} event', '{n} events', happened)}")
    return found
