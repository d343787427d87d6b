"""Which entries of one ref stand: each is judged by the rules of authority and by the commitment as it then was."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import is_time
from accordtrack.core.problems import Problem
from accordtrack.ledger.amended_parts import all_parts
from accordtrack.ledger.authority import Ruling, rule_on_entry
from accordtrack.ledger.context import (
    KINDS_WITHOUT_COMMITMENT,
    Context,
    speaker_of,
)
from accordtrack.ledger.kinds import (
    ANSWER_ASK,
    BODY,
    COMMITMENT,
    ENTRY_RETRACT,
    EVIDENCE_ADD,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    SOURCE,
    STATEMENTS,
    STATUS_REPORT,
)
from accordtrack.projection import grades, log_desks
from accordtrack.projection.desk_history import named_hash
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES, DualControl, borrows_id, is_amendment
from accordtrack.projection.grades import NOTHING, Cited, CitedSource
from accordtrack.projection.judging_commitment import JudgingCommitment, standing_of_rulings
from accordtrack.projection.same_ids import ADDING, precedence, refused_adds, taken_ids
from accordtrack.store import desk_keys, log
from accordtrack.store.acceptance import StoredVerdicts
from accordtrack.store.items import CLOCK, Item, R, as_of_dates, is_kind, of_kind, with_retracted, without_retracted
from accordtrack.vocabulary import COMPILER, Branch, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.records import Body, Source
    from accordtrack.ledger.statements import PositionTake
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.desk_history import DeskHistory
    from accordtrack.store.acceptance import Verdict


class FoldContext:
    """What a fold needs besides the entries of its own ref: the sides of feeds, and bodies. Each is read once.

    With ``judging``, every entry is validated against the model of its kind, as when the projection is built. Otherwise
    the verdicts stored in the projection are used, so that readers do not wait for the models to load. ``audience``
    restricts everything to what it may read; sources and bodies that ``readers`` may not read support nothing in grades.
    ``everything`` is the complete log as returned by ``log.items`` or
    ``log.written``, if the caller has read it. ``rules`` are the rules of effect: under rules 1 nothing waits.
    ``whole`` says that the whole log is being folded again, so that the projection cannot be read yet.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        judging: bool = False,
        audience: Audience | None = None,
        everything: Sequence[Item[Record]] | None = None,
        rules: int = RULES,
        whole: bool = False,
        readers: Audience | None = None,
    ) -> None:
        self.rules = rules
        self._readers = readers
        self._whole = whole
        self._connection = connection
        self._everything = everything
        self._audience = audience
        self._judging = judging
        self._bodies: dict[str, list[Item[Body]]] = {}
        self._in_force: dict[str, Sequence[Item[Body]]] = {}
        self._sources: dict[str, CitedSource | None] = {}
        self._contested_sources: dict[str, list[Item[Source]]] = {}
        self.sides = desk_keys.sides_by_feed(connection)

    def items(self, ref: str | None = None) -> Iterator[Item[Record]]:
        """Return the admitted entries of one ref, or of all refs in order; all entries if ``everything`` was given."""
        found: Iterator[Item[Record]]
        if self._judging:
            items = log.items_unvalidated(self._connection, ref, self.sides)
            found = (item for one in items if (item := self.admitted_item(one)) is not None)
        elif ref is None:
            every = self._everything
            found = self._judged(log.items(self._connection, None, self.sides) if every is None else every, None)
        else:
            found = self._judged(log.items(self._connection, ref, self.sides), [ref])
        if self._audience is None:
            return found
        readable = filter(self._audience.may_read_counted if ref is None else self._audience.may_read, found)
        return map(self._audience.without_hidden, readable)

    def standing_items_of(
        self, refs: Sequence[str], at: TwoDates, leaving: Sequence[str] = ()
    ) -> Iterator[Item[Record]]:
        """Yield the standing entries of several refs that were visible ``at`` two dates, ordered by ref."""
        items = self._judged(log.items_standing(self._connection, refs, at, self.sides, leaving), refs)
        return iter(as_of_dates(self._with_retracted(list(items), at), at))

    def _with_retracted(self, items: Sequence[Item[Record]], at: TwoDates) -> Sequence[Item[Record]]:
        """Return the standing entries. Keep only the retractions by which a side took back its own words, with those words.

        A retraction is as late as its desk had recorded something, unless that is after the known date: one entry with a
        clock set ahead must not move all later retractions out of every comparison.
        """
        found = [item for item in of_kind(items, ENTRY_RETRACT) if not item.waits]
        if not found:
            return items
        recorded = [(item, self.history.recorded_at(item)) for item in found]
        retractions = [replace(item, at=day) if day[:10] <= at.known_on else item for item, day in recorded]
        refs = sorted({item.ref for item in retractions})
        lost = self._judged(log.retracted_entries(self._connection, refs, self.sides), refs)
        kept = with_retracted(retractions, {item.hash: item for item in lost})
        others = [item for item in items if item.kind != ENTRY_RETRACT.name or item.waits]
        return sorted([*others, *kept], key=lambda item: item.ref)

    def items_with_keys(self, keys: Sequence[int]) -> Iterator[Item[Record]]:
        """Yield admitted entries by entry id, in the order of the log."""
        return self._judged(log.items_with_keys(self._connection, keys, self.sides), None)

    def items_about(self, refs: Sequence[str]) -> Iterator[Item[Record]]:
        """Yield the admitted entries of several refs, ordered by ref, without regard to the audience."""
        return self._judged(log.items_about(self._connection, refs, self.sides), refs)

    def amending_items(self, ref: str, at: TwoDates) -> list[tuple[Item[Record], bool]]:
        """Return the entries that make up a commitment's fields, each with whether it stands."""
        verdicts = self._verdicts([ref])
        found = log.items_amending(self._connection, ref, at, self.sides)
        return [(item.with_verdict(verdicts.get(item.entry_id)), stands) for item, stands in found]

    def _judged(self, items: Iterable[Item[Record]], refs: Sequence[str] | None) -> Iterator[Item[Record]]:
        """Yield entries with their stored verdicts."""
        verdicts = self._verdicts(refs)
        if not verdicts:
            return iter(items)
        return (item.with_verdict(verdicts[item.entry_id]) if item.entry_id in verdicts else item for item in items)

    def _verdicts(self, refs: Sequence[str] | None) -> Mapping[int, Verdict]:
        return {} if self.rules < FIRST_RULES_WITH_WAITING else self._stored.of(refs)

    @cached_property
    def _stored(self) -> StoredVerdicts:
        return StoredVerdicts(self._connection)

    @property
    def shows_lateness(self) -> bool:
        """Whether readers learn from the fold which entries are late. The stored projection does not say it."""
        return not self._judging or self._everything is not None

    @cached_property
    def history(self) -> DeskHistory:
        """The entries about desks in the log."""
        return log_desks.read_history(self._connection, self.sides)

    def with_verdicts(self, items: Sequence[Item[Record]]) -> list[Item[Record]]:
        """Return admitted entries of one ref with the verdicts of dual control; outside a judging context, as stored."""
        if not self._judging or self.rules < FIRST_RULES_WITH_WAITING or not self._may_wait(items):
            return list(items)
        control = DualControl([*items, *self.answers_elsewhere(items)], self.history, self.bodies_in_force)
        found = ((item, control.verdict(item)) for item in items)
        return [item if verdict.is_plain else item.with_verdict(verdict) for item, verdict in found]

    def _may_wait(self, items: Sequence[Item[Record]]) -> bool:
        """Whether any entry may wait. None does if both sides admit the feeds of all entries."""
        if any(item.feed != COMPILER for item in items):
            return True
        last = max((item.seq for item in items), default=0)
        return not all(self.history.admits(side, COMPILER, last, scope=True) for side in Side)

    def answers_elsewhere(self, items: Sequence[Item[Record]]) -> list[Item[Record]]:
        """Return the answers to entries that belong to no commitment, and what takes these answers back.

        A withdrawal comes with its own retraction, so that the answer is open again.
        """
        return [one for item in items for one in self._answers_by_target.get(item.hash, ())]

    @cached_property
    def _answers_by_target(self) -> Mapping[str, Sequence[Item[Record]]]:
        found: dict[str, list[Item[Record]]] = {}
        for item in self._answers_to_records():
            named = named_hash(item)
            if named:
                found.setdefault(named, []).append(item)
        backs = {digest: _referring_to(items, found) for digest, items in found.items()}
        return {
            digest: [*items, *backs[digest], *_referring_to(backs[digest], found)] for digest, items in found.items()
        }

    def _answers_to_records(self) -> Iterator[Item[Record]]:
        if not self._judging:
            return self._judged(log.answers_to_records(self._connection, self.sides), None)
        items = log.answers_to_records_unvalidated(self._connection, self.sides, projected=not self._whole)
        return (item for one in items if (item := self.admitted_item(one)) is not None)

    def forget_answers(self) -> None:
        """Forget the cached answers to records, and the bodies, because new ones were written."""
        self._bodies.clear()
        self._in_force.clear()
        self.__dict__.pop("_bodies_in_force", None)
        self.__dict__.pop("_answers_by_target", None)
        self.__dict__.pop("history", None)

    def unjudged_items(self, ref: str | None = None) -> Iterator[Item[Mapping[str, Any]]]:
        """Yield every entry of one ref, or of all refs in order, with plain values, to be passed to ``admitted_item``."""
        return log.items_unvalidated(self._connection, ref, self.sides)

    def admitted_item(self, item: Item[Mapping[str, Any]]) -> Item[Record] | None:
        """Return the entry with its record; None unless its desk is valid, it states a time and the model accepts the body."""
        from accordtrack.ledger import admission  # noqa: PLC0415  (the models are slow to import)

        if not item.seat or not is_time(item.at):
            return None
        record = admission.admitted_record(item.kind, item.ref, item.handling, item.body)
        return None if record is None else item.with_body(record)

    def has_entry(self, digest: str, ref: str) -> bool:
        """Whether the log has an entry with this hash about a ref, even if its body is not in this copy."""
        return log.has_entry(self._connection, digest, ref)

    def folder_statement(self, name: str) -> int | None:
        """Return the number of the entry of the data folder that is a statement with that id; None if there is none."""
        if self._everything is not None or self._whole:
            return self._folder_statements.get(name)
        return log.folder_statement(self._connection, name)

    @cached_property
    def _folder_statements(self) -> Mapping[str, int]:
        if self._everything is None:
            return log.folder_statements(self._connection)
        return {item.id: item.seq for item in self._everything if item.feed == COMPILER and item.kind in STATEMENTS}

    def withdrawn_answer(self, item: Item[Record]) -> Item[Record] | None:
        """Return the answer to a value that ``item`` withdraws (it has its own ref); None for any other entry."""
        if not is_kind(item, POSITION_WITHDRAW) or item.body.commitment is not None:
            return None
        digest = item.body.position
        found = self._answers.get(digest) or log.item_with_hash(self._connection, digest, self.sides)
        own = found is not None and found.seat == speaker_of(found.body) and found.seat in set(Side)
        return None if found is None else found.with_official(official=own)

    def body(self, code: str, speaker: str | None = None, reader: Item[Record] | None = None) -> Body | None:
        """Return the body with that code, or None. Of several, the one that speaks for ``speaker`` comes first.

        An entry ``reader`` names a body that it had seen, if there is one, even if another one counts.
        """
        if code not in self._bodies:
            about = self.items(code) if self._everything is None else self._bodies_by_code.get(code, [])
            found = of_kind(about, BODY)
            if len(found) > 1:
                found = sorted(of_kind(self._with_stored_verdicts(found, code), BODY), key=precedence)
            self._bodies[code] = found
        bodies = self._bodies[code]
        if len(bodies) > 1 and self.rules >= FIRST_RULES_WITH_WAITING:
            counting = self._counting(code, bodies)
            if reader is not None:
                history = self.history
                seen, known = ([one for one in some if history.item_saw(reader, one)] for some in (counting, bodies))
                counting = seen or known or counting
            bodies = counting
        fitting = (item.body for item in bodies if item.body.speaks_for == speaker)
        return next(fitting, bodies[0].body if bodies else None)

    def bodies_in_force(self, code: str) -> Sequence[Item[Body]]:
        """Return the bodies in force with that code, with their verdicts, also those that were taken back since.

        No other record with that code decides it.
        """
        if code not in self._in_force:
            self._in_force.update(self._settled_bodies(code))
        return self._in_force[code]

    def _settled_bodies(self, code: str) -> Mapping[str, Sequence[Item[Body]]]:
        """Return the bodies in force by code, for a code and for those of its parent bodies.

        At first none is in force; then each code is judged again as long as anything changes for its parents. So no body is
        its own parent. Each entry can change a code twice, so that contradictions end.
        """
        about = self._entries_by_ancestor(code)
        parts: dict[str, set[str]] = {}
        for one, items in about.items():
            for parent in _parents(items):
                parts.setdefault(parent, set()).add(one)
        found: dict[str, Sequence[Item[Body]]] = dict.fromkeys(about, ())

        def bodies(code: str) -> Sequence[Item[Body]]:
            return found[code] if code in found else self._in_force.get(code, ())

        left = {one: 2 * len(of_kind(items, BODY)) + 1 for one, items in about.items()}
        asked = set(about)
        while asked:
            judged = {one: self._judged_bodies(about[one], bodies) for one in asked}
            changed = {one for one in judged if left[one] and _verdicts(judged[one]) != _verdicts(found[one])}
            for one in changed:
                found[one], left[one] = judged[one], left[one] - 1
            asked = {part for one in changed for part in parts.get(one, ())}
        return found

    def _entries_by_ancestor(self, code: str) -> Mapping[str, Sequence[Item[Record]]]:
        """Return the entries about a code and about those of its parent bodies, by code, without codes already settled."""
        found: dict[str, Sequence[Item[Record]]] = {}
        above = [code]
        while above:
            one = above.pop()
            if one not in found and one not in self._in_force:
                about = self._entries_about(one)
                named = {item.hash for item in of_kind(about, BODY)}
                found[one] = [item for item in about if item.hash in named or named_hash(item) in named]
                above += _parents(found[one])
        return found

    def _judged_bodies(
        self, about: Sequence[Item[Record]], bodies: Callable[[str], Sequence[Item[Body]]]
    ) -> Sequence[Item[Body]]:
        """Return the bodies in force among the entries about one code. ``bodies`` returns those with the code of a parent."""
        control = DualControl([*about, *self.answers_elsewhere(about)], self.history, bodies)
        judged = [item.with_verdict(control.verdict(item)) for item in about]
        refused = _refused(judged, self)
        return [one for one in of_kind(judged, BODY) if one.hash not in refused and not one.waits]

    def _counting(self, ref: str, adds: Sequence[Item[R]]) -> list[Item[R]]:
        """Return the entries that add a record under one id, without those that give way to another."""
        if len(adds) < 2 or self.rules < FIRST_RULES_WITH_WAITING:  # noqa: PLR2004
            return list(adds)
        refused = _refused(self._about(ref), self)
        return [item for item in adds if item.hash not in refused]

    def _about(self, ref: str) -> Sequence[Item[Record]]:
        """Return every entry about a ref with its verdict, whoever may read it."""
        return self._with_stored_verdicts(self._entries_about(ref), ref)

    def _entries_about(self, ref: str) -> Sequence[Item[Record]]:
        if self._everything is not None:
            return [item for item in self._everything if item.ref == ref]
        if self._judging:
            return [item for one in self.unjudged_items(ref) if (item := self.admitted_item(one)) is not None]
        return list(log.items(self._connection, ref, self.sides))

    def _with_stored_verdicts(self, items: Sequence[Item[Record]], ref: str) -> Sequence[Item[Record]]:
        return self.with_verdicts(items) if self._judging else list(self._judged(items, [ref]))

    def cited(self, items: Sequence[Item[Record]]) -> Cited:
        """Return the sources and bodies that these entries cite and that affect grades. Entries without citations need no query.

        If the log is in memory, the citations of the data folder are included; they change no grade.
        """
        names, unseen, missing = self.read_cited(items), self._unseen_claims(items), self._missing_amendments(items)
        if not names:
            return Cited(unseen=unseen, missing=missing) if unseen or missing else NOTHING
        sources = {name: source for name in names if (source := self._sources[name]) is not None}
        independent = filter(self._is_independent, grades.judged_bodies(items))
        named = {item.hash: self._names_of_sides(item) for item in grades.needing_names(items)}
        return Cited(sources, frozenset(independent), named, dict(self._seen_sources(items)), unseen, missing)

    def _missing_amendments(self, items: Sequence[Item[Record]]) -> frozenset[str]:
        """Return the hashes of entries that amendments say they replace and whose bodies are not in this copy."""
        named = {digest for item in filter(is_amendment, items) for digest in item.body.replaces.values()}
        if not named:
            return frozenset()
        named.difference_update(item.hash for item in items)
        return frozenset(digest for digest in named if self.lacks_body(digest))

    def lacks_body(self, digest: str) -> bool:
        """Whether the log has an entry with this hash whose body is not in this copy."""
        return log.lacks_body(self._connection, digest)

    def _unseen_claims(self, items: Sequence[Item[Record]]) -> frozenset[tuple[str, str]]:
        """Return the answers that name no entry, each with every claim that its act had not seen."""
        if self.rules < FIRST_RULES_WITH_WAITING:
            return frozenset()
        answers = [item for item in of_kind(items, POSITION_TAKE) if item.body.answers is None]
        return frozenset(
            (answer.hash, claim.hash)
            for claim in (of_kind(items, STATUS_REPORT) if answers else ())
            for answer in answers
            if answer.feed != claim.feed and not self.history.item_saw(answer, claim)
        )

    def _seen_sources(self, items: Iterable[Item[Record]]) -> Iterator[tuple[tuple[str, str], CitedSource]]:
        """Yield, for each citation of an id that several sources have, the first of them that the entry had seen."""
        contested = self._contested_sources
        for item in items if contested else ():
            for name in contested.keys() & grades.names_of_sources(item):
                found = next((one for one in contested[name] if self.history.item_saw(item, one)), None)
                if found is not None:
                    yield (name, item.hash), self._cited_source(found)

    def read_cited(self, items: Iterable[Item[Record]]) -> Collection[str]:
        """Read the sources that entries cite, with one query for all of them; return their ids."""
        if self.rules < FIRST_RULES_WITH_WAITING:
            return ()
        names = grades.cited_sources(items, loaded=self._everything is not None)
        if new := names - self._sources.keys():
            added: dict[str, list[Item[Source]]] = {}
            for item in self._adding(SOURCE, new):
                added.setdefault(item.ref, []).append(item)
            self._sources |= {name: self._cited_source(added[name][0]) if name in added else None for name in new}
            self._contested_sources |= {name: entries for name, entries in added.items() if len(entries) > 1}
        return names

    def _cited_source(self, item: Item[Source]) -> CitedSource:
        return CitedSource.of(item.body, withheld=not self._is_readable(item))

    def _is_readable(self, item: Item[Record]) -> bool:
        return self._readers is None or self._readers.may_read(item)

    def _adding(self, kind: Kind[R], refs: Collection[str] | None) -> list[Item[R]]:
        """Return the admitted entries that add records of a kind; all if no refs are given. The one of each id that counts comes first."""
        if self._everything is not None:
            found = [item for item in of_kind(self._everything, kind) if refs is None or item.ref in refs]
        elif self._judging:
            unjudged = log.items_of_kind_unvalidated(self._connection, kind.name, refs, self.sides)
            found = of_kind((item for one in unjudged if (item := self.admitted_item(one)) is not None), kind)
        else:
            found = of_kind(log.items_of_kind(self._connection, kind.name, refs, self.sides), kind)
        if len(found) == len({item.ref for item in found}):
            return found
        about: dict[str, list[Item[R]]] = {}
        for item in found:
            about.setdefault(item.ref, []).append(item)
        return [item for ref, items in about.items() for item in self._in_order(ref, items)]

    def _in_order(self, ref: str, adds: Sequence[Item[R]]) -> Sequence[Item[R]]:
        """Return entries that add a record under one id, first the one that counts."""
        if len(adds) == 1:
            return adds
        about = self._about(ref)
        refused, kept = _refused(about, self), {item.hash for item in without_retracted(about)}
        judged: Sequence[Item[Any]] = self._with_stored_verdicts(adds, ref)
        return sorted(judged, key=lambda item: (item.hash in refused, item.hash not in kept, precedence(item)))

    def _is_independent(self, code: str) -> bool:
        """Whether a body in force is independent. A body that a side's desk added waits for the other side."""
        added: list[Item[Record]] = [*self._adding(BODY, [code])]
        about = self._counting(code, of_kind(self._with_stored_verdicts(added, code), BODY))
        body = next((item for item in about if not item.waits), None)
        return body is not None and body.body.branch is Branch.INDEPENDENT and self._is_readable(body)

    def _names_of_sides(self, reader: Item[Record]) -> Mapping[str, frozenset[str]]:
        """The folded codes and names of the bodies of each side that an entry had seen, or that came with the data folder."""
        names: dict[str, set[str]] = {}
        for item in self._bodies_in_force:
            if item.feed == COMPILER or self.history.item_saw(reader, item):
                words = (item.body.code, *item.body.name.both_languages)
                names.setdefault(item.body.side, set()).update(word.casefold() for word in words)
        return {side: frozenset(found) for side, found in names.items()}

    @cached_property
    def _bodies_in_force(self) -> Sequence[Item[Body]]:
        added: dict[str, list[Item[Body]]] = {}
        for item in self._adding(BODY, None):
            added.setdefault(item.ref, []).append(item)
        counting = (item for code, adds in added.items() for item in self._counting(code, adds))
        judged = (one for item in counting for one in of_kind(self._with_stored_verdicts([item], item.ref), BODY))
        return [one for one in judged if not one.waits]

    @cached_property
    def _bodies_by_code(self) -> Mapping[str, Sequence[Item[Body]]]:
        """Entries that add bodies, by code, from a log that is already in memory."""
        found: dict[str, list[Item[Body]]] = {}
        for item in of_kind(self._everything or (), BODY):
            if self._audience is None or self._audience.may_read(item):
                found.setdefault(item.ref, []).append(item)
        return found

    @cached_property
    def _answers(self) -> Mapping[str, Item[PositionTake]]:
        """Answers to values, by hash, from a log that is already in memory."""
        items = of_kind(self._everything or (), POSITION_TAKE)
        return {item.hash: item for item in items if item.body.commitment is None}


def _parents(items: Iterable[Item[Record]]) -> set[str]:
    """Return the parents of the bodies that desks of the sides added. No other body depends on its parent."""
    return {item.body.parent for item in of_kind(items, BODY) if item.seat in _SIDES and item.body.parent is not None}


def _verdicts(bodies: Iterable[Item[Body]]) -> list[tuple[str, Verdict | None]]:
    return [(one.hash, one.verdict) for one in bodies]


def _referring_to(items: Iterable[Item[Record]], named: Mapping[str, Sequence[Item[Record]]]) -> list[Item[Record]]:
    """Return the answers, withdrawals and retractions that name any of ``items``."""
    return [one for item in items for one in named.get(item.hash, ())]


_SIDES = frozenset(Side)
_ANSWERING = frozenset({ANSWER_ASK.name, POSITION_TAKE.name})
_TWICE = Ruling(problem=Problem("A commitment with this id already exists", "Amend it, or give another id."))
_RECORD_TWICE = Ruling(problem=Problem("A record with this id already exists", "Give another id."))
_FOREIGN_REPLACED = Ruling(
    problem=Problem("A change names an entry that does not set the field in this record", "Propose the change again.")
)
_POSTDATED = Ruling(
    problem=Problem(
        "The entry is dated after the day on which it was recorded", "Record it again with the correct date."
    )
)
_FOREIGN_ID = Ruling(problem=Problem("A desk's statement must have the id of its own entry", "Leave the id out."))


def rulings_of(items: Sequence[Item[Record]], world: FoldContext) -> list[tuple[Item[Record], Ruling]]:
    """Return every entry of one ref with its ruling, in clock order; ``official`` is set on the item.

    Each entry is judged by the commitment as it was when the entry was written, as on append. So an admitted entry
    stays admitted when the responsible side or the handling mark changes later. A commitment that stands cannot be
    replaced by adding it again. A stricter mark binds only entries that had seen it: desks choose their clocks. An entry
    that concerns no commitment is judged by none, though one has its id.
    """
    ordered = sorted(_as_recorded(world.with_verdicts(items), world), key=CLOCK)
    dual_control = world.rules >= FIRST_RULES_WITH_WAITING
    refused = _refused(ordered, world) if dual_control else frozenset()
    if KINDS_WITHOUT_COMMITMENT.issuperset([item.kind for item in ordered]):
        foreign = _naming_foreign_entries(ordered, world)
        return [_rule_independently(item, refused, foreign) for item in ordered]
    borrowed = {item.hash for item in ordered if borrows_id(item)} if dual_control else set()
    foreign = _naming_foreign_entries(ordered, world)
    postdated = _postdated(ordered, world) if dual_control else frozenset()
    named: dict[str, Item[Record]] = {
        item.id: item for item in of_kind(ordered, EVIDENCE_ADD) if item.hash not in borrowed
    }
    named |= {item.hash: item for item in ordered}
    commitment = JudgingCommitment(ordered, refused, world)
    found: list[tuple[Item[Record], Ruling]] = []
    for item in ordered:
        adding = item.kind == COMMITMENT.name
        context = commitment.context_of(item, named, found)
        ruling = rule_on_entry(item.seat, item.feed, item.kind, item.body, item.handling, context)
        if item.hash in borrowed:
            ruling = _FOREIGN_ID
        if item.hash in foreign:
            ruling = _FOREIGN_REPLACED
        if item.hash in postdated:
            ruling = _POSTDATED
        if adding and (item.hash in refused if dual_control else commitment.exists):
            ruling = _TWICE
        elif item.hash in refused:
            ruling = _RECORD_TWICE
        if item.official != ruling.official:
            named[item.hash] = item.with_official(official=ruling.official)
        found.append((named[item.hash], ruling))
    return found


def _as_recorded(items: Sequence[Item[Record]], world: FoldContext) -> Sequence[Item[Record]]:
    """Return the entries of one ref as if no clock of a side had been set back.

    The stored projection needs that only where days without an answer may be counted.
    """
    sides = {item.seat for item in items} & _SIDES
    counted = sides == _SIDES or any(item.kind in _ANSWERING for item in items)
    if not sides or world.rules < FIRST_RULES_WITH_WAITING or not (counted or world.shows_lateness):
        return items
    times = [world.history.recorded_at(item) if item.seat in _SIDES else item.at for item in items]
    return [item if at == item.at else replace(item, at=at) for item, at in zip(items, times, strict=True)]


def _postdated(items: Sequence[Item[Record]], world: FoldContext) -> frozenset[str]:
    """Return the hashes of the entries that are dated after the day on which their desk recorded them."""
    return frozenset(item.hash for item in items if item.feed != COMPILER and world.history.is_postdated(item))


def _naming_foreign_entries(items: Sequence[Item[Record]], world: FoldContext) -> frozenset[str]:
    """Return the hashes of amendments that say they replace an entry of another record, or one that does not set the field."""
    if world.rules < FIRST_RULES_WITH_WAITING:
        return frozenset()
    known = {item.hash: item for item in items}
    return frozenset(
        item.hash
        for item in items
        if is_amendment(item)
        and any(not _sets(name, digest, item, known, world) for name, digest in item.body.replaces.items())
    )


def _sets(name: str, digest: str, change: Item[Record], known: Mapping[str, Item[Record]], world: FoldContext) -> bool:
    """Whether an entry sets a field, or a part, of the record that a change is about. An entry whose body is not here may."""
    named = known.get(digest)
    if named is None:
        return world.has_entry(digest, change.ref)
    if not is_amendment(named):
        return named.kind in ADDING
    fields = named.body.fields
    return name in fields or name in all_parts(fields)


def _refused(items: Sequence[Item[Record]], world: FoldContext) -> frozenset[str]:
    """Return the hashes of entries about one ref that add a record and give way to another entry."""
    feeds = {item.feed for item in items if item.kind in ADDING}
    adding = [item.kind for item in items if item.kind in ADDING]
    twice = {kind for kind in adding if adding.count(kind) > 1} if len(adding) > 1 else ()
    refused = frozenset(digest for kind in twice for digest in refused_adds(items, world.history, kind))
    return refused | taken_ids(items, world) if feeds - {COMPILER} else refused


def _rule_independently(
    item: Item[Record], refused: Collection[str], foreign: Collection[str]
) -> tuple[Item[Record], Ruling]:
    """Rule on an entry that depends on no commitment and no other entry: an indicator or a measurement."""
    if item.hash in refused:
        return item, _RECORD_TWICE
    if item.hash in foreign:
        return item, _FOREIGN_REPLACED
    ruling = rule_on_entry(item.seat, item.feed, item.kind, item.body, item.handling, _NOTHING)
    return item.with_official(official=ruling.official), ruling


_NOTHING = Context()


def standing_items(items: Sequence[Item[Record]], world: FoldContext, at: TwoDates | None = None) -> list[Item[Record]]:
    """Return the entries of one ref that are admitted and stand, as of two dates."""
    return as_of_dates(standing_of_rulings(rulings_of(items, world)), at)
