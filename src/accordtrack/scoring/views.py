"""Views of an indicator: its value now and in earlier slots for one party or for none (method, sections 3.4, 3.5).

A *view* holds what does not depend on the parameters: raw progress now and in the window, the grade, and whether the
value is a responsible side's own. ``assess_view`` applies the parameters and returns progress, held progress and credited
progress. The draws of ``uncertainty`` do the same with arrays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.scoring import flags, progress
from accordtrack.vocabulary import Grade, Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.scoring.method import Method
    from accordtrack.scoring.slots import Slots
    from accordtrack.scoring.values import Flag, Indicator, Leaf, Record


@dataclass(frozen=True, slots=True)
class View:
    """``raw`` is progress now, ``window`` that of this slot and the k-1 before, None where nothing was recorded.

    A rejection without a number has raw progress 0.
    """

    raw: float
    window: tuple[float | None, ...]
    grade: Grade
    own: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A view with the parameters applied: progress, held progress, credited progress and flags."""

    raw: float
    p: float
    ps: float
    pe: float
    grade: Grade
    flags: tuple[Flag, ...]


def view_of_side(
    indicator: Indicator, leaf: Leaf, found: Slots, now: int, side: Side, *, own_desk: bool = False
) -> View | None:
    """Return a side's view: its own record, else the independent one, else the other side's. None without any."""
    order = (Speaker(side), Speaker.OBS, Speaker(side.other))

    def choose_record(records: Mapping[Speaker, Record]) -> Record | None:
        return next(
            (records[party] for party in order if party in records and _is_usable(indicator, records[party])), None
        )

    return _build_view(indicator, leaf, found, now, choose_record, own_desk=own_desk)


def undisputed_view(indicator: Indicator, leaf: Leaf, found: Slots, now: int, *, own_desk: bool = False) -> View | None:
    """Return the view without a dispute.

    The independent record counts, else the one with the stronger grade, then that of a responsible side, then the one
    with the lower progress. None without any.
    """

    def choose_record(records: Mapping[Speaker, Record]) -> Record | None:
        independent = records.get(Speaker.OBS)
        if independent is not None and progress.value_of(indicator, independent) is not None:
            return independent
        candidates = [record for record in records.values() if not record.rejects and _is_usable(indicator, record)]
        if len(candidates) < 2:  # noqa: PLR2004
            return candidates[0] if candidates else None
        return max(
            candidates,
            key=lambda record: (record.grade.rank, leaf.owes(record.party), -_raw_progress(indicator, record)),
        )

    return _build_view(indicator, leaf, found, now, choose_record, own_desk=own_desk)


def assess_view(view: View, method: Method) -> Taken:
    """Return clipped, held and credited progress (method, sections 3.3 to 3.5)."""
    floor = method.progress.floor
    p = progress.clip_progress(view.raw, floor)
    marks = []
    if view.raw > 1:
        marks.append(flags.OVERSHOOT)
    if view.raw < 0:
        marks.append(flags.REGRESSION)
    if view.raw < floor:
        marks.append(flags.FLOORED)
    seen = [progress.clip_progress(value, floor) for value in view.window if value is not None]
    ps = p
    if p > 0:
        past_mean = math.fsum([max(0.0, min(p, past)) for past in seen]) / len(view.window)
        ps = method.hold.immediate * p + (1 - method.hold.immediate) * past_mean
        if ps < p - method.progress.tolerance:
            marks.append(flags.with_count(flags.NOT_SUSTAINED, f"{len(seen)}/{len(view.window)}"))
    if seen and max(seen) - p > method.hold.fade:
        marks.append(flags.FADED)
    pe = ps if view.own and p < 0 else credence(method, view.grade) * ps
    return Taken(view.raw, p, ps, pe, view.grade, tuple(marks))


def credence(method: Method, grade: Grade) -> float:
    """Return the weight of a value of this grade, 0 to 1."""
    return float(getattr(method.credence, grade))


def _build_view(
    indicator: Indicator,
    leaf: Leaf,
    found: Slots,
    now: int,
    chosen: Callable[[Mapping[Speaker, Record]], Record | None],
    *,
    own_desk: bool,
) -> View | None:
    """Return the view of the record that ``chosen`` picks from each slot.

    With ``own_desk``, only a row that its side's own desk recorded is that side's own report.
    """
    record = chosen(found[now])
    if record is None:
        return None
    if record.rejects:
        return View(0.0, (0.0,), record.grade, own=False)
    raw = _raw_progress(indicator, record)
    window: list[float | None] = [raw]
    for past in range(now - 1, now - indicator.hold, -1):
        before = chosen(found[past]) if past in found else None
        window.append(None if before is None or before.rejects else _raw_progress(indicator, before))
    own = leaf.owes(record.party) and (not own_desk or record.by in {record.party, ""})
    return View(raw, tuple(window), record.grade, own)


def current_slot(found: Slots) -> int | None:
    """Return the latest slot with a record that is not a rejection, or None."""
    for slot in sorted(found, reverse=True):
        for record in found[slot].values():
            if not record.rejects:
                return slot
    return None


def _is_usable(indicator: Indicator, record: Record) -> bool:
    return record.rejects or progress.value_of(indicator, record) is not None


def _raw_progress(indicator: Indicator, record: Record) -> float:
    value = progress.value_of(indicator, record)
    if value is None:
        raise ValueError(record)
    return progress.raw_progress(indicator, value)
