"""What scoring reads: every state, definition, measurement and event as of two dates, in one pass over the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.dates import last_day
from accordtrack.register import log
from accordtrack.register.amends import amended_record, as_told
from accordtrack.register.fold import State, fold
from accordtrack.register.items import CLOCK, Item, cut, open_answers
from accordtrack.register.rulings import World, standing_items
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.dates import TwoDates
    from accordtrack.register.audience import Audience

    Body = Mapping[str, Any]
    Measured = tuple[str, Body, str]
    """Hash of an entry, its body, and the side of the desk that recorded it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The register as of two dates. Bodies are as signed, with their amendments in force.

    ``measurements`` are by indicator, those of later dates too: whether an earlier row had been replaced on a date is told
    by the release of its replacement. ``answers`` are the positions in force on
    entries that are no statement of a commitment.
    """

    accord: Body
    states: Mapping[str, State]
    indicators: Mapping[str, Body]
    measurements: Mapping[str, Sequence[Measured]]
    answers: Sequence[Body]
    events: Mapping[str, Body]
    conflicts: Mapping[str, Body]
    frameworks: Mapping[str, Body]
    bodies: Mapping[str, Body]
    sources: Mapping[str, Body]
    settled: Mapping[str, Body] = field(default_factory=dict)
    """The latest settlement of each conflict that has one."""
    answered: Sequence[Item] = ()
    """Entries of indicators, values that somebody answered, those answers and their withdrawals: as they were signed."""
    goals: Mapping[str, Body] = field(default_factory=dict)
    areas: Mapping[str, Body] = field(default_factory=dict)
    amends: Sequence[Item] = ()
    """Amendments of indicators and frameworks, which the bodies already hold."""


@dataclass(slots=True)
class _Gathered:
    added: dict[tuple[str, str], Item] = field(default_factory=dict)
    amends: list[Item] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    measurements: dict[str, list[Measured]] = field(default_factory=dict)
    answers: list[Item] = field(default_factory=list)
    settled: dict[str, Body] = field(default_factory=dict)
    about: list[Item] = field(default_factory=list)


_NAMED = {
    "accord.set": "id",
    "indicator.add": "id",
    "event.record": "id",
    "conflict.record": "id",
    "framework.add": "id",
    "goal.add": "id",
    "area.add": "id",
    "body.add": "code",
    "source.add": "id",
}
_ANSWERED = frozenset({"indicator.add", "indicator.amend", "measurement.add"})
_AMENDS = {"indicator.amend": "indicator.add", "framework.amend": "framework.add"}


def read(
    connection: Connection,
    at: TwoDates,
    audience: Audience | None = None,
    everything: Sequence[Item] | None = None,
) -> Facts:
    """Everything that stood on ``at.as_of``, as known on ``at.known_on``; of what ``audience`` may read, if one is given.

    ``everything`` is ``log.written`` or ``log.items`` of the same register, for callers that need it more than once.
    It is held while it is folded, so that who speaks and what is withdrawn is not asked for one by one.
    """
    world = World(
        connection, audience=audience, everything=list(log.written(connection)) if everything is None else everything
    )
    found = _Gathered()
    about: dict[str, list[Item]] = {}
    for item in world.items():
        about.setdefault(item.ref, []).append(item)
    for ref in sorted(about):
        _take(found, ref, standing_items(about[ref], world), at)
    answers = open_answers(found.answers)
    kinds = _amended(found, answers, at)
    return Facts(
        accord=next(iter(kinds.get("accord.set", {}).values()), {}),
        states=found.states,
        indicators=kinds.get("indicator.add", {}),
        measurements=found.measurements,
        answers=[item.body for item in answers],
        events=kinds.get("event.record", {}),
        conflicts=kinds.get("conflict.record", {}),
        frameworks=kinds.get("framework.add", {}),
        bodies=kinds.get("body.add", {}),
        sources=kinds.get("source.add", {}),
        settled=found.settled,
        answered=_answered(found),
        goals=kinds.get("goal.add", {}),
        areas=kinds.get("area.add", {}),
        amends=tuple(found.amends),
    )


def _take(found: _Gathered, ref: str, standing: Sequence[Item], at: TwoDates) -> None:
    items = cut(standing, at)
    state = fold(items, at.as_of)
    if state is not None:
        found.states[ref] = state
    for item in sorted(items, key=CLOCK):
        if item.kind in _NAMED:
            named = str(item.body[_NAMED[item.kind]])
            found.added.setdefault((item.kind, named), item)
        elif item.kind in _AMENDS:
            found.amends.append(item)
        elif item.kind in {"position.take", "position.withdraw"} and item.body["commitment"] is None:
            found.answers.append(item)
        elif item.kind == "conflict.settle":
            held = found.settled.get(str(item.body["conflict"]))
            if held is None or held["said_on"] <= item.body["said_on"]:
                found.settled[str(item.body["conflict"])] = item.body
        if item.kind in _ANSWERED:
            found.about.append(item)
    if measured := [(item.hash, item.body, item.seat) for item in standing if item.kind == "measurement.add"]:
        found.measurements[ref] = measured


def _answered(found: _Gathered) -> tuple[Item, ...]:
    """What is needed to tell who answered which value: values that nobody answered are left out, being many."""
    named = {str(item.body["answers"]) for item in found.answers if item.kind == "position.take"}
    about = [item for item in found.about if item.kind != "measurement.add" or item.hash in named]
    return (*about, *found.answers)


def _amended(found: _Gathered, answers: Sequence[Item], at: TwoDates) -> dict[str, dict[str, Body]]:
    """Records by kind and id with their amendments, a target that one side alone calls agreed as its own."""
    concurred = {
        (str(item.body["answers"]), item.body["speaker"])
        for item in answers
        if item.body["stance"] == "concur" and item.official
    }

    def told(item: Item, fields: Body) -> Body:
        agreed = item.seat in {*Side} and (item.hash, Side(item.seat).other) in concurred
        return as_told(fields, item.seat, concurred=agreed)

    records: dict[str, dict[str, Body]] = {}
    for (kind, name), item in found.added.items():
        records.setdefault(kind, {})[name] = told(item, item.body)
    sources, indicators = records.get("source.add", {}), records.get("indicator.add", {})
    later = [name for name, body in indicators.items() if _set_later(body["target"], sources, at)]
    indicators.update({name: {**indicators[name], "target": None} for name in later})
    for item in found.amends:
        held, name = records.get(_AMENDS[item.kind], {}), str(item.body["record"])
        if name in held:
            held[name] = {**held[name], **amended_record(held[name], told(item, item.body["fields"]))}
    return records


def _set_later(target: Body | None, sources: Mapping[str, Body], at: TwoDates) -> bool:
    """Whether a target came with its indicator, which is always known, from a source of a later date."""
    dated = sources.get(str(target["source"]), {}).get("date") if target else None
    return dated is not None and last_day(str(dated)) > min(at.as_of, at.known_on)
