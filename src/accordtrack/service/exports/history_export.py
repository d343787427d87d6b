"""Exports the history for an audience, without anything that comes from an entry it may not read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.projection.audience import PUBLIC
from accordtrack.queries import history
from accordtrack.store import desk_keys
from accordtrack.types import EntryView, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.projection.audience import Audience

_BATCH = 500


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
    names = {view.id for view in found}
    titles = _titles(found)
    shown = tuple(_entry_for_audience(view, names, titles, public=audience.name == PUBLIC) for view in found)
    return shown, len(keys) - len(found)


def _may_read(audience: Audience, view: EntryView, sides: Mapping[str, str]) -> bool:
    """Whether the audience may read an entry; no for an entry without its body, because its content is unknown."""
    if view.body is None:
        return False
    seat = sides.get(view.feed, "")
    return audience.may_read_content(view.handling, seat, marked=bool(view.body.get("legal_marking")))


def _titles(found: Sequence[EntryView]) -> dict[str, Text]:
    """Return the titles of records as first recorded; a later title may not be for this audience."""
    titles: dict[str, Text] = {}
    for view in reversed(found):
        body: Mapping[str, Any] = view.body or {}
        words = body.get("title") or body.get("name")
        if view.kind.endswith((".add", ".record")) and isinstance(words, dict) and {"en", "es"} <= words.keys():
            titles.setdefault(view.ref, Text(words["en"], words["es"]))
    return titles


def _entry_for_audience(view: EntryView, names: set[str], titles: Mapping[str, Text], *, public: bool) -> EntryView:
    return replace(
        view,
        by="" if public else view.by,
        retracted_by=view.retracted_by if view.retracted_by in names else None,
        names=tuple(name for name in view.names if name in names),
        title=titles.get(view.ref),
    )
