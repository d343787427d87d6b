"""What changed, in words: a theme in one sentence, the path of a series, and what was not compared (AT-2.0.0, 1)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.core.safe_text import with_minus_signs
from accordtrack.i18n import gettext_lazy, localize, sides, tr, trn
from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.path_shape import Movement, Shape
from accordtrack.scoring.series_path import Level
from accordtrack.scoring.theme_words import Word
from accordtrack.text import release_dates
from accordtrack.text.calendar_names import day_name, month_name
from accordtrack.text.counted import counted, plain
from accordtrack.text.numbers import format_amount, unchanged_margin
from accordtrack.types.regions import NAMES
from accordtrack.vocabulary import Precision, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.path_shape import Path
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series_path import SeriesPath
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.scoring.theme_words import Family

_YEAR, _LEAP_YEAR = 365, 366
_FISCAL = ":fiscal-year"
_COUNTS = {
    Word.BETTER: gettext_lazy("improved in {n}"),
    Word.PARTLY_BETTER: gettext_lazy("partly improved in {n}"),
    Word.NO_CHANGE: gettext_lazy("did not change in {n}"),
    Word.PARTLY_WORSE: gettext_lazy("partly worsened in {n}"),
    Word.WORSE: gettext_lazy("worsened in {n}"),
    Word.MIXED: gettext_lazy("were mixed in {n}"),
}


def answer(found: ThemePaths) -> str:
    """Return the answer about a theme in one sentence: its word, the number of families, and whose country they are about."""
    return plain(counted_answer(found))


def counted_answer(found: ThemePaths) -> str:
    """Return the answer about a theme with its numbers marked as ``text.counted`` does."""
    measured = found.measured
    if not measured:
        return tr("No comparable figures were found.")
    counts = Counter(family.word for family in measured)
    head = _head(found.word, len(measured)) if len(counts) == 1 else _each(counts)
    return tr("{head}; {about}.", head=head, about=_about(measured))


def whole(found: Sequence[ThemePaths]) -> str:
    """Return the answer over all themes: in how many the indicators have which word, and whose country they are about."""
    return plain(counted_whole(found))


def counted_whole(found: Sequence[ThemePaths]) -> str:
    """Return the answer over all themes with its numbers marked as ``text.counted`` does."""
    measured = [family for one in found for family in one.measured]
    if not measured:
        return tr("No comparable figures were found.")
    by_word = ((word, sum(one.word is word for one in found), text) for word, text in _COUNTS.items())
    words = listed([tr(text, n=counted(n, f"areas-{word}")) for word, n, text in by_word if n])
    without = sum(one.word is Word.NOT_MEASURED for one in found)
    if without:
        text = gettext_lazy("Of {all} areas, indicators {words}; {without} lack comparable data.")
    else:
        text = gettext_lazy("Of {all} areas, indicators {words}.")
    values = {"all": counted(len(found), "areas"), "without": counted(without, f"areas-{Word.NOT_MEASURED}")}
    n = counted(len(measured), "indicators")
    second = trn(
        "Only {n} indicator has comparable data: {about}.",
        "Of {n} indicators with comparable data, {about}.",
        len(measured),
        n=n,
        about=_about(measured),
    )
    return f"{tr(text, words=words, **values)} {second}"


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence lists them: *a, b and c*."""
    *most, last = parts
    return tr("{most} and {last}", most=", ".join(most), last=last) if most else last


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
    return [*kept, *contrary(found.families, title)]


def contrary(found: Sequence[Family], title: Callable[[str], str]) -> list[str]:
    """Return the sentence on the preliminary figures that make families mixed; none without such a figure."""
    pairs = "; ".join(_contrary(one, title(each.gauge.id)) for family in found for each, one in family.contrary)
    if not pairs:
        return []
    return [tr("Preliminary figures go the other way: {pairs}.", pairs=pairs)]


def same_family_lines(found: ThemePaths, title: Callable[[str], str]) -> list[str]:
    """Return a line for each family that several of the indicators shown measure: it counts once."""
    alike = [[title(one.gauge.id) for one in family.indicators if one.compared] for family in found.measured]
    return [
        tr("One indicator, measured by several series and counted once: {names}.", names="; ".join(names))
        for names in alike
        if len(names) > 1
    ]


def _contrary(found: SeriesPath, name: str) -> str:
    """Return the two figures of a series whose preliminary figure goes the other way, and whether one release gives both."""
    later, against = found.later, found.later_against
    values = {"name": name, "against": dated(against), "later": dated(later)}
    if later is not None and against is not None and later.release == against.release:
        values["released"] = releases([later])
        return tr("{name}, {against} and {later}, both released {released}", **values)
    return tr("{name}, {against} and {later}, first releases", **values)


def _each(counts: Mapping[Word, int]) -> str:
    """Return how many indicators of a theme have which word, from the best to the worst."""
    parts = listed([_several(word, counts[word]) for word in Word if word in counts])
    n = counted(sum(counts.values()), "indicators")
    return tr("Of {n} indicators with comparable data, {parts}", n=n, parts=parts)


def _several(word: Word, n: int) -> str:
    match word:
        case Word.BETTER:
            return trn("{n} improved", "{n} improved", n)
        case Word.PARTLY_BETTER:
            return trn("{n} partly improved", "{n} partly improved", n)
        case Word.NO_CHANGE:
            return trn("{n} did not change", "{n} did not change", n)
        case Word.PARTLY_WORSE:
            return trn("{n} partly worsened", "{n} partly worsened", n)
        case Word.WORSE:
            return trn("{n} worsened", "{n} worsened", n)
        case _:
            return trn("{n} is mixed", "{n} are mixed", n)


def _head(word: Word, n: int) -> str:
    shown = counted(n, "indicators")
    match word:
        case Word.BETTER:
            return trn(
                "The only indicator with comparable data improved",
                "The {n} indicators with comparable data improved",
                n,
                n=shown,
            )
        case Word.PARTLY_BETTER:
            return trn(
                "The only indicator with comparable data partly improved",
                "The {n} indicators with comparable data partly improved",
                n,
                n=shown,
            )
        case Word.NO_CHANGE:
            return trn(
                "The only indicator with comparable data did not change",
                "The {n} indicators with comparable data did not change",
                n,
                n=shown,
            )
        case Word.PARTLY_WORSE:
            return trn(
                "The only indicator with comparable data partly worsened",
                "The {n} indicators with comparable data partly worsened",
                n,
                n=shown,
            )
        case Word.WORSE:
            return trn(
                "The only indicator with comparable data worsened",
                "The {n} indicators with comparable data worsened",
                n,
                n=shown,
            )
        case _:
            return trn(
                "The only indicator with comparable data is mixed",
                "The {n} indicators with comparable data are mixed",
                n,
                n=shown,
            )


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
    n = counts[Side(one)]
    shown = {name: counted(counts[Side(side)], f"indicators-{side}") for name, side in (("n", one), ("m", other))}
    return trn(
        "{n} is about {one} and {m} about {other}", "{n} are about {one} and {m} about {other}", n, **values, **shown
    )


def path(found: SeriesPath, unit: str = "", sign: str = "", *, plural: bool = False) -> str:
    """Return the path of a series as a clause: *fell from 100.5 (2020) to 88.4 (2023), then rose to 91.7 (2024)*.

    Without a path it says why not. ``unit`` follows the first number and ``sign``, such as %, each of them; ``plural`` says
    that the subject of the verb is one, which Spanish shows.
    """
    if found.path is None or found.first is None or found.last is None:
        return tr("no comparable figure: {why}", why=reason(found.reason))
    figures = {"first": found.first, "peak": found.peak, "trough": found.trough, "last": found.last}
    return clause(_shape(found.path, found.first, found.last), figures, unit, sign, plural=plural)


def in_heading(found: SeriesPath, *, plural: bool = False) -> str:
    """Return the path of a series as a clause of a heading, without values: *fell to 2023, then rose*.

    Without a path it says that there are no comparable figures.
    """
    if found.path is None or found.first is None or found.last is None:
        return tr("no comparable data")
    shape = _shape(found.path, found.first, found.last)
    text = label("headline clause of several" if plural else "headline clause", shape)
    turns = {"peak": found.peak, "trough": found.trough}
    return text.format(**{name: period_name(one) if one else "" for name, one in turns.items()})


def _shape(found: Path, first: Figure, last: Figure) -> Shape:
    """Return the shape of a path; of two values, which of the plain shapes it has."""
    if found.shape is not Shape.TWO_VALUES:
        return found.shape
    if found.since is Movement.LEVEL:
        return Shape.LEVEL
    return Shape.ROSE if last.value > first.value else Shape.FELL


def has_turn(found: SeriesPath) -> bool:
    """Whether a path turned between its ends, beyond the margin."""
    turns = {Shape.ROSE_THEN_FELL, Shape.FELL_THEN_ROSE, Shape.ROSE_FELL_ROSE, Shape.FELL_ROSE_FELL}
    return found.path is not None and found.path.shape in turns


def told_figures(found: SeriesPath) -> list[Figure]:
    """Return the figures that the sentence on a path tells, in their order: the ends, and the turns beyond the margin."""
    turns = (found.peak, found.trough) if has_turn(found) else ()
    figures = {one.end: one for one in (found.first, *turns, found.last) if one is not None}
    return [figures[end] for end in sorted(figures)]


def clause(
    shape: str, figures: Mapping[str, Figure | None], unit: str = "", sign: str = "", *, plural: bool = False
) -> str:
    """Return a clause with its figures: ``PAIR`` is *went from 72.8 a day (December 2024) to 52.4 (December 2025)*."""
    text = label("path clause of several" if plural else "path clause", shape)
    given = {name: dated(one, sign, unit if name == "first" else "") for name, one in figures.items()}
    return text.format(**given)


def words(found: SeriesPath, sign: int, margin: float) -> list[str]:
    """Return the words of a path: since the agreement, and lately, with the largest change that counts as unchanged.

    Without a good direction they are *rose* and *fell*.
    """
    if found.path is None:
        return []
    told = [f"{_late_start(found) or tr('since the agreement')}: {movement(found.path.since, sign)}"]
    if found.path.lately is not None:
        told.append(tr("lately: {word}", word=movement(found.path.lately, sign)))
    elif found.path.shape is Shape.TWO_VALUES:
        told.append(label("path word", Shape.TWO_VALUES))
    return [*told, *filter(None, [_per_year(found)]), unchanged_margin(margin)]


def basis(found: SeriesPath) -> str:
    """Return which figures a path compares where a reader could ask: days or months of the year, and first releases."""
    first, last = found.first, found.last
    if found.path is None or first is None or last is None:
        return ""
    told = []
    if found.first_releases:
        told.append(tr("first releases: there are no two final figures to compare"))
    if found.final is not None:
        told.append(tr("the final figure is {value}", value=dated(found.final)))
    if first.is_stock:
        rule = (
            gettext_lazy("from the last day held here up to the agreement to the latest day held")
            if found.level is Level.AT_AGREEMENT
            else gettext_lazy("from the first day held here after the agreement to the latest day held")
        )
        told.append(tr(rule))
    elif last.days < _YEAR:
        told.append(tr("the months are those of the latest figure"))
    return "; ".join(told)


def _late_start(found: SeriesPath) -> str:
    """Return since when a path counts if it has no figure from before the agreement, else an empty text."""
    if found.level is not Level.FIRST_FULL or found.first is None:
        return ""
    period = period_name(found.first)
    if found.first.is_stock or found.first.days < _YEAR:
        return tr("since the first figure held here after the agreement, {period}", period=period)
    return tr("since the first full year held here after the agreement, {period}", period=period)


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
    return tr("no comparable figure: {why}", why=reason(found.reason))


def dated(figure: Figure | None, sign: str = "", unit: str = "") -> str:
    """Return a value with its period: ``100.5 a day (2020)``; a dash for none."""
    if figure is None:
        return "—"
    return f"{value(figure)}{sign} {unit}".strip() + f" ({period_name(figure)})"


def in_short(figure: Figure, sign: str = "", unit: str = "") -> str:
    """Return a value with its period, of a single day the month: ``110,964 (August 2023)``."""
    period = month_name(figure.end[:7]) if figure.start == figure.end else period_name(figure)
    return f"{value(figure)}{sign} {unit}".strip() + f" ({period})"


def value(figure: Figure) -> str:
    """Return a value with its qualifier: ``about 27,700``."""
    return f"{label('qualifier', figure.qualifier)} {format_amount(figure.value)}".strip()


def period_name(figure: Figure) -> str:
    """Return the period of a figure in words: a year, a month, a day, 12 months, or its first and last month or day."""
    start, end = figure.start, figure.end
    if figure.series.endswith(_FISCAL):
        return tr("fiscal {year}", year=end[:4])
    if start == end:
        return day_name(end)
    whole_months = start.endswith("-01") and end == last_day(end[:7])
    if not whole_months:
        return tr("{start} to {end}", start=day_name(start), end=day_name(end))
    if start[:7] == end[:7]:
        return month_name(end[:7])
    if start[5:7] == "01" and end[5:7] == "12":
        return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
    if figure.days in {_YEAR, _LEAP_YEAR}:
        return tr("12 months to {month}", month=month_name(end[:7]))
    return tr("{start} to {end}", start=month_name(start[:7]), end=month_name(end[:7]))


def aside(found: SeriesPath) -> str:
    """Return what stands beside *since*: from when a path counts if not from the agreement, and the change of a stock."""
    return ", ".join(text for text in (_late_start(found), _per_year(found)) if text)


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
