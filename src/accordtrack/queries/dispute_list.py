"""Dispute threads between the sides: their keys in list order, then the full threads that are shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, and_, cast, func, literal, or_, select

from accordtrack.core import safe_text
from accordtrack.ledger.authority import AGREED_FIELDS, COUNTED_FIELDS, HANDED_OVER_FIELDS
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.disputes import thread_index, value_threads
from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.projection.fold import fold
from accordtrack.projection.refusals import refusing_answers, with_refusals
from accordtrack.queries.filter_parser import WHOLE, Term, scope
from accordtrack.queries.filter_sql import where
from accordtrack.store import log
from accordtrack.store.columns import BODY, COMMITMENT, ENTRY, RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item
    from accordtrack.types import DisputeView, ThreadSummary

C, R, B, E = COMMITMENT.c, RECORD, BODY, ENTRY
_IN_DISPUTE = tuple(sorted(standing.value for standing in thread_index.IN_DISPUTE))
_WAITING = tuple(sorted(AGREED_FIELDS | COUNTED_FIELDS | HANDED_OVER_FIELDS | {"handling"}))
_BATCH = 400
"""Number of commitments whose entries are read together."""
TURNS = frozenset({"turn", "reply"})
"""Filter fields about whose turn it is in the thread. For commitments ``reply`` means the answer to a claim."""


def keys(
    connection: Connection, projected: Connection, terms: Sequence[Term], *, at: TwoDates | None, today: str
) -> tuple[ThreadSummary, ...]:
    """Return the keys of the threads: first those that wait longest, then unresolved ones, then settled ones.

    ``projected`` holds the rows as of ``at``; answers to values are read from ``connection``.
    """
    turned = [term for term in terms if term.field in TURNS]
    others = [term for term in terms if term.field not in TURNS]
    condition = where(others, today)
    if thread_index.is_complete(connection):
        thread_summaries = list(thread_index.thread_summaries(projected, condition))
    else:
        refs = _commitments_with_threads(connection, projected)
        refs &= set(projected.execute(select(C.id).where(condition)).scalars())
        threads = _fold_threads(connection, sorted(refs), FoldContext(connection), at, today, lambda _digest: False)
        thread_summaries = [thread.summary for thread in threads]
    values = value_threads.threads(connection, FoldContext(connection), at, today)
    thread_summaries += [thread.summary for thread in matching_threads(projected, values, others, today)]
    matches = (key for key in thread_summaries if all((key.turn in term.values) is not term.negated for term in turned))
    return tuple(sorted(matches, key=thread_index.sort_key))


def threads(
    connection: Connection,
    wanted: Sequence[ThreadSummary],
    *,
    at: TwoDates | None,
    today: str,
    file_there: Callable[[str], bool],
) -> tuple[DisputeView, ...]:
    """Return the full threads of ``wanted``, in that order. A thread that no longer exists is left out."""
    world = FoldContext(connection)
    refs = sorted({key.commitment for key in wanted if key.commitment is not None and key.indicator is None})
    found = {thread.id: thread for thread in _fold_threads(connection, refs, world, at, today, file_there)}
    if any(key.indicator is not None for key in wanted):
        found |= {thread.id: thread for thread in value_threads.threads(connection, world, at, today)}
    return tuple(found[key.id] for key in wanted if key.id in found)


def _fold_threads(
    connection: Connection,
    refs: Sequence[str],
    world: FoldContext,
    at: TwoDates | None,
    today: str,
    file_there: Callable[[str], bool],
) -> Iterator[DisputeView]:
    began_on = log.began_on(connection)
    for items in _items(refs, world, at):
        state = fold(items, today, cited=world.cited(items))
        if state is not None:
            threads = Threads(items, state, today=today, file_there=file_there, began_on=began_on)
            yield from (_with_refusals(thread, items) for thread in threads.build_threads())


def _with_refusals(thread: DisputeView, items: Sequence[Item[Record]]) -> DisputeView:
    """Return a thread whose items name the sides that disputed them."""
    refused = refusing_answers(items)
    words, observers = (
        tuple(with_refusals(word, refused.get(word.entry, ())) for word in found)
        for found in (thread.words, thread.observers)
    )
    return replace(thread, words=words, observers=observers)


def _items(refs: Sequence[str], world: FoldContext, at: TwoDates | None) -> Iterator[list[Item[Record]]]:
    """Yield the standing entries of each of ``refs``, reading a few hundred refs in one statement."""
    for begin in range(0, len(refs), _BATCH):
        items = world.items_about(refs[begin : begin + _BATCH])
        for _ref, group in groupby(items, key=lambda item: item.ref):
            yield standing_items(list(group), world, at)


def _commitments_with_threads(connection: Connection, projected: Connection) -> set[str]:
    """Return the commitments that may have a thread.

    That is a half with a disputed standing, an answer that contests something, or an amendment that may await consent.
    """
    standing = or_(C.us_standing.in_(_IN_DISPUTE), C.mx_standing.in_(_IN_DISPUTE))
    found = set(projected.execute(select(C.id).where(standing)).scalars())
    contests = or_(*(_body_contains(f'"stance":"{stance.value}"') for stance in thread_index.CONTESTS))
    waits = or_(*(_body_contains(f'"{name}":') for name in _WAITING))
    found |= _refs(connection, R.c.family == "position", R.c.ref != R.c.rid, contests)
    found |= _refs(connection, R.c.family == "amend", E.c.kind == "commitment.amend", waits)
    return found


def _refs(connection: Connection, *conditions: ColumnElement[bool]) -> set[str]:
    stands = and_(R.c.refused == 0, R.c.retracted_by.is_(None))
    joined = R.join(B, B.c.entry_id == R.c.entry_id).join(E, E.c.id == R.c.entry_id)
    return set(connection.execute(select(R.c.ref).select_from(joined).where(stands, *conditions)).scalars())


def _body_contains(part: str) -> ColumnElement[bool]:
    """Whether a signed body contains these bytes. Canonical JSON has no spaces and escapes quotes inside a text."""
    return func.instr(B.c.raw, cast(literal(part), LargeBinary)) > 0


def matching_threads(
    projected: Connection, disputes: Sequence[DisputeView], terms: Sequence[Term], today: str
) -> list[DisputeView]:
    """Return the threads that every term matches, by the indicator's own id and title or by the linked commitment."""
    matches, about = list(disputes), scope(terms)
    for term in terms:
        plainly = Term(term.field, term.values, term.op)
        hung = sorted({one.commitment for one in matches if one.commitment is not None})
        chosen = select(C.id).where(C.id.in_(hung), where([plainly], today, about))
        on = set(projected.execute(chosen).scalars()) if hung else set()
        matches = [
            one for one in matches if (one.commitment in on or _matches_indicator(one, plainly)) is not term.negated
        ]
    return matches


def _matches_indicator(thread: DisputeView, term: Term) -> bool:
    name = safe_text.casefold_plain(thread.indicator or "")
    match term.field:
        case "id" if term.op == WHOLE:
            return thread.indicator in term.values
        case "id":
            return any(name.startswith(safe_text.casefold_plain(value)) for value in term.values)
        case "":
            text = safe_text.casefold_plain(f"{thread.indicator} {thread.title.en} {thread.title.es}")
            return all(part in text for part in safe_text.casefold_plain(term.values[0]).split())
        case _:
            return False
