"""A register in memory: entries of several desks, and everything that the program reads from them, without a database.

Entries pass through admission, the rules of authority, the rule of dual control, the fold and the score, as in a file. Only
signatures are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from accordtrack.core.dates import TwoDates
from accordtrack.ledger import admission
from accordtrack.ledger.authority import Ruling
from accordtrack.ledger.fields import Record
from accordtrack.ledger.kinds import DESK_KINDS, KINDS, canonical_body
from accordtrack.ledger.late_entries import NEVER
from accordtrack.projection.audience_standing import Readable
from accordtrack.projection.authorization import FoldContext, rulings_of
from accordtrack.projection.desk_history import DeskHistory, named_hash
from accordtrack.projection.dual_control import RULES
from accordtrack.projection.facts import FactsReader
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.results import Score
from accordtrack.scoring.score import score
from accordtrack.store.items import Item, without_retracted
from accordtrack.vocabulary import is_feed_of_side
from memory_history import history_of

Draft = tuple[str, Mapping[str, Any]]
"""Kind and body of an entry to be written. An ``id`` of None stands for the entry's own id."""

TODAY = "2026-06-30"
AT = TwoDates(TODAY, TODAY)
ANSWERS = frozenset({"position.take", "position.withdraw", "entry.retract"})


class MemoryRegister:
    """The log: each ``act`` appends entries of one desk."""

    def __init__(self, items: Iterable[Item[Any]] = ()) -> None:
        self.items = list(items)
        self._ends: dict[str, Item[Any]] = {item.feed: item for item in self.items}
        self._clocks = {(item.feed, item.seq): item.lc for item in self.items}
        self._acts = len({(item.feed, item.act) for item in self.items})

    def copy(self) -> MemoryRegister:
        return MemoryRegister(self.items)

    def heads(self, but: str = "") -> dict[str, int]:
        return {feed: item.seq for feed, item in sorted(self._ends.items()) if feed != but}

    def act(
        self,
        feed: str,
        *drafts: Draft,
        seen: Mapping[str, int] | None = None,
        handling: str = "TLP:CLEAR",
        act: str = "",
        recorded_on: str = TODAY,
    ) -> list[Item[Any]]:
        """One act of a desk, which had seen the whole log, or only the entries up to ``seen``."""
        heads = dict(self.heads(feed) if seen is None else seen)
        self._acts += 1
        opened = next((item.body for item in self.items if (item.feed, item.seq) == (feed, 1)), None)
        written: list[Item[Any]] = []
        for kind, body in drafts:
            before = self._ends.get(feed)
            clocks = [self._clocks.get(place, 0) for place in heads.items()] + [before.lc if before else 0]
            seq = before.seq + 1 if before else 1
            values = {**body, **({"id": f"{feed}-{seq}"} if body.get("id", "") is None else {})}
            model: Any = KINDS[kind].model
            values = canonical_body(model.model_validate(values))
            ref = self._ref(kind, values, f"{feed}-{seq}", feed)
            record = admission.admitted_record(kind, ref, handling, values)
            assert record is not None, (kind, values)
            opened = opened or record
            side = str(getattr(opened, "side", ""))
            item: Item[Any] = Item(
                len(self.items) + 1,
                hashlib.sha256(f"{feed}-{seq}-{values}".encode()).hexdigest(),
                feed,
                seq,
                1 + max(clocks),
                "Somebody",
                kind,
                ref,
                handling,
                record,
                side if is_feed_of_side(feed, side) else "",
                act=act or f"act-{self._acts}",
                at=f"{recorded_on}T10:00:00Z",
                heads=None if written else tuple((name, last, "0" * 64) for name, last in sorted(heads.items())),
            )
            written.append(item)
            self.items.append(item)
            self._ends[feed], self._clocks[feed, seq] = item, item.lc
        return written

    def open(
        self, feed: str, *, side: str | None = None, seen: Mapping[str, int] | None = None, **fields: object
    ) -> None:
        body = {"side": side or feed.partition("-")[0].upper(), "name": "Desk", "public_key": "0" * 64}
        later = {name: value for name, value in fields.items() if value is not None}
        self.act(feed, ("desk.open", {**body, **later}), seen=seen)

    def _ref(self, kind: str, body: Mapping[str, Any], own: str, feed: str) -> str:
        if kind in DESK_KINDS:
            return feed
        if kind == "entry.retract":
            return next((item.ref for item in self.items if item.hash == body["target"]), own)
        known = KINDS[kind]
        about = known.about or known.key
        return own if about is None else about(known.decode_values(body))


class MemoryContext(FoldContext):
    """What a fold needs, from entries in memory."""

    def __init__(self, items: Sequence[Item[Record]], rules: int = RULES) -> None:
        self.rules = rules  # the constructor of the base class needs a connection
        self.sides = {item.feed: item.seat for item in items if item.seat}
        self._audience, self._readers, self._judging, self._everything = None, None, True, items
        self._bodies, self._in_force, self._sources, self._contested_sources = {}, {}, {}, {}

    @cached_property
    def history(self) -> DeskHistory:
        return history_of(self._everything or ())

    def _answers_to_records(self) -> Iterator[Item[Record]]:
        for item in self._everything or ():
            whole = item.kind != "position.take" or item.ref == f"{item.feed}-{item.seq}"
            if item.kind in ANSWERS and not item.feed.startswith("obs-") and whole:
                yield item

    def has_entry(self, digest: str, ref: str) -> bool:
        return any((item.hash, item.ref) == (digest, ref) for item in self._everything or ())

    def lacks_body(self, _digest: str) -> bool:
        """Whether the body of an entry is missing. In memory, every entry has its body."""
        return False

    def withdrawn_answer(self, item: Item[Record]) -> Item[Record] | None:
        """The answer to a value that an entry withdraws."""
        return super().withdrawn_answer(item) if getattr(item.body, "position", None) in self._answers else None


class MemoryReader(FactsReader):
    """Facts and numbers of a log in memory. ``base`` is a reader of its beginning; what nothing new concerns is not read again."""

    def __init__(
        self, log: MemoryRegister, at: TwoDates = AT, *, rules: int = RULES, base: MemoryReader | None = None
    ) -> None:
        self._at, self._rules, self._log = at, rules, log
        self._audience, self._began_on, self._read = None, NEVER, Readable({})
        self.today = at.as_of
        self._length = len(log.items)
        items = [item for item in log.items if item.seat]
        self._everything = items
        self._world = MemoryContext(items, rules)
        self._about: dict[str, list[Item[Record]]] = {}
        for item in items:
            self._about.setdefault(item.ref, []).append(item)
        anew = self._refs_to_read(base)
        self._rulings = {ref: rulings_of(self._about[ref], self._world) for ref in anew}
        stand = {ref: self._stand(ref) if ref in anew else base._standing[ref] for ref in sorted(self._about)}  # type: ignore[union-attr]
        self._standing = stand
        self._parts = {
            ref: self._gather(ref, found) if ref in anew else base._parts[ref]  # type: ignore[union-attr]
            for ref, found in stand.items()
        }

    def _stand(self, ref: str) -> list[Item[Record]]:
        return without_retracted([item for item, ruling in self._rulings[ref] if ruling.problem is None])

    def _refs_to_read(self, base: MemoryReader | None) -> set[str]:
        if base is None:
            return set(self._about)
        new = self._log.items[base._length :]
        if any(item.kind in DESK_KINDS or item.kind == "body.add" for item in new):
            return set(self._about)
        refs = {item.hash: item.ref for item in self._log.items}
        named: list[Item[Any]] = list(new)
        found: set[str] = set()
        by_hash = {item.hash: item for item in self._log.items}
        while named:
            item = named.pop()
            found.add(item.ref)
            digest = named_hash(item)
            if digest in refs and refs[digest] not in found:
                named.append(by_hash[digest])
        return found & self._about.keys()

    def rulings(self, items: Iterable[Item[Any]]) -> dict[str, tuple[Item[Any], Ruling]]:
        """The ruling on each of these entries, by hash, with its verdict. An entry whose desk is not open has none."""
        wanted = {item.hash for item in items}
        return {
            item.hash: (item, ruling)
            for ref in {item.ref for item in items if item.seat}
            for item, ruling in self._rulings.get(ref) or rulings_of(self._about[ref], self._world)
            if item.hash in wanted
        }

    def score(self, choice: Choice | None = None) -> Score:
        method = parameter_file.standard_method()
        return score(build_inputs(self.facts(), self._at, method, choice), method)
