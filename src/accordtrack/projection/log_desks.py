"""The desks of a log, and what each desk had seen, as the rule of dual control needs them."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.core.dates import is_time
from accordtrack.ledger import kinds
from accordtrack.ledger.entry import NotCanonical, read_heads
from accordtrack.ledger.kinds import DESK_KINDS, STATEMENTS
from accordtrack.projection.citations import CITING, named_ids
from accordtrack.projection.desk_history import Citation, DeskEvent, DeskHistory, Heads
from accordtrack.store import decoding, log
from accordtrack.vocabulary import COMPILER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

LISTED_FOLDERS = frozenset(
    {
        "44841dca6d85bd6b00aa28b1ab39babec7eb47b5339ce48fab9924575dee2b39",
        "e148ad7568477e230d094beb9f77c822df6242ffda1c5a8c069c8ddfc1e3052a",
        "1c7ca044b871eb89f15973160176eec59114daf2de36c370b3ce4e5e9c477627",
        "ab05aaf96e66c5e84f50b43e9bc365ca2659b481c43aca811368b261f8bf3bad",
        "7263f1f8f5084d88802bf8dd88afca2153a444f1661fa6c7b0b12688f3a7b865",
        "13c4a750db3ebf651ed000d66239d5906c89f32b76a8a8d4ac6c726fad62e53c",
        "d835659865de5da976cd6bfcb3cce638eaa7a51d578a7aeeb42b8ea2edc4f3d2",
        "f9c5f0d29d512e7274487eaceed32480ef340878a5e3f06aa6d1631e77a41308",
        "7b0eb323127d995574e7da63a8c53052383baac3aa1495e332547d41b88a6f73",
        "4993d6d0ab7c832674dd09e30da53e58536df59ad509b91aa387719447d9f7d8",
        "ab8b8b2b21a02182aaa067c589f11651afb77397d8cb7e940a4222cc243dfec7",
    }
)
"""Digests of the editions of the shipped data folder, the current one last. Earlier ones stay listed.

The first two are the digests of the others before they included which statement a position answers.
"""

_ABOUT_DESKS = text(f"""
WITH RECURSIVE known(feed) AS (
  SELECT MIN(feed) FROM entry
  UNION ALL
  SELECT (SELECT MIN(feed) FROM entry WHERE feed > known.feed) FROM known WHERE known.feed IS NOT NULL
)
SELECT e.feed, e.seq, e.lc, e.at, e.kind, b.raw, b.salt, e.body_hash FROM known
CROSS JOIN entry e ON e.ref = known.feed AND +e.feed = known.feed AND e.kind IN ({", ".join(f"'{one}'" for one in sorted(DESK_KINDS))})
JOIN entry_body b ON b.entry_id = e.id ORDER BY e.lc, e.feed, e.seq
""")  # noqa: S608  (only names of this program)  # walks two indexes instead of reading every entry
_BEFORE = text("SELECT seq, raw FROM entry WHERE feed = :feed AND seq <= :seq ORDER BY seq DESC")
_ENVELOPES = text("SELECT seq, raw FROM entry WHERE feed = :feed ORDER BY seq")
_TIMES = text("SELECT at FROM entry WHERE feed = :feed ORDER BY seq")
_NEXT = text("SELECT act FROM entry WHERE feed = :feed AND seq > :seq AND act <> :act ORDER BY seq LIMIT 1")
_BODIES = text(
    "SELECT e.feed, e.seq, e.hash, e.kind, b.raw FROM entry e JOIN entry_body b ON b.entry_id = e.id ORDER BY e.id"
)
_ACTS = text("SELECT seq, act FROM entry WHERE feed = :feed AND seq > :seq ORDER BY seq")


def first_outside(entries: Iterable[tuple[int, str]], acts: tuple[str, str]) -> int | None:
    """Return the number of the first of ``entries`` (number, act) after two consecutive ``acts``; None if there is none."""
    now, following = acts
    for seq, act in entries:
        if act == following:
            now = following
        elif act != now:
            return seq
    return None


def _stated_heads(envelope: bytes) -> Heads | None:
    """Return the heads that an envelope states; None if it is of version 1, or damaged, which ``verify`` reports."""
    try:
        heads = read_heads(envelope)
    except NotCanonical:
        return None
    return None if heads is None else {name: last for name, last, _digest in heads}


def citation_of(feed: str, seq: int, digest: str, kind: str, body: Mapping[str, Any]) -> Citation:
    """Return what an entry cites, and what it answers, from its plain values, which may not be admitted."""
    answers = body.get("answers") if kind == kinds.POSITION_TAKE.name else None
    speaker = str(body["speaker"]) if kind in STATEMENTS else ""
    return Citation(feed, seq, digest, speaker, answers if isinstance(answers, str) else None)


class SeenInLog:
    """What desks had seen, read from the log on demand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._heads: dict[tuple[str, int], Heads | None] = {}
        self._acts: dict[str, Sequence[tuple[int, Heads | None]]] = {}
        self._times: dict[str, Sequence[str]] = {}

    def acts(self, feed: str) -> Sequence[tuple[int, Heads | None]]:
        """Return, for each act of a feed, the number of its first entry and the heads that it states."""
        if feed not in self._acts:
            self._acts[feed] = [*self._read_acts(feed)]
        return self._acts[feed]

    def _read_acts(self, feed: str) -> Iterator[tuple[int, Heads | None]]:
        for seq, raw in self._connection.execute(_ENVELOPES, {"feed": feed}):
            if b'"heads":null' not in raw:
                yield seq, _stated_heads(raw)

    def heads_at(self, feed: str, seq: int) -> Heads | None:
        """Return the heads stated by the act of entry ``seq`` of a feed; None if it states none."""
        if (feed, seq) not in self._heads:
            self._heads[feed, seq] = self._read_heads(feed, seq)
        return self._heads[feed, seq]

    def _read_heads(self, feed: str, seq: int) -> Heads | None:
        for _seq, raw in self._connection.execute(_BEFORE, {"feed": feed, "seq": seq}):
            if b'"heads":null' not in raw:
                return _stated_heads(raw)
        return None

    def next_act(self, feed: str, seq: int, act: str) -> str | None:
        """Return the act that follows entry ``seq`` of ``act`` in a feed; None if there is none."""
        found = self._connection.execute(_NEXT, {"feed": feed, "seq": seq, "act": act}).scalar()
        return None if found is None else str(found)

    def first_after(self, feed: str, seq: int, acts: tuple[str, str]) -> int | None:
        """Return the number of the first entry after ``seq`` that follows both acts; None if there is none."""
        rows = self._connection.execute(_ACTS, {"feed": feed, "seq": seq})
        return first_outside(((row.seq, row.act) for row in rows), acts)

    def last_seq(self, feed: str) -> int:
        """Return the number of the last entry of a feed; 0 if it has none."""
        return log.head(self._connection, feed).seq

    def latest_time(self, feed: str, seq: int) -> str:
        """Return the latest valid time that an entry of a feed up to ``seq`` states; empty if there is none."""
        if feed not in self._times:
            stated = self._connection.execute(_TIMES, {"feed": feed}).scalars()
            self._times[feed] = [*accumulate((at if is_time(at) else "" for at in stated), max)]
        times = self._times[feed]
        return times[min(seq, len(times)) - 1] if times else ""

    def citing(self, name: str) -> Sequence[Citation]:
        """Return every entry that cites a source or names a body."""
        return self._citations[0].get(name, ())

    def answering(self, digest: str) -> Sequence[Citation]:
        """Return every answer to the entry with this hash."""
        return self._citations[1].get(digest, ())

    @cached_property
    def _citations(self) -> tuple[Mapping[str, Sequence[Citation]], Mapping[str, Sequence[Citation]]]:
        named: dict[str, list[Citation]] = {}
        answered: dict[str, list[Citation]] = {}
        for feed, seq, digest, kind, raw in self._connection.execute(_BODIES):
            with suppress(ValueError, KeyError):  # ``verify`` reports the damage
                body = decoding.parse_canonical_json(raw)
                found = citation_of(feed, seq, digest, kind, body)
                for name in set(named_ids(body, CITING)):
                    named.setdefault(name, []).append(found)
                if found.answers is not None:
                    answered.setdefault(found.answers, []).append(found)
        return named, answered


def read_history(connection: Connection, sides: Mapping[str, str]) -> DeskHistory:
    """Return the entries about desks in the log. ``sides`` gives the side of each valid desk."""
    from accordtrack.ledger import admission  # noqa: PLC0415  (the models are slow to import)

    events: list[DeskEvent] = []
    for feed, seq, lc, at, kind, raw, salt, digest in connection.execute(_ABOUT_DESKS):
        if feed not in sides or not is_time(at):
            continue
        body = decoding.signed_body(raw, salt, digest, (feed, seq))
        record = admission.admitted_record(kind, feed, "TLP:CLEAR", body)
        if record is not None:
            events.append(DeskEvent(feed, seq, lc, kind, sides[feed], record))
    return DeskHistory(tuple(events), SeenInLog(connection), is_listed(events))


def is_listed(events: Sequence[DeskEvent]) -> bool:
    """Whether the program lists the edition of the data folder. A register made before editions were named has none."""
    opening = next((one for one in events if one.feed == COMPILER and one.kind == kinds.DESK_OPEN.name), None)
    folder = getattr(opening.body, "folder", None) if opening else None
    return folder is None or folder in LISTED_FOLDERS
