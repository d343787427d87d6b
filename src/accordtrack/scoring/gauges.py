"""Indicators and their measurements: as scored values with a target, and as series to compare (method, section 2)."""

from __future__ import annotations

import itertools
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from accordtrack.dates import days_between
from accordtrack.register.amends import chosen_target
from accordtrack.scoring import flags, series
from accordtrack.scoring.series import STEPS, Gauge, Row
from accordtrack.scoring.slots import slot_of
from accordtrack.scoring.values import Indicator, Record
from accordtrack.vocabulary import (
    Direction,
    Grade,
    Level,
    MeasurementState,
    Periodicity,
    Precision,
    Speaker,
    TargetSetBy,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from accordtrack.dates import TwoDates
    from accordtrack.register.facts import Measured
    from accordtrack.scoring.values import Flag

    Body = Mapping[str, Any]

_MARKS = {
    TargetSetBy.AGREED: (),
    TargetSetBy.US: (flags.UNILATERAL_TARGET,),
    TargetSetBy.MX: (flags.UNILATERAL_TARGET,),
    TargetSetBy.WORKING: (flags.WORKING_TARGET,),
}

_SPEAKERS, _GRADES, _LEVELS = words(Speaker), words(Grade), words(Level)
_STATES, _PRECISIONS = words(MeasurementState), words(Precision)
_DIRECTIONS, _PERIODICITIES = words(Direction), words(Periodicity)
_SIGNS = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: None}
_ORDER, _RECORD_ORDER = attrgetter("id", "state"), attrgetter("id", "party")
_NAMING = itemgetter("indicator", "series", "period_start", "period_end", "party", "published_on", "source")
_YEAR, _MONTHS = 300, 12
"""Days from which a period is taken for a year, of which the running one may be cut short; months of a yearly slot."""


def rows_of(measured: Sequence[Measured]) -> dict[str, Row]:
    """Measurements of an indicator by the hash of their entry, as both forms below read them."""
    return {digest: _row(body, by) for digest, body, by in measured}


def gauge(body: Body, measured: Mapping[str, Row], at: TwoDates) -> Gauge:
    """An indicator with the rows seen on two dates, as trend, contrast and aftermath read it."""
    return Gauge(
        id=str(body["id"]),
        level=_LEVELS[body["level"]],
        direction=_DIRECTIONS[body["direction"]],
        side=str(body["side"]),
        place=body["place"],
        theme=str(body["theme"]),
        family=str(body["family"]),
        unchanged_within=float(body["unchanged_within"]),
        headline=body["headline_series"],
        periodicity=_PERIODICITIES[body["periodicity"]],
        hold=int(body["hold"]),
        guard_of=tuple(body["guard_of"]),
        rows=tuple(sorted(series.seen(measured.values(), at), key=_ORDER)),
    )


def linked(
    body: Body, measured: Mapping[str, Row], answers: Sequence[Body], at: TwoDates, *, all_targets: bool
) -> Indicator:
    """An indicator as it is scored against its target; without an agreed one it has none, unless all are taken.

    ``answers`` are the positions on its values, others may stand among them.
    """
    target, baseline = chosen_target(body, every=all_targets)
    set_by = TargetSetBy(target["set_by"]) if target else None
    marks: tuple[Flag, ...] = _MARKS[set_by] if set_by is not None else ()
    held = _headline(body, measured.values(), at)
    step, hold = _rhythm(body, held)
    return Indicator(
        str(body["id"]),
        _LEVELS[body["level"]],
        baseline=float(baseline["value"]) if baseline else None,
        target=float(target["value"]) if target else None,
        t0=baseline["on"] if baseline else None,
        t1=target["by"] if target else None,
        records=_records(measured, held, answers, step),
        direction=_SIGNS[_DIRECTIONS[body["direction"]]],
        span=float(body["span"]) if body["span"] else None,
        ratio=bool(body["ratio"]),
        path=tuple((point["on"], float(point["fraction"])) for point in body["path"]),
        step=step,
        hold=hold,
        max_age=int(body["max_age_days"]),
        marks=marks,
    )


def _records(rows: Mapping[str, Row], held: Sequence[Row], answers: Sequence[Body], step: int) -> tuple[Record, ...]:
    """Rows of the headline series that count, ``held``, and the disputes of them that give no number."""
    counted = {row.id for row in held}
    found = [record for row in rows.values() if row.id in counted for record in _as_records(row)]
    found += _rejections(rows, held, found, answers, step) if answers else ()
    return tuple(sorted(found, key=_RECORD_ORDER) if len(found) > 1 else found)


def _rejections(
    rows: Mapping[str, Row], held: Sequence[Row], found: Sequence[Record], answers: Sequence[Body], step: int
) -> Iterator[Record]:
    """Disputes that give no number, of values in force: an answer to one that its party replaced says nothing of the new one."""
    standing: dict[tuple[Speaker, object], str] = {}
    for one in sorted(held, key=lambda row: (row.standing, row.published, row.end, row.id)):
        standing[one.party, _slot(one.end, step)] = one.id
    in_force = set(standing.values())
    spoken = {(record.party, _slot(record.period, step)) for record in found}
    for answer in answers:
        row = rows.get(str(answer["answers"]))
        if (
            row is not None
            and row.id in in_force
            and answer["stance"] == "dispute"
            and answer["speaker"] in {"US", "MX"}
            and (Speaker(answer["speaker"]), _slot(row.end, step)) not in spoken  # its own number says more
        ):
            yield Record(
                Speaker(answer["speaker"]), row.end, answer["said_on"], Grade.CLAIMED, rejects=True, id=answer["id"]
            )


def _headline(body: Body, rows: Collection[Row], at: TwoDates) -> list[Row]:
    """Rows that count of the headline series, or of the only one."""
    known = series.known(rows, at)
    if name := body["headline_series"]:
        return [row for row in known if row.series == name]
    return known if len({row.series for row in known}) == 1 else []


def _rhythm(body: Body, held: Sequence[Row]) -> tuple[int, int]:
    """Months a slot, and for how many periods a result is held.

    A figure that comes out by the month may have a headline series by the year: where its values cover years that do
    not overlap, the slot is a year and the hold that of a yearly series.
    """
    step, hold = STEPS[_PERIODICITIES[body["periodicity"]]], int(body["hold"])
    if not 0 < step < _MONTHS:
        return step, hold
    spans = sorted({(row.start, row.end) for row in held})
    yearly = bool(spans) and all(days_between(start, end) >= _YEAR for start, end in spans)
    apart = all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    return (12, min(hold, 2)) if yearly and apart else (step, hold)


def _slot(end: str, step: int) -> object:
    return slot_of(end, step) if step else end


def _as_records(row: Row) -> list[Record]:
    """A row is one party's record; a joint one is the record of both sides."""
    told = (row.end, row.published, row.grade, row.value, row.numerator, row.denominator, False, row.id, row.by)
    if row.party is Speaker.JOINT:
        return [Record(Speaker.US, *told), Record(Speaker.MX, *told)]
    return [Record(row.party, *told)]


def _row(body: Body, by: str) -> Row:
    value, numerator, denominator = _number(body["value"]), _number(body["numerator"]), _number(body["denominator"])
    if value is None and numerator is not None and denominator:
        value = numerator / denominator
    return Row(
        id="|".join(map(str, _NAMING(body))),
        series=str(body["series"]),
        party=_SPEAKERS[body["party"]],
        start=str(body["period_start"]),
        end=str(body["period_end"]),
        value=value,
        published=str(body["published_on"]),
        grade=_GRADES[body["grade"]],
        state=_STATES[body["state"]],
        confirm=bool(body["confirm"]),
        qualifier=str(body["qualifier"]),
        source=str(body["source"]),
        numerator=numerator,
        denominator=denominator,
        by=by,
        exact=_PRECISIONS[body.get("precision", Precision.DAY)],
    )


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)
