"""Exports the history for an audience, without anything that comes from an entry it may not read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from accordtrack.ledger.kinds import COMMITMENT_AMEND, POSITION_TAKE, STATUS_REPORT
from accordtrack.projection.audience import PUBLIC
from accordtrack.projection.marks import ABOUT_SEVERAL
from accordtrack.queries import history
from accordtrack.store import desk_keys
from accordtrack.vocabulary import Provenance, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.projection.audience import Audience
    from accordtrack.types import EntryView, Text

_BATCH = 500


class _Readable(NamedTuple):
    """What an audience may read: ids and hashes of entries, which side refuses which entry, and titles by hash."""

    names: set[str]
    hashes: set[str]
    refusals: set[tuple[str, str]]
    titles: Mapping[str, Text]


def readable_entries(
    connection: Connection, audience: Audience, progress: Callable[[int, int], None] | None = None
) -> tuple[tuple[EntryView, ...], int]:
    """Return every entry that the audience may read, newest first, and the number of entries left out."""
    keys = history.newest_first(connection)
    sides = desk_keys.sides_by_feed(connection)
    found: list[EntryView] = []
    for start in range(0, len(keys), _BATCH):
        views = history.views(connection, keys[start : start + _BATCH])
        found += [view for view in views if _may_read(audience, view, sides)]
        if progress:
            progress(min(start + _BATCH, len(keys)), len(keys))
    readable = _Readable({view.id for view in found}, {view.hash for view in found}, _refusals(found), _titles(found))
    shown = tuple(
        _entry_for_audience(view, readable, audience)
        for view in found
        if audience.name != PUBLIC or not _only_waits(view)
    )
    return shown, len(keys) - len(found)


def _only_waits(view: EntryView) -> bool:
    """Whether an entry has no effect because it waits for a side. The public gets such entries only as a number.

    A side's own withdrawal, its half of a joint statement, and the new date of its own commitment are shown.
    """
    own = view.provenance == Provenance.OWN
    shown = view.kind == STATUS_REPORT.name or (view.kind == COMMITMENT_AMEND.name and view.official)
    return bool(view.waits) and not (own and shown)


def _may_read(audience: Audience, view: EntryView, sides: Mapping[str, str]) -> bool:
    """Whether the audience may read an entry; no for an entry without its body, because its content is unknown."""
    if view.body is None:
        return False
    seat, marked = sides.get(view.feed, ""), bool(view.body.get("legal_marking"))
    return audience.may_read_entry(view.kind, view.ref, view.hash, view.handling, seat, marked=marked)


def _titles(found: Sequence[EntryView]) -> dict[str, Text]:
    """Return the title of the record that each entry adds or is about, by hash, as the readers may read it.

    Entries about a record have the title with which it was recorded; a later title may not be for this audience. A record
    that took the place of one that was taken back gives its title only to the entries after it.
    """
    titles: dict[str, Text] = {}
    records: dict[str, tuple[Text, bool]] = {}
    for view in reversed(found):
        added = history.own_title(view)
        _title, is_gone = records.get(view.ref, (None, True))
        if added is not None and is_gone and not view.refused:
            records[view.ref] = added, view.retracted_by is not None
        title = added or records.get(view.ref, (None,))[0]
        if title is not None:
            titles[view.hash] = title
    return {view.hash: records[view.ref][0] for view in found if view.ref in records} | titles


def _refusals(found: Sequence[EntryView]) -> set[tuple[str, str]]:
    """Return the hash of each entry that a readable answer refuses, with the side that refuses it."""
    answers = ((view, view.body or {}) for view in found if view.kind == POSITION_TAKE.name)
    refusing = {Stance.DISPUTE, Stance.NOT_AGREED}
    return {(str(body.get("answers")), str(view.speaker)) for view, body in answers if body.get("stance") in refusing}


def _entry_for_audience(view: EntryView, readable: _Readable, audience: Audience) -> EntryView:
    return replace(
        view,
        body=audience.body_without_hidden(view.body) if view.body and view.kind in ABOUT_SEVERAL else view.body,
        by="" if audience.name == PUBLIC else view.by,
        retracted_by=view.retracted_by if view.retracted_by in readable.names else None,
        names=tuple(name for name in view.names if name in readable.names),
        title=readable.titles.get(view.hash),
        answered=view.answered if (view.body or {}).get("answers") in readable.hashes else None,
        disputed_by=tuple(side for side in view.disputed_by if (view.hash, side) in readable.refusals),
    )
