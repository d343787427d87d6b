"""The history: entries newest first, each with its writer, dates, signature state and the values it replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from accordtrack.core.dates import TwoDates, is_date, last_day
from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger import kinds
from accordtrack.ledger.chain import NO_BODY, find_faults
from accordtrack.ledger.entry import VERSION, kid_of
from accordtrack.ledger.kinds import ALWAYS, KINDS
from accordtrack.ledger.late_entries import is_late
from accordtrack.projection import record_lookup
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.projection_rows import REFUSED
from accordtrack.projection.refusals import answers_about, with_refusals
from accordtrack.projection.same_ids import ADDING
from accordtrack.projection.statement_views import authorship
from accordtrack.queries import filter_sql, replaced_values
from accordtrack.queries.filter_parser import Term
from accordtrack.store import desk_keys, log, withheld
from accordtrack.store.acceptance import StoredVerdicts
from accordtrack.store.columns import COMMITMENT
from accordtrack.store.columns import ENTRY as E
from accordtrack.store.columns import RECORD as R
from accordtrack.types import EntryView, HistoryPage, Text
from accordtrack.types.entries import AnsweredEntry
from accordtrack.vocabulary import COMPILER, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.store.acceptance import Verdict
    from accordtrack.store.desk_keys import OpenedDesk

_NUMBER = re.compile(r"[0-9]{1,15}")
_TITLED = ("source", "body", "framework", "area", "goal", "event", "indicator", "conflict", "evaluation", "commitment")


def history(
    connection: Connection,
    *,
    ref: str | None,
    since: str | None,
    until: str | None,
    speaker: str | None,
    kinds: Sequence[str],
    newer: tuple[int, str | None] | None,
    words: str | None,
    at: TwoDates | None,
    limit: int,
    after: str | None,
) -> HistoryPage:
    """Return one page of entries, newest first by the log's clock.

    ``since`` and ``until`` are known dates, inclusive. ``newer`` is the number of an entry after which entries count, and a
    desk whose entries do not. Raise ``Refused`` for an invalid cursor ``after``.
    """
    parts: list[ColumnElement[bool]] = []
    if ref is not None:
        parts.append(E.c.ref == ref)
    if since:
        parts.append(R.c.known_on >= since)
    if until:
        parts.append(and_(R.c.known_on <= last_day(until), R.c.known_on != ALWAYS))
    if speaker:
        parts.append(R.c.speaker == speaker)
    if kinds:
        parts.append(E.c.kind.in_(kinds))
    if newer:
        parts.append(_is_newer(*newer))
    if words and words.strip():
        parts.append(_matches_words(words.strip()))
    if at:
        within = and_(R.c.effective_on <= at.as_of, R.c.known_on <= at.known_on)
        parts.append(within)
    if after:
        parts.append(tuple_(E.c.lc, E.c.id) < tuple_(*_cursor(after)))
    chosen = (
        select(E.c.id, E.c.lc)
        .select_from(E.outerjoin(R, R.c.entry_id == E.c.id))
        .where(*parts)
        .order_by(E.c.lc.desc(), E.c.id.desc())
        .limit(limit + 1)
    )
    found = [(int(key), int(lc)) for key, lc in connection.execute(chosen)]
    more, found = len(found) > limit, found[:limit]
    entries = views(connection, [key for key, _lc in found])
    cursor = f"{found[-1][1]}.{found[-1][0]}" if more else None
    return HistoryPage(entries, cursor, replaced_values.values(connection, entries, at))


def count_newer(connection: Connection, entry: int, own: str | None, kinds: Sequence[str]) -> int:
    """Return how many entries of some kinds came after ``entry`` from other desks than ``own``."""
    chosen = select(func.count()).select_from(E).where(_is_newer(entry, own), E.c.kind.in_(kinds))
    return int(connection.execute(chosen).scalar_one())


def _is_newer(entry: int, own: str | None) -> ColumnElement[bool]:
    return and_(E.c.id > entry, E.c.feed != own) if own else E.c.id > entry


def newest_first(connection: Connection) -> list[int]:
    """Return the id of every entry, in history order."""
    chosen = select(E.c.id).order_by(E.c.lc.desc(), E.c.id.desc())
    return [int(key) for key in connection.execute(chosen).scalars()]


def _matches_words(words: str) -> ColumnElement[bool]:
    """Match entries about a commitment that contains ``words``, or about any record whose code begins with them."""
    found = select(COMMITMENT.c.id).where(filter_sql.where((Term("", (words,)),), today=""))
    return or_(E.c.ref.in_(found), E.c.ref.istartswith(words, autoescape=True))


def _cursor(after: str) -> tuple[int, int]:
    lc, _, key = after.partition(".")
    if not (_NUMBER.fullmatch(lc) and _NUMBER.fullmatch(key)):
        raise Refused(Problem("The cursor does not belong to this list", "Leave --after out.", usage=True))
    return int(lc), int(key)


def views(connection: Connection, keys: Sequence[int]) -> tuple[EntryView, ...]:
    """Return entries by id, in the order of ``keys``."""
    entries = log.entries_by_id(connection, keys)
    columns: list[ColumnElement[Any]] = list(R.c)
    rows = connection.execute(select(*columns).where(R.c.entry_id.in_(keys))).mappings()
    indexed: dict[int, Mapping[str, Any]] = {row["entry_id"]: dict(row) for row in rows}
    takers = [row["retracted_by"] for row in indexed.values() if row["retracted_by"]]
    names = _names(connection, takers)
    desks = desk_keys.desks_by_feed(connection)
    refs = {entry.envelope.ref for entry in entries.values()}
    titles, replaced = _titles(connection, refs), _replaced_titles(connection, refs)
    named = _named_hashes(connection, entries.values())
    hidden = withheld.withheld_evidence_ids(connection, entries.values())
    verdicts = StoredVerdicts(connection).of(sorted({entry.envelope.ref for entry in entries.values()}))
    began_on, world = log.began_on(connection), FoldContext(connection)
    compiled_on = _compiled_on(connection, entries.values())
    shown = []
    for key in keys:
        if key in entries:
            entry, row = entries[key], indexed.get(key, {})
            taker = names.get(row.get("retracted_by") or 0)
            title = _title_at(entry, key, titles, replaced)
            view = _view(entry, row, taker, desks, title, named, hidden, verdicts.get(key))
            late = _is_late(view, entry.envelope.seq, desks, began_on, world)
            compiled = compiled_on.get(view.feed)
            after = compiled is not None and view.known_on is not None and view.known_on > compiled
            title = own_title(view) or title
            shown.append(replace(view, late=late, compiled_on=None if after else compiled, title=title))
    return _with_refusals(connection, _with_answered(connection, shown))


def _with_refusals(connection: Connection, shown: Sequence[EntryView]) -> tuple[EntryView, ...]:
    """Return the entries with the sides that disputed them. Answers are read only if an entry waits."""
    waiting = [view for view in shown if view.waits]
    if not waiting:
        return tuple(shown)
    refs, hashes = [view.ref for view in waiting], {view.hash for view in waiting}
    refused = answers_about(FoldContext(connection), refs, hashes)
    return tuple(with_refusals(view, refused.get(view.hash, ())) for view in shown)


def _is_late(view: EntryView, seq: int, desks: Mapping[str, OpenedDesk], began_on: str, world: FoldContext) -> bool:
    """Whether an entry is late. The times of its feed are read only if they can decide it."""
    desk, said_on = desks.get(view.feed), (view.body or {}).get("said_on")
    if desk is None or desk.side == Seat.OBS or not isinstance(said_on, str) or said_on < began_on:
        return False
    if is_late(desk.side, view.at, said_on, began_on):
        return True
    with suppress(Refused):  # the history also shows a damaged register; ``verify`` reports the damage
        return is_late(desk.side, world.history.recorded_by(view.feed, seq, desk.side), said_on, began_on)
    return False


def _compiled_on(connection: Connection, entries: Iterable[Entry]) -> dict[str, str]:
    """Return the day up to which the data folder was compiled, by feed: the date in its accord, or else the day on which it was loaded."""
    loaded = next((entry for entry in entries if entry.envelope.feed == COMPILER), None)
    if loaded is None:
        return {}
    with suppress(Refused):  # An altered accord is not shown; its entry reports it
        for accord in record_lookup.records(connection, kinds.ACCORD).values():
            return {COMPILER: accord.facts_until or loaded.envelope.at[:10]}
    return {COMPILER: loaded.envelope.at[:10]}


def _names(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    rows = connection.execute(select(E.c.id, E.c.feed, E.c.seq).where(E.c.id.in_(keys)))
    return {key: f"{feed}-{seq}" for key, feed, seq in rows}


def _titles(connection: Connection, refs: set[str]) -> dict[str, Text]:
    """Return titles by id. The families that have any of the ids are looked up first, because most have none."""
    named = select(R.c.family).distinct().where(R.c.family.in_(_TITLED), R.c.rid.in_(sorted(refs)))
    families = set(connection.execute(named).scalars())
    found: dict[str, Text] = {}
    for family in (name for name in _TITLED if name in families):
        with suppress(Refused):  # An altered title is not shown; its entry reports it
            for identifier, body in record_lookup.records(connection, kinds.FAMILIES[family], refs).items():
                found[identifier] = record_lookup.title(body) or Text(identifier, identifier)
    return found | _titles_in_force(connection, refs)


def _titles_in_force(connection: Connection, refs: set[str]) -> dict[str, Text]:
    """Return the titles of commitments with their amendments. One that waits is not among them."""
    columns = COMMITMENT.c
    chosen = select(columns.id, columns.title_en, columns.title_es).where(columns.id.in_(sorted(refs)))
    return {name: Text(en, es) for name, en, es in connection.execute(chosen)}


def own_title(view: EntryView) -> Text | None:
    """Return the title that an entry gives to the record that it adds; None for any other entry, or an altered one."""
    return None if view.signature == "invalid" else _added_title(view.kind, view.body)


def _added_title(kind: str, body: Mapping[str, Any] | None) -> Text | None:
    if body is None or kind not in ADDING:
        return None
    words = next((body[name] for name in ("title", "name", "question") if body.get(name)), None)
    if isinstance(words, Mapping) and {"en", "es"} <= words.keys():
        return Text(str(words["en"]), str(words["es"]))
    return Text(words, words) if isinstance(words, str) else None


def _replaced_titles(connection: Connection, refs: set[str]) -> dict[str, list[tuple[int, int, Text | None]]]:
    """Return the place of each entry that added a record which somebody took back, with its title, by id.

    The records that took their place are there too, without a title. Places are the clock and the id of the entry.
    """
    chosen = (
        select(E.c.ref, E.c.lc, E.c.id, R.c.retracted_by)
        .select_from(E.join(R, R.c.entry_id == E.c.id))
        .where(E.c.ref.in_(sorted(refs)), E.c.kind.in_(sorted(ADDING)), R.c.refused != REFUSED)
        .order_by(E.c.lc, E.c.id)
    )
    adds = connection.execute(chosen).all()
    bodies = log.entries_by_id(connection, [key for _ref, _lc, key, taken_by in adds if taken_by])
    found: dict[str, list[tuple[int, int, Text | None]]] = {}
    for ref, lc, key, taken_by in adds:
        entry = bodies.get(key) if taken_by else None
        found.setdefault(ref, []).append((lc, key, _added_title(entry.envelope.kind, entry.body) if entry else None))
    return found


def _title_at(
    entry: Entry, key: int, titles: Mapping[str, Text], replaced: Mapping[str, Sequence[tuple[int, int, Text | None]]]
) -> Text | None:
    """Return the title of the record that an entry is about: of the one that was taken back, before another had its id."""
    ref, place = entry.envelope.ref, (entry.envelope.lc, key)
    before = [title for lc, added, title in replaced.get(ref, ()) if (lc, added) < place]
    return (before[-1] if before else None) or titles.get(ref)


def _linked_hashes(body: Mapping[str, Any]) -> list[str]:
    single = [body.get(name) for name in ("answers", "target", "position", "claim")]
    base = body.get("base")
    return [value for value in (*(base if isinstance(base, list) else ()), *single) if isinstance(value, str)]


def _named_hashes(connection: Connection, entries: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the ids of the entries that others name by hash, because they replace, answer or retract them."""
    wanted = {value for entry in entries for value in _linked_hashes(entry.body or {})}
    rows = connection.execute(
        select(E.c.hash, R.c.rid, E.c.feed, E.c.seq)
        .select_from(E.outerjoin(R, R.c.entry_id == E.c.id))
        .where(or_(E.c.hash.in_(sorted(wanted))))
    )
    return {digest: rid or f"{feed}-{seq}" for digest, rid, feed, seq in rows}


def _with_answered(connection: Connection, shown: Sequence[EntryView]) -> list[EntryView]:
    """Return the entries; each answer says what it answers."""
    wanted = {
        view.hash: str((view.body or {}).get("answers")) for view in shown if view.kind == kinds.POSITION_TAKE.name
    }
    if not wanted:
        return list(shown)
    keys = connection.execute(select(E.c.id).where(E.c.hash.in_(sorted({*wanted.values()})))).scalars().all()
    found = {entry.hash: entry for entry in log.entries_by_id(connection, keys).values()}
    return [
        replace(view, answered=_answered(found[wanted[view.hash]])) if wanted.get(view.hash) in found else view
        for view in shown
    ]


def _answered(entry: Entry) -> AnsweredEntry:
    fields = (entry.body or {}).get("fields")
    return AnsweredEntry(entry.envelope.kind, tuple(fields) if isinstance(fields, Mapping) else ())


def signature_state(entry: Entry, public: str) -> str:
    """Return the state of a signature: ``valid``, ``invalid`` or ``unknown_key``.

    ``valid`` means that signature, columns and body all hold under the key of the desk; a withheld body does not
    matter.
    """
    if not public or kid_of(public) != entry.envelope.kid:
        return "unknown_key"
    found = {message for message, _values in find_faults(entry, public)}
    return "invalid" if found - {NO_BODY} else "valid"


def _day(value: str | None) -> str | None:
    return value if value and is_date(value) else None


def _view(
    entry: Entry,
    row: Mapping[str, Any],
    taker: str | None,
    desks: Mapping[str, OpenedDesk],
    title: Text | None,
    named: Mapping[str, str],
    hidden: frozenset[str],
    verdict: Verdict | None,
) -> EntryView:
    envelope, body = entry.envelope, entry.body
    held_back = body is None or (envelope.kind == "evidence.add" and str(body.get("id")) in hidden)
    if row.get("known_on") == log.NOT_ADMITTED:
        body = None
    desk = desks.get(envelope.feed)
    public = desk.key_at(envelope.seq) if desk else ""
    return EntryView(
        hash=entry.hash,
        id=row.get("rid") or envelope.id,
        feed=envelope.feed,
        seq=envelope.seq,
        lc=envelope.lc,
        at=envelope.at,
        by=envelope.by,
        act=envelope.act,
        kind=envelope.kind,
        ref=envelope.ref,
        handling=envelope.handling,
        body=body,
        known=envelope.kind in KINDS and 1 <= envelope.v <= VERSION,
        speaker=row.get("speaker"),
        official=bool(row.get("official", 0)),
        refused=row.get("refused") == REFUSED,
        effective_on=_day(row.get("effective_on")),
        known_on=_day(row.get("known_on")),
        signature=signature_state(entry, public),
        retracted_by=taker,
        withheld=held_back,
        names=tuple(named[value] for value in _linked_hashes(body or {}) if value in named),
        title=title,
        **authorship(verdict, desk.side if desk else Seat.OBS, row.get("speaker")),
    )
