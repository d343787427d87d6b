"""Writes the projection: the tables that lists and filters read, folded again in the transaction of each append.

``project`` folds some refs, ``project_all`` all of them. Both write the same rows for the same entries.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, text

from accordtrack.ledger.kinds import ENTRY_RETRACT
from accordtrack.projection.authorization import FoldContext, rulings_of
from accordtrack.projection.disputes import thread_index
from accordtrack.projection.fold import State, fold
from accordtrack.projection.projection_rows import IN_FORCE, commitment_row, not_admitted_row, record_row, tag_rows
from accordtrack.store import search_index
from accordtrack.store.columns import ACCEPTANCE, COMMITMENT, PROJECTION, RECORD, TAG
from accordtrack.store.items import Item, of_kind, without_retracted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, TableClause

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.state_digest import Digest

_AT_A_TIME = 100
"""Number of refs whose rows are gathered before they are written."""


def project(connection: Connection, refs: Iterable[str], world: FoldContext) -> None:
    """Fold ``refs`` again and replace their rows. The search index is updated only where its text changes."""
    changed = False
    for ref in refs:
        rows = Rows(world)
        if items := list(world.unjudged_items(ref)):
            rows.add_entries(items)
        changed |= _delete_rows(connection, ref, rows)
        rows.write(connection)
    if changed:
        search_index.seal(connection)


def fold_in_batches(
    world: FoldContext, items: Iterable[Item[Mapping[str, Any]]], digest: Digest | None = None
) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of ``items`` in batches of a hundred refs, each with the number of refs.

    ``items`` must be sorted by ref. ``digest`` receives the standing entries along the way.
    """
    rows, refs = Rows(world, digest), 0
    for _ref, group in groupby(items, key=attrgetter("ref")):
        rows.add_entries(list(group))
        refs += 1
        if refs == _AT_A_TIME:
            yield refs, rows
            rows, refs = Rows(world, digest), 0
    yield refs, rows


def project_all(source: Connection, target: Connection, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Fold every entry of ``source`` into the empty projection of ``target``; return the number of refs.

    If both are the same register, the search index is sealed.
    """
    world = FoldContext(source, judging=True, whole=True)
    total = int(source.execute(text("SELECT COUNT(DISTINCT ref) FROM entry")).scalar_one())
    done = 0
    for refs, rows in fold_in_batches(world, world.unjudged_items()):
        rows.write(target)
        done += refs
        if progress:
            progress(done, total)
    thread_index.mark_complete(target)
    if target is source:
        search_index.seal(target)
    if progress:
        progress(total, total)
    return done


def folded_digest(connection: Connection, rules: int, audience: Audience | None = None) -> str:
    """Return the digest of what stands under rules of effect that the stored projection does not follow."""
    from accordtrack.projection.state_digest import Digest  # noqa: PLC0415  (rarely needed)

    digest = Digest(audience)
    world = FoldContext(connection, judging=True, rules=rules, whole=True)
    for _rows in fold_in_batches(world, world.unjudged_items(), digest):
        pass
    return digest.sha256()


def project_states(target: Connection, states: Iterable[State], world: FoldContext) -> None:
    """Write the rows that filters read for folded commitments, without their log entries."""
    rows = Rows(world)
    for state in states:
        rows.add_state(state, 0)
    rows.write(target)


def clear_projection(connection: Connection) -> None:
    """Empty the projection."""
    for table in PROJECTION:
        connection.execute(delete(table))
    search_index.clear(connection)


def _delete_rows(connection: Connection, ref: str, rows: Rows) -> bool:
    """Delete the rows of ``ref``; return whether its text in the search index changes. Unchanged text leaves ``rows``."""
    for statement in ("DELETE FROM record WHERE ref = :ref", "DELETE FROM acceptance WHERE ref = :ref"):
        connection.execute(text(statement), {"ref": ref})
    key = connection.execute(text("SELECT key FROM commitment WHERE id = :ref"), {"ref": ref}).scalar()
    if key is not None:
        values = {"key": key}
        for statement in ("DELETE FROM commitment WHERE key = :key", "DELETE FROM tag WHERE key = :key"):
            connection.execute(text(statement), values)
        cursor_result = connection.execute(
            text("SELECT rowid AS key, id, words FROM search WHERE rowid = :key"), values
        )
        if [dict(row) for row in cursor_result.mappings()] == rows.words:
            rows.words = []
            return False
        connection.execute(text("DELETE FROM search WHERE rowid = :key"), values)
    return key is not None or bool(rows.words)


def _add_to_digest(digest: Digest, item_rows: Sequence[tuple[Item[Record], Mapping[str, Any]]]) -> None:
    """Pass the entries of one ref to the digest: first every entry that may be named, then those that stand."""
    for item, _row in item_rows:
        digest.register_entry(item)
    for item, row in item_rows:
        if row["retracted_by"] is None and row["refused"] == IN_FORCE:
            digest.add_entry(item, row["rid"], official=bool(row["official"]))


def _insert(table: TableClause) -> str:
    names = [column.name for column in table.c]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608


_INSERTS = {table.name: _insert(table) for table in PROJECTION}
"""Plain SQL for the driver: there can be a million rows, and their values already have the column types."""


class Rows:
    """Gathers rows of the projection and writes them in bulk. ``digest`` receives the entries that stand."""

    def __init__(self, world: FoldContext, digest: Digest | None = None) -> None:
        self.world = world
        self._digest = digest
        self.records: list[dict[str, Any]] = []
        self.acceptances: list[dict[str, Any]] = []
        self.commitments: list[dict[str, Any]] = []
        self.tags: list[dict[str, Any]] = []
        self.words: list[dict[str, Any]] = []

    def add_entries(self, items: Sequence[Item[Mapping[str, Any]]]) -> None:
        """Add the rows of the entries of one ref."""
        sound: list[Item[Record]] = []
        for item in items:
            judged = self.world.admitted_item(item)
            if judged is not None:
                sound.append(judged)
            else:
                self.records.append(not_admitted_row(item))
        rulings = rulings_of(sound, self.world)
        admitted = [item for item, ruling in rulings if ruling.problem is None]
        standing = without_retracted(admitted)
        gone = {item.body.target: item.entry_id for item in of_kind(admitted, ENTRY_RETRACT) if not item.waits}
        item_rows = [
            (item, record_row(item, gone.get(item.hash), refused=ruling.problem is not None))
            for item, ruling in rulings
        ]
        self.records += [row for _item, row in item_rows]
        self.acceptances += [item.verdict.as_row(item.entry_id, item.ref) for item in admitted if item.verdict]
        if self._digest is not None:
            _add_to_digest(self._digest, item_rows)
        if state := fold(standing, rules=self.world.rules, cited=self.world.cited(standing)):
            self.add_state(state, max(item.entry_id for item in sound), standing)

    def add_state(self, state: State, version: int, items: Sequence[Item[Record]] = ()) -> None:
        """Add the rows of a folded state and the threads of ``items``; without items, only threads that settle a dispute."""
        self.commitments.append(commitment_row(state, version))
        self.tags.extend(tag_rows(state))
        self.tags.extend(thread_index.tags(items, state) if items else thread_index.settled_tags(state))
        self.words.append(self._words(state))

    def _words(self, state: State) -> dict[str, Any]:
        record = state.record
        codes = [code for code in (record.lead.MX, record.lead.US, *record.supporting) if code]
        bodies = [self.world.body(code) for code in codes]
        texts = [*record.title.both_languages, *record.text.both_languages, *codes]
        texts += [word for body in bodies if body for word in body.name.both_languages]
        return {"key": state.added.entry_id, "id": record.id, "words": "\n".join(texts)}

    def write(self, connection: Connection) -> None:
        """Insert everything gathered."""
        for table, rows in (
            (RECORD, self.records),
            (ACCEPTANCE, self.acceptances),
            (COMMITMENT, self.commitments),
            (TAG, self.tags),
        ):
            if rows:
                connection.exec_driver_sql(_INSERTS[table.name], rows)
        if self.words:
            connection.execute(text("INSERT INTO search(rowid, id, words) VALUES (:key, :id, :words)"), self.words)
