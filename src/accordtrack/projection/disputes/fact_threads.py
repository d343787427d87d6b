"""Dispute threads computed from facts alone: the same threads that the register lists, without its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.projection.disputes import thread_index, value_threads
from accordtrack.projection.disputes.commitment_threads import Threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.facts import Facts
    from accordtrack.store.items import Item
    from accordtrack.types import DisputeView


def threads(facts: Facts, today: str) -> tuple[DisputeView, ...]:
    """Return every thread with its statements: longest-waiting first, then unresolved and settled ones.

    Evidence files are always reported as not in the store.
    """
    disputes: list[DisputeView] = []
    for state in facts.states.values():
        disputes += Threads(state.items, state, today=today, file_there=lambda _digest: False).build_threads()
    links = [link.body for state in facts.states.values() for link in state.links]

    def name_indicators(_roots: Sequence[Item[Record]]) -> value_threads.Named:
        return value_threads.Named(facts.indicators, links)

    disputes += value_threads.threads_among(facts.answered, name_indicators, today, rules=facts.rules)
    return tuple(sorted(disputes, key=lambda thread: thread_index.sort_key(thread.summary)))
