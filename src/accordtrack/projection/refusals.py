"""Answers by which a side keeps an entry out of force: a dispute, or not subscribing to a text, in its own name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from accordtrack.projection.authorization import standing_items
from accordtrack.store.items import open_answers, without_retracted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from typing import Any

    from accordtrack.ledger.statements import PositionTake
    from accordtrack.projection.authorization import FoldContext
    from accordtrack.store.items import Item
    from accordtrack.types import ChangeView, ProposedChange
    from accordtrack.types.entries import Authorship

V = TypeVar("V", bound="Authorship | ProposedChange | ChangeView")


def refusing_answers(items: Iterable[Item[Any]]) -> Mapping[str, list[Item[PositionTake]]]:
    """Return the open refusals among ``items`` by the hash of the entry that they answer, latest first.

    Those that a retraction among ``items`` takes back are not open.
    """
    found: dict[str, list[Item[PositionTake]]] = defaultdict(list)
    for answer in open_answers(without_retracted(items)):
        if answer.body.refuses and answer.seat == answer.body.speaker:
            found[str(answer.body.answers)].append(answer)
    return found


def answers_about(
    world: FoldContext, refs: Iterable[str], hashes: Container[str]
) -> Mapping[str, list[Item[PositionTake]]]:
    """Return the open refusals of the entries about ``refs`` with these hashes, by hash, latest first."""
    about = standing_items(list(world.items_about(sorted(set(refs)))), world)
    elsewhere = world.answers_elsewhere([item for item in about if item.hash in hashes])
    return refusing_answers([*about, *elsewhere])


def with_refusals(view: V, answers: Iterable[Item[PositionTake]]) -> V:
    """Return a view with the sides that it would wait for, had they not disputed it."""
    sides = {answer.seat for answer in answers}
    found = tuple(side for side in view.waits if side in sides)
    return replace(view, disputed_by=found) if found else view
