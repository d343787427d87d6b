"""Threads on the screen: in which group each stands for a seat, and how many of them are read with their words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.service import Desk
    from accordtrack.types import DisputeView, ThreadKey

PAGE = 50
"""Threads that are read together."""
NEAR = 8
"""How near the cursor comes to the last that is read before more are asked for."""
GROUPS = ("mine", "theirs", "nobody", "observer", "unresolved", "settled")
MINE, THEIRS, NOBODY, OBSERVER, UNRESOLVED, SETTLED = GROUPS


def group_of(thread: ThreadKey | DisputeView, own: str | None) -> str:
    """The group of a thread: what waits for the own side comes first."""
    if own is not None and thread.turn == own:
        return MINE
    if thread.state in GROUPS:
        return thread.state
    return NOBODY if thread.turn is None else THEIRS


def heading(group: str, own: str | None) -> str:
    """What stands over a group."""
    match group:
        case "mine":
            return tr("Your turn")
        case "theirs":
            return tr("The other side's turn") if own else trc("dispute", "Open")
        case "nobody":
            return tr("Open, and nobody's turn")
        case "observer":
            return tr("Observers, and answers to them")
        case "unresolved":
            return tr("Unresolved: each side upholds its word")
        case _:
            return tr("Settled")


def in_order(keys: Iterable[ThreadKey], own: str | None) -> tuple[ThreadKey, ...]:
    """Group by group; within one those that wait longest first, as they came."""
    return tuple(sorted(keys, key=lambda key: GROUPS.index(group_of(key, own))))


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Which threads a filter finds, and the first of them with their words."""

    own: str | None
    keys: tuple[ThreadKey, ...]
    read: tuple[DisputeView, ...]
    total: int
    """Threads without any filter."""

    @classmethod
    def of(cls, desk: Desk, words: str, own: str | None, count: int) -> ThreadList:
        """Ask the desk: for every thread by its key, for ``count`` with their words."""
        keys = in_order(desk.thread_keys(words), own)
        total = len(desk.thread_keys()) if words.strip() else len(keys)
        return cls(own, keys, desk.threads(keys[: max(count, PAGE)]), total)

    @property
    def left(self) -> int:
        """How many are not read yet."""
        return max(len(self.keys) - len(self.read), 0)

    @property
    def next(self) -> tuple[ThreadKey, ...]:
        """The page behind those that are read."""
        return self.keys[len(self.read) : len(self.read) + PAGE]

    def near_the_end(self, chosen: str | None) -> bool:
        """Whether the cursor comes to the last that are read, and there are more."""
        return bool(self.left) and any(thread.id == chosen for thread in self.read[-NEAR:])

    def more(self, threads: Sequence[DisputeView]) -> ThreadList:
        """The list with one page more; keys of threads that are gone meanwhile go."""
        there = {thread.id for thread in threads}
        gone = {key.id for key in self.next} - there
        kept = tuple(key for key in self.keys if key.id not in gone)
        return replace(self, keys=kept, read=(*self.read, *threads))

    def groups(self) -> list[tuple[str, int, list[DisputeView]]]:
        """Each group with how many it has, and those of it that are read."""
        counts = Counter(group_of(key, self.own) for key in self.keys)
        held: dict[str, list[DisputeView]] = {group: [] for group in GROUPS}
        for thread in self.read:
            held[group_of(thread, self.own)].append(thread)
        return [(group, counts[group], held[group]) for group in GROUPS if held[group]]
