"""What changed, in words: a theme in one sentence, the path of a series, and what was not compared (AT-2.0.0, 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.core.safe_text import with_minus_signs
from accordtrack.i18n import gettext_lazy, localize, sides, tr, trn
from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.path_shape import Shape
from accordtrack.scoring.series_path import Level
from accordtrack.scoring.theme_words import Word
from accordtrack.text import release_dates
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.text.numbers import format_amount
from accordtrack.types.regions import NAMES
from accordtrack.vocabulary import Precision, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.path_shape import Movement
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series_path import SeriesPath
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.scoring.theme_words import Family

_LEAP_YEAR = 366
_COUNTS = {
    Word.BETTER: gettext_lazy("improved {n}"),
    Word.PARTLY_BETTER: gettext_lazy("partly improved {n}"),
    Word.NO_CHANGE: gettext_lazy("did not change {n}"),
    Word.MIXED: gettext_lazy("mixed {n}"),
    Word.PARTLY_WORSE: gettext_lazy("partly worsened {n}"),
    Word.WORSE: gettext_lazy("worsened {n}"),
}


def answer(found: ThemePaths) -> str:
    """Return the answer about a theme in one sentence: its word, the number of families, and whose country they are about."""
    measured = found.measured
    if not measured:
        return tr("No comparable figures were found.")
    head = _head(found.word, len(measured))
    return tr("{head} ({counts}); {about}.", head=head, counts=_counts(found), about=_about(measured))


def whole(found: Sequence[ThemePaths]) -> str:
    """Return the answer over all themes: how many have which word, and whose country the families are about."""
    counted = ((sum(one.word is word for one in found), text) for word, text in _COUNTS.items())
    counts = ", ".join(tr(text, n=n) for n, text in counted if n)
    without = sum(one.word is Word.NOT_MEASURED for one in found)
    measured = [family for one in found for family in one.measured]
    if not measured:
        return tr("No comparable figures were found.")
    return tr(
        "Of {all} areas, by their indicators: {counts}; {without} lack comparable data. Of {n} indicators, {about}.",
        all=len(found),
        counts=counts,
        without=without,
        n=len(measured),
        about=_about(measured),
    )


def sentences(found: ThemePaths, title: Callable[[str], str]) -> list[str]:
    """Return the answer and the sentences that belong beside it. ``title`` is that of an indicator by its id."""
    missing = len(found.families) - len(found.measured)
    kept = [answer(found)]
    if missing and found.measured:
        kept.append(
            trn(
                "{n} more indicator has no comparable figures.",
                "{n} more indicators have no comparable figures.",
                missing,
            )
        )
    guards = "; ".join(title(one.gauge.id) for one in found.worse_guards)
    kept += [tr("Worsened, to be read beside: {names}.", names=guards)] if guards else []
    contrary = [one for one in found.families if one.contrary]
    kept += [
        tr(
            "A later preliminary figure goes the other way: {names}.",
            names="; ".join(title(_first(one)) for one in contrary),
        )
    ] * bool(contrary)
    return kept


def _first(family: Family) -> str:
    return family.indicators[0].gauge.id


def _head(word: Word, n: int) -> str:
    match word:
        case Word.BETTER:
            return trn("The only indicator improved", "The {n} indicators improved", n)
        case Word.PARTLY_BETTER:
            return trn("The only indicator partly improved", "The {n} indicators partly improved", n)
        case Word.NO_CHANGE:
            return trn("The only indicator did not change", "The {n} indicators did not change", n)
        case Word.PARTLY_WORSE:
            return trn("The only indicator partly worsened", "The {n} indicators partly worsened", n)
        case Word.WORSE:
            return trn("The only indicator worsened", "The {n} indicators worsened", n)
        case _:
            return trn("The only indicator is mixed", "The {n} indicators are mixed", n)


def _counts(found: ThemePaths) -> str:
    told = ((found.count(word), text) for word, text in _COUNTS.items())
    return ", ".join(tr(text, n=n) for n, text in told if n)


def _about(families: Sequence[Family]) -> str:
    counts = {side: sum(1 for one in families if {str(side), "JOINT"} & {*one.sides}) for side in Side}
    one, other = sorted(sides(), key=lambda side: not counts[Side(side)]) if 0 in counts.values() else sides()
    values = {"one": label("the side", one), "other": label("the side", other)}
    if not counts[Side(other)]:
        return trn(
            "it is about {one}, and there is none about {other}",
            "all are about {one} and none about {other}",
            len(families),
            **values,
        )
    n, m = counts[Side(one)], counts[Side(other)]
    return trn(
        "{n} is about {one} and {m} about {other}", "{n} are about {one} and {m} about {other}", n, **values, m=m
    )


def path(found: SeriesPath) -> str:
    """Return the path of a series as a clause: *fell from 100.5 (2020) to 88.4 (2023), then rose to 91.7 (2024)*.

    Without a path it says why not.
    """
    if found.path is None or found.first is None or found.last is None:
        return tr("not compared: {why}", why=reason(found.reason))
    values = {
        "first": dated(found.first),
        "last": dated(found.last),
        "peak": dated(found.peak),
        "trough": dated(found.trough),
    }
    match found.path.shape:
        case Shape.ROSE_THEN_FELL:
            return tr("rose from {first} to {peak}, then fell to {last}", **values)
        case Shape.FELL_THEN_ROSE:
            return tr("fell from {first} to {trough}, then rose to {last}", **values)
        case Shape.ROSE_FELL_ROSE:
            return tr("rose from {first} to {peak}, fell to {trough}, then rose to {last}", **values)
        case Shape.FELL_ROSE_FELL:
            return tr("fell from {first} to {trough}, rose to {peak}, then fell to {last}", **values)
    if found.path.since.value == "level":
        return tr("did not change beyond the margin: {first}, {last}", **values)
    if found.last.value > found.first.value:
        return tr("rose from {first} to {last}", **values)
    return tr("fell from {first} to {last}", **values)


def words(found: SeriesPath, sign: int) -> list[str]:
    """Return the words of a path: since the agreement, and lately. Without a good direction they are *rose* and *fell*."""
    if found.path is None:
        return []
    since = tr("since the agreement") if found.level is Level.AT_AGREEMENT else tr("since the first full year after")
    told = [f"{since}: {movement(found.path.since, sign)}"]
    lately = tr("lately: {word}", word=movement(found.path.lately, sign))
    told.append(label("path word", Shape.TWO_VALUES) if found.path.lately is None else lately)
    return [*told, *filter(None, [_per_year(found)])]


def movement(word: Movement | None, sign: int) -> str:
    """Return *improved*, *worsened* or *no change*; without a good direction *rose* or *fell*; a dash for none."""
    if word is None:
        return "—"
    if sign:
        return label("path word", word)
    return label("path word", {"better": Shape.ROSE, "worse": Shape.FELL, "level": Shape.LEVEL}[word.value])


def reason(code: NotCompared | None) -> str:
    """Return why figures are not compared, in words."""
    return label("path reason", code or NotCompared.NO_FIGURE)


def not_compared(found: IndicatorPaths) -> str:
    """Return why an indicator has no path."""
    return tr("not compared: {why}", why=reason(found.reason))


def dated(figure: Figure | None) -> str:
    """Return a value with its period: ``100.5 (2020)``; a dash for none."""
    return "—" if figure is None else f"{value(figure)} ({period_name(figure)})"


def value(figure: Figure) -> str:
    """Return a value with its qualifier: ``about 27,700``."""
    return f"{label('qualifier', figure.qualifier)} {format_amount(figure.value)}".strip()


def period_name(figure: Figure) -> str:
    """Return the period of a figure in words: a year, a month, a day, 12 months, or its first and last month or day."""
    start, end = figure.start, figure.end
    if start == end:
        return day_name(end)
    whole_months = start.endswith("-01") and end == last_day(end[:7])
    if not whole_months:
        return tr("{start} to {end}", start=day_name(start), end=day_name(end))
    if start[:7] == end[:7]:
        return month_name(end[:7])
    if start[5:7] == "01" and end[5:7] == "12":
        return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
    if figure.days in {_LEAP_YEAR - 1, _LEAP_YEAR}:
        return tr("12 months to {month}", month=month_name(end[:7]))
    return tr("{start} to {end}", start=month_name(start[:7]), end=month_name(end[:7]))


def aside(found: SeriesPath) -> str:
    """Return what stands beside *since*: from when a path counts if not from the agreement, and the change of a stock."""
    late = tr("since the first full year after") if found.level is Level.FIRST_FULL else ""
    return ", ".join(text for text in (late, _per_year(found)) if text)


def _per_year(found: SeriesPath) -> str:
    """Return the change per year of a stock: ``+9,806 a year``; an empty text for other series."""
    if found.per_year is None:
        return ""
    sign = "+" if found.per_year > 0 else ""
    return tr("{n} a year", n=with_minus_signs(sign + format_amount(found.per_year)))


def title(scores: ScoreAccess, indicator: str) -> str:
    """Return the title of an indicator, with the mark ◊ if an open conflict of figures is about it."""
    text = localize(scores.title_of("indicator", indicator))
    return f"{text} ◊" if indicator in scores.in_conflict else text


def unit(scores: ScoreAccess, indicator: str) -> str:
    """Return the unit of an indicator."""
    return localize(scores.unit(indicator))


def so_far(found: SeriesPath) -> str | None:
    """Return the unfinished year beside the same months of the level at the agreement, or None without one."""
    part = found.so_far
    if part is None or found.first is None:
        return None
    text = trn(
        "so far, {n} month to {end}: {value}; the same month then: {then}",
        "so far, {n} months to {end}: {value}; the same months then: {then}",
        part.months,
        end=month_name(part.end[:7]),
        value=format_amount(part.value),
        then=format_amount(part.same_months),
    )
    return tr("{text} (preliminary)", text=text) if part.preliminary else text


def later(found: SeriesPath) -> str | None:
    """Return the later preliminary figure, or None without one after the last year."""
    if found.later is None or (found.last is not None and found.later.end <= found.last.end):
        return None
    return tr("preliminary: {value}", value=dated(found.later))


def releases(figures: Sequence[Figure]) -> str:
    """Return when the figures came out, each date once and as exactly as it is known: ``November 12, 2024; 2025``."""
    dates = {(one.released_on, one.rows[0].exact if one.rows else Precision.DAY) for one in figures}
    return "; ".join(dict.fromkeys(_release(day, exact) for day, exact in sorted(dates)))


def _release(day: str, exact: Precision) -> str:
    if exact is Precision.MONTH:
        return month_name(day[:7])
    return day_name(day) if exact is Precision.DAY else release_dates.day(day, exact)


def place_name(code: str | None) -> str:
    """Return the name of a place, or the whole country for none."""
    return localize(NAMES[code]) if code in NAMES else code or tr("whole country")
