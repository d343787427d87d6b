"""Text of the timeline: marks of each speaker's statements by year, and events. Not yet sanitized."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr, trc, trn
from accordtrack.wording import label, mark, status_mark

if TYPE_CHECKING:
    from collections.abc import Collection

    from accordtrack.types import LaneEvent, LaneMark, LanesView

OBSERVERS = "OBS"
EVENT = ("◆", "*")
"""The mark of an event, and its ASCII form."""
AGREES = "="
"""The mark of an answer that agrees."""


def lane_speakers() -> list[str]:
    """Return the speakers with a lane, in the order of the language's alternat."""
    return [*sides(), OBSERVERS]


def lane_name(speaker: str) -> str:
    """Return the name of a lane."""
    return tr("observers") if speaker == OBSERVERS else label("side", speaker)


def marks(view: LanesView, speaker: str, years: Collection[int]) -> list[LaneMark]:
    """Return the marks of one speaker in these years, oldest first."""
    return [lane_mark for lane_mark in view.lane(speaker) if int(lane_mark.on[:4]) in years]


def events(view: LanesView, speaker: str, years: Collection[int]) -> list[LaneEvent]:
    """Return the events of a lane in these years: joint events in both lanes, those of no side with observers."""
    wanted = {speaker, "JOINT"} if speaker != OBSERVERS else {OBSERVERS, None}
    return [event for event in view.events if int(event.on[:4]) in years and event.side in wanted]


def parts(view: LanesView, speaker: str, years: Collection[int], *, ascii_only: bool) -> list[str]:
    """Return the marks of some years, most frequent first, with counts: ``◔≈3``, ``⚑``. Events come last."""
    found: dict[str, int] = {}
    for lane_mark in marks(view, speaker, years):
        text = sign(lane_mark, ascii_only=ascii_only)
        found[text] = found.get(text, 0) + lane_mark.count
    happened = len(events(view, speaker, years))
    shown_events = {EVENT[ascii_only]: happened} if happened else {}
    mark_counts = [*sorted(found.items(), key=lambda pair: -pair[1]), *shown_events.items()]
    return [f"{phrase}{count}" if count > 1 else phrase for phrase, count in mark_counts]


def sign(lane_mark: LaneMark, *, ascii_only: bool) -> str:
    """Return the mark of a statement: of its status, or of its answer."""
    if lane_mark.status is not None:
        return status_mark(lane_mark.status, lane_mark.basis, ascii_only=ascii_only)
    disputing = lane_mark.stance in {"dispute", "not_agreed"}
    return mark("disputed", ascii_only=ascii_only) if disputing else AGREES


def legend(view: LanesView, *, ascii_only: bool) -> list[tuple[str, str]]:
    """Return the marks in the lanes that are not status marks, each with its meaning."""
    names = {
        part.rstrip("0123456789")
        for speaker in lane_speakers()
        for part in parts(view, speaker, view.years, ascii_only=ascii_only)
    }
    read = mark("reading", ascii_only=ascii_only)
    meanings = {
        EVENT[ascii_only]: trc("lane", "event"),
        AGREES: trc("lane", "agrees"),
        mark("disputed", ascii_only=ascii_only): trc("lane", "disputes"),
    }
    found = [(sign_, words) for sign_, words in meanings.items() if sign_ in names]
    return [
        *found,
        *([(read, trc("lane", "assessed, not stated"))] if any(part.endswith(read) for part in names) else []),
    ]


def lines(view: LanesView, year: int, *, ascii_only: bool) -> list[str]:
    """Return a year in words: one line per speaker with statements, then the number of events."""
    found = []
    for speaker in lane_speakers():
        shown = [part for part in parts(view, speaker, (year,), ascii_only=ascii_only) if part[0] != EVENT[ascii_only]]
        if shown:
            found.append(f"{lane_name(speaker)}: {' '.join(shown)}")
    happened = sum(event.on.startswith(f"{year:04d}") for event in view.events)
    if happened:
        found.append(f"{EVENT[ascii_only]} {trn('{n} event', '{n} events', happened)}")
    return found
