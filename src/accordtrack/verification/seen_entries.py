"""Compare the entries that desks signed as seen with the entries of this file.

The first entry of an act states the last entry of every other feed (``Envelope.heads``). If a feed is cut off or signed
again, the other feeds therefore contradict it. Entries of version 1 state nothing and are not checked.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.entry import FIRST_WITH_HEADS, read_heads
from accordtrack.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Heads

_ADVICE = gettext_lazy("Compare this file with a backup and with the other side's copy before you write in it.")
_MISSING = gettext_lazy("The desk had seen {entry}, which is missing here")
_OTHER = gettext_lazy("The desk had seen another {entry} than the one here")
_LESS = gettext_lazy("The entry names an earlier entry of another feed than the desk had already seen")
_INCOMPLETE = gettext_lazy("The entry leaves out what the entries that it names had seen")
_UNSTATED = gettext_lazy("The first entry of an act does not state what the desk had seen")
_WRONG_CLOCK = gettext_lazy("The order number (lc) does not follow from what the desk had seen")
_OLDER = gettext_lazy("The envelope has an older version than the entry before it, or an impossible one")
CONTRADICTIONS = frozenset({_MISSING, _OTHER, _LESS, _INCOMPLETE, _UNSTATED, _WRONG_CLOCK, _OLDER})
"""Messages of these findings. The entries themselves are sound, so a copy of the file is as good as the file."""
_ENTRIES = text("SELECT feed, seq, lc, act, hash, v, raw FROM entry ORDER BY lc, feed, seq")
_ENTRY = text("SELECT lc, hash FROM entry WHERE feed = :feed AND seq = :seq")
_RAW = text("SELECT raw FROM entry WHERE feed = :feed AND seq = :seq")


@dataclass(slots=True)
class _End:
    """The last entry of a feed so far, with the heads that it stated most recently."""

    seq: int
    lc: int
    act: str
    hash: str
    version: int
    heads: Heads = ()


@dataclass(slots=True)
class _Walk:
    """A walk through all entries in the order of their clocks: what an entry has seen comes before it."""

    connection: Connection
    ends: dict[str, _End] = field(default_factory=dict)
    stating: dict[str, list[int]] = field(default_factory=dict)
    """Numbers of the entries of each feed that state heads."""
    greatest: int = 0
    reported: set[tuple[str, int, str]] = field(default_factory=set)
    """Heads that do not fit, which are reported only for the first entry that states them."""

    def clock_and_hash(self, feed: str, seq: int) -> tuple[int, str] | None:
        """Return the clock and the hash of an entry, or None if it is missing."""
        end = self.ends.get(feed)
        if end is not None and end.seq == seq:
            return end.lc, end.hash
        row = self.connection.execute(_ENTRY, {"feed": feed, "seq": seq}).first()
        return (row[0], row[1]) if row else None

    def heads_at(self, feed: str, seq: int) -> Heads:
        """Return the heads that held for an entry."""
        end = self.ends.get(feed)
        if end is not None and end.seq == seq:
            return end.heads
        numbers = self.stating.get(feed, [])
        place = bisect_right(numbers, seq)
        if not place:
            return ()
        return read_heads(self.connection.execute(_RAW, {"feed": feed, "seq": numbers[place - 1]}).scalar_one()) or ()

    def check(
        self, feed: str, seq: int, lc: int, act: str, heads: Heads | None
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield what contradicts an entry of version 2."""
        before = self.ends.get(feed)
        if heads is None:
            if before is None or before.act != act:
                yield _UNSTATED, {}
            elif lc != before.lc + 1:
                yield _WRONG_CLOCK, {}
            return
        yield from self._check_heads(heads)
        stated = {name: number for name, number, _digest in heads}
        implied = [head for name, number, _digest in heads for head in self.heads_at(name, number)]
        earlier = before.heads if before else ()
        if feed in stated or any(stated.get(name, 0) < number for name, number, _digest in earlier):
            yield _LESS, {}
        if any((seq - 1 if name == feed else stated.get(name, 0)) < number for name, number, _digest in implied):
            yield _INCOMPLETE, {}
        clocks = [self.clock_and_hash(name, number) for name, number, _digest in heads]
        if None not in clocks and lc != 1 + max(
            [before.lc if before else 0, *(clock for clock, _ in filter(None, clocks))]
        ):
            yield _WRONG_CLOCK, {}

    def _check_heads(self, heads: Heads) -> Iterator[tuple[str, dict[str, object]]]:
        for head in heads:
            name, number, digest = head
            found = self.clock_and_hash(name, number)
            if head in self.reported or (found is not None and found[1] == digest):
                continue
            self.reported.add(head)
            values: dict[str, object] = {"entry": f"{name}-{number}"}
            yield _MISSING if found is None else _OTHER, values


def seen_findings(connection: Connection) -> list[Finding]:
    """Report entries whose statement of what their desk had seen does not fit the entries of this file."""
    walk, findings = _Walk(connection), []
    for feed, seq, lc, act, digest, version, raw in connection.execute(_ENTRIES):
        before = walk.ends.get(feed)
        end = _End(seq, lc, act, digest, version, before.heads if before else ())
        faults: list[tuple[str, dict[str, object]]] = []
        if version < max(1, before.version if before else 1):
            faults.append((_OLDER, {}))
        if version < FIRST_WITH_HEADS:
            faults += [(_WRONG_CLOCK, {})] if lc > walk.greatest + 1 else []
        else:
            heads = read_heads(raw)
            faults += walk.check(feed, seq, lc, act, heads)
            if heads is not None:
                end.heads = heads
                walk.stating.setdefault(feed, []).append(seq)
        findings += [Finding(f"{feed}-{seq}", message, _ADVICE, values) for message, values in faults]
        walk.ends[feed], walk.greatest = end, max(walk.greatest, lc)
    return findings
