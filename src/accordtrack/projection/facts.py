"""Input for scoring: every state, definition, measurement and event as of two dates, from one pass over the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import last_day
from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.projection.amendments import amended_indicator, amended_record, attributed_target
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.fold import State, fold
from accordtrack.store import log
from accordtrack.store.items import CLOCK, Item, as_of_dates, is_kind, of_kind, open_answers
from accordtrack.vocabulary import Side, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import AmendedIndicator, Measurement, Target
    from accordtrack.ledger.records import Accord, Area, Body, Conflict, Event, Framework, Goal, Source
    from accordtrack.ledger.statements import ConflictSettle, PositionTake, RecordAmend
    from accordtrack.projection.audience import Audience

    Measured = tuple[str, Measurement, str]
    """Hash of an entry, its record, and the side of the desk that recorded it."""
    Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """The register as of two dates. Records have their amendments in force applied.

    ``measurements`` are by indicator and include later dates: the release date of a replacement tells whether a row was
    already replaced on a given date. ``answers`` are the positions in force on entries that are not statements about a
    commitment.
    """

    accord: Accord | None
    states: Mapping[str, State]
    indicators: Mapping[str, AmendedIndicator]
    measurements: Mapping[str, Sequence[Measured]]
    answers: Sequence[PositionTake]
    events: Mapping[str, Event]
    conflicts: Mapping[str, Conflict]
    frameworks: Mapping[str, Framework]
    bodies: Mapping[str, Body]
    sources: Mapping[str, Source]
    settled: Mapping[str, ConflictSettle] = field(default_factory=dict)
    """The latest settlement of each settled conflict."""
    answered: Sequence[Item[Record]] = ()
    """Entries of indicators and of answered values, the answers to them, and withdrawals, all as signed."""
    goals: Mapping[str, Goal] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    amends: Sequence[Item[RecordAmend]] = ()
    """Amendments of indicators and frameworks. The records already include them."""


@dataclass(slots=True)
class _Gathered:
    added: dict[tuple[str, str], Item[Record]] = field(default_factory=dict)
    amends: list[Item[RecordAmend]] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    measurements: dict[str, list[Measured]] = field(default_factory=dict)
    answers: list[Item[Record]] = field(default_factory=list)
    settled: dict[str, ConflictSettle] = field(default_factory=dict)
    about: list[Item[Record]] = field(default_factory=list)


_NAMED = frozenset(
    kind.name
    for kind in (
        kinds.ACCORD,
        kinds.INDICATOR,
        kinds.EVENT,
        kinds.CONFLICT,
        kinds.FRAMEWORK,
        kinds.GOAL,
        kinds.AREA,
        kinds.BODY,
        kinds.SOURCE,
    )
)
_ANSWERED = frozenset({"indicator.add", "indicator.amend", "measurement.add"})
_AMENDS = {"indicator.amend": "indicator.add", "framework.amend": "framework.add"}


def read(
    connection: Connection,
    at: TwoDates,
    audience: Audience | None = None,
    everything: Sequence[Item[Record]] | None = None,
) -> Facts:
    """Return everything that stood on ``at.as_of``, as known on ``at.known_on``, limited to what ``audience`` may read.

    ``everything`` is the result of ``log.written`` or ``log.items`` for the same register, for callers that need it
    more than once. It stays in memory during the fold, so that bodies and withdrawn answers need no separate queries.
    """
    world = FoldContext(
        connection,
        audience=audience,
        everything=list(log.items_in_log_order(connection)) if everything is None else everything,
    )
    gathered = _Gathered()
    about: dict[str, list[Item[Record]]] = {}
    for item in world.items():
        about.setdefault(item.ref, []).append(item)
    for ref in sorted(about):
        _gather_ref(gathered, ref, standing_items(about[ref], world), at)
    answers = open_answers(gathered.answers)
    records = _amended_records(gathered, answers, at)
    return Facts(
        accord=next(iter(records.get(kinds.ACCORD.name, {}).values()), None),
        states=gathered.states,
        indicators=records.get(kinds.INDICATOR.name, {}),
        measurements=gathered.measurements,
        answers=[item.body for item in answers],
        events=records.get(kinds.EVENT.name, {}),
        conflicts=records.get(kinds.CONFLICT.name, {}),
        frameworks=records.get(kinds.FRAMEWORK.name, {}),
        bodies=records.get(kinds.BODY.name, {}),
        sources=records.get(kinds.SOURCE.name, {}),
        settled=gathered.settled,
        answered=_answer_items(gathered),
        goals=records.get(kinds.GOAL.name, {}),
        areas=records.get(kinds.AREA.name, {}),
        amends=tuple(gathered.amends),
    )


def _gather_ref(gathered: _Gathered, ref: str, standing: Sequence[Item[Record]], at: TwoDates) -> None:
    items = as_of_dates(standing, at)
    state = fold(items, at.as_of)
    if state is not None:
        gathered.states[ref] = state
    for item in sorted(items, key=CLOCK):
        if item.kind in _NAMED:
            gathered.added.setdefault((item.kind, item.id), item)
        elif is_kind(item, kinds.INDICATOR_AMEND) or is_kind(item, kinds.FRAMEWORK_AMEND):
            gathered.amends.append(item)
        elif is_kind(item, kinds.POSITION_TAKE) or is_kind(item, kinds.POSITION_WITHDRAW):
            gathered.answers += [item] if item.body.commitment is None else []
        elif is_kind(item, kinds.CONFLICT_SETTLE):
            conflict_settle = gathered.settled.get(item.body.conflict)
            if conflict_settle is None or conflict_settle.said_on <= item.body.said_on:
                gathered.settled[item.body.conflict] = item.body
        if item.kind in _ANSWERED:
            gathered.about.append(item)
    if measured := [(item.hash, item.body, item.seat) for item in of_kind(standing, kinds.MEASUREMENT)]:
        gathered.measurements[ref] = measured


def _answer_items(gathered: _Gathered) -> tuple[Item[Record], ...]:
    """Return the entries needed to tell who answered which value. Unanswered values are many and are left out."""
    names = {str(item.body.answers) for item in of_kind(gathered.answers, kinds.POSITION_TAKE)}
    about = [item for item in gathered.about if item.kind != "measurement.add" or item.hash in names]
    return (*about, *gathered.answers)


def _amended_records(
    gathered: _Gathered, answers: Sequence[Item[PositionTake]], at: TwoDates
) -> dict[str, dict[str, Any]]:
    """Return the records by kind and id with their amendments applied.

    An agreed target that only one side recorded is attributed to that side.
    """
    concurred = {
        (str(item.body.answers), item.body.speaker.side)
        for item in answers
        if item.body.stance is Stance.CONCUR and item.official
    }

    def attributed_fields(item: Item[Any], fields: Values) -> Values:
        agreed = item.seat in {*Side} and (item.hash, Side(item.seat).other) in concurred
        return attributed_target(fields, item.seat, concurred=agreed)

    records: dict[str, dict[str, Any]] = {}
    for (kind, name), item in gathered.added.items():
        records.setdefault(kind, {})[name] = item.body
    indicators = records.get(kinds.INDICATOR.name, {})
    changed: dict[tuple[str, str], Values] = {}
    for name, body in indicators.items():
        values = attributed_fields(gathered.added[kinds.INDICATOR.name, name], canonical_body(body))
        later = _is_set_later(body.target, records.get(kinds.SOURCE.name, {}), at)
        changed[kinds.INDICATOR.name, name] = {**values, "target": None} if later else values
    for item in gathered.amends:
        kind, name = _AMENDS[item.kind], item.body.record
        if name in records.get(kind, {}):
            current_values = changed.get((kind, name)) or canonical_body(records[kind][name])
            changed[kind, name] = {
                **current_values,
                **amended_record(current_values, attributed_fields(item, item.body.fields)),
            }
    for (kind, name), values in changed.items():
        decode = amended_indicator if kind == kinds.INDICATOR.name else KINDS[kind].decode_values
        records[kind][name] = decode(values)
    return records


def _is_set_later(target: Target | None, sources: Mapping[str, Source], at: TwoDates) -> bool:
    """Whether a target that came with its indicator (which is always known) has a source of a later date."""
    source = sources.get(str(target.source)) if target else None
    return source is not None and source.date is not None and last_day(source.date) > min(at.as_of, at.known_on)
