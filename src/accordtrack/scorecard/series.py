"""Series of a contrast: as bars of a chart, and as lines of one table with values, periods, sources and marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.i18n import local, tr
from accordtrack.scorecard import unfitting
from accordtrack.scorecard.cards import about, exported
from accordtrack.scorecard.value import Bar, Cell, Column, Row, Table
from accordtrack.scoring.contrast import IMPROVED, UNCHANGED, WORSENED
from accordtrack.scoring.rounding import rounded
from accordtrack.scoring.trend import TOO_SHORT
from accordtrack.sentences import contrast as words
from accordtrack.sentences.numbers import margin
from accordtrack.text import wash_line
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Tone
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.series import Pair, Point

TONES: dict[str, Tone] = {IMPROVED: "good", WORSENED: "warn"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with where it comes from."""

    bar: Bar
    sources: tuple[str, ...]
    released: str


class Marks:
    """Letters for what a reader must know of a line, the same for the same words in the whole section."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def of(self, words: str) -> str:
        """The letter of some words: a, b, …, z, aa and so on."""
        number = len(self._letters)
        return self._letters.setdefault(words, chr(97 + number % 26) * (1 + number // 26))

    def told(self, used: set[str]) -> str:
        """What the letters of one table stand for."""
        return "; ".join(
            tr("{letter}: {words}", letter=letter, words=words)
            for words, letter in self._letters.items()
            if words in used
        )


def bars(held: Held, found: Contrast) -> tuple[Drawn, ...]:
    """The outputs and outcomes that the verdict counts, so that the bars are as many as its counts."""
    lines = (line for line in (*found.outputs, *found.outcomes) if line.counted)
    return tuple(_bar(held, found, line) for line in lines if line.pair and line.pair.first.value)


def undrawn(held: Held, found: Contrast) -> list[str]:
    """Which counted series have no bar: those that begin at zero."""
    mine = [line for line in (*found.outputs, *found.outcomes) if line.counted]
    zero = [named(held, line) for line in mine if line.pair and not line.pair.first.value]
    return [tr("Not drawn, since the first value is 0: {names}.", names="; ".join(zero))] if zero else []


def _bar(held: Held, found: Contrast, line: Line) -> Drawn:
    pair = line.pair
    if pair is None:
        raise ValueError(line.gauge.id)
    marks = [tr("guard")] if _guards(found, line) else []
    start, end = _period(pair.first), _period(pair.last)
    rows = [row for point in (pair.first, pair.last) for row in point.rows]
    bar = Bar(
        held.title("indicator", line.gauge.id),
        100 * pair.change / abs(pair.first.value),
        tr("{change} ({start} to {end})", change=percent(pair), start=start, end=end),
        "outcome" if line.gauge.is_result else "output",
        "; ".join((label("movement", line.word), about(line.gauge), *marks)),
    )
    sources = {row.source for row in rows}
    return Drawn(bar, tuple(sorted(_source(held, source) for source in sources)), max(row.published for row in rows))


def _guards(found: Contrast, line: Line) -> bool:
    """Whether it guards another series of the theme."""
    return line.gauge.id in {one.gauge.id for one in found.guards}


def beside(found: Contrast) -> list[Line]:
    """Guards that are no series of the theme themselves."""
    listed = {one.gauge.id for one in (*found.outputs, *found.outcomes)}
    return [line for line in found.guards if line.gauge.id not in listed]


def _short(held: Held, pair: Pair) -> bool:
    """Whether the trend would not take it: the two values lie less than a year apart."""
    return pair.years < held.scores.method.trend.years


def _source(held: Held, code: str) -> str:
    """Who published it; its code stands in the table below."""
    return wash_line(held.facts.sources.get(code, {}).get("publisher") or code)


def percent(pair: Pair) -> str:
    """The change in percent of the first value, signed; whole where a value is not exact, n/a where the first is 0."""
    if not pair.first.value:
        return tr("n/a")
    value = 100 * pair.change / abs(pair.first.value)
    if {pair.first.qualifier, pair.last.qualifier} != {Qualifier.EXACT}:
        return f"{label('qualifier', Qualifier.ABOUT)} {_signed(rounded(value, 0), 0)}"
    return _signed(rounded(value, 1), 1)


def _signed(value: float, decimals: int) -> str:
    return f"{value:+,.{decimals}f} %" if value else "0 %"


def table(held: Held, found: Contrast, title: str, marks: Marks) -> Table | None:
    """Every series with two values: outputs, outcomes, guards, then other series of the same indicators, not counted."""
    parts = (
        ("outputs", found.outputs),
        ("outcomes", found.outcomes),
        ("guards", beside(found)),
        ("others", found.others),
    )
    used: set[str] = set()
    unfit = {name for one in unfitting.open_conflicts(held) for name in one.indicators}
    rows = tuple(
        _row(held, found, part, line, line.pair, marks, used, unfit)
        for part, lines in parts
        for line in lines
        if line.pair is not None
    )
    within = tr("±: the change up to which a value counts as unchanged")
    marked = any(" ±" in row.cells[at].text for row in rows for at in (-2, -1))
    told = "; ".join((*([marks.told(used)] if used else []), *([within] if marked else [])))
    notes = (told,) if told else ()
    name = tr("{theme}: the compared series", theme=title)
    return Table(f"contrast-of-{found.id}-series", name, _columns(), rows, notes) if rows else None


def _columns() -> tuple[Column, ...]:
    return (
        Column("series", tr("series"), weight=4.0),
        Column("sources", tr("its name, sources, releases"), weight=4.0, within="series"),
        Column("about", tr("about"), weight=1.4),
        Column("level", label("field", "level"), within="about"),
        Column("first", tr("first value"), "right", weight=1.5),
        Column("first_period", tr("period"), "right", within="first"),
        Column("last", tr("last value"), "right", weight=1.5),
        Column("last_period", tr("period"), "right", within="last"),
        Column("change", tr("change in percent"), "right", weight=1.2),
        Column("movement", tr("movement"), weight=1.6),
        Column("latest", tr("latest step"), weight=1.6, within="movement"),
    )


def _row(
    held: Held, found: Contrast, part: str, line: Line, pair: Pair, marks: Marks, used: set[str], unfit: set[str]
) -> Row:
    """A line with its two values, where each is from, and the letters of what must be known of them."""
    anchor = f"contrast-of-{found.id}-{part}-{line.gauge.id}"
    if part == "others":
        anchor = f"{anchor}-{line.series}"
    change = 100 * pair.change / abs(pair.first.value) if pair.first.value else None
    step = words.latest_step(line)
    told = [
        *([tr("other series of the same indicator, not counted")] if part == "others" else []),
        *(note for note in words.notes(line, pair, found.base or "") if note not in {step, margin(line.gauge)}),
        *([label("no comparison", TOO_SHORT)] if _short(held, pair) else []),
        *([tr("guard")] if _guards(found, line) else []),
        *([tr("figures or words about it do not fit")] if line.gauge.id in unfit else []),
    ]
    used.update(told)
    letters = f" ({', '.join(marks.of(one) for one in told)})" if told else ""
    word = _moved(line, line.word)
    tone = TONES.get(line.word, "") if line.counted and part != "others" else "muted"
    return Row(
        anchor,
        (
            Cell(named(held, line), line.gauge.id),
            Cell(_where(line.series or "", pair)),
            Cell(about(line.gauge), line.gauge.side),
            Cell(label("level", line.gauge.level), str(line.gauge.level)),
            *_value(line, pair.first),
            *_value(line, pair.last),
            Cell(percent(pair), exported(change)),
            Cell(f"{word}{letters}", line.word, tone),
            Cell(_latest(line), (line.latest_word or None) if step else None),
        ),
    )


def _where(series: str, pair: Pair) -> str:
    """The series, then each source behind the two values with the day of its release."""
    rows = {row.source: row.published for point in (pair.first, pair.last) for row in point.rows}
    return wash_line("; ".join((series, *(f"{source}, {day}" for source, day in rows.items()))))


def _latest(line: Line) -> str:
    """The word of the latest step, where it is another than that of the whole."""
    if not words.latest_step(line):
        return ""
    return tr("latest: {word}", word=_moved(line, str(line.latest_word)))


def _moved(line: Line, word: str) -> str:
    """A movement; of one that is called unchanged, up to which change it is."""
    told = label("movement", word)
    return f"{told} ±{100 * line.gauge.unchanged_within:g} %" if word == UNCHANGED else told


def named(held: Held, line: Line) -> str:
    """The title of a series with its unit."""
    unit = wash_line(local(held.scores.unit(line.gauge.id)))
    return tr("{title}, {unit}", title=held.title("indicator", line.gauge.id), unit=unit)


def _period(point: Point) -> str:
    """A period as short as it can be said: whole months without their days, two days so that a line can end between them."""
    after = date.fromisoformat(point.end) + timedelta(days=1)
    told = words.period(point)
    if "/" in told and point.start.endswith("-01") and after.day == 1:
        return f"{point.start[:7]}/{point.end[:7]}"
    return told.replace("/", " / ")


def _value(line: Line, point: Point) -> tuple[Cell, Cell]:
    return Cell(words.value(line, point), exported(point.value)), Cell(_period(point))
