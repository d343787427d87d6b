"""Text about attainment and the gap between the sides (method, sections 3.6 to 3.8 and 7)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr, trn
from accordtrack.scoring import flags
from accordtrack.scoring.ladder import FLOOR
from accordtrack.scoring.rounding import add_up, rounded
from accordtrack.text.numbers import exact, percent, signed
from accordtrack.vocabulary import Grade, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.scoring.mix import Mix
    from accordtrack.scoring.results import NodeScore, Score

MOST = 5
"""Number of contributions shown by name; the others are shown as a sum."""


def lines(found: NodeScore) -> list[str]:
    """Return the attainment with everything it depends on, if printable, or else how many results are usable."""
    told = found.attainment
    usable = tr("usable results on {n} of {all} commitments", n=found.usable, all=found.commitments)
    rests = [label("flag", flag) for flag in (flags.WORKING_TARGET, flags.UNILATERAL_TARGET) if flag in found.flags]
    if told is None or not found.printable or told.score is None:
        return [tr("not yet measurable beyond outputs: {usable}", usable=usable), *rests]
    values = {
        "score": exact(told.score),
        "lo": exact(told.lo),
        "hi": exact(told.hi),
        "face": exact(told.face),
        "low": exact(told.low_bound),
        "high": exact(told.high_bound),
        "coverage": percent(told.coverage),
        "assessed": percent(told.assessed),
        "balanced": exact(told.balanced),
    }
    return [
        tr("{score} [{lo}, {hi}], face {face}; {usable}", usable=usable, **values),
        *rests,
        tr("coverage {coverage}, assessed {assessed}; {low} to {high} if the others were 0 or 100", **values),
        *([tr("balanced score {balanced}", **values)] if told.balanced is not None else []),
        *(_mix(found.mix, told.score) if found.mix is not None else ()),
        *_contributions(found.contributions),
    ]


def _mix(found: Mix, score: float) -> list[str]:
    told = [_cap(found)] if found.capped else []
    if found.expected is None:
        told.append(
            trn(
                "planned: not known, {n} half has no plan",
                "planned: not known, {n} halves have no plan",
                found.unplanned,
            )
        )
    else:
        told.append(
            tr("planned {planned}: {distance}", planned=exact(found.expected), distance=distance(found.expected, score))
        )
    told.append(tr("points by evidence: {parts}", parts=evidence(found.evidence)))
    return told


def _cap(found: Mix) -> str:
    why = ", ".join(f"{label('flag', name)} {count}" for name, count in sorted(found.capped.items()))
    return tr("at most {cap} of 100: {why}", cap=exact(found.cap), why=why)


def distance(planned: float, score: float) -> str:
    """Return how far a score is below or above its plan, or "on plan" if they print alike."""
    away = rounded(planned - score)
    if away > 0:
        return tr("{points} below plan", points=exact(away))
    return tr("{points} above plan", points=exact(-away)) if away < 0 else tr("on plan")


def evidence(parts: Mapping[str, float]) -> str:
    """Return the points by grade, strongest first. They add up to the score."""
    order = [*reversed([str(grade) for grade in sorted(Grade, key=lambda grade: grade.rank)]), FLOOR]
    held = sorted(parts.items(), key=lambda part: order.index(part[0]))
    shown = add_up([value for _name, value in held])
    return ", ".join(
        f"{tr('raised to 0') if name == FLOOR else label('grade', name)} {exact(value)}"
        for (name, _value), value in zip(held, shown, strict=True)
    )


def _contributions(found: Mapping[str, float]) -> list[str]:
    held = sorted(((value, name) for name, value in found.items() if value), key=lambda one: (-one[0], one[1]))
    if not held:
        return []
    rest = held[MOST:]
    values = [value for value, _name in held[:MOST]]
    shown = add_up([*values, math.fsum(value for value, _name in rest)])
    named = ", ".join(f"{name} {exact(value)}" for value, (_value, name) in zip(shown, held[:MOST], strict=False))
    if not rest:
        return [tr("made of: {parts}", parts=named)]
    other = trn("{n} other {sum}", "{n} others {sum}", len(rest), sum=exact(shown[-1]))
    return [tr("made of: {parts}", parts=f"{named}, {other}")]


def gap(found: Score) -> list[str]:
    """Return the gap between the sides with what must be printed beside it, or else why it is not printed."""
    told = found.attainment_sides
    if not found.comparable or told is None:
        return [
            tr(
                "attainment not compared: {why}",
                why="; ".join(label("not compared", reason) for reason in found.why_not),
            )
        ]
    cards = {"US": told.us, "MX": told.mx}
    parts = []
    for side in sides(Side):
        card, mix = cards[side], found.sides[Side(side)].mix
        values = {
            "side": label("the side", side),
            "phi": percent(card.phi),
            "coverage": percent(card.coverage),
            "parts": evidence(mix.evidence) if mix is not None else tr("n/a"),
        }
        parts.append(tr("{side}: {phi} of the whole, coverage {coverage}; points by evidence: {parts}", **values))
    values = {"gap": signed(told.gap), "lo": signed(told.gap_lo), "hi": signed(told.gap_hi)}
    shared = None if found.all_shared else found.shared
    return [
        tr("attainment of the United States less that of Mexico: {gap} [{lo}, {hi}]", **values),
        tr("It says who is further along, not who is to blame."),
        *parts,
        *([tr("in the themes where both owe something: {gap}", gap=signed(shared.gap))] if shared is not None else []),
    ]
