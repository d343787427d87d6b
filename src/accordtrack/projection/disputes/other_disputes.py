"""Disputes outside threads: of a document, a figure, or a statement about something for which no side gave a status.

A thread is about a claim, a text, a change or a value. This module collects all other disputes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import POSITION_TAKE
from accordtrack.projection.answers import Answers
from accordtrack.projection.disputes.thread_words import build_thread_item, sort_thread_items
from accordtrack.store.items import is_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item
    from accordtrack.types import ThreadItem

_KINDS = {"position.take": "answer", "status.report": "claim", "evidence.add": "evidence"}


@dataclass(frozen=True, slots=True)
class OtherWords:
    """A record with its disputes outside threads: what they answer, the disputes, and the answers to them."""

    state: State
    words: tuple[ThreadItem, ...]


def disputes_outside_threads(states: Mapping[str, State], names: frozenset[str]) -> list[OtherWords]:
    """Return the standing disputes of ``states`` whose hashes are not in ``names``, the hashes in threads."""
    other_words = (
        OtherWords(state, tuple(sort_thread_items(_dispute_items(state, names)))) for state in states.values()
    )
    return [one for one in other_words if one.words]


def _dispute_items(state: State, names: frozenset[str]) -> Iterator[ThreadItem]:
    answers = Answers(state.items)
    standing = [one for one in answers.positions if not answers.is_withdrawn(one)]
    chains = {one.hash: answers.chain(one) for one in standing}
    outside = {one.hash for one in standing if one.hash not in names and build_thread_item(one, "answer").is_objection}
    named: dict[str, tuple[Item[Record], int]] = {}
    for chain in chains.values():
        if any(link.hash in outside for link in chain):
            for depth, link in enumerate(reversed(chain)):
                if link.kind in _KINDS:
                    named[link.hash] = (link, depth)
    for item, depth in named.values():
        holds = not is_kind(item, POSITION_TAKE) or answers.is_in_force(item)
        yield build_thread_item(item, _KINDS[item.kind], depth=depth, counts=holds)
