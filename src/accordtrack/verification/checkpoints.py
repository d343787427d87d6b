"""Checkpoints: the size and head of each feed and the state digest, and a comparison of the log with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.entry import entry_hash
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES
from accordtrack.projection.projector import folded_digest
from accordtrack.projection.state_digest import state_digest
from accordtrack.store import log
from accordtrack.types import Finding
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.audience import Audience
    from accordtrack.store.items import Item
    from accordtrack.types import FeedHead


def checkpoint(
    connection: Connection,
    everything: Iterable[Item[Record]] | None = None,
    audience: Audience | None = None,
    rules: int = RULES,
) -> dict[str, Any]:
    """Return ``feeds`` (name, number of entries, hash of the last one), as in verify, and ``state_digest``.

    ``everything`` is the result of ``log.items``, if the caller has read it. For an ``audience``, the digest covers
    only what it may read. Heads are hashes of salted entries, from which nothing can be guessed. ``rules`` are the rules
    of effect.
    """
    feeds = [{"feed": feed, "entries": seq, "head": head} for feed, seq, head in log.heads(connection)]
    if rules < FIRST_RULES_WITH_WAITING:
        return {"state_digest": folded_digest(connection, rules, audience), "feeds": feeds}
    return {"state_digest": state_digest(connection, everything, audience), "feeds": feeds}


_FORK = gettext_lazy(
    "One of the two was rewritten, or the desk wrote in two copies. Keep both files as proof, and ask who else has a copy."
)
_BEHIND = gettext_lazy(
    "The register was cut, or a copy of it continued: look for that copy. A desk that is behind here must "
    "not write here."
)
_ELSEWHERE = gettext_lazy("It was opened in a copy that continued, or was cut off here: look for that copy.")
_APART = gettext_lazy("Nothing is lost in either. Keep both, and let each desk write in only one of them.")


def find_divergences(connection: Connection, feeds: Iterable[FeedHead]) -> list[Finding]:
    """Report where the log does not continue these heads: each feed must have that very entry at that position.

    Entries that only the register has are reported only if it also lacks some: then two copies diverged.
    """
    entry_counts, forks, behind = _heads(connection), [], []
    checkpoint_heads = {one.feed: one for one in feeds}
    for one in checkpoint_heads.values():
        place, values = f"{one.feed}-{one.entries}", {"n": entry_counts.get(one.feed, 0), "m": one.entries}
        entry = log.entry_at(connection, one.feed, one.entries)
        if entry is None:
            lacks = gettext_lazy("The checkpoint has this feed up to entry {m}; the register ends at entry {n}")
            none = gettext_lazy("The checkpoint has this feed up to entry {m}; the register has no such feed")
            here = one.feed in entry_counts
            behind.append(Finding(place, lacks if here else none, _BEHIND if here else _ELSEWHERE, values))
        elif not isinstance(entry.raw, bytes) or entry_hash(entry.raw) != one.head:
            part = gettext_lazy("This entry is not the one in the checkpoint: the two diverge here or earlier")
            forks.append(Finding(place, part, _FORK))
    if len(forks) + len(behind) == len(checkpoint_heads) and any(
        finding.place.startswith(f"{COMPILER}-") for finding in forks
    ):
        return [_unrelated_finding()]
    return [*forks, *behind, *(_surplus_findings(entry_counts, checkpoint_heads) if behind else ())]


def _heads(connection: Connection) -> dict[str, int]:
    return {str(feed): int(seq) for feed, seq, _head in log.heads(connection)}


def _unrelated_finding() -> Finding:
    message = gettext_lazy(
        "No feed of the checkpoint continues here: the register was made separately, or rewritten from its beginning"
    )
    return Finding("", message, "Look at the register that the checkpoint was made from. Keep both as proof.")


def _surplus_findings(entry_counts: Mapping[str, int], checkpoint_heads: Mapping[str, FeedHead]) -> list[Finding]:
    """Report what the register has beyond the checkpoint."""
    known = {feed: one.entries for feed, one in checkpoint_heads.items()}
    more = [f"{feed}-{seq}" for feed, seq in sorted(entry_counts.items()) if seq > known.get(feed, 0)]
    message = gettext_lazy("The register has entries that the checkpoint lacks, up to {entries}: the two diverged")
    return [Finding("", message, _APART, {"entries": ", ".join(more)})] if more else []
