"""Conversion of indicators and measurements to scored values and to comparable series (method, section 2).

``scored_indicator`` gives an indicator with its target, ``measured_indicator`` the same indicator as series for trend
and contrast.
"""

from __future__ import annotations

import itertools
from operator import attrgetter
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.projection.amendments import chosen_target
from accordtrack.scoring import flags, series
from accordtrack.scoring.series import STEPS, MeasuredIndicator, Row
from accordtrack.scoring.slots import slot_of
from accordtrack.scoring.values import Indicator, Record
from accordtrack.vocabulary import Direction, Grade, Side, Speaker, Stance, TargetSetBy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.indicators import AmendedIndicator, Baseline, Measurement, Target
    from accordtrack.ledger.statements import PositionTake
    from accordtrack.projection.facts import Measured
    from accordtrack.scoring.values import Flag

_MARKS = {
    TargetSetBy.AGREED: (),
    TargetSetBy.US: (flags.UNILATERAL_TARGET,),
    TargetSetBy.MX: (flags.UNILATERAL_TARGET,),
    TargetSetBy.WORKING: (flags.WORKING_TARGET,),
}

_SIGNS = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: None}
_ORDER, _RECORD_ORDER = attrgetter("id", "state"), attrgetter("id", "party")
_YEAR, _MONTHS = 300, 12
"""Least days of a yearly period, since the running year may be cut short; and months of a yearly slot."""


def rows_of(measured: Sequence[Measured]) -> dict[str, Row]:
    """Return the measurements of an indicator by the hash of their entry, for the two functions below."""
    return {digest: _build_row(body, by) for digest, body, by in measured}


def measured_indicator(body: AmendedIndicator, measured: Mapping[str, Row], at: TwoDates) -> MeasuredIndicator:
    """Return an indicator with the rows visible on two dates, for trend and contrast."""
    return MeasuredIndicator(
        id=body.id,
        level=body.level,
        direction=body.direction,
        side=str(body.side),
        place=body.place,
        theme=str(body.theme),
        family=body.family or body.id,
        unchanged_within=float(body.unchanged_within),
        headline=body.headline_series,
        periodicity=body.periodicity,
        hold=body.hold or 1,
        guard_of=body.guard_of,
        rows=tuple(sorted(series.visible_rows(measured.values(), at), key=_ORDER)),
    )


def scored_indicator(
    body: AmendedIndicator,
    measured: Mapping[str, Row],
    answers: Sequence[PositionTake],
    at: TwoDates,
    *,
    all_targets: bool,
) -> dict[Side, Indicator]:
    """Return an indicator for scoring against its target, in the half of each side.

    Only an agreed target counts, unless ``all_targets``. ``answers`` are positions on the indicator's values; others
    among them are ignored.
    """
    found = _indicator(body, measured, answers, at, *chosen_target(body, every=all_targets, half=Side.US))
    if not all_targets:
        return dict.fromkeys(Side, found)
    target, baseline = chosen_target(body, every=True, half=Side.MX)
    return {Side.US: found, Side.MX: _indicator(body, measured, answers, at, target, baseline)}


def _indicator(
    body: AmendedIndicator,
    measured: Mapping[str, Row],
    answers: Sequence[PositionTake],
    at: TwoDates,
    target: Target | None,
    baseline: Baseline | None,
) -> Indicator:
    marks: tuple[Flag, ...] = _MARKS[target.set_by] if target else ()
    rows = _headline(body, measured.values(), at)
    step, hold = _rhythm(body, rows)
    return Indicator(
        body.id,
        body.level,
        baseline=float(baseline.value) if baseline else None,
        target=float(target.value) if target else None,
        t0=baseline.on if baseline else None,
        t1=target.by if target else None,
        records=_records(measured, rows, answers, step),
        direction=_SIGNS[body.direction],
        span=float(body.span) if body.span else None,
        ratio=body.ratio,
        path=tuple((point.on, float(point.fraction)) for point in body.path),
        step=step,
        hold=hold,
        max_age=body.max_age_days,
        marks=marks,
    )


def _records(
    rows: Mapping[str, Row], headline_rows: Sequence[Row], answers: Sequence[PositionTake], step: int
) -> tuple[Record, ...]:
    """Return the records of the counted rows of the headline series, and the rejections of their values."""
    counted = {row.id for row in headline_rows}
    records = [record for row in rows.values() if row.id in counted for record in _as_records(row)]
    records += _rejections(rows, headline_rows, records, answers, step) if answers else ()
    return tuple(sorted(records, key=_RECORD_ORDER) if len(records) > 1 else records)


def _rejections(
    rows: Mapping[str, Row],
    headline_rows: Sequence[Row],
    records: Sequence[Record],
    answers: Sequence[PositionTake],
    step: int,
) -> Iterator[Record]:
    """Yield disputes, without a number, of values that are in force and that their party has not replaced."""
    standing: dict[tuple[Speaker, object], str] = {}
    for one in sorted(headline_rows, key=lambda row: (row.standing, row.published, row.end, row.id)):
        standing[one.party, _slot_key(one.end, step)] = one.id
    in_force = set(standing.values())
    numbered_slots = {(record.party, _slot_key(record.period, step)) for record in records}
    for answer in answers:
        row = rows.get(str(answer.answers))
        if (
            row is not None
            and row.id in in_force
            and answer.stance is Stance.DISPUTE
            and answer.speaker.side is not None
            and (answer.speaker, _slot_key(row.end, step))
            not in numbered_slots  # A party's own number takes precedence
        ):
            yield Record(answer.speaker, row.end, answer.said_on, Grade.CLAIMED, rejects=True, id=answer.id)


def _headline(body: AmendedIndicator, rows: Collection[Row], at: TwoDates) -> list[Row]:
    """Return the rows that count of the headline series, or of the only series."""
    known = series.counted_rows(rows, at)
    if name := body.headline_series:
        return [row for row in known if row.series == name]
    return known if len({row.series for row in known}) == 1 else []


def _rhythm(body: AmendedIndicator, rows: Sequence[Row]) -> tuple[int, int]:
    """Return the months per slot and the number of periods for which a result must be held.

    An indicator published monthly may have a yearly headline series. If its values cover years that do not overlap, the
    slot is a year and the hold that of a yearly series.
    """
    step, hold = STEPS[body.periodicity], body.hold or 1
    if not 0 < step < _MONTHS:
        return step, hold
    spans = sorted({(row.start, row.end) for row in rows})
    yearly = bool(spans) and all(days_between(start, end) >= _YEAR for start, end in spans)
    apart = all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    return (12, min(hold, 2)) if yearly and apart else (step, hold)


def _slot_key(end: str, step: int) -> object:
    return slot_of(end, step) if step else end


def _as_records(row: Row) -> list[Record]:
    """Return the record of one party, or the records of both sides for a joint row."""
    record_fields = (
        row.end,
        row.published,
        row.grade,
        row.value,
        row.numerator,
        row.denominator,
        False,
        row.id,
        row.by,
    )
    if row.party is Speaker.JOINT:
        return [Record(Speaker.US, *record_fields), Record(Speaker.MX, *record_fields)]
    return [Record(row.party, *record_fields)]


def _build_row(body: Measurement, by: str) -> Row:
    value, numerator, denominator = (
        _parse_number(body.value),
        _parse_number(body.numerator),
        _parse_number(body.denominator),
    )
    if value is None and numerator is not None and denominator:
        value = numerator / denominator
    named = (
        body.indicator,
        body.series,
        body.period_start,
        body.period_end,
        body.party,
        body.published_on,
        body.source,
    )
    return Row(
        id="|".join(named),
        series=body.series,
        party=body.party,
        start=body.period_start,
        end=body.period_end,
        value=value,
        published=body.published_on,
        grade=body.grade,
        state=body.state,
        confirm=body.confirm,
        qualifier=str(body.qualifier),
        source=body.source,
        numerator=numerator,
        denominator=denominator,
        by=by,
        exact=body.precision,
    )


def _parse_number(value: str | None) -> float | None:
    return None if value is None else float(value)
