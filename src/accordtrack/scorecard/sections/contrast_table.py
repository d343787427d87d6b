"""Table of the compared series of a contrast: values, periods, sources and marks, one series per row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Row, Table
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import conflicts, series
from accordtrack.scorecard.sections.cards import place_of_series, round_for_export
from accordtrack.scoring.contrast import IMPROVED, UNCHANGED, WORSENED
from accordtrack.scoring.trend import TOO_SHORT
from accordtrack.text import contrast as words
from accordtrack.text import release_dates
from accordtrack.text.numbers import unchanged_margin
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Tone
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.series import Pair, Point

_TONES: dict[str, Tone] = {IMPROVED: "good", WORSENED: "warn"}


@dataclass(frozen=True, slots=True)
class _Listed:
    """A compared series; ``part`` is its group, ``unfit`` marks series with an open conflict of figures."""

    part: str
    line: Line
    pair: Pair
    unfit: bool

    @property
    def is_main(self) -> bool:
        """Whether it is the main series of its indicator, not an additional one."""
        return self.part != "others"


class Marks:
    """Footnote letters; the same remark has the same letter in the whole section."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def letter_of(self, words: str) -> str:
        """Return the letter of a remark: a, b, …, z, aa and so on."""
        number = len(self._letters)
        return self._letters.setdefault(words, chr(97 + number % 26) * (1 + number // 26))

    def explain_letters(self, used: set[str]) -> str:
        """Return the explanation of the letters used in one table."""
        return "; ".join(
            tr("{letter}: {words}", letter=letter, words=words)
            for words, letter in self._letters.items()
            if words in used
        )


def table(data: ScorecardData, contrast: Contrast, title: str, marks: Marks) -> Table | None:
    """Return the table of all series with two values, or None if there are none.

    Outputs come first, then outcomes, guards, and other series of the same indicators, which are not counted.
    """
    parts = (
        ("outputs", contrast.outputs),
        ("outcomes", contrast.outcomes),
        ("guards", series.outside_guards(contrast)),
        ("others", contrast.others),
    )
    unfit = {name for one in conflicts.open_conflicts(data) for name in one.indicators}
    listed = [
        _Listed(part, line, line.pair, line.gauge.id in unfit)
        for part, lines in parts
        for line in lines
        if line.pair is not None
    ]
    rows = tuple(_row(data, contrast, one, marks) for one in listed)
    letters = marks.explain_letters({words for one in listed for words in _remarks(data, contrast, one)})
    within = tr("±: the largest change that counts as unchanged")
    text = "; ".join(
        (
            *([letters] if letters else []),
            *([within] if any(UNCHANGED in _movements(one.line) for one in listed) else []),
        )
    )
    name = tr("{theme}: the compared series", theme=title)
    return Table(f"contrast-of-{contrast.id}-series", name, _columns(), rows, (text,) if text else ()) if rows else None


def _columns() -> tuple[Column, ...]:
    return (
        Column("series", tr("series"), weight=4.0),
        Column("sources", tr("its name, sources, release of each figure"), weight=4.0, within="series"),
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


def _row(data: ScorecardData, contrast: Contrast, one: _Listed, marks: Marks) -> Row:
    """Return the row of a series with its two values, their origin, and its footnote letters."""
    line, pair = one.line, one.pair
    change = 100 * pair.change / abs(pair.first.value) if pair.first.value else None
    letters = ", ".join(sorted(marks.letter_of(words) for words in _remarks(data, contrast, one)))
    word = _movement_text(line, line.word)
    return Row(
        f"contrast-of-{contrast.id}-{one.part}-{line.gauge.id}" + ("" if one.is_main else f"-{line.series}"),
        (
            Cell(series.title_with_unit(data, line), line.gauge.id),
            Cell(_sources_text(line.series or "", pair)),
            Cell(place_of_series(line.gauge), line.gauge.side),
            Cell(label("level", line.gauge.level), str(line.gauge.level)),
            *_value_cells(line, pair.first),
            *_value_cells(line, pair.last),
            Cell(series.percent_change(pair), round_for_export(change)),
            Cell(
                f"{word} ({letters})" if letters else word,
                line.word,
                _TONES.get(line.word, "") if line.is_counted and one.is_main else "muted",
            ),
            Cell(_latest_movement(line), (line.latest_word or None) if words.latest_step(line) else None),
        ),
    )


def _remarks(data: ScorecardData, contrast: Contrast, one: _Listed) -> list[str]:
    """Return the remarks on the two values of a series; its latest step has its own column."""
    step = words.latest_step(one.line)
    return [
        *([] if one.is_main else [tr("other series of the same indicator, not counted")]),
        *(
            note
            for note in words.notes(one.line, one.pair, contrast.base or "")
            if note not in {step, unchanged_margin(one.line.gauge.unchanged_within)}
        ),
        *([label("no comparison", TOO_SHORT)] if series.is_short(data, one.pair) else []),
        *([tr("read beside")] if series.is_guard(contrast, one.line) else []),
        *([tr("figures or words about it conflict")] if one.unfit else []),
    ]


def _sources_text(name: str, pair: Pair) -> str:
    """Return the name of the series, then each source of the two values with its release date."""
    rows = release_dates.by_source(row for point in (pair.first, pair.last) for row in point.rows)
    lines = (f"{source}, {release_dates.day(row.published, row.exact)}" for source, row in rows.items())
    return sanitize_line("; ".join((label("series", name), *lines)))


def _movements(line: Line) -> set[str]:
    """Return the movements that the row shows."""
    return {line.word, *([str(line.latest_word)] if words.latest_step(line) else [])}


def _latest_movement(line: Line) -> str:
    """Return the movement of the latest step if it differs from that of the whole period; otherwise an empty text."""
    if not words.latest_step(line):
        return ""
    return tr("latest: {word}", word=_movement_text(line, str(line.latest_word)))


def _movement_text(line: Line, word: str) -> str:
    """Return a movement; ``unchanged`` includes its margin."""
    text = label("movement", word)
    return f"{text} ±{100 * line.gauge.unchanged_within:g} %" if word == UNCHANGED else text


def _value_cells(line: Line, point: Point) -> tuple[Cell, Cell]:
    return Cell(words.value(line, point), round_for_export(point.value)), Cell(series.period(point))
