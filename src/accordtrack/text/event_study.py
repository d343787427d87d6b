"""Sentences about what followed an event (AT-2.0.0). They compare places; none of them states a cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy, language, localize, tr, trn
from accordtrack.scoring.event_reading import Reason, Verdict
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.text.numbers import format_amount
from accordtrack.types.regions import NAMES
from accordtrack.wording import label, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.records import Event
    from accordtrack.scoring.event_reading import EventReading, Reading
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess
    from accordtrack.types import Text

_WITHOUT_COMPARISON = frozenset({Verdict.NOT_TESTABLE, Verdict.NOT_YET})
_RATES = {
    (False, True): gettext_lazy("The monthly rate per inhabitant"),
    (False, False): gettext_lazy("The monthly rate"),
    (True, True): gettext_lazy("The yearly rate per inhabitant"),
    (True, False): gettext_lazy("The yearly rate"),
}
"""The names of a rate: whether periods are years, and whether it is per inhabitant."""


@dataclass(frozen=True, slots=True)
class EventContext:
    """What the sentences need beside a reading.

    ``noun`` is what the outcome counts, ``titles`` and ``dates`` are those of events by id, ``tested`` is how many outcomes
    of the event gave a number, and ``retrospective`` says that the figures were known when the rules were fixed.
    ``per_inhabitant`` says that the rates compared are per inhabitant, so that they are not ratios of the counts.
    """

    on: str
    place: str | None
    noun: Text
    titles: Mapping[str, Text]
    dates: Mapping[str, str] = field(default_factory=dict)
    yearly: bool = False
    periods_before: int = 12
    tested: int = 1
    retrospective: bool = True
    per_inhabitant: bool = False


def context_of(scores: ScoreAccess, study: EventStudy, found: EventReading) -> EventContext:
    """Return what the sentences about a reading need."""
    outcome = next((one for one in scores.outcomes if one.name == found.outcome), None)
    registered = [one for name in found.also_registered if (one := scores.any_event(name))]
    return EventContext(
        on=study.event.date,
        place=study.event.place,
        noun=scores.outcome_noun(found.outcome),
        titles={one: scores.event_title(one) for one in {*found.also, *found.also_registered, str(found.nearer)}},
        dates={one.id: one.date for one in registered},
        yearly=outcome is not None and outcome.yearly,
        periods_before=outcome.need.before if outcome is not None else 12,
        tested=len({one.outcome for one in study.readings if one.reading.scores}),
        retrospective=study.retrospective,
        per_inhabitant=outcome is not None and outcome.per_inhabitant,
    )


def window_label(found: EventReading, *, yearly: bool) -> str:
    """Return the length of the window after the event, such as *6 months*."""
    count = found.window or 0
    return trn("{n} year", "{n} years", count) if yearly else trn("{n} month", "{n} months", count)


def verdict_label(found: EventReading) -> str:
    """Return the verdict in a few words: *Within the range of other states*, *Stands out: a rise*."""
    name, relative = label("event verdict", found.verdict), found.reading.relative
    if found.verdict is not Verdict.STANDS_OUT or relative is None:
        return name
    return tr("{verdict}: a rise", verdict=name) if relative > 1 else tr("{verdict}: a fall", verdict=name)


def in_short(found: EventReading, about: EventContext) -> str:
    """Return the verdict in one short sentence that names what is counted, and where."""
    name = verdict_label(found)
    if about.place is None:
        return f"{name}."
    values = {"noun": localize(about.noun), "place": _place(about.place)}
    if found.verdict is Verdict.ALREADY_MOVING:
        rose = (found.reading.ratio or 0) > 1
        rise = gettext_lazy("The rise in {noun} in {place} began before the event.")
        return tr(rise if rose else gettext_lazy("The fall in {noun} in {place} began before the event."), **values)
    return tr("Change in {noun}, {place}: {verdict}.", verdict=name[:1].lower() + name[1:], **values)


def verdict(found: EventReading, about: EventContext) -> list[str]:
    """Return the verdict in sentences, where the place and its numbers stand before it."""
    return _verdict(found, about)


def timing(found: EventReading) -> list[str]:
    """Return when the sharpest change of a comparison that stands out came, in a few words."""
    if found.verdict is not Verdict.STANDS_OUT or found.break_on is None:
        return []
    return [tr("Sharpest change: {month}.", month=period_name(found.break_on))]


def lead(found: EventReading, about: EventContext) -> list[str]:
    """Return the first lines of a page: the place with its numbers, the verdict, and what it does not show."""
    return [*summary(found, about), *closing(found)]


def summary(found: EventReading, about: EventContext) -> list[str]:
    """Return the facts and the verdict, for a list of readings that says once what holds for all."""
    return [*_facts(found, about), *_verdict(found, about)]


def sentences(found: EventReading, about: EventContext) -> list[str]:
    """Return all sentences about a reading, in their fixed order."""
    return [
        *_facts(found, about),
        *_rank(found.reading),
        *_verdict(found, about),
        *_break(found, about),
        *_notes(found, about),
        *closing(found),
    ]


def period_name(period: str) -> str:
    """Return a month or a year in words."""
    return month_name(period) if "-" in period else period


def _event_period(about: EventContext) -> str:
    return about.on[:4] if about.yearly else month_name(about.on[:7])


def _place(code: str | None) -> str:
    return localize(NAMES[code]) if code in NAMES else str(code)


def _facts(found: EventReading, about: EventContext) -> list[str]:
    reading = found.reading
    if reading.before is None or reading.after is None:
        return []
    values = {
        "place": _place(about.place),
        "before": format_amount(reading.before),
        "after": format_amount(reading.after),
        "noun": localize(about.noun),
        "month": _event_period(about),
        "m": about.periods_before,
    }
    count = found.window or 0
    if about.yearly:
        first = trn(
            "{place}: {before} {noun} in the {m} years before {month} and {after} in the year after; {month} itself is left out.",
            "{place}: {before} {noun} in the {m} years before {month} and {after} in the {n} years after; {month} itself is left out.",
            count,
            **values,
        )
    else:
        first = trn(
            "{place}: {before} {noun} in the {m} months before {month} and {after} in the month after; {month} itself is left out.",
            "{place}: {before} {noun} in the {m} months before {month} and {after} in the {n} months after; {month} itself is left out.",
            count,
            **values,
        )
    return [first, *_rates(reading, about)]


def _rates(reading: Reading, about: EventContext) -> list[str]:
    if reading.ratio is None:
        return []
    values = {"rate": tr(_RATES[about.yearly, about.per_inhabitant]), "ratio": f"{reading.ratio:.2f}"}
    if reading.middle is None:
        return [tr("{rate} after is {ratio} times the rate before.", **values)]
    values["middle"] = f"{reading.middle:.2f}"
    text = gettext_lazy("{rate} after is {ratio} times the rate before; in the median state it is {middle} times.")
    return [tr(text, **values)]


def _rank(reading: Reading) -> list[str]:
    if reading.rank_high is None or reading.rank_low is None or reading.compared is None or reading.ratio is None:
        return []
    rose = reading.ratio >= 1
    rank = reading.rank_high if rose else reading.rank_low
    if rank == 1:
        return [tr("No other state compared rose more.") if rose else tr("No other state compared fell more.")]
    values = {"rank": _ordinal(rank), "n": reading.compared + 1}
    if rose:
        return [tr("It is the {rank} largest rise of {n} states.", **values)]
    return [tr("It is the {rank} largest fall of {n} states.", **values)]


def _ordinal(number: int) -> str:
    """Return an ordinal number in English, or the plain number in Spanish, where the sentence says *lugar*."""
    if language() != "en":
        return str(number)
    teen = 10 <= number % 100 <= 20  # noqa: PLR2004
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _verdict(found: EventReading, about: EventContext) -> list[str]:
    reading = found.reading
    match reading.verdict:
        case Verdict.STANDS_OUT:
            return [_stands_out(reading), _others_alike(reading)]
        case Verdict.WITHIN:
            return _within(reading)
        case Verdict.CHECK_RECORDING:
            text = gettext_lazy(
                "The count is {relative} times that of the median state. A change this large more often reflects a change in how cases are recorded. No conclusion is drawn until the source confirms it."
            )
            return [tr(text, relative=times(reading.relative))]
        case Verdict.UNCLEAR:
            return [f"{tr('No conclusion is drawn:')} {_doubt(found, about)}"]
        case Verdict.ALREADY_MOVING if reading.reason is Reason.BROKE_BEFORE:
            text = gettext_lazy("The change stands out, but its sharpest point, in {month}, comes before the event.")
            return [tr(text, month=period_name(str(found.break_on)))]
        case Verdict.ALREADY_MOVING:
            return [tr("The change stands out, but the figures had already moved in the year before.")]
        case Verdict.SHARED:
            text = gettext_lazy(
                "The change stands out, but its sharpest point, in {month}, comes at or after another event: {event}. The two cannot be separated."
            )
            title = _title(str(found.nearer), about)
            return [tr(text, month=period_name(str(found.break_on)), event=title)]
        case Verdict.NOT_YET:
            return _not_yet(found, about)
    return [f"{tr('No comparison is possible:')} {_obstacle(found)}"]


def _stands_out(reading: Reading) -> str:
    values = {"relative": times(reading.relative)}
    if reading.low is None or reading.high is None:
        return tr("The change stands out: {relative} times that of the median state.", **values)
    values |= {"low": times(reading.low), "high": times(reading.high)}
    text = gettext_lazy(
        "The change stands out: {relative} times that of the median state (90% interval {low} to {high})."
    )
    return tr(text, **values)


def _alike(reading: Reading) -> int:
    """Return how many other states changed as much, given their size."""
    states = (reading.compared or 0) + 1
    return round((reading.p_states or 0.0) * states) - 1


def _others_alike(reading: Reading) -> str:
    count, others = _alike(reading), reading.compared or 0
    if not count:
        text = gettext_lazy("None of the other {others} states changed as much, up or down, given its size.")
        return tr(text, others=others)
    return trn(
        "One of the other {others} states changed as much, up or down, given its size.",
        "{n} of the other {others} states changed as much, up or down, given their size.",
        count,
        others=others,
    )


def _within(reading: Reading) -> list[str]:
    found = [
        trn(
            "The change is in the range seen in other states: {n} of the other {others} changed as much, given its size.",
            "The change is in the range seen in other states: {n} of the other {others} changed as much, given their size.",
            _alike(reading),
            others=reading.compared or 0,
        )
    ]
    if reading.visible is not None:
        text = gettext_lazy(
            "Relative to the median state, only a rise to {rise} times or more, or a fall to {fall} times or less, could have been told apart."
        )
        found.append(tr(text, rise=times(reading.visible), fall=times(1 / reading.visible)))
    return [*found, tr("This does not show that nothing changed.")]


def _doubt(found: EventReading, about: EventContext) -> str:
    reading = found.reading
    match reading.reason:
        case Reason.STATES:
            return trn(
                "{n} of the other {others} states changed as much, up or down, given its size.",
                "{n} of the other {others} states changed as much, up or down, given their size.",
                _alike(reading),
                others=reading.compared or 0,
            )
        case Reason.DATES:
            dates = reading.dates or 0
            count = round((reading.p_dates or 0.0) * (1 + dates)) - 1
            text = gettext_lazy("{place} itself had changed as much at {x} of {n} earlier dates.")
            return tr(text, place=_place(about.place), x=count, n=dates)
        case Reason.MATCHED:
            return tr("states with a similar path before do not show the same difference.")
        case Reason.FAMILY:
            text = gettext_lazy("among the {n} indicators tested, one change of this size is not rare.")
            return tr(text, n=about.tested)
        case Reason.NO_BREAK:
            return tr("the month of the sharpest change could not be computed.")
    return tr("neither check could be made.")


def _not_yet(found: EventReading, about: EventContext) -> list[str]:
    values = {"end": period_name(str(found.needs)), "date": day_name(str(found.due_on))}
    count = found.window or 0
    if about.yearly:
        first = trn(
            "Pending: the comparison of one year needs figures through {end}.",
            "Pending: the comparison of {n} years needs figures through {end}.",
            count,
            **values,
        )
    else:
        first = tr("Pending: the {n}-month comparison needs figures through {end}.", n=count, **values)
    if found.overdue:
        return [first, tr("They were due by {date} and are not in this copy.", **values)]
    return [first, tr("It can be made from {date}.", **values)]


def _obstacle(found: EventReading) -> str:
    match found.reason:
        case Reason.NO_PLACE:
            return tr("the event has no single state.")
        case Reason.DATE_TOO_COARSE:
            return tr("only the year of the event is known.")
        case Reason.REGISTRY_BREAK:
            text = gettext_lazy("the registry changes in {month}, inside the period compared.")
            return tr(text, month=period_name(str(found.registry_break)))
        case Reason.TOO_SHORT_BEFORE:
            return tr("fewer than 12 months before the event are held here.")
        case Reason.MISSING_PERIODS:
            return trn(
                "{n} month of the period has no figure.",
                "{n} months of the period have no figure.",
                found.reading.missing_periods or 0,
            )
        case Reason.TOO_FEW_CASES:
            return tr("the counts are too small.")
        case Reason.TOO_FEW_STATES:
            return tr("fewer than 20 states can be compared.")
    return tr("no monthly figures of this state are held here.")


def _break(found: EventReading, about: EventContext) -> list[str]:
    """Return when the path changed, for a change that stands out."""
    at = found.reading.break_at
    if found.verdict is not Verdict.STANDS_OUT or at is None or found.break_on is None:
        return []
    month = period_name(found.break_on)
    if at == 0 and about.yearly:
        text = gettext_lazy("The sharpest change in the yearly figures comes in {month}, in the year of the event.")
        return [tr(text, month=month)]
    if at == 0:
        text = gettext_lazy("The sharpest change in the monthly figures comes in {month}, in the month of the event.")
        return [tr(text, month=month)]
    if about.yearly:
        return [
            trn(
                "The sharpest change in the yearly figures comes in {month}, {n} year after the event.",
                "The sharpest change in the yearly figures comes in {month}, {n} years after the event.",
                at,
                month=month,
            )
        ]
    return [
        trn(
            "The sharpest change in the monthly figures comes in {month}, {n} month after the event.",
            "The sharpest change in the monthly figures comes in {month}, {n} months after the event.",
            at,
            month=month,
        )
    ]


def _notes(found: EventReading, about: EventContext) -> list[str]:
    notes = []
    others = [_title(one, about) for one in found.also]
    if others and found.verdict not in _WITHOUT_COMPARISON:
        text = gettext_lazy("Other listed events in the same state and months: {events}.")
        notes.append(tr(text, events="; ".join(others)))
    registered = [_dated(one, about) for one in found.also_registered]
    if registered and found.verdict not in _WITHOUT_COMPARISON:
        text = gettext_lazy("Other events in that state and those months, of kinds without a comparison: {events}.")
        notes.append(tr(text, events="; ".join(registered)))
    if found.preliminary:
        notes.append(tr("The latest months may still be revised."))
    if about.retrospective and found.verdict not in _WITHOUT_COMPARISON:
        notes.append(tr("These figures were already known when the rules of this comparison were fixed."))
    return notes


def _title(event: str, about: EventContext) -> str:
    return localize(about.titles[event]) if event in about.titles else event


def _dated(event: str, about: EventContext) -> str:
    """Return the title of an event with its date, so that it can be compared with the sharpest change."""
    title, date = _title(event, about), about.dates.get(event)
    return title if date is None else f"{title} ({event_day(date)})"


def event_day(date: str) -> str:
    """Return the date of an event in words; it may be a month or a year."""
    named = {len("2026-05-01"): day_name, len("2026-05"): month_name}.get(len(date))
    return named(date) if named else date


def recorded(event: Event, field: str, text: str, *, ascii_only: bool = False) -> str:
    """Return a field of an event in words, after ≈ if this register inferred it."""
    return f"{mark('reading', ascii_only=ascii_only)} {text}" if text and field in event.inferred else text


def supplied_note(fields: Iterable[str]) -> str:
    """Return what the sign before a word means, with the names of the fields that carry it."""
    names = ", ".join(label("field", name) for name in fields)
    return tr("≈ before a word: the source does not say so; this tracker supplied it. Here: {fields}.", fields=names)


def closing(found: EventReading) -> list[str]:
    """Return what a reading does not show."""
    if found.verdict in _WITHOUT_COMPARISON:
        return [tr("The order of events does not show a cause.")]
    return [tr("This compares a state before and after with other states."), tr("It does not show a cause.")]


def caution() -> str:
    """Return what holds for every reading of an event."""
    return tr("The order of events does not show a cause.")


def compared(studies: Sequence[EventStudy]) -> list[EventStudy]:
    """Return the events whose headline was compared with other states."""
    return [one for one in studies if one.headline.verdict not in _WITHOUT_COMPARISON]


def count_compared(studies: Sequence[EventStudy]) -> str:
    """Return how many events are of a kind that is compared and how many of them could be."""
    text = gettext_lazy("Events of the kinds compared: {all}; with a comparison: {compared}.")
    return tr(text, all=len(studies), compared=len(compared(studies)))


BY_CHANCE = 0.013
"""The share of comparisons that stand out where no event is listed, homicide at 12 months (section 11.6 of the method)."""


def expected_by_chance(readings: Sequence[EventReading]) -> str:
    """Return how many readings of a page would stand out even if no event had happened."""
    compared = [one for one in readings if one.verdict not in _WITHOUT_COMPARISON]
    text = gettext_lazy("Of {n} comparisons, about {x} would stand out even if no event had happened.")
    return tr(text, n=len(compared), x=f"{BY_CHANCE * len(compared):.1f}") if compared else ""


def times(value: float | None) -> str:
    """Return a ratio with two decimals."""
    return f"{value or 0.0:.2f}"
