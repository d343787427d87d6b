"""Series of a contrast: as bars of a chart, as lines with values, periods and sources, and what is not compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.i18n import local, tr
from accordtrack.scorecard.cards import about, exported
from accordtrack.scorecard.value import Bar, Cell, Column, Facts, Row, Table
from accordtrack.scoring.contrast import IMPROVED, WORSENED
from accordtrack.scoring.rounding import rounded
from accordtrack.scoring.trend import TOO_SHORT
from accordtrack.sentences import contrast as words
from accordtrack.sentences.numbers import amount
from accordtrack.text import wash_line
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Tone
    from accordtrack.scoring.contrast import Contrast, Line, NotCompared
    from accordtrack.scoring.series import Pair, Point

TONES: dict[str, Tone] = {IMPROVED: "good", WORSENED: "warn"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with where it comes from."""

    bar: Bar
    sources: tuple[str, ...]
    released: str


def bars(held: Held, found: Contrast) -> tuple[Drawn, ...]:
    """The outputs and outcomes that the verdict counts, so that the bars are as many as its counts."""
    lines = (line for line in (*found.outputs, *found.outcomes) if line.counted)
    return tuple(_bar(held, found, line) for line in lines if line.pair and line.pair.first.value)


def undrawn(held: Held, found: Contrast) -> list[str]:
    """Which compared series have no bar: those that begin at zero, and those that the verdict does not count."""
    compared = [line for line in (*found.outputs, *found.outcomes, *_beside(found)) if line.pair]
    mine = [line for line in (*found.outputs, *found.outcomes) if line.counted]
    zero = [named(held, line) for line in mine if line.pair and not line.pair.first.value]
    aside = [named(held, line) for line in compared if line not in mine]
    told = (
        (zero, tr("Not drawn, since the first value is 0: {names}.", names="; ".join(zero))),
        (aside, tr("Not drawn, since it is not counted: {names}.", names="; ".join(aside))),
    )
    return [note for names, note in told if names]


def _bar(held: Held, found: Contrast, line: Line) -> Drawn:
    pair = line.pair
    if pair is None:
        raise ValueError(line.gauge.id)
    values = f"{words.value(line, pair.first)} → {words.value(line, pair.last)}"
    marks = (
        (_guards(found, line), tr("guard")),
        (pair.late, tr("first value after the base")),
        (_short(held, pair), label("no comparison", TOO_SHORT)),
    )
    start, end = _period(pair.first), _period(pair.last)
    rows = [row for point in (pair.first, pair.last) for row in point.rows]
    bar = Bar(
        held.title("indicator", line.gauge.id),
        100 * pair.change / abs(pair.first.value),
        tr("{change} ({start} to {end})", change=percent(pair), start=start, end=end),
        "outcome" if line.gauge.is_result else "output",
        "; ".join((values, label("movement", line.word), about(line.gauge), *(mark for holds, mark in marks if holds))),
    )
    sources = {row.source for row in rows}
    return Drawn(bar, tuple(sorted(_source(held, source) for source in sources)), max(row.published for row in rows))


def _guards(found: Contrast, line: Line) -> bool:
    """Whether it guards another series of the theme."""
    return line.gauge.id in {one.gauge.id for one in found.guards}


def _beside(found: Contrast) -> list[Line]:
    """Guards that are no series of the theme themselves."""
    listed = {one.gauge.id for one in (*found.outputs, *found.outcomes)}
    return [line for line in found.guards if line.gauge.id not in listed]


def _short(held: Held, pair: Pair) -> bool:
    """Whether the trend would not take it: the two values lie less than a year apart."""
    return pair.years < held.scores.method.trend.years


def _source(held: Held, code: str) -> str:
    """Who published it, and the code under which it stands in the list of sources."""
    publisher = held.facts.sources.get(code, {}).get("publisher")
    return wash_line(f"{publisher} ({code})" if publisher else code)


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


def tables(held: Held, found: Contrast, title: str) -> list[Table | Facts]:
    """Lines with their values, by part, and other series of the same indicators; then what is not compared, and why."""
    parts = (
        ("outputs", tr("outputs"), found.outputs),
        ("outcomes", tr("outcomes and impact"), found.outcomes),
        ("guards", tr("guards"), _beside(found)),
        ("others", tr("other series of the same indicators, not counted"), found.others),
    )
    made: list[Table | Facts] = []
    without: dict[tuple[str, str], list[str]] = {}
    for part, name, lines in parts:
        rows = tuple(row for line in lines if (row := _row(held, found, part, line)) is not None)
        if rows:
            made.append(Table(f"contrast-of-{found.id}-{part}", f"{title}: {name}", _columns(), rows))
        for line in lines:
            if line.pair is None:
                why = label("no comparison", line.reason or "NO_DATA")
                without.setdefault((name, why), []).append(f"{named(held, line)} ({about(line.gauge)})")
    if without:
        pairs = tuple((f"{name}: {why}", tuple(names)) for (name, why), names in without.items())
        made.append(Facts(pairs, f"{title}: {tr('series that were not compared')}"))
    return [*made, *([_left(held, found, title)] if found.not_compared else [])]


def _columns() -> tuple[Column, ...]:
    return (
        Column("series", tr("series"), weight=3.0),
        Column("about", tr("about"), weight=1.2),
        Column("first", tr("first value"), "right", weight=1.5),
        Column("last", tr("last value"), "right", weight=1.5),
        Column("change", tr("change in percent"), "right", weight=1.2),
        Column("movement", tr("movement"), weight=2.2),
        Column("source", tr("series and sources"), weight=2.4),
    )


def _row(held: Held, found: Contrast, part: str, line: Line) -> Row | None:
    """A line with its two values; None where it has none."""
    if line.pair is None:
        return None
    anchor = f"contrast-of-{found.id}-{part}-{line.gauge.id}"
    if part == "others":
        anchor = f"{anchor}-{line.series}"
    head = (Cell(named(held, line), line.gauge.id), Cell(about(line.gauge), line.gauge.side))
    change = 100 * line.pair.change / abs(line.pair.first.value) if line.pair.first.value else None
    marks = [label("no comparison", TOO_SHORT)] if _short(held, line.pair) else []
    marks += [tr("guard")] if _guards(found, line) else []
    told = "; ".join((label("movement", line.word), *words.notes(line, line.pair, found.base or ""), *marks))
    return Row(
        anchor,
        (
            *head,
            _value(line, line.pair.first),
            _value(line, line.pair.last),
            Cell(percent(line.pair), exported(change)),
            Cell(told, line.word, TONES.get(line.word, "") if line.counted else "muted"),
            Cell(wash_line(words.where(line))),
        ),
    )


def named(held: Held, line: Line) -> str:
    """The title of a series with its unit."""
    unit = wash_line(local(held.scores.unit(line.gauge.id)))
    return tr("{title}, {unit}", title=held.title("indicator", line.gauge.id), unit=unit)


def _period(point: Point) -> str:
    """A period that a narrow column can break between its two days."""
    return words.period(point).replace("/", " / ")


def _value(line: Line, point: Point) -> Cell:
    return Cell(f"{words.value(line, point)} ({_period(point)})", exported(point.value))


def _left(held: Held, found: Contrast, title: str) -> Table:
    columns = (
        Column("series", tr("series"), weight=3.0),
        Column("value", tr("value"), "right", weight=1.5),
        Column("end", tr("to"), weight=1.2),
        Column("why", tr("why not compared"), weight=2.0),
        Column("source", tr("series and sources"), weight=2.4),
    )
    rows = tuple(Row(f"contrast-of-{found.id}-left-{_digest(one)}", _left_cells(held, one)) for one in _in_order(found))
    return Table(f"contrast-of-{found.id}-left", f"{title}: {tr('shown, not compared')}", columns, rows)


def _in_order(found: Contrast) -> Sequence[NotCompared]:
    return sorted(found.not_compared, key=lambda one: (one.gauge.id, one.row.end, one.row.id))


def _digest(one: NotCompared) -> str:
    """The same for the same value in every scorecard."""
    return hashlib.sha256(f"{one.row.id}|{one.reason}".encode()).hexdigest()[:12]


def _left_cells(held: Held, one: NotCompared) -> tuple[Cell, ...]:
    row = one.row
    shown = tr("n/a") if row.value is None else f"{label('qualifier', row.qualifier)} {amount(row.value)}".strip()
    told = tr("series {series}: {sources}", series=row.series, sources=row.source)
    return (
        Cell(held.title("indicator", one.gauge.id), one.gauge.id),
        Cell(shown, exported(row.value)),
        Cell(row.end, row.end),
        Cell(label("no comparison", one.reason), one.reason),
        Cell(wash_line(told)),
    )
