"""Sentences about targets that both sides sign (AT-2.0.0, section 4). None of them recommends a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import add_days
from accordtrack.i18n import gettext_lazy, in_alternat, localize, sides, tr, trn
from accordtrack.projection.agreements import ANSWER_DAYS, OPEN, Standing
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.target_scenarios import UNUSUAL
from accordtrack.text import attainment
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.types.regions import name_with_code
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from accordtrack.ledger.targets import ExpectedResult, TargetPropose, TargetScenario
    from accordtrack.projection.agreements import Signed
    from accordtrack.scoring.expected_results import ResultReading
    from accordtrack.scoring.score_access import AgreedAttainment, ScoreAccess
    from accordtrack.scoring.target_worksheets import Progress, Worksheet
    from accordtrack.types import Text

_WHOLE_FROM = 1000
_SHOWN = (Standing.AGREED, Standing.DECLINED, *OPEN)
"""Standings of proposals that a list shows: those in force, and those that somebody may still answer."""


def headline(scores: ScoreAccess) -> str:
    """Return how many targets both governments agreed on, and where those of the direct indicators stand, in one sentence."""
    agreed, basis = len(scores.agreed_targets), _basis(scores.agreed_attainment)
    if not agreed:
        return tr("No target is agreed by both governments; {basis}", basis=basis)
    return trn(
        "{n} target is agreed by both governments; {basis}",
        "{n} targets are agreed by both governments; {basis}",
        agreed,
        basis=basis,
    )


def _basis(found: AgreedAttainment) -> str:
    """Return what attainment rests on. An indicator with a declined proposal and one without answer counts under both."""
    values = {
        "n": len(found.agreed),
        "m": len(found.direct),
        "declined": _by_side(found.declined),
        "y": _by_side(found.unanswered),
        "none": len({*found.direct} - {*found.agreed} - {*found.declined} - {*found.unanswered}),
    }
    return tr(
        (
            "progress rests on {n} of {m} direct indicators, those with an agreed target; {declined} "
            "declined, {y} without answer, {none} without a proposal."
        ),
        **values,
    )


def attainment_lines(found: AgreedAttainment) -> list[str]:
    """Return attainment if both sides signed a target that it can use, and else that it is not printed."""
    if not found.agreed:
        return [tr("Progress is shown only for targets that both governments signed.")]
    first, *rest = attainment.lines(found.node)
    return [tr("Progress toward agreed targets: {text}", text=first), *rest]


def printed_attainment(found: AgreedAttainment) -> float | None:
    """Return attainment if both sides signed a target and enough results can be measured, else None."""
    result = found.node.attainment
    return result.score if result is not None and found.agreed and found.node.printable else None


def _by_side(found: Mapping[str, Collection[Side]]) -> str:
    """Return how many indicators there are, and whose answers they have or lack: ``3 (the United States 2, Mexico 1)``."""
    if not found:
        return "0"
    counts = {side: sum(Side(side) in asked for asked in found.values()) for side in sides(Side)}
    parts = [f"{label('the side', side)} {count}" for side, count in counts.items() if count]
    return f"{len(found)} ({', '.join(parts)})"


def standing(one: Signed[Any]) -> str:
    """Return where a proposal stands."""
    values = {"side": label("the side", one.other.value), "date": day_name(one.on) if one.on else "", "n": one.days}
    match one.standing:
        case Standing.AGREED:
            return tr("agreed by both, {date}", **values)
        case Standing.REPLACED:
            return tr("agreed by both, {date}; replaced since by another agreed one", **values)
        case Standing.LAPSED:
            return tr("no longer valid: it does not name the agreed one")
        case Standing.AMENDED:
            return tr("replaced by a newer proposal")
        case Standing.DECLINED:
            reason = localize(one.reason.text) if one.reason else ""
            if one.taken_back_on is None:
                return tr("declined by {side}, {date}: {reason}", reason=reason, **values)
            text = gettext_lazy("declined by {side}, {date}: {reason}; taken back on {day} after it was declined")
            return tr(text, reason=reason, day=day_name(one.taken_back_on), **values)
        case Standing.NO_DESK:
            return tr("{side} had no open desk, so it was not asked", **values)
        case Standing.NO_ANSWER:
            return tr("no answer from {side} in {n} days", **values)
        case _:
            return trn("waits for {side}, {n} day", "waits for {side}, {n} days", one.days, side=values["side"])


def is_agreed(one: Signed[Any]) -> bool:
    """Whether both sides signed a proposal, and no newer one took its place."""
    return one.standing is Standing.AGREED


def proposed(one: Signed[Any]) -> str:
    """Return who proposed it, and when: ``Mexico, November 25, 2026 (mx-1-2)``."""
    return f"{label('side', one.by)}, {day_name(one.body.said_on)} ({one.id})"


def direct_standing(found: AgreedAttainment, indicator: str) -> str:
    """Return where the target of a direct indicator stands, in a few words."""
    if indicator in found.agreed:
        return tr("agreed by both")
    told = [
        tr(text, side=label("the side", side))
        for asked, text in (
            (found.declined, gettext_lazy("declined by {side}")),
            (found.unanswered, gettext_lazy("without answer from {side}")),
        )
        for side in sides(asked.get(indicator, ()))
    ]
    return "; ".join(told) or tr("without a proposal")


def read_on(scores: ScoreAccess, target: TargetPropose) -> str:
    """Return on which figures a target will be read, and by when they are usually published, if the series says so."""
    series = scores.facts.panel.series.get(target.series)
    if series is None or not series.usual_delay_days:
        return tr("Read on the figures through {end}.", end=day_name(target.by))
    due = add_days(target.by, series.usual_delay_days)
    text = gettext_lazy("Read on the figures through {end}, usually published by {due}.")
    return tr(text, end=day_name(target.by), due=day_name(due))


def signed_worksheet(scores: ScoreAccess, target: TargetPropose) -> list[str]:
    """Return the facts of the worksheet that a proposal holds: baseline, release, span, and scenarios side by side."""
    values = {
        "level": amount(float(target.baseline)),
        "unit": unit(scores, target.series),
        "year": target.baseline_to[:4],
        "date": day_name(target.released_on),
        "source": target.source,
        "span": amount(float(target.span)),
    }
    lines = [
        tr("Baseline: {level} {unit} in {year}, from the release of {date} ({source}).", **values),
        tr("Largest step from one year to the next in the last five: {span}.", **values),
    ]
    if target.mean_before is not None:
        lines.append(_unusual(float(target.mean_before)))
    told = "; ".join(_scenario(one) for one in target.scenarios)
    return [*lines, tr("Scenarios, as ratios to the baseline: {scenarios}.", scenarios=told)]


def _scenario(one: TargetScenario) -> str:
    value = ratio(None if one.level_ratio is None else float(one.level_ratio))
    told = f"{scenario(one.scenario.value)} {value}"
    if not one.changes:
        return told
    return trn("{scenario}, from {n} change", "{scenario}, from {n} changes", one.changes, scenario=told)


def _unusual(mean: float) -> str:
    return tr(
        "This is an unusual baseline: more than {share}% from the mean of the three years before, {mean}.",
        share=round(100 * UNUSUAL),
        mean=amount(mean),
    )


def answer_rule() -> str:
    """Return when a target counts as agreed, and what the list says if there is no answer."""
    return tr(
        "A target is agreed once the other government has accepted that very proposal. "
        "If there is no answer within {n} days, the list says so.",
        n=ANSWER_DAYS,
    )


def is_open(one: Signed[Any]) -> bool:
    """Whether the other side may still answer a proposal."""
    return one.standing in OPEN


def target_text(scores: ScoreAccess, target: TargetPropose) -> str:
    """Return a target in one sentence: place, what is counted, ratio, baseline and due date."""
    values = {
        "place": localize(name_with_code(target.place)),
        "noun": noun(scores, target.series),
        "ratio": ratio(float(target.level_ratio)),
        "level": amount(float(target.baseline)),
        "unit": unit(scores, target.series),
        "year": target.baseline_to[:4],
        "goal": amount(float(target.baseline) * float(target.level_ratio)),
        "date": day_name(target.by),
    }
    return tr("{place}, {noun}: {ratio} times the {level} {unit} of {year}, that is {goal} by {date}.", **values)


def progress_lines(scores: ScoreAccess, target: TargetPropose, found: Progress) -> list[str]:
    """Return the baseline and the target as they read in the latest release, and the latest complete year."""
    if found.years is None or found.baseline is None or found.target is None:
        return [tr("The latest release does not hold a comparable figure for {year}.", year=target.baseline_to[:4])]
    values = {
        "year": target.baseline_to[:4],
        "level": amount(found.baseline),
        "goal": amount(found.target),
        "date": day_name(found.years.released_on),
        "unit": unit(scores, target.series),
    }
    again = tr("In the release of {date}: {level} {unit} in {year}, so the target is {goal}.", **values)
    if found.current is None or found.year is None:
        return [again, tr("No complete year since then.")]
    return [
        again,
        tr("{year}: {level} {unit}.", **{**values, "year": found.year, "level": amount(found.current)}),
    ]


def ratio(value: float | None) -> str:
    """Return a ratio with two decimals, or n/a."""
    return tr("n/a") if value is None else f"{value:.2f}"


def amount(value: float) -> str:
    """Return a yearly value: with one decimal below a thousand, so that the values of a worksheet align."""
    return f"{value:,.1f}" if value < _WHOLE_FROM else f"{value:,.0f}"


def noun(scores: ScoreAccess, series: str) -> str:
    """Return what a series counts, such as *victims of intentional homicide*, or its id if it is not held."""
    found = scores.facts.panel.series.get(series)
    return localize(found.title.text) if found else series


def unit(scores: ScoreAccess, series: str) -> str:
    """Return the unit of a yearly value."""
    found = scores.facts.panel.series.get(series)
    return tr("per 100,000 people") if found is not None and found.people is not None else tr("a year")


def scenario(name: str) -> str:
    """Return what a scenario rests on."""
    return label("scenario", name)


def worksheet_lines(scores: ScoreAccess, found: Worksheet) -> list[str]:
    """Return the baseline with its source, and whether it is unusual."""
    years, numbers = found.years, found.scenarios
    values = {
        "place": localize(name_with_code(years.place)),
        "noun": noun(scores, years.series),
        "unit": unit(scores, years.series),
        "year": years.last,
        "level": amount(numbers.baseline),
        "span": amount(numbers.span),
        "source": ", ".join(years.sources),
        "date": day_name(years.released_on),
        "first": years.first,
        "n": len(years.values),
    }
    lines = [
        tr("{place}, {noun}: {level} {unit} in {year}.", **values),
        tr("From the release of {date} ({source}); {n} complete years, {first} to {year}.", **values),
        tr("Largest step from one year to the next in the last five: {span}.", **values),
    ]
    if numbers.unusual:
        lines.insert(1, _unusual(numbers.mean_before))
    return lines


def scenario_rows(found: Worksheet) -> list[list[str]]:
    """Return each scenario with its ratio, the value that it gives, and how many changes of the past it rests on."""
    level = found.scenarios.baseline
    return [
        [
            scenario(name),
            ratio(value),
            tr("n/a") if value is None else amount(value * level),
            "" if n is None else str(n),
        ]
        for name, value, n in found.ratios
    ]


def results_headline(readings: Sequence[ResultReading]) -> str:
    """Return for how many operations both governments signed an expected result before the start."""
    count = sum(one.definition is not None for one in readings)
    if not count:
        return tr("For no operation did both governments sign an expected result before the start.")
    return trn(
        "For {n} operation both governments signed an expected result before the start.",
        "For {n} operations both governments signed an expected result before the start.",
        count,
    )


def result_text(scores: ScoreAccess, body: ExpectedResult) -> list[str]:
    """Return what an expected result says: the outcome, the guard, the window and the start."""
    place, guard = localize(name_with_code(body.place)), body.guard
    return [
        trn(
            "Starts on {date}. Read over the {n} month after the month of the start, against the 12 months before.",
            "Starts on {date}. Read over the {n} months after the month of the start, against the 12 months before.",
            body.window,
            date=day_name(body.starts_on),
        ),
        tr(
            "Indicator: {noun}, {place}: {bound} {ratio} times the rate before.",
            noun=noun(scores, body.series),
            place=place,
            bound=label("bound", body.bound),
            ratio=body.rate_ratio,
        ),
        tr(
            "Read beside it: {noun}, {place}: {bound} {ratio} times the rate before.",
            noun=noun(scores, guard.series),
            place=place,
            bound=label("bound", guard.bound),
            ratio=guard.rate_ratio,
        ),
    ]


def result_verdict(found: ResultReading) -> list[str]:
    """Return the verdict on an operation, with the numbers that it rests on, and every other definition of it."""
    lines = [label("result verdict", found.verdict)]
    if found.verdict == "NOT_YET":
        lines.append(
            tr(
                "Figures to {month} are needed; usually published by {date}.",
                month=month_name(str(found.needs)),
                date=found.due_on,
            )
        )
    if found.ratio is not None:
        lines.append(
            tr(
                ("Indicator {ratio} times the rate before, the one read beside it {guard} times; release of {date}."),
                ratio=ratio(found.ratio),
                guard=ratio(found.guard_ratio),
                date=found.released_on,
            )
        )
        lines.append(tr("This compares before and after. It does not show a cause."))
    shown = found.shown
    lines += [f"{shown.id}: {standing(shown)}"]
    lines += [
        tr("Also proposed: {entry}, {standing}", entry=one.id, standing=standing(one))
        for one in found.versions
        if one is not shown
    ]
    return lines


def recommends_none() -> str:
    """Return the sentence that closes every worksheet."""
    return tr("The program recommends none.")


def shown(scores: ScoreAccess) -> list[Signed[TargetPropose]]:
    """Return the targets in force and the proposals that somebody may still answer, in the order of the sides."""
    return in_order([one for one in scores.facts.targets if one.standing in _SHOWN])


def latest_lines(scores: ScoreAccess, one: Signed[TargetPropose]) -> list[str]:
    """Return how a target reads in the latest release, whatever was signed; nothing for one that was declined."""
    if one.standing not in {Standing.AGREED, *OPEN}:
        return []
    return progress_lines(scores, one.body, scores.panel_years.progress(one.body))


def in_order(found: Iterable[Signed[Any]]) -> list[Signed[Any]]:
    """Return proposals with those of the first side of the language first."""
    return in_alternat(found, lambda one: one.by.value)


def title(scores: ScoreAccess, indicator: str) -> Text:
    """Return the title of an indicator."""
    return scores.title_of("indicator", indicator)


def method_line() -> str:
    """Return the method of targets, which is not that of the scores."""
    method = standard_event_method()
    return tr(
        ("Targets and expected results follow method {method}; progress toward them is computed as in AT-1.0.0."),
        method=method.method,
    )
