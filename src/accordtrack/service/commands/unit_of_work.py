"""Unit of work: writes the intents of one act to the log in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from accordtrack.ledger.context import named_entry
from accordtrack.ledger.kinds import BODY, KINDS
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.projector import project
from accordtrack.service.commands.records import value_id
from accordtrack.service.commands.signing import EntrySigner, build_proposal
from accordtrack.service.commands.verdict_lines import written_lines
from accordtrack.store import integrity_checks, log
from accordtrack.types import Line, WriteResult
from accordtrack.types.intents import Intent, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.key_files import SigningKey
    from accordtrack.service.commands.write_context import ProposedEntry, WriteContext
    from accordtrack.service.evidence.ingest import EvidenceIngest

_VALUE = "measurement.add"
_ADDING = frozenset({_VALUE, "status.report", "evidence.add", "commitment.add"})
"""Kinds that add a record and do not change another."""


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs an act: the desk's key, the name of the person, and the id of the act."""

    key: SigningKey
    name: str
    act: str


def write(bench: WriteContext, intents: Sequence[Intent], pen: Signer, taking: EvidenceIngest) -> WriteResult:
    """Write ``intents`` as one act on the locked snapshot of ``write_context_for``. The caller commits."""
    act = UnitOfWork(bench, pen, taking)
    for intent in intents:
        act.write(intent)
    return act.finish()


class UnitOfWork:
    """The intents of one act, each planned on top of the previous ones, in a transaction with exclusive write access.

    Because nobody else writes, the end of the log is checked once, and each record's entries once, before the first
    entry of this act is added to them. Measurements wait and are appended and folded together, because folding them one
    at a time would fold all earlier ones of the indicator again each time.
    """

    def __init__(self, bench: WriteContext, pen: Signer, taking: EvidenceIngest) -> None:
        integrity_checks.check_end(bench.connection)
        self._bench = replace(bench, look=taking.inspect_evidence)
        self._taking = taking
        self._pen = pen
        self._scribe = EntrySigner(bench.connection, bench.feed, key=pen.key, by=pen.name, act=pen.act)
        self._world = FoldContext(bench.connection, judging=True)
        self._sound: set[str] = set()
        self._waiting: dict[str, Entry] = {}
        self._files: list[tuple[str, str]] = []
        self._done: list[WriteResult] = []
        self._answered: set[str] = set()

    @property
    def entries(self) -> int:
        """The number of entries written so far."""
        return sum(len(one.hashes) for one in self._done)

    @property
    def write_context(self) -> WriteContext:
        """The current write context, without folding waiting measurements first."""
        return self._bench

    def write_context_for(self, intent: Intent) -> WriteContext:
        """Return the write context in which ``intent`` is planned.

        Waiting measurements are folded first unless the intent is a measurement with another id: a measurement depends
        only on its indicator and on measurements with the same id.
        """
        if not isinstance(intent, Measure) or value_id(self._bench, intent) in self._waiting:
            self._fold_waiting()
        return self._bench

    def write(self, intent: Intent) -> WriteResult:
        """Plan ``intent`` on top of this act, sign and append its entries, and return the result. Raise ``Refused``."""
        planned = build_proposal(self.write_context_for(intent), intent)
        if any(_id(entry.kind, entry.body) in self._waiting for entry in planned.entries):
            self._fold_waiting()
            planned = build_proposal(self._bench, intent)
        self._files += [file for entry in planned.entries for file in entry.kept]
        entries = [self._scribe.seal(entry.kind, entry.body, entry.handling) for entry in planned.entries]
        refs = tuple(dict.fromkeys(entry.envelope.ref for entry in entries))
        self._append(planned.entries, entries, refs)
        pairs = zip(planned.entries, entries, strict=True)
        ids = tuple(getattr(proposed.body, "id", entry.envelope.id) for proposed, entry in pairs)
        hashes = tuple(entry.hash for entry in entries)
        mark = planned.entries[-1].handling
        self._done.append(
            WriteResult(self._pen.act, ids, hashes, refs, planned.lines, voice=planned.voice, handling=mark)
        )
        return self._done[-1]

    def verdict_lines(self) -> tuple[Line, ...]:
        """Return which sides the entries written so far wait for, and what remains in force."""
        self._fold_waiting()
        self._fold_answered()
        digests = tuple(digest for one in self._done for digest in one.hashes)
        return tuple(written_lines(self._bench.connection, self._pen.act, digests))

    def finish(self) -> WriteResult:
        """Append waiting entries and store the evidence files; return the combined result of all intents."""
        verdicts = self.verdict_lines()
        known = self._taking.place_files(self._files)
        there = [
            Line(
                "{name} was already in the store, byte for byte; nothing was copied", {"name": PurePath(one.path).name}
            )
            for one in known
        ]
        return WriteResult(
            self._pen.act,
            ids=tuple(name for one in self._done for name in one.ids),
            hashes=tuple(digest for one in self._done for digest in one.hashes),
            refs=tuple(dict.fromkeys(ref for one in self._done for ref in one.refs)),
            lines=(*(line for one in self._done for line in one.lines), *there, *verdicts),
        )

    def _append(self, planned: Sequence[ProposedEntry[Record]], entries: Sequence[Entry], refs: Sequence[str]) -> None:
        bench, kinds = self._bench, {entry.kind for entry in planned}
        names = [_id(entry.kind, entry.body) for entry in planned]
        integrity_checks.check_about(bench.connection, [ref for ref in refs if ref not in self._sound])
        self._sound.update(refs)
        if kinds == {_VALUE}:
            self._waiting.update(zip(names, entries, strict=True))
        else:
            log.append(bench.connection, entries)
            project(bench.connection, refs, self._world)
            self._answered.update(self._refs_of_answered(planned))
            if BODY.name in kinds:
                self._answered.update(one for code in refs for one in self._refs_that_depend_on(code))
        self._bench = replace(
            bench,
            next_seq=bench.next_seq + len(entries),
            states={name: state for name, state in bench.states.items() if name not in refs},
            named=bench.named if kinds <= _ADDING else {},
        )
        for entry, name in zip(planned, names, strict=True):
            bench.named.pop((KINDS[entry.kind].family, name), None)

    def _refs_of_answered(self, planned: Sequence[ProposedEntry[Record]]) -> set[str]:
        """Return the refs of entries outside any commitment that these entries answer, withdraw or retract.

        The answer may put them in force, so they are folded again at the end of the act.
        """
        found: set[str] = set()
        digests = {
            named for entry in planned if (named := named_entry(entry.body)) and entry.kind != "evidence.withhold"
        }
        while digests:
            item = log.item_with_hash(self._bench.connection, digests.pop(), self._world.sides)
            if item is not None and getattr(item.body, "commitment", None) is None:
                found.add(item.ref)
                if item.kind == BODY.name:
                    found.update(self._refs_that_depend_on(item.ref))
                if following := named_entry(item.body):
                    digests.add(following)
        return found

    def _refs_that_depend_on(self, body: str) -> list[str]:
        """Return the refs that depend on the bodies of the sides: whether a source is independent of them, or a lead is a side's own."""
        connection = self._bench.connection
        return [*log.refs_graded_by_observers(connection), *log.refs_naming_body(connection, body)]

    def _fold_answered(self) -> None:
        if self._answered:
            self._world.forget_answers()
            project(self._bench.connection, sorted(self._answered), self._world)
            self._answered.clear()

    def _fold_waiting(self) -> None:
        if self._waiting:
            entries = tuple(self._waiting.values())
            log.append(self._bench.connection, entries)
            project(self._bench.connection, dict.fromkeys(entry.envelope.ref for entry in entries), self._world)
            self._waiting.clear()


def _id(kind: str, body: Record) -> str:
    """Return the id of a record, or an empty string for a kind whose entry id serves as id."""
    key = KINDS[kind].key
    return key(body) if key else ""
