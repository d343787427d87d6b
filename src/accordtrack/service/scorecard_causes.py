"""Classifies the differences between a scorecard file and the register by their cause.

The scorecard is made again from the log up to the checkpoint of the file. Then later entries are added, one class after
another. If a place changes between two of these scorecards, that class changed it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack import __version__
from accordtrack.documents import json_file
from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import DESK_KINDS
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.late_entries import is_late_entry
from accordtrack.scorecard.request import from_json
from accordtrack.scoring import parameter_file
from accordtrack.scoring.score_changes import class_of
from accordtrack.service import scorecards
from accordtrack.service.maintenance import checkpoints, recorded_copy
from accordtrack.store import log
from accordtrack.store.items import is_kind
from accordtrack.vocabulary import ChangeClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.scorecard.request import ScorecardRequest
    from accordtrack.store.database import Database
    from accordtrack.store.items import Item

ORDER = (
    ChangeClass.RULES,
    ChangeClass.SCOPE,
    ChangeClass.MEASUREMENT,
    ChangeClass.STATEMENT,
    ChangeClass.EVIDENCE,
    ChangeClass.LATE_ENTRY,
)
"""The order in which classes of entries are added: desks first, then what statements are about, then these."""
_Place = tuple[str, int]


def classify(database: Database, scorecard: Mapping[str, Any], places: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the classes that changed each place. Empty where neither the method nor an entry explains a difference.

    Nothing is classified if the register does not continue from the checkpoint of the file.
    """
    if not places or checkpoints.find_divergences(database, scorecard):
        return [()] * len(places)
    request = from_json(scorecard.get("asked"))
    last = {one.feed: one.entries for one in checkpoints.feed_heads(scorecard)}
    found: list[set[str]] = [set() for _place in places]
    with recorded_copy.as_recorded(database, request.recorded_by, request.rules) as connection:
        classes = _classes_by_place(connection, last)
        before = dict(scorecard)
        present: set[ChangeClass] = set()
        for added in (None, *(one for one in ORDER if one in classes.values())):
            present |= {added} if added is not None else set()
            after = _scorecard_with(connection, request, last, classes, present, database.path)
            changed = [place for place, _told, _now in json_file.differences(before, after)]
            names = {added.value} if added is not None else _causes_without_entries(scorecard)
            for number, place in enumerate(places):
                if any(_is_within(place, one) for one in changed):
                    found[number] |= names
            before = after
    return [tuple(name for name in ChangeClass if name in one) for one in found]


def _classes_by_place(connection: Connection, last: Mapping[str, int]) -> dict[_Place, ChangeClass]:
    """Return the class of every entry that was recorded after the last one of each feed."""
    began_on = log.began_on(connection)
    items = list(log.items(connection))
    by_hash = {item.hash: item for item in items}
    history = FoldContext(connection).history
    return {
        (item.feed, item.seq): _class_of(replace(item, at=history.recorded_at(item)), by_hash, began_on)
        for item in items
        if item.seq > last.get(item.feed, 0)
    }


def _class_of(item: Item[Any], by_hash: Mapping[str, Item[Any]], began_on: str) -> ChangeClass:
    if item.kind in DESK_KINDS:
        return ChangeClass.RULES
    if is_late_entry(item, began_on):
        return ChangeClass.LATE_ENTRY
    if is_kind(item, kinds.ENTRY_RETRACT) and item.body.target in by_hash:
        return class_of(by_hash[item.body.target].kind)
    return class_of(item.kind)


def _scorecard_with(
    connection: Connection,
    request: ScorecardRequest,
    last: Mapping[str, int],
    classes: Mapping[_Place, ChangeClass],
    present: Iterable[ChangeClass],
    register: Path,
) -> dict[str, Any]:
    """Return the scorecard, as JSON values, of the log up to its checkpoint and the classes that are present."""
    chosen = {place for place, one in classes.items() if one in present}

    def belongs(feed: str, seq: int) -> bool:
        return seq <= last.get(feed, 0) or (feed, seq) in chosen

    with recorded_copy.partial_copy(connection, belongs) as copy:
        return json_file.as_json(scorecards.build_scorecard(copy, request, register=register, appended=True))


def _causes_without_entries(scorecard: Mapping[str, Any]) -> set[str]:
    """Return why the same log gives another scorecard: another method, or a program that applies other rules."""
    data = scorecard.get("data")
    stated = data.get("parameters_sha256") if isinstance(data, dict) else None
    if stated != parameter_file.standard_method().sha256:
        return {ChangeClass.METHOD.value}
    return {ChangeClass.RULES.value} if scorecard.get("version") != __version__ else set()


def _is_within(place: str, other: str) -> bool:
    """Whether one of two places contains the other: ``data.overall`` and ``data.overall.delivery``."""
    longer, shorter = (place, other) if len(place) >= len(other) else (other, place)
    return longer == shorter or (longer.startswith(shorter) and longer[len(shorter)] in ".[")
