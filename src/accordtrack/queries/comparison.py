"""Comparison of the register between two pairs of dates. Folds only the commitments that may differ.

A commitment may differ only if an entry became visible between the dates, evidence expired, or a deadline came. The
index of standing entries finds the first, and the indexes of days in bodies find the others.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import natural_sort_key
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.fold import fold
from accordtrack.projection.projector import project_states
from accordtrack.queries import list_pages
from accordtrack.queries.diff import KINDS, Moment, find_changes, target_changes
from accordtrack.store import cancellation, log, schema
from accordtrack.store.in_memory import in_memory
from accordtrack.store.items import as_of_dates, of_kind
from accordtrack.types import DiffView
from accordtrack.vocabulary import DUE_SOON_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.projection.fold import State
    from accordtrack.queries.filter_parser import Term
    from accordtrack.store.items import Item
    from accordtrack.types import ChangeView

CHUNK = 400
"""Number of commitments read by one statement."""

_FRESH = """
(r.known_on > :known AND r.known_on <= :known_end AND r.effective_on <= :held_end
 OR r.effective_on > :held AND r.effective_on <= :held_end AND r.known_on <= :known AND r.known_on != '')
"""
"""Condition for entries that are visible on the later dates but not on the earlier ones."""
_TOUCHED = f"""
SELECT t.ref FROM (SELECT DISTINCT r.ref FROM record r WHERE {schema.STANDS} AND {_FRESH}) t
CROSS JOIN commitment c ON c.id = t.ref
"""  # noqa: S608 - ours
_PROPOSED = f"""
SELECT DISTINCT a.ref FROM acceptance a CROSS JOIN record r ON r.entry_id = a.entry_id
CROSS JOIN commitment c ON c.id = a.ref WHERE a.waits <> '' AND r.refused = 3 AND r.retracted_by IS NULL AND {_FRESH}
"""  # noqa: S608 - ours
"""Finds commitments with a new proposal that waits for a side. It is read from the few entries that needed a word."""
_TAKEN_BACK = """
SELECT ref FROM (
  SELECT r.ref, substr(e.at, 1, 10) AS own,
    substr((SELECT MAX(p.at) FROM entry p WHERE p.feed = e.feed AND p.seq <= e.seq), 1, 10) AS day
  FROM record r CROSS JOIN entry e ON e.id = r.entry_id
  CROSS JOIN record t ON t.ref = r.ref AND t.retracted_by = r.entry_id
  WHERE r.family = 'retraction' AND t.family IN ('status', 'evidence', 'note')
) WHERE day > :known AND day <= :known_end OR own > :known AND own <= :known_end
"""
"""Finds commitments with a status, evidence or a note that a desk retracted between the dates, by its clock, set back or not."""
_DATED_EARLIER = """
SELECT e.feed, e.seq FROM entry e CROSS JOIN record r ON r.entry_id = e.id
WHERE substr(e.at, 1, 10) > :known AND substr(e.at, 1, 10) <= :known_end AND r.known_on <= :known AND r.known_on != ''
  AND (e.feed LIKE 'us-%' OR e.feed LIKE 'mx-%') AND e.kind NOT LIKE 'desk.%' AND e.kind NOT IN ('source.add', 'body.add')
ORDER BY e.kind NOT IN ('status.report', 'position.take'), e.id
"""
_EXPIRES, _MAY_EXPIRE = schema.day_in_body("expires_on", "b.raw")
_DUE, _MAY_BE_DUE = schema.day_in_body("due_on", "b.raw")
_PASSING = f"""
SELECT r.ref FROM entry_body b CROSS JOIN record r ON r.entry_id = b.entry_id
WHERE {_MAY_EXPIRE} AND {_EXPIRES} BETWEEN CAST(:held AS BLOB) AND CAST(:held_end AS BLOB)
  AND r.family = 'evidence' AND {schema.STANDS}
UNION
SELECT r.ref FROM entry_body b CROSS JOIN record r ON r.entry_id = b.entry_id
WHERE {_MAY_BE_DUE} AND {_DUE} BETWEEN CAST(:held AS BLOB) AND CAST(:soon AS BLOB)
  AND r.family IN ('commitment', 'amend') AND {schema.STANDS}
"""  # noqa: S608 - ours
"""Finds evidence that may expire and deadlines that may come, by the bytes of canonical bodies.

A false match is only folded.
"""
_TARGETS = (
    "SELECT r.ref, r.rid FROM record r JOIN entry e ON e.id = r.entry_id "  # noqa: S608 - ours
    f"WHERE r.family = 'amend' AND e.kind = 'indicator.amend' AND {schema.STANDS} AND {_FRESH}"
)
_CONCURRED = (
    "SELECT r.ref FROM record r WHERE r.family = 'position' AND r.ref = r.rid "  # noqa: S608 - ours
    f"AND {schema.STANDS} AND {_FRESH}"
)
_AMENDED = "SELECT ref FROM entry WHERE hash = :hash AND kind = 'indicator.amend'"
_LINKED = f"SELECT ref FROM record WHERE family = 'link' AND rid >= :first AND rid < :end AND {schema.STANDS}"  # noqa: S608 - ours


@dataclass(slots=True)
class _Found:
    """Changes found so far. All are counted; those of the first ``most`` commitments are kept, or all if it is None."""

    most: int | None
    kind: str | None = None
    changes: list[ChangeView] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    folded: int = 0

    def add_changes(self, name: str, changes: list[ChangeView]) -> None:
        """Add the changes of one commitment that are of the requested kind."""
        changes = [change for change in changes if self.kind in {None, change.kind}]
        if not changes:
            return
        self.ids.append(name)
        self.kinds.update(change.kind for change in changes)
        if self.most is None or len(self.ids) <= self.most:
            self.changes += changes

    def limited_to(self, names: set[str], most: int | None) -> _Found:
        """Return the same result limited to some commitments."""
        found = _Found(most, self.kind, folded=self.folded)
        for name, group in groupby(self.changes, key=lambda change: change.id):
            if name in names:
                found.add_changes(name, list(group))
        return found


def compare_dates(
    connection: Connection,
    a: TwoDates,
    b: TwoDates,
    *,
    of: Sequence[str] | None = None,
    terms: Sequence[Term] = (),
    most: int | None = None,
    kind: str | None = None,
) -> DiffView:
    """Return what changed from ``a`` to ``b``, in the commitments ``of`` or in all that ``terms`` match on either date.

    The changes are those of the first ``most`` commitments; counts and ids always cover everything that changed.
    ``kind`` leaves out all other kinds of change, and commitments that have only those. Raise ``Refused`` if ``b`` is
    before ``a``.
    """
    if b.as_of < a.as_of or b.known_on < a.known_on:
        advice = "Give the earlier date first."
        raise Refused(Problem("The second date is before the first", advice, usage=True))
    targets = _targets(connection, a, b)
    refs = (
        list(of)
        if of is not None
        else sorted(touched_commitments(connection, a, b) | set(targets), key=natural_sort_key)
    )
    found = _Found(None if terms else most, kind)
    with ExitStack() as stack:
        pasts = [(at, stack.enter_context(in_memory())) for at in (a, b)] if terms else []
        world = FoldContext(connection)
        for name, items in _read_entries(refs, b, world):
            states = _compare_commitment(found, name, items, a, b, targets.get(name, ()), world)
            for (_at, past), state in zip(pasts, states, strict=False):
                project_states(past, [state] if state is not None else [], world)
        if terms:
            matching = {name for at, past in pasts for name in list_pages.ids(past, terms, at.as_of)}
            found = found.limited_to(matching, most)
    return DiffView(
        a=a,
        b=b,
        changes=tuple(found.changes),
        ids=tuple(found.ids),
        counts=tuple((kind, found.kinds[kind]) for kind in KINDS if kind in found.kinds),
        folded=found.folded,
        dated_earlier=tuple(f"{feed}-{seq}" for feed, seq in dated_earlier(connection, a.known_on, b.known_on)),
    )


def dated_earlier(connection: Connection, since: str, until: str) -> list[tuple[str, int]]:
    """Return the place in the log of what the sides' desks recorded between two days about the first one or earlier."""
    rows = connection.execute(text(_DATED_EARLIER), {"known": since, "known_end": until})
    return [(feed, seq) for feed, seq in rows]


def touched_commitments(connection: Connection, a: TwoDates, b: TwoDates) -> set[str]:
    """Return the commitments that may differ, because an entry became visible or a date passed."""
    soon = min(date.fromisoformat(b.as_of), date.max - timedelta(DUE_SOON_DAYS)) + timedelta(DUE_SOON_DAYS)
    window = _window(a, b)
    found = set(connection.execute(text(_TOUCHED), window).scalars())
    found |= set(connection.execute(text(_PROPOSED), window).scalars())
    found |= set(connection.execute(text(_TAKEN_BACK), window).scalars())
    if a.as_of < b.as_of:
        passing = {"held": a.as_of, "held_end": b.as_of, "soon": soon.isoformat()}
        found |= set(connection.execute(text(_PASSING), passing).scalars())
    return found


def _window(a: TwoDates, b: TwoDates) -> dict[str, str]:
    return {"held": a.as_of, "held_end": b.as_of, "known": a.known_on, "known_end": b.known_on}


def _read_entries(refs: Sequence[str], b: TwoDates, world: FoldContext) -> Iterator[tuple[str, list[Item[Record]]]]:
    """Yield the standing entries of each commitment on the later dates, which include those of the earlier dates."""
    for begin in range(0, len(refs), CHUNK):
        cancellation.check()
        items = list(world.standing_items_of(refs[begin : begin + CHUNK], b))
        world.read_cited(items)
        grouped = {ref: list(group) for ref, group in groupby(items, key=lambda item: item.ref)}
        for ref in refs[begin : begin + CHUNK]:
            if ref in grouped:
                yield ref, grouped[ref]


def _compare_commitment(
    found: _Found,
    name: str,
    later: Sequence[Item[Record]],
    a: TwoDates,
    b: TwoDates,
    targets: Iterable[_Moved],
    world: FoldContext,
) -> tuple[State | None, State | None]:
    """Fold one commitment on both dates and add its changes to ``found``."""
    earlier = as_of_dates(later, a)
    cited = world.cited(later)
    before = fold(earlier, a.as_of, cited=cited)
    only_a_day = len(earlier) == len(later) and not any(
        item.body.expires_on for item in of_kind(later, kinds.EVIDENCE_ADD)
    )
    after = before if only_a_day else fold(later, b.as_of, cited=cited)
    names = {item.hash for item in earlier}
    fresh = [item for item in later if item.hash not in names]
    found.folded += 1
    changes = find_changes(Moment(before, a.as_of, a.known_on), Moment(after, b.as_of, b.known_on), fresh)
    if after is not None:
        for moved in targets:
            changes += target_changes(after.record, moved.indicator, moved.before, moved.after, moved.entries)
    found.add_changes(name, sorted(changes, key=lambda change: KINDS.index(change.kind)))
    return before, after


@dataclass(frozen=True, slots=True)
class _Moved:
    """An indicator on both dates, and the entries that amended it in between."""

    indicator: str
    before: AmendedIndicator
    after: AmendedIndicator
    entries: tuple[str, ...]


def _targets(connection: Connection, a: TwoDates, b: TwoDates) -> dict[str, list[_Moved]]:
    """Return the indicators amended between the dates, by the commitments linked to them."""
    window = _window(a, b)
    entries: dict[str, list[str]] = {}
    for ref, name in connection.execute(text(_TARGETS), window):
        entries.setdefault(ref, []).append(name)
    answers = list(connection.execute(text(_CONCURRED), window).scalars())
    for item in of_kind(log.items_about(connection, answers, {}), kinds.POSITION_TAKE):
        for ref in connection.execute(text(_AMENDED), {"hash": item.body.answers}).scalars():
            entries.setdefault(ref, []).append(item.id)
    before, after = (record_lookup.indicators(connection, list(entries), at) for at in (a, b))
    found: dict[str, list[_Moved]] = {}
    for indicator in sorted(before, key=natural_sort_key):
        moved = _Moved(indicator, before[indicator], after[indicator], tuple(entries[indicator]))
        ends = {"first": f"{indicator}>", "end": f"{indicator}?"}
        for commitment in connection.execute(text(_LINKED), ends).scalars():
            found.setdefault(commitment, []).append(moved)
    return found
