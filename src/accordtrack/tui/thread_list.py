"""List of dispute threads in groups, loaded page by page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.service import Desk
    from accordtrack.types import DisputeView, ThreadSummary

PAGE = 50
"""Number of threads loaded together."""
NEAR = 8
"""Distance in threads between the cursor and the last loaded one at which more are loaded."""
GROUPS = ("mine", "theirs", "nobody", "observer", "unresolved", "settled")
MINE, THEIRS, NOBODY, OBSERVER, UNRESOLVED, SETTLED = GROUPS


def group_of(thread: ThreadSummary | DisputeView, own: str | None) -> str:
    """Return the group of a thread as seen by the ``own`` side."""
    if own is not None and thread.turn == own:
        return MINE
    if thread.state in GROUPS:
        return thread.state
    return NOBODY if thread.turn is None else THEIRS


def heading(group: str, own: str | None) -> str:
    """Return the heading of a group."""
    match group:
        case "mine":
            return tr("Your turn")
        case "theirs":
            return tr("The other side's turn") if own else trc("dispute", "Open")
        case "nobody":
            return tr("Open, and no one's turn")
        case "observer":
            return tr("Observers, and answers to them")
        case "unresolved":
            return tr("Unresolved: each side upholds its statement")
        case _:
            return tr("Settled")


def sort_by_group(keys: Iterable[ThreadSummary], own: str | None) -> tuple[ThreadSummary, ...]:
    """Return the keys group by group. Within a group they keep their order, the longest wait first."""
    return tuple(sorted(keys, key=lambda key: GROUPS.index(group_of(key, own))))


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Threads that a filter matches; the first ones are loaded with their statements."""

    own: str | None
    keys: tuple[ThreadSummary, ...]
    read: tuple[DisputeView, ...]
    total: int
    """Number of threads without any filter."""

    @classmethod
    def load(cls, desk: Desk, words: str, own: str | None, count: int) -> ThreadList:
        """Read the keys of every matching thread, and the statements of the first ``count`` (at least one page)."""
        keys = sort_by_group(desk.thread_keys(words), own)
        total = len(desk.thread_keys()) if words.strip() else len(keys)
        return cls(own, keys, desk.threads(keys[: max(count, PAGE)]), total)

    @property
    def remaining_count(self) -> int:
        """Number of threads that are not loaded yet."""
        return max(len(self.keys) - len(self.read), 0)

    @property
    def next_page_keys(self) -> tuple[ThreadSummary, ...]:
        """Keys of the next page."""
        return self.keys[len(self.read) : len(self.read) + PAGE]

    def is_near_end(self, chosen: str | None) -> bool:
        """Whether the cursor is near the last loaded thread and more can be loaded."""
        return bool(self.remaining_count) and any(thread.id == chosen for thread in self.read[-NEAR:])

    def with_next_page(self, threads: Sequence[DisputeView]) -> ThreadList:
        """Return the list with one more page. Keys of threads that no longer exist are removed."""
        there = {thread.id for thread in threads}
        gone = {key.id for key in self.next_page_keys} - there
        thread_summaries = tuple(key for key in self.keys if key.id not in gone)
        return replace(self, keys=thread_summaries, read=(*self.read, *threads))

    def groups(self) -> list[tuple[str, int, list[DisputeView]]]:
        """Return each group that has loaded threads, with its number of threads and these."""
        counts = Counter(group_of(key, self.own) for key in self.keys)
        threads_by_group: dict[str, list[DisputeView]] = {group: [] for group in GROUPS}
        for thread in self.read:
            threads_by_group[group_of(thread, self.own)].append(thread)
        return [(group, counts[group], threads_by_group[group]) for group in GROUPS if threads_by_group[group]]
