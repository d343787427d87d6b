"""Dispute threads about values and indicators: answers without a commitment, and targets that await the other side."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, and_, cast, func, literal, or_, select

from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection import record_lookup
from accordtrack.projection.amendments import (
    Change,
    amended_record,
    attributed_target,
    fields_in_force,
    replaced_in_record,
)
from accordtrack.projection.answers import Answers
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.disputes import turns
from accordtrack.projection.disputes.thread_words import build_thread_item, recorded_days, sort_thread_items
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.store.columns import BODY, COMMITMENT, ENTRY, RECORD
from accordtrack.store.items import is_kind, of_kind
from accordtrack.types import DisputeView
from accordtrack.vocabulary import CLOSENESS, Side, Stance, TargetSetBy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Indicator, Link
    from accordtrack.ledger.statements import PositionTake, RecordAmend
    from accordtrack.store.items import Item

_ABOUT = {"measurement.add": "value", "indicator.add": "indicator", "indicator.amend": "indicator"}
_BATCH = 400
"""Number of refs whose entries are read together."""
R, B, E, C = RECORD, BODY, ENTRY, COMMITMENT.c
_STANDS = (R.c.refused == 0, R.c.retracted_by.is_(None))
_AGREED = cast(literal(f'"set_by":"{TargetSetBy.AGREED.value}"'), LargeBinary)
"""How an agreed target appears in the signed bytes of a body."""


def threads(connection: Connection, world: FoldContext, at: TwoDates | None, today: str) -> list[DisputeView]:
    """Return every thread about a value or indicator that is disputed or whose target awaits the other side."""
    chosen = select(R.c.ref).where(R.c.family == "position", R.c.ref == R.c.rid, *_STANDS)
    items = _items(connection.execute(chosen).scalars(), world, at)
    gone = _items((item.hash for item in items), world, at)
    wanted = {str(item.body.answers) for item in of_kind(items, kinds.POSITION_TAKE)}
    candidates = _items(_refs_of_hashes(connection, wanted) | _indicators_with_agreed_target(connection), world, at)

    def name_indicators(roots: Sequence[Item[Record]]) -> Named:
        ids = {item.ref for item in roots}
        return Named(record_lookup.indicators(connection, ids, at), _links(connection, ids))

    return threads_among(
        [*(item for item in candidates if item.kind in _ABOUT), *items, *gone],
        name_indicators,
        today,
        rules=world.rules,
    )


def threads_among(
    items: Sequence[Item[Record]], named: Callable[[Sequence[Item[Record]]], Named], today: str, *, rules: int
) -> list[DisputeView]:
    """Return the threads of the given entries of indicators, values and answers. ``name_indicators`` supplies their titles."""
    recorded = recorded_days(items) if rules >= FIRST_RULES_WITH_WAITING else {}
    subjects = [item for item in items if item.kind in _ABOUT]
    wanted = {str(item.body.answers) for item in of_kind(items, kinds.POSITION_TAKE)}
    answers = Answers(items)
    agreed = _accepted if rules >= FIRST_RULES_WITH_WAITING else partial(_has_concurrence, answers=answers)
    waiting = _waiting_amendments(subjects, agreed)
    roots = [item for item in subjects if item.hash in wanted or item.hash in waiting]
    if not roots:
        return []
    by_root: dict[str, list[Item[PositionTake]]] = {}
    for position in answers.positions:
        by_root.setdefault(answers.chain(position)[-1].hash, []).append(position)
    titles = named(roots)
    disputes = []
    for root in roots:
        before = _values_before(root, subjects, agreed) if is_kind(root, kinds.INDICATOR_AMEND) else {}
        thread = _build_thread(
            answers, root, by_root.get(root.hash, ()), titles, today, before, recorded, waits=root.hash in waiting
        )
        disputes += [thread] if thread is not None else []
    return disputes


def _refs_of_hashes(connection: Connection, wanted: Iterable[str]) -> set[str]:
    """Return the refs of the entries with these hashes."""
    ordered, found = sorted(wanted), set[str]()
    for begin in range(0, len(ordered), _BATCH):
        part = select(E.c.ref).where(E.c.hash.in_(ordered[begin : begin + _BATCH])).distinct()
        found.update(connection.execute(part).scalars())
    return found


def _indicators_with_agreed_target(connection: Connection) -> set[str]:
    """Return the indicators with an amendment that says a target was agreed."""
    joined = R.join(B, B.c.entry_id == R.c.entry_id).join(E, E.c.id == R.c.entry_id)
    says = and_(E.c.kind == "indicator.amend", func.instr(B.c.raw, _AGREED) > 0)
    return set(connection.execute(select(R.c.ref).select_from(joined).where(R.c.family == "amend", says)).scalars())


def _waiting_amendments(items: Iterable[Item[Record]], agreed: Callable[[Item[Record]], bool]) -> set[str]:
    """Return the latest amendments of each side that are in force, declare a target agreed and lack the other's concurrence."""
    latest = {
        (item.ref, item.seat): item
        for item in sorted(items, key=lambda item: item.order)
        if _declares_agreed_target(item) and not item.waits
    }
    return {item.hash for item in latest.values() if not agreed(item)}


def _declares_agreed_target(item: Item[Record]) -> bool:
    if not is_kind(item, kinds.INDICATOR_AMEND) or item.seat not in {*Side}:
        return False
    target = item.body.fields.get("target")
    return isinstance(target, dict) and target["set_by"] == TargetSetBy.AGREED


def _accepted(item: Item[Record]) -> bool:
    """Whether the other side accepted an amendment, which is final."""
    return item.verdict is not None and item.verdict.accepted is not None


def _has_concurrence(item: Item[Record], answers: Answers) -> bool:
    """Whether the other side officially concurs with an amendment, by which a target is agreed under rules 1."""
    other = Side(item.seat).other if item.seat in {*Side} else None
    return any(
        one.body.answers == item.hash
        and one.body.stance is Stance.CONCUR
        and one.body.speaker.side is other is not None
        and one.official
        and answers.is_in_force(one)
        for one in answers.positions
    )


def _values_before(
    root: Item[RecordAmend], items: Iterable[Item[Record]], agreed: Callable[[Item[Record]], bool]
) -> dict[str, Any]:
    """Return the values of the indicator that ``root`` replaces, after the amendments entered before it."""
    earlier = sorted(
        (one for one in items if one.ref == root.ref and one.entry_id < root.entry_id), key=lambda one: one.lc
    )
    body = next((canonical_body(one.body) for one in of_kind(earlier, kinds.INDICATOR)), {})
    first = next((one.hash for one in of_kind(earlier, kinds.INDICATOR)), "")
    amends = {one.hash: one for one in of_kind(earlier, kinds.INDICATOR_AMEND)}
    for change, changed in fields_in_force(map(Change.of, amends.values()), first, {}):
        one = amends[change.hash]
        fields = attributed_target(changed, one.seat, concurred=agreed(one))
        body.update(amended_record(body, fields))
    return replaced_in_record(body, root.body.fields)


def _items(refs: Iterable[str], world: FoldContext, at: TwoDates | None) -> list[Item[Record]]:
    """Return the standing entries of ``refs``, read in batches of refs."""
    ordered = sorted(set(refs))
    found: list[Item[Record]] = []
    for begin in range(0, len(ordered), _BATCH):
        items = world.items_about(ordered[begin : begin + _BATCH])
        for _ref, group in groupby(items, key=lambda item: item.ref):
            found += standing_items(list(group), world, at)
    return found


class Named:
    """Indicators, and for each the commitments linked to it, closest first."""

    def __init__(self, indicators: Mapping[str, Indicator], links: Iterable[Link]) -> None:
        self.indicators = indicators
        ranked = sorted(links, key=lambda link: (CLOSENESS[link.strength], link.commitment))
        self.linked: dict[str, list[str]] = {}
        for link in ranked:
            if link.indicator in indicators:
                self.linked.setdefault(link.indicator, []).append(link.commitment)


def _links(connection: Connection, ids: Iterable[str]) -> Iterable[Link]:
    """Return the links of these indicators, found by the prefix of their ids."""
    begins = [and_(R.c.rid >= f"{name}>", R.c.rid < f"{name}?") for name in sorted(ids)]
    found: list[str] = []
    for begin in range(0, len(begins), _BATCH):
        chosen = select(R.c.rid).where(R.c.family == "link", or_(*begins[begin : begin + _BATCH]), *_STANDS)
        found += connection.execute(chosen).scalars()
    return record_lookup.records(connection, kinds.LINK, found).values() if found else ()


def _build_thread(
    answers: Answers,
    root: Item[Record],
    positions: Sequence[Item[PositionTake]],
    named: Named,
    today: str,
    before: Mapping[str, Any],
    recorded: Mapping[str, str],
    *,
    waits: bool,
) -> DisputeView | None:
    about = _ABOUT[root.kind]
    indicator = named.indicators.get(root.ref)
    items = [
        build_thread_item(
            position,
            "answer",
            depth=len(answers.chain(position)) - 1,
            counts=answers.is_in_force(position),
            withdrawn=answers.is_withdrawn(position),
        )
        for position in positions
    ]
    begin = build_thread_item(root, "value" if about == "value" else "change", before=before)
    days = [one.said_on for one in items if one.is_objection and not one.withdrawn] + ([begin.said_on] if waits else [])
    if indicator is None or not days:
        return None
    ordered = [begin, *sort_thread_items(items)]
    judged = [
        replace(begin, official=begin.official or waits),
        *ordered[1:],
    ]  # only an official answer of the other side ends the wait
    return DisputeView(
        id=f"{root.ref}#{root.feed}-{root.seq}",
        about=about,
        commitment=next(iter(named.linked.get(root.ref, ())), None),
        indicator=root.ref,
        title=indicator.title.text,
        unit=indicator.unit.text,
        responsible=None,
        half=None,
        standing=None,
        words=tuple(ordered),
        observers=(),
        **turns.outcome_with_days(turns.outcome(judged, recorded=recorded), min(days), today),
    )
