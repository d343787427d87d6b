"""From the log to the tables that lists and filters read; re-folded in the transaction of each append.

``project`` folds one ref, ``project_all`` every one; both write the same rows for the same entries.
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, text

from accordtrack.ledger.authority import Ruling, may
from accordtrack.ledger.context import ALONE, APART, Context, Target, context_from, named_entry
from accordtrack.problems import Problem
from accordtrack.register import deskkeys, log, searchindex, threadindex
from accordtrack.register.columns import COMMITMENT, PROJECTION, RECORD, TAG
from accordtrack.register.fold import State, fold
from accordtrack.register.items import CLOCK, Item, cut, without_retracted
from accordtrack.register.projectedrows import commitment_row, not_admitted_row, record_row, tag_rows
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, TableClause

    from accordtrack.dates import TwoDates
    from accordtrack.register.audience import Audience
    from accordtrack.register.digest import Digest


class World:
    """What a fold must know besides the entries of its own ref: sides of feeds, and bodies, each read once.

    ``judging``: every entry is held against the model of its kind, as the projection is made by; else what the
    projection says of it is taken, since a reader need not wait for the models. ``audience``: only what it may read.
    ``everything``: the whole log, where it was read before, as ``log.items`` or ``log.written`` gives it.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        judging: bool = False,
        audience: Audience | None = None,
        everything: Sequence[Item] | None = None,
    ) -> None:
        self._connection = connection
        self._everything = everything
        self._audience = audience
        self._judging = judging
        self._bodies: dict[str, Mapping[str, Any] | None] = {}
        self.sides = {feed: str(body.get("side", "")) for feed, body in deskkeys.seats(connection).items()}

    def items(self, ref: str | None = None) -> Iterator[Item]:
        """Entries of one ref, or of all in the order of their refs; in that of ``everything`` where it is given."""
        if ref is None and self._everything is not None:
            found = iter(self._everything)
        else:
            found = log.items(self._connection, ref, self.sides, every=self._judging)
        if self._audience is None:
            return found
        return filter(self._audience.admits if ref is None else self._audience.may_read, found)

    def admits(self, item: Item) -> bool:
        """Whether an entry can be read: its desk was opened, and the model of its kind takes it."""
        if not self._judging:
            return True
        from accordtrack.ledger.admission import admissible  # noqa: PLC0415  (the models are slow to import)

        return bool(item.seat) and admissible(item.kind, item.ref, item.handling, item.body)

    def withdrawn(self, item: Item) -> Item | None:
        """The answer to a value that ``item`` withdraws: it hangs from a ref of its own. None for any other entry."""
        if item.kind != "position.withdraw" or item.body["commitment"] is not None:
            return None
        digest = str(item.body["position"])
        found = self._answers.get(digest) or next(log.items_named(self._connection, digest, self.sides), None)
        own = found is not None and found.seat == found.body.get("speaker") and found.seat in set(Side)
        return None if found is None else found.spoken(official=own)

    def body(self, code: str) -> Mapping[str, Any] | None:
        """The body of that code, or None."""
        if code not in self._bodies:
            about = self.items(code) if self._everything is None else self._introduced.get(code, [])
            found = (item for item in about if item.kind == "body.add" and self.admits(item))
            self._bodies[code] = next((item.body for item in found), None)
        return self._bodies[code]

    @cached_property
    def _introduced(self) -> Mapping[str, Sequence[Item]]:
        """Of a log that was read before: what adds bodies, by code."""
        found: dict[str, list[Item]] = {}
        for item in self._everything or ():
            if item.kind == "body.add" and (self._audience is None or self._audience.may_read(item)):
                found.setdefault(item.ref, []).append(item)
        return found

    @cached_property
    def _answers(self) -> Mapping[str, Item]:
        """Of a log that was read before: answers to values, by hash."""
        taken = (item for item in self._everything or () if item.kind == "position.take")
        return {item.hash: item for item in taken if item.body["commitment"] is None}


def context_of(item: Item, known: Mapping[str, Item], record: Mapping[str, Any] | None, world: World) -> Context:
    """What authority must know of ``item``, from the entries of the same ref by hash and by id of evidence."""
    body = item.body
    named = known.get(named_entry(body) or "") or world.withdrawn(item)
    told = named.body.get("speaker", named.seat) if named else None
    target = Target(named.feed, named.kind, told, official=named.official) if named else None
    voice = world.body(body["speaker_body"]) if body.get("speaker_body") else None
    return context_from(body, record=record, target=target, voice=voice)


_RULING = frozenset({"responsible_side", "handling"})
"""Fields of a commitment on which authority decides."""

_AT_A_TIME = 100
_TWICE = Ruling(problem=Problem("A commitment of this id stands already", "Amend it, or give another id."))


def ruled(items: Sequence[Item], world: World) -> list[tuple[Item, Ruling]]:
    """Every entry of one ref with authority's ruling, in the order of the clock; ``official`` is set on the item.

    An entry is judged by the commitment as it stood when it was written, as it was at its append: what was admitted
    stays admitted when the commitment changes hands, or its mark, later. While a commitment stands, nobody puts another
    in its place by adding it again.
    """
    ordered = sorted(items, key=CLOCK)
    if APART.issuperset([item.kind for item in ordered]):
        return [_apart(item) for item in ordered]
    named = {item.id: item for item in ordered if item.kind == "evidence.add"} | {item.hash: item for item in ordered}
    changing = any(item.kind == "commitment.amend" and _RULING & set(item.body["fields"]) for item in ordered)
    record: Mapping[str, Any] | None = next((item.body for item in ordered if item.kind == "commitment.add"), None)
    alone = context_from({}, record=record, target=None, voice=None)
    found: list[tuple[Item, Ruling]] = []
    for item in ordered:
        adding = item.kind == "commitment.add"
        before = fold(_standing(found)) if found and (changing or adding) else None
        if before:
            record = before.record
            alone = context_from({}, record=record, target=None, voice=None)
        context = alone if item.kind in ALONE else context_of(item, named, record, world)
        ruling = may(item.seat, item.feed, item.kind, item.body, item.handling, context)
        if adding and before:
            ruling = _TWICE
        if item.official != ruling.official:
            named[item.hash] = item.spoken(official=ruling.official)
        found.append((named[item.hash], ruling))
    return found


def _apart(item: Item) -> tuple[Item, Ruling]:
    """An entry on which no commitment and no other entry bears, with authority's ruling: an indicator, or a value of it."""
    ruling = may(item.seat, item.feed, item.kind, item.body, item.handling, _NOTHING)
    return item.spoken(official=ruling.official), ruling


_NOTHING = Context()


def _standing(rulings: Iterable[tuple[Item, Ruling]]) -> list[Item]:
    return without_retracted([item for item, ruling in rulings if ruling.problem is None])


def standing_items(items: Sequence[Item], world: World, at: TwoDates | None = None) -> list[Item]:
    """The entries of one ref that authority admits and that stand, as of two dates."""
    return cut(_standing(ruled(items, world)), at)


def project(connection: Connection, refs: Iterable[str], world: World) -> None:
    """Fold ``refs`` again and replace their rows; the search index is touched only where its words change."""
    changed = False
    for ref in refs:
        rows = Rows(world)
        if items := list(world.items(ref)):
            rows.take(items)
        changed |= _forget(connection, ref, rows)
        rows.write(connection)
    if changed:
        searchindex.seal(connection)


def folded(world: World, items: Iterable[Item], digest: Digest | None = None) -> Iterator[tuple[int, Rows]]:
    """The rows of ``items``, which come in the order of their refs: those of a hundred refs at a time, and of how many.

    ``digest`` takes what stands on the way.
    """
    rows, refs = Rows(world, digest), 0
    for _ref, group in groupby(items, key=attrgetter("ref")):
        rows.take(list(group))
        refs += 1
        if refs == _AT_A_TIME:
            yield refs, rows
            rows, refs = Rows(world, digest), 0
    yield refs, rows


def project_all(source: Connection, target: Connection, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Fold every entry of ``source`` into the empty projection of ``target``; gives the number of refs.

    A projection beside its own entries is sealed.
    """
    world = World(source, judging=True)
    total = int(source.execute(text("SELECT COUNT(DISTINCT ref) FROM entry")).scalar_one())
    done = 0
    for refs, rows in folded(world, world.items()):
        rows.write(target)
        done += refs
        if progress:
            progress(done, total)
    threadindex.begin(target)
    if target is source:
        searchindex.seal(target)
    if progress:
        progress(total, total)
    return done


def project_states(target: Connection, states: Iterable[State], world: World) -> None:
    """Write what a filter reads of folded commitments, without the log behind them."""
    rows = Rows(world)
    for state in states:
        rows.add(state, 0)
    rows.write(target)


def forget_all(connection: Connection) -> None:
    """Empty the projection."""
    for table in PROJECTION:
        connection.execute(delete(table))
    searchindex.empty(connection)


def _forget(connection: Connection, ref: str, rows: Rows) -> bool:
    """Delete the rows of ``ref``; whether words of the search index change. Those that stay are taken out of ``rows``."""
    connection.execute(text("DELETE FROM record WHERE ref = :ref"), {"ref": ref})
    key = connection.execute(text("SELECT key FROM commitment WHERE id = :ref"), {"ref": ref}).scalar()
    if key is not None:
        values = {"key": key}
        for statement in ("DELETE FROM commitment WHERE key = :key", "DELETE FROM tag WHERE key = :key"):
            connection.execute(text(statement), values)
        told = connection.execute(text("SELECT rowid AS key, id, words FROM search WHERE rowid = :key"), values)
        if [dict(row) for row in told.mappings()] == rows.words:
            rows.words = []
            return False
        connection.execute(text("DELETE FROM search WHERE rowid = :key"), values)
    return key is not None or bool(rows.words)


def _digested(digest: Digest, told: Sequence[tuple[Item, Mapping[str, Any]]]) -> None:
    """Hand over the entries of one ref with their rows: first all that may be named, then what stands."""
    for item, _row in told:
        digest.name(item)
    for item, row in told:
        if row["retracted_by"] is None and not row["refused"]:
            digest.take(item, row["rid"], official=bool(row["official"]))


def _insert(table: TableClause) -> str:
    names = [column.name for column in table.c]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608


_INSERTS = {table.name: _insert(table) for table in PROJECTION}
"""Handed to the driver as they are: rows come by the million, and have the types of their columns."""


class Rows:
    """Rows of the projection, gathered and then written in bulk. ``digest`` takes what stands, as its rows say it."""

    def __init__(self, world: World, digest: Digest | None = None) -> None:
        self.world = world
        self._digest = digest
        self.records: list[dict[str, Any]] = []
        self.commitments: list[dict[str, Any]] = []
        self.tags: list[dict[str, Any]] = []
        self.words: list[dict[str, Any]] = []

    def take(self, items: Sequence[Item]) -> None:
        """Add the rows of the entries of one ref."""
        sound: list[Item] = []
        for item in items:
            if self.world.admits(item):
                sound.append(item)
            else:
                self.records.append(not_admitted_row(item))
        rulings = ruled(sound, self.world)
        admitted = [item for item, ruling in rulings if ruling.problem is None]
        standing = without_retracted(admitted)
        gone = {item.body["target"]: item.entry_id for item in admitted if item.kind == "entry.retract"}
        told = [
            (item, record_row(item, gone.get(item.hash), refused=ruling.problem is not None))
            for item, ruling in rulings
        ]
        self.records += [row for _item, row in told]
        if self._digest is not None:
            _digested(self._digest, told)
        if state := fold(standing):
            self.add(state, max(item.entry_id for item in sound), standing)

    def add(self, state: State, version: int, items: Sequence[Item] = ()) -> None:
        """Add the rows of a folded state; its threads are made of ``items``, which stand, and left out without them."""
        self.commitments.append(commitment_row(state, version))
        self.tags.extend(tag_rows(state))
        self.tags.extend(threadindex.tags(items, state) if items else ())
        self.words.append(self._words(state))

    def _words(self, state: State) -> dict[str, Any]:
        record = state.record
        codes = [code for code in (*record["lead"].values(), *record["supporting"]) if code]
        bodies = [self.world.body(code) for code in codes]
        texts = [*record["title"].values(), *record["text"].values(), *codes]
        texts += [word for body in bodies if body for word in body["name"].values()]
        return {"key": state.added.entry_id, "id": record["id"], "words": "\n".join(texts)}

    def write(self, connection: Connection) -> None:
        """Insert everything gathered."""
        for table, rows in ((RECORD, self.records), (COMMITMENT, self.commitments), (TAG, self.tags)):
            if rows:
                connection.exec_driver_sql(_INSERTS[table.name], rows)
        if self.words:
            connection.execute(text("INSERT INTO search(rowid, id, words) VALUES (:key, :id, :words)"), self.words)
