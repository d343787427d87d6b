"""Text about a score node: statements, delivery, trend and attainment, each with its coverage (method, section 7)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, sides, tr, trn
from accordtrack.scoring import flags
from accordtrack.scoring.cards import NOBODY
from accordtrack.statuses import BY_RANK, UNREPORTED
from accordtrack.text import attainment
from accordtrack.text.numbers import exact, percent, points, signed
from accordtrack.vocabulary import Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from accordtrack.scoring.method import Method
    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.trend import TrendResult

Fact = tuple[str, list[str]]
"""A label and its lines."""
SAID, STANDING, DELIVERY, TREND, ABOUT_WHOM, ATTAINMENT, FLAGS = (
    "said",
    "standing",
    "delivery",
    "trend",
    "about",
    "attainment",
    "flags",
)
"""Names of the facts of a card that count something."""
ABOUT = gettext_lazy("series with a yearly rate about the United States {us}, about Mexico {mx}")
ABOUT_BOTH = gettext_lazy(", about both {both}")


def legend() -> str:
    """Return what delivery is, and what brackets mean."""
    return tr(
        "Delivery is what was said of the promised acts, discounted by its evidence; face is without the discount. "
        "In brackets: too little is assessed for the whole."
    )


def scales(method: Method) -> str:
    """Return the ranges of the numbers, how the trend is averaged, and what a half is."""
    return tr(
        "Delivery runs from 0 to 100, the results trend from -100 to 100. The trend takes each measure by its yearly rate, "
        "{rate} % or more counting in full, then the mean over families of measures; it is no balance of the counts. "
        "A half is what one side owes of a commitment.",
        rate=f"{100 * method.trend.full:g}",
    )


def title(by: str, code: str, name: Callable[[str, str], str]) -> str:
    """Return the title of a card. ``name`` returns that of a theme, a framework or a body."""
    if by == "side":
        return label("side", code)
    return tr("lead not named") if code == NOBODY else name(by, code)


def node(found: NodeScore) -> list[Fact]:
    """Return the lines of one theme, framework, side or body."""
    told: list[Fact] = [
        (tr("public statements"), said(found)),
        (tr("standing"), [standing(found)]),
        (tr("delivery"), delivery(found)),
    ]
    if found.trend is not None:
        told += [(tr("results trend"), [trend(found.trend)]), (tr("measured about"), [about(found.trend)])]
    told.append((tr("attainment"), attainment.lines(found)))
    return told


def facts(found: NodeScore) -> list[str]:
    """Return the names of the facts of ``node``, in its order."""
    return [SAID, STANDING, DELIVERY, *((TREND, ABOUT_WHOM) if found.trend is not None else ()), ATTAINMENT]


def said(found: NodeScore) -> list[str]:
    """Return the stated and the read statuses, apart, and the number of halves without any."""
    silent = found.n - found.spoken
    return [
        tr("stated on {n}: {counts}", n=sum(found.stated.values()), counts=_statuses(found.stated))
        if found.stated
        else tr("stated on 0"),
        tr("read as, on {n}: {counts}", n=sum(found.read.values()), counts=_statuses(found.read))
        if found.read
        else tr("read as, on 0"),
        trn(
            "no status from the side that owes it found on {n} half of {all}",
            "no status from the side that owes it found on {n} halves of {all}",
            silent,
            all=found.n,
        ),
    ]


def standing(found: NodeScore) -> str:
    """Return the number of halves by standing, in the order of the vocabulary."""
    held = [(str(one), found.standing.get(str(one), 0)) for one in Standing if one != UNREPORTED]
    told = ", ".join(f"{label('standing', name)} {count}" for name, count in held if count)
    return told or tr("no claim to answer")


def delivery(found: NodeScore) -> list[str]:
    """Return delivery with face, interval, coverage and bounds, in brackets if too little is assessed."""
    told = found.delivery
    if told is None:
        return [tr("nothing in scope")]
    if told.shown is None:
        return [trn("n/a: no statement on the {n} half", "n/a: no statement on any of {n} halves", found.n)]
    values = {
        "score": points(told.shown),
        "face": points(told.face),
        "spoken": found.delivered,
        "all": found.n,
        "low": points(told.low_bound),
        "high": points(told.high_bound),
    }
    shown = (
        tr("({score}, face {face}) on {spoken} of {all} halves", **values)
        if told.score is None
        else tr("{score} (face {face}) on {spoken} of {all} halves", **values)
    )
    lines = [
        tr("{shown}, {share} of the weight", shown=shown, share=percent(told.assessed)),
        tr("{low} to {high} if the others were 0 or 100", **values),
        *caveats(found),
    ]
    if found.delivery_ends is not None:
        zero, one = (bracketed(end) for end in found.delivery_ends)
        lines.append(
            tr(
                "joint shares not agreed: {one} if all were the United States', {zero} if all were Mexico's",
                zero=zero,
                one=one,
            )
        )
    return lines


def caveats(found: NodeScore) -> list[str]:
    """Return what else delivery depends on: an observer's status and disputes."""
    told, lines = found.delivery, []
    if found.observed:
        lines.append(
            trn(
                "on {n} half the status that an observer stated, or that was read from its words, counts",
                "on {n} halves the status that an observer stated, or that was read from its words, counts",
                found.observed,
            )
        )
    if told is not None and told.lo is not None and told.hi is not None and told.hi - told.lo > 1e-9:  # noqa: PLR2004
        lines.append(tr("{lo} to {hi} by how what was disputed is counted", lo=exact(told.lo), hi=exact(told.hi)))
    return lines


def bracketed(told: NodeResult | None) -> str:
    """Return a score, in brackets if too little is assessed."""
    if told is None or told.shown is None:
        return tr("n/a")
    return points(told.shown) if told.score is not None else f"({points(told.shown)})"


def trend(found: TrendResult) -> str:
    """Return the trend with its counts and its base."""
    counts = {
        "improved": found.improved,
        "worsened": found.worsened,
        "unchanged": found.unchanged,
        "unmeasured": found.unmeasured,
    }
    words = tr(
        "improved {improved}, worsened {worsened}, unchanged {unchanged}, without a yearly rate {unmeasured}",
        **counts,
    )
    since = _since(found)
    compared = sum(1 for one in found.moved if one.t is not None)
    late = tr("first period ends later on {n} of {all}", n=found.late, all=compared) if found.late else ""
    told = "; ".join(part for part in (words, since, late) if part)
    if found.score is None:
        return tr("too little measured for a number: {counts}", counts=told)
    if found.themes is not None:
        told = tr(
            "on {n} of {all} themes; in all of them {counts}", n=found.measured_themes, all=found.themes, counts=told
        )
    else:
        told = tr(
            "{n} of {all} families of measures; {counts}", n=found.measured_families, all=found.families, counts=told
        )
    return f"{signed(found.score)}: {told}"


def _since(found: TrendResult) -> str:
    """Return the base of the trend. A theme without an agreement has none."""
    if found.base:
        return tr("since {date}", date=found.base)
    return tr("since each theme's first agreement") if found.themes is not None else tr("nothing agreed by this date")


def about(found: TrendResult) -> str:
    """Return which countries the series with a yearly rate are about."""
    held = Counter(one.gauge.side for one in found.moved if one.t is not None)
    counts = {"us": held["US"], "mx": held["MX"], "both": held["JOINT"]}
    return tr(ABOUT, **counts) + (tr(ABOUT_BOTH, **counts) if counts["both"] else "")


def flagged(found: Iterable[Commitment], node: NodeScore) -> list[str]:
    """Return each flag with its count: those of the node first, then the most frequent."""
    own = [label("flag", flag) for flag in node.flags]
    return own + [f"{label('flag', name)} {len(halves)}" for name, halves in flags_of(found)]


def flags_of(found: Iterable[Commitment]) -> list[tuple[str, list[Commitment]]]:
    """Return the halves with each flag, most frequent first. Flags that coverage already shows are left out."""
    held: dict[str, list[Commitment]] = {}
    for one in found:
        names = {str(flags.name(flag)) for flag in (*one.result.flags, *one.delivery_flags)}
        for name in names - {str(flags.NO_DATA), str(flags.NOT_ASSESSABLE)}:
            held.setdefault(name, []).append(one)
    return sorted(held.items(), key=lambda one: (-len(one[1]), one[0]))


def not_scored(found: Score) -> str:
    """Return how many commitments are not scored, by reason."""
    held = Counter(one.reason for one in found.inputs.not_scored)
    told = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{label('not scored', reason)} {count}" for reason, count in told)


def counterparts(found: NodeScore, name: Callable[[str], str]) -> list[str]:
    """Return the measured series about one country if none with a yearly rate is about the other."""
    if found.trend is None:
        return []
    held = [one.gauge for one in found.trend.moved if one.t is not None]
    lines = []
    for side in sides(Side):
        others = [gauge for gauge in held if gauge.side == Side(side).other]
        if others and not any(gauge.side in {side, "JOINT"} for gauge in held):
            named = "; ".join(sorted({name(gauge.id) for gauge in others}))
            lines.append(tr("no counterpart about {side} found of: {names}", side=label("the side", side), names=named))
    return lines


def one_sided(found: Score, name: Callable[[str], str] | None = None) -> list[str]:
    """Return the themes without a series with a yearly rate about one country, or about either.

    ``name`` returns the title of a theme.
    """
    about = {
        group.id: {str(one.gauge.side) for one in group.trend.moved if one.t is not None}
        for group in found.groups
        if group.trend is not None
    }
    lines = []
    for side in sides(Side):
        themes = [theme for theme, held in about.items() if held == {Side(side).other}]
        if themes:
            lines.append(
                tr(
                    "no result series with a yearly rate about {side} found, apart from those shown only as guards: {themes}",
                    side=label("the side", side),
                    themes=_themes(themes, name),
                )
            )
    if neither := [theme for theme, held in about.items() if not held]:
        lines.append(
            tr(
                "no result series with a yearly rate found at all, apart from those shown only as guards: {themes}",
                themes=_themes(neither, name),
            )
        )
    return lines


def _themes(codes: Iterable[str], name: Callable[[str], str] | None) -> str:
    return ", ".join(label("theme", code) if name is None else name(code) for code in codes)


def _statuses(counts: Mapping[str, int]) -> str:
    order = [str(status) for status in reversed(BY_RANK)]
    held = sorted(counts.items(), key=lambda pair: order.index(pair[0]))
    return ", ".join(f"{label('status', status)} {count}" for status, count in held)
