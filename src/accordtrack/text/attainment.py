"""Text about attainment and the gap between the sides (method, sections 3.6 to 3.8 and 7)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr, trn
from accordtrack.scoring import flags
from accordtrack.scoring.ladder import FLOOR
from accordtrack.scoring.rounding import round_half_even, round_to_sum
from accordtrack.text.numbers import format_exact, format_percent, format_signed
from accordtrack.vocabulary import Grade, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.scoring.composition import Mix
    from accordtrack.scoring.results import NodeScore, Score

MOST = 5
"""Number of contributions shown by name; the others are shown as a sum."""


def lines(node: NodeScore) -> list[str]:
    """Return the attainment with everything it depends on, if printable, or else how many results are usable."""
    result = node.attainment
    usable = tr("usable indicators on {n} of {all} commitments", n=node.usable, all=node.commitments)
    rests = [label("flag", flag) for flag in (flags.WORKING_TARGET, flags.UNILATERAL_TARGET) if flag in node.flags]
    if result is None or not node.printable or result.score is None:
        return [tr("not yet measurable beyond arrests and seizures: {usable}", usable=usable), *rests]
    values = {
        "score": format_exact(result.score),
        "lo": format_exact(result.lo),
        "hi": format_exact(result.hi),
        "face": format_exact(result.face),
        "low": format_exact(result.low_bound),
        "high": format_exact(result.high_bound),
        "coverage": format_percent(result.coverage),
        "assessed": format_percent(result.assessed),
        "balanced": format_exact(result.balanced_score),
    }
    return [
        tr("{score} [{lo}, {hi}], {face} before adjusting for evidence; {usable}", usable=usable, **values),
        *rests,
        tr("with data {coverage}, assessed {assessed}; {low} to {high} if the others were 0 or 100", **values),
        *([tr("balanced score {balanced}", **values)] if result.balanced_score is not None else []),
        *(_mix(node.mix, result.score) if node.mix is not None else ()),
        *_contributions(node.contributions),
    ]


def _mix(mix: Mix, score: float) -> list[str]:
    phrases = [_cap(mix)] if mix.capped else []
    if mix.expected is None:
        phrases.append(
            trn(
                "planned: not found, {n} has no plan",
                "planned: not found, {n} have no plan",
                mix.unplanned,
            )
        )
    else:
        phrases.append(
            tr(
                "planned {planned}: {distance}",
                planned=format_exact(mix.expected),
                distance=distance(mix.expected, score),
            )
        )
    phrases.append(tr("points by evidence: {parts}", parts=evidence(mix.evidence)))
    return phrases


def _cap(mix: Mix) -> str:
    why = ", ".join(f"{label('flag', name)} {count}" for name, count in sorted(mix.capped.items()))
    return tr("at most {cap} of 100: {why}", cap=format_exact(mix.cap), why=why)


def distance(planned: float, score: float) -> str:
    """Return how far a score is below or above its plan, or "on plan" if they print alike."""
    away = round_half_even(planned - score)
    if away > 0:
        return tr("{points} below plan", points=format_exact(away))
    return tr("{points} above plan", points=format_exact(-away)) if away < 0 else tr("on plan")


def evidence(parts: Mapping[str, float]) -> str:
    """Return the points by grade, strongest first. They add up to the score."""
    order = [*reversed([str(grade) for grade in sorted(Grade, key=lambda grade: grade.rank)]), FLOOR]
    pairs = sorted(parts.items(), key=lambda part: order.index(part[0]))
    values = round_to_sum([value for _name, value in pairs])
    return ", ".join(
        f"{tr('raised to 0') if name == FLOOR else label('grade', name)} {format_exact(value)}"
        for (name, _value), value in zip(pairs, values, strict=True)
    )


def _contributions(found: Mapping[str, float]) -> list[str]:
    contributions = sorted(((value, name) for name, value in found.items() if value), key=lambda one: (-one[0], one[1]))
    if not contributions:
        return []
    rest = contributions[MOST:]
    values = [value for value, _name in contributions[:MOST]]
    shown = round_to_sum([*values, math.fsum(value for value, _name in rest)])
    text = ", ".join(
        f"{name} {format_exact(value)}" for value, (_value, name) in zip(shown, contributions[:MOST], strict=False)
    )
    if not rest:
        return [tr("made of: {parts}", parts=text)]
    other = trn("{n} other {sum}", "{n} others {sum}", len(rest), sum=format_exact(shown[-1]))
    return [tr("made of: {parts}", parts=f"{text}, {other}")]


def gap(score: Score) -> list[str]:
    """Return the gap between the sides with what must be printed beside it, or else why it is not printed."""
    comparison = score.attainment_sides
    if not score.is_comparable or comparison is None:
        return [
            tr(
                "progress toward agreed targets, no comparison: {why}",
                why="; ".join(label("not compared", reason) for reason in score.reasons_not_comparable),
            )
        ]
    cards = {"US": comparison.us, "MX": comparison.mx}
    parts = []
    for side in sides(Side):
        card, mix = cards[side], score.sides[Side(side)].mix
        values = {
            "side": label("the side", side),
            "phi": format_percent(card.phi),
            "coverage": format_percent(card.coverage),
            "parts": evidence(mix.evidence) if mix is not None else tr("n/a"),
        }
        parts.append(tr("{side}: {phi} of the whole, with data {coverage}; points by evidence: {parts}", **values))
    values = {
        "gap": format_signed(comparison.gap),
        "lo": format_signed(comparison.gap_lo),
        "hi": format_signed(comparison.gap_hi),
    }
    shared = None if score.all_themes_shared else score.shared
    return [
        tr("progress toward agreed targets of the United States less that of Mexico: {gap} [{lo}, {hi}]", **values),
        tr("It says who is further along, not who is to blame."),
        *parts,
        *(
            [tr("in the areas where both are responsible for something: {gap}", gap=format_signed(shared.gap))]
            if shared is not None
            else []
        ),
    ]
