"""Text about a score node: statements, delivery, trend and attainment, each with its coverage (method, section 7)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, localize, sides, tr, trn
from accordtrack.scoring import flags
from accordtrack.scoring.cards import BETWEEN, NOBODY
from accordtrack.statuses import BY_RANK, UNREPORTED
from accordtrack.text import attainment, late_entries, withheld
from accordtrack.text.bodies import after_side
from accordtrack.text.numbers import format_exact, format_percent, format_points, format_signed
from accordtrack.vocabulary import Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from accordtrack.scoring.method import Method
    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.score_access import ScoreAccess
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
        "Actions done says how far what was agreed is done, adjusted for the evidence. In parentheses: "
        "too little is assessed for the whole."
    )


def scales(method: Method) -> str:
    """Return the ranges of the numbers, how the trend is averaged, and what a half is."""
    return tr(
        (
            "Actions done runs from 0 to 100, change in indicators from -100 to 100. Change in indicators "
            "takes the yearly rate of each series, with {rate}% or more counting in full, then the mean "
            "over indicators; it is not a balance of the counts. A joint commitment counts once for each "
            "government."
        ),
        rate=f"{100 * method.trend.full:g}",
    )


def title(scores: ScoreAccess, by: str, code: str) -> str:
    """Return the title of a card; a body has its side."""
    if by == "side":
        return label("side", code)
    if code == NOBODY:
        return tr("lead not named")
    text = localize(scores.title_of(by, code))
    return after_side(text, _side_of_body(scores, code)) if by == "body" else text


def _side_of_body(scores: ScoreAccess, code: str) -> str | None:
    """Return the side that a body leads for, if its card names it, else its own; None for a card of no body."""
    name, _between, side = code.partition(BETWEEN)
    return side or (str(scores.facts.bodies[name].side) if name in scores.facts.bodies else None)


def node_facts(found: NodeScore) -> list[Fact]:
    """Return the lines of one theme, framework, side or body."""
    facts: list[Fact] = [
        (tr("status"), statement_lines(found)),
        (tr("answer"), [standing(found)]),
        (tr("actions done"), delivery(found)),
    ]
    if found.trend is not None:
        facts += [
            (tr("change in indicators"), [trend(found.trend)]),
            (tr("measured about"), [countries_text(found.trend)]),
        ]
    facts.append((tr("progress toward agreed targets"), attainment.lines(found)))
    if found.late:
        facts.append((tr("late entries"), [late_entries.count_text(found.late)]))
    return facts


def fact_names(found: NodeScore) -> list[str]:
    """Return the names of the facts of ``node_facts``, in its order; an empty one has no rows behind it."""
    trends = (TREND, ABOUT_WHOM) if found.trend is not None else ()
    return [SAID, STANDING, DELIVERY, *trends, ATTAINMENT, *([""] if found.late else [])]


def statement_lines(found: NodeScore) -> list[str]:
    """Return the stated and the read statuses, apart, and the number of halves without any."""
    silent = found.n - found.statement_count
    return [
        tr("stated on {n}: {counts}", n=sum(found.stated.values()), counts=_status_counts(found.stated))
        if found.stated
        else tr("stated on 0"),
        tr("assessed by this tracker ≈ on {n}: {counts}", n=sum(found.read.values()), counts=_status_counts(found.read))
        if found.read
        else tr("assessed by this tracker ≈ on 0"),
        trn(
            "no statement found from the responsible government on {n} of {all}",
            "no statement found from the responsible government on {n} of {all}",
            silent,
            all=found.n,
        ),
    ]


def standing(found: NodeScore) -> str:
    """Return the number of halves by standing, in the order of the vocabulary."""
    counts = [(str(one), found.standing.get(str(one), 0)) for one in Standing if one != UNREPORTED]
    text = ", ".join(f"{label('standing', name)} {count}" for name, count in counts if count)
    return text or tr("no statement to answer")


def delivery(found: NodeScore) -> list[str]:
    """Return delivery with face, interval, coverage and bounds, in brackets if too little is assessed."""
    result = found.delivery
    if result is None:
        return [tr("nothing in scope")]
    if result.displayed_score is None:
        return [trn("n/a: no statement found on the only one", "n/a: no statement found on any of {n}", found.n)]
    values = {
        "score": format_points(result.displayed_score),
        "face": format_points(result.face),
        "spoken": found.delivered,
        "all": found.n,
        "low": format_points(result.low_bound),
        "high": format_points(result.high_bound),
    }
    text = (
        tr("({score}; {face} before adjusting for evidence), with a status on {spoken} of {all}", **values)
        if result.score is None
        else tr("{score} ({face} before adjusting for evidence), with a status on {spoken} of {all}", **values)
    )
    lines = [
        tr("{shown}, {share} of the weight", shown=text, share=format_percent(result.assessed)),
        tr("{low} to {high} if the others were 0 or 100", **values),
        *caveats(found),
    ]
    if found.delivery_ends is not None:
        zero, one = (bracketed_score(end) for end in found.delivery_ends)
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
    result, lines = found.delivery, []
    if found.observed:
        lines.append(
            trn(
                "on {n}, the status that counts is an observer's, stated or assessed ≈",
                "on {n}, the status that counts is an observer's, stated or assessed ≈",
                found.observed,
            )
        )
    if result is not None and result.lo is not None and result.hi is not None and result.hi - result.lo > 1e-9:  # noqa: PLR2004
        lines.append(_interval_text(found, format_exact(result.lo), format_exact(result.hi)))
    return lines + withheld_lines(found)


def withheld_lines(found: NodeScore) -> list[str]:
    """Return what earns nothing in a card because the readers may not read it."""
    lines = [withheld.hidden_commitments(found.hidden)] if found.hidden else []
    return lines + ([withheld.withheld_halves(found.not_public)] if found.not_public else [])


def _interval_text(found: NodeScore, lo: str, hi: str) -> str:
    if found.hidden or found.not_public:
        return tr("{lo} to {hi}, depending on what is not public and on how disagreements are counted", lo=lo, hi=hi)
    return tr("{lo} to {hi}, depending on how disagreements are counted", lo=lo, hi=hi)


def bracketed_score(result: NodeResult | None) -> str:
    """Return a score, in brackets if too little is assessed."""
    if result is None or result.displayed_score is None:
        return tr("n/a")
    return (
        format_points(result.displayed_score)
        if result.score is not None
        else f"({format_points(result.displayed_score)})"
    )


def trend(found: TrendResult) -> str:
    """Return the trend with its counts and its base."""
    counts = {
        "improved": found.improved_count,
        "worsened": found.worsened_count,
        "unchanged": found.unchanged_count,
        "unmeasured": found.unmeasured_count,
    }
    words = tr(
        "improved {improved}, worsened {worsened}, unchanged {unchanged}, without a yearly rate {unmeasured}",
        **counts,
    )
    since = _base_text(found)
    compared = sum(1 for one in found.moved if one.t is not None)
    late = tr("first period ends later on {n} of {all}", n=found.late_count, all=compared) if found.late_count else ""
    text = "; ".join(part for part in (words, since, late) if part)
    if found.score is None:
        return tr("too few figures for a number: {counts}", counts=text)
    if found.themes is not None:
        text = tr(
            "on {n} of {all} areas; in all of them {counts}", n=found.measured_themes, all=found.themes, counts=text
        )
    else:
        text = tr("{n} of {all} indicators; {counts}", n=found.measured_families, all=found.families, counts=text)
    return f"{format_signed(found.score)}: {text}"


def _base_text(found: TrendResult) -> str:
    """Return the base of the trend. A theme without an agreement has none."""
    if found.base and found.base_id:
        return tr("since {date} ({id})", date=found.base, id=found.base_id)
    if found.base:
        return tr("since {date}", date=found.base)
    if found.no_commitment:
        return tr("no commitment")
    return tr("since each area's first agreement") if found.themes is not None else tr("nothing agreed by this date")


def countries_text(found: TrendResult) -> str:
    """Return which countries the series with a yearly rate are about."""
    side_counts = Counter(one.gauge.side for one in found.moved if one.t is not None)
    counts = {"us": side_counts["US"], "mx": side_counts["MX"], "both": side_counts["JOINT"]}
    return tr(ABOUT, **counts) + (tr(ABOUT_BOTH, **counts) if counts["both"] else "")


def flag_counts(commitments: Iterable[Commitment], node: NodeScore) -> list[str]:
    """Return each flag with its count: those of the node first, then the most frequent."""
    own = [label("flag", flag) for flag in node.flags]
    return own + [f"{label('flag', name)} {len(halves)}" for name, halves in flags_of(commitments)]


def flags_of(commitments: Iterable[Commitment]) -> list[tuple[str, list[Commitment]]]:
    """Return the halves with each flag, most frequent first. Flags that coverage already shows are left out."""
    halves_by_flag: dict[str, list[Commitment]] = {}
    for one in commitments:
        names = {str(flags.without_count(flag)) for flag in (*one.result.flags, *one.delivery_flags)}
        for name in names - {str(flags.NO_DATA), str(flags.NOT_ASSESSABLE)}:
            halves_by_flag.setdefault(name, []).append(one)
    return sorted(halves_by_flag.items(), key=lambda one: (-len(one[1]), one[0]))


def not_scored(score: Score) -> str:
    """Return how many commitments are not scored, by reason."""
    counts = Counter(one.reason for one in score.inputs.not_scored)
    reasons = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{label('not scored', reason)} {count}" for reason, count in reasons)


def counterparts(found: NodeScore, name: Callable[[str], str]) -> list[str]:
    """Return the measured series about one country if none with a yearly rate is about the other."""
    if found.trend is None:
        return []
    measured_indicators = [one.gauge for one in found.trend.moved if one.t is not None]
    lines = []
    for side in sides(Side):
        others = [gauge for gauge in measured_indicators if gauge.side == Side(side).other]
        if others and not any(gauge.side in {side, "JOINT"} for gauge in measured_indicators):
            text = "; ".join(sorted({name(gauge.id) for gauge in others}))
            lines.append(tr("no counterpart about {side} found for: {names}", side=label("the side", side), names=text))
    return lines


def one_sided_themes(score: Score, name: Callable[[str], str] | None = None) -> list[str]:
    """Return the themes without a yearly rate about one country, or about either; ``name`` returns their titles."""
    about = {
        group.id: {str(one.gauge.side) for one in group.trend.moved if one.t is not None}
        for group in score.groups
        if group.trend is not None
    }
    lines = []
    for side in sides(Side):
        themes = [theme for theme, names in about.items() if names == {Side(side).other}]
        if themes:
            lines.append(
                tr(
                    (
                        "no series with a yearly rate found about {side}, apart from those shown only to be read beside "
                        "others: {themes}"
                    ),
                    side=label("the side", side),
                    themes=_theme_names(themes, name),
                )
            )
    if neither := [theme for theme, side_codes in about.items() if not side_codes]:
        lines.append(
            tr(
                (
                    "no series with a yearly rate found at all, apart from those shown only to be read beside "
                    "others: {themes}"
                ),
                themes=_theme_names(neither, name),
            )
        )
    return lines


def _theme_names(codes: Iterable[str], name: Callable[[str], str] | None) -> str:
    return ", ".join(label("theme", code) if name is None else name(code) for code in codes)


def _status_counts(counts: Mapping[str, int]) -> str:
    order = [str(status) for status in reversed(BY_RANK)]
    statuses = sorted(counts.items(), key=lambda pair: order.index(pair[0]))
    return ", ".join(f"{label('status', status)} {count}" for status, count in statuses)
