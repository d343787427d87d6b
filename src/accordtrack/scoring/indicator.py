"""The result of one indicator: undisputed, disputed, or settled by an independent value (method, section 3.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.scoring import flags, progress, views
from accordtrack.scoring.slots import records_by_slot
from accordtrack.scoring.views import Taken
from accordtrack.vocabulary import Grade, Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.slots import Slots
    from accordtrack.scoring.values import Flag, Indicator, Leaf, Record
    from accordtrack.scoring.views import View


@dataclass(frozen=True, slots=True)
class Seen:
    """The views of an indicator: the view that counts, and those of both sides if they differ."""

    point: View | None
    us: View | None
    mx: View | None
    settled: bool
    """Whether an independent, verified value is the point value of a dispute."""

    @property
    def is_disputed(self) -> bool:
        """Whether the views of the two sides differ."""
        return self.us is not None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """Progress of one indicator. All numbers are None if it is not assessed; ``flags`` then give the reason.

    ``face`` is the credited progress as if every grade counted in full; ``us`` and ``mx`` are the views of the sides.
    """

    indicator: Indicator
    expected: float | None
    flags: tuple[Flag, ...]
    raw: float | None = None
    p: float | None = None
    ps: float | None = None
    pe: float | None = None
    lo: float | None = None
    hi: float | None = None
    face: float | None = None
    us: float | None = None
    mx: float | None = None
    grade: Grade | None = None
    pace: str | None = None
    seen: Seen | None = None
    values: tuple[Record, ...] = ()
    """The value of each party in the current slot, sorted by party. The progress is computed from these."""

    @property
    def is_assessed(self) -> bool:
        """Whether the indicator has credited progress."""
        return self.pe is not None


def assess(
    indicator: Indicator, leaf: Leaf, at: TwoDates, method: Method, *, dual_control: bool = True
) -> IndicatorResult:
    """Return the result of an indicator as of two dates.

    Under ``dual_control`` the view of a side is its own value also where the two sides do not differ, and only a row
    from its own desk is a report against its own interest.
    """
    expected = progress.planned_progress(indicator, at.as_of)
    if flags.NOT_PUBLIC in indicator.marks:
        return withheld_result(indicator, expected)
    why = progress.undefined_reasons(indicator)
    if why:
        return IndicatorResult(indicator, expected, (*indicator.marks, *why))
    found = records_by_slot(indicator, at)
    now = views.current_slot(found)
    if now is None:
        return IndicatorResult(indicator, expected, (*indicator.marks, flags.NO_DATA))
    records_by_party = found[now]
    records = tuple(
        [records_by_party[party] for party in sorted(records_by_party) if not records_by_party[party].rejects]
    )
    if (unusable := _unusable_flag(indicator, records, at)) is not None:
        return IndicatorResult(indicator, expected, (*indicator.marks, unusable))
    seen = views_of_slot(indicator, leaf, found, now, method, dual_control=dual_control)
    contradicted = (*_contradiction_flags(indicator, records_by_party, method), *_recorder_flags(records_by_party))
    found_result = _build_result(indicator, seen, expected, contradicted, records, at, method)
    if not dual_control or seen.is_disputed or len(records) == 1 or not found_result.is_assessed:
        return found_result
    us, mx = (views.view_of_side(indicator, leaf, found, now, side, own_desk=True) for side in Side)
    return replace(
        found_result,
        us=found_result.us if us is None else views.assess_view(us, method).pe,
        mx=found_result.mx if mx is None else views.assess_view(mx, method).pe,
    )


def withheld_result(indicator: Indicator, expected: float | None) -> IndicatorResult:
    """Return the result of an indicator whose value in force is withheld: it earns nothing, and could be anything."""
    return IndicatorResult(
        indicator,
        expected,
        indicator.marks,
        raw=0.0,
        p=0.0,
        ps=0.0,
        pe=0.0,
        lo=0.0,
        hi=1.0,
        face=0.0,
        us=0.0,
        mx=0.0,
        grade=Grade.CLAIMED,
    )


def views_of_slot(
    indicator: Indicator, leaf: Leaf, found: Slots, now: int, method: Method, *, dual_control: bool = True
) -> Seen:
    """Return the views of the slot ``now``: one, or those of both sides and perhaps an independent one."""
    records = found[now]
    point = views.undisputed_view(indicator, leaf, found, now, own_desk=dual_control)
    if len(records) == 1:
        return Seen(point, None, None, settled=False)
    both = Speaker.US in records and Speaker.MX in records
    rejected = any(record.rejects for party, record in records.items() if party != Speaker.OBS)
    if not (both or rejected):
        return Seen(point, None, None, settled=False)
    us, mx = (views.view_of_side(indicator, leaf, found, now, side, own_desk=dual_control) for side in Side)
    if us is None or mx is None or not _views_differ(us, mx, method):
        return Seen(point, None, None, settled=False)
    independent = records.get(Speaker.OBS)
    settled = (
        independent is not None
        and independent.grade is Grade.VERIFIED
        and progress.value_of(indicator, independent) is not None
    )
    return Seen(point, us, mx, settled=settled)


def _unusable_flag(indicator: Indicator, records: Sequence[Record], at: TwoDates) -> Flag | None:
    """Return STALE or UNDEFINED_VALUE, or None if the values of the current slot can be used."""
    if indicator.max_age is not None:
        latest = max([record.period for record in records])
        if days_between(latest, at.as_of) > indicator.max_age:
            return flags.STALE
    for record in records:
        if progress.value_of(indicator, record) is not None:
            return None
    return flags.UNDEFINED_VALUE


def _views_differ(one: View, other: View, method: Method) -> bool:
    floor = method.progress.floor
    return (
        abs(progress.clip_progress(one.raw, floor) - progress.clip_progress(other.raw, floor))
        > method.progress.tolerance
    )


def _recorder_flags(records_by_party: Mapping[Speaker, Record]) -> tuple[Flag, ...]:
    """Return the flags for the sides whose desk recorded a value of another party in the current slot."""
    by = {record.by for party, record in records_by_party.items() if record.by != party}
    return flags.recorded_by(by) if by else ()


def _contradiction_flags(
    indicator: Indicator, records_by_party: Mapping[Speaker, Record], method: Method
) -> tuple[Flag, ...]:
    """Return a flag for each side whose own record differs from an independent one in the same slot."""
    if len(records_by_party) == 1:
        return ()
    independent = records_by_party.get(Speaker.OBS)
    value = progress.value_of(indicator, independent) if independent is not None else None
    if value is None:
        return ()
    truth = progress.clip_progress(progress.raw_progress(indicator, value), method.progress.floor)
    found = []
    for side, flag in ((Speaker.US, flags.CONTRADICTED_US), (Speaker.MX, flags.CONTRADICTED_MX)):
        record = records_by_party.get(side)
        own = progress.value_of(indicator, record) if record is not None else None
        if record is None or (own is None and not record.rejects):
            continue
        own_progress = (
            0.0 if own is None else progress.clip_progress(progress.raw_progress(indicator, own), method.progress.floor)
        )
        if abs(own_progress - truth) > method.progress.tolerance:
            found.append(flag)
    return tuple(found)


def _build_result(
    indicator: Indicator,
    seen: Seen,
    expected: float | None,
    contradicted: tuple[Flag, ...],
    records: tuple[Record, ...],
    at: TwoDates,
    method: Method,
) -> IndicatorResult:
    point = views.assess_view(seen.point, method) if seen.point is not None else None
    mark: tuple[Flag, ...] = ()
    if seen.us is None or seen.mx is None:
        if point is None:
            return IndicatorResult(indicator, expected, (*indicator.marks, flags.UNDEFINED_VALUE), values=records)
        low, high, face, sides = point.pe, point.pe, point.ps, (point.pe, point.pe)
    else:
        us, mx = views.assess_view(seen.us, method), views.assess_view(seen.mx, method)
        low, high, sides = min(us.pe, mx.pe), max(us.pe, mx.pe), (us.pe, mx.pe)
        face = max(us.ps, mx.ps)
        if seen.settled and point is not None:
            low, high, face = min(low, point.pe), max(high, point.pe), max(face, point.ps)
            mark = (flags.DISPUTED_VERIFIED,)
        else:
            point = _midpoint(us, mx)
            mark = (flags.DISPUTED,)
    return IndicatorResult(
        indicator,
        expected,
        tuple(dict.fromkeys((*indicator.marks, *point.flags, *mark, *contradicted))),
        point.raw,
        point.p,
        point.ps,
        point.pe,
        low,
        high,
        face,
        *sides,
        point.grade,
        progress.pace(point.p, expected, indicator, at.as_of, method),
        seen,
        records,
    )


def _midpoint(us: Taken, mx: Taken) -> Taken:
    """Return the midpoint of two views, with the weaker grade and the flags of both."""
    return Taken(
        raw=us.raw + 0.5 * (mx.raw - us.raw),
        p=us.p + 0.5 * (mx.p - us.p),
        ps=us.ps + 0.5 * (mx.ps - us.ps),
        pe=min(us.pe, mx.pe) + 0.5 * abs(mx.pe - us.pe),
        grade=min(us.grade, mx.grade, key=lambda grade: grade.rank),
        flags=tuple(sorted({*us.flags, *mx.flags})),
    )
