"""Who said what over the years: one commitment, or the whole register counted by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.register import details, log, lookup
from accordtrack.views import LaneEvent, LaneMark, LanesView
from accordtrack.vocabulary import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates
    from accordtrack.register.fold import Item

_SAID = ("status", "position")


def lanes(connection: Connection, ref: str | None, at: TwoDates | None) -> LanesView:
    """Statements and answers by speaker and the day they were said, and events on their days.

    Of the whole register, words alike of one speaker in one year are counted. Of one commitment, only events of its theme.
    """
    if ref is None:
        themes: set[str] = set()
        found = _counted(_within(log.items_saying(connection, _SAID), at))
    else:
        state, _version = details.state_of(connection, ref, at)
        themes = {state.record["theme"]}
        found = [(item.body["speaker"], _mark(item)) for item in (*state.statuses, *state.positions)]
    found.sort(key=lambda pair: (pair[1].on, pair[1].entry))
    return LanesView(
        us=_lane(found, Speaker.US),
        mx=_lane(found, Speaker.MX),
        observers=tuple(mark for speaker, mark in found if speaker == Speaker.OBS),
        events=_events(lookup.records(connection, "event").values(), themes, at),
    )


def _lane(found: list[tuple[str, LaneMark]], side: Speaker) -> tuple[LaneMark, ...]:
    return tuple(mark for speaker, mark in found if speaker in {side, Speaker.JOINT})


def _within(items: Iterable[Item], at: TwoDates | None) -> Iterable[Item]:
    for item in items:
        if at is None or (item.body["effective_on"] <= at.as_of and item.body["said_on"] <= at.known_on):
            yield item


def _mark(item: Item) -> LaneMark:
    body = item.body
    return LaneMark(body["said_on"], body.get("status"), body.get("basis"), body.get("stance"), item.id)


def _counted(items: Iterable[Item]) -> list[tuple[str, LaneMark]]:
    """Words alike of one year as one mark, under the last of them."""
    counts: dict[tuple[Any, ...], int] = {}
    last: dict[tuple[Any, ...], LaneMark] = {}
    for item in items:
        mark = _mark(item)
        kind = (item.body["speaker"], mark.on[:4], mark.status, mark.basis, mark.stance)
        counts[kind] = counts.get(kind, 0) + 1
        if kind not in last or (last[kind].on, last[kind].entry) < (mark.on, mark.entry):
            last[kind] = mark
    return [
        (kind[0], LaneMark(mark.on, mark.status, mark.basis, mark.stance, mark.entry, counts[kind]))
        for kind, mark in last.items()
    ]


def _events(bodies: Iterable[Mapping[str, Any]], themes: set[str], at: TwoDates | None) -> tuple[LaneEvent, ...]:
    found = [
        LaneEvent(body["date"], body["id"], body["kind"], body["side"], lookup.words(body["title"]))
        for body in bodies
        if (not themes or themes & set(body["themes"])) and (at is None or body["date"] <= min(at.as_of, at.known_on))
    ]
    return tuple(sorted(found, key=lambda event: (event.on, event.id)))
