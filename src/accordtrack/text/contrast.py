"""Text about a contrast: each series with its values, periods, source and release (method, section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.scoring.contrast import FELL, IMPROVED, ROSE, UNCHANGED, WORSENED
from accordtrack.scoring.series import RUNNING
from accordtrack.text import paths, release_dates
from accordtrack.text.calendar_names import short_date
from accordtrack.text.numbers import format_amount, unchanged_margin
from accordtrack.vocabulary import LinkStrength
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.scoring.contrast import Contrast, Line, NotCompared
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series import Pair, Point

OUTPUTS = gettext_lazy("government activity rose {rose}, fell {fell}, unchanged {same}, no comparable figure {none}")
OUTCOMES = gettext_lazy(
    "indicators improved {improved}, worsened {worsened}, unchanged {same}, no comparable figure {none}"
)
UNEQUAL_DAYS = 3
"""Largest difference in days of two periods that count as equally long."""


def title(contrast: Contrast, name: Callable[[str, str], str]) -> str:
    """Return the title of the subject. ``name`` returns the title of a theme or a commitment."""
    if contrast.kind == "side":
        return tr("What {side} is responsible for", side=label("the side", contrast.id))
    text = name(contrast.kind, contrast.id)
    return text if contrast.kind == "theme" else f"{contrast.id}  {text}"


def base(contrast: Contrast) -> str | None:
    """Return the base with the commitment that gives it; None without a base."""
    if contrast.base is None or contrast.base_id in {None, contrast.id}:
        return short_date(contrast.base) if contrast.base is not None else None
    return f"{short_date(contrast.base)} ({contrast.base_id})"


def nothing_agreed(contrast: Contrast) -> str:
    """Return why a contrast has no base."""
    return tr("no commitment") if contrast.kind == "theme" else tr("nothing agreed by this date")


def counts(contrast: Contrast) -> str:
    """Return the counts of outputs and outcomes by movement."""
    outputs = tr(
        OUTPUTS,
        rose=len(contrast.outputs_with_word(ROSE)),
        fell=len(contrast.outputs_with_word(FELL)),
        same=len(contrast.outputs_with_word(UNCHANGED)),
        none=sum(1 for line in contrast.outputs if line.pair is None),
    )
    outcomes = tr(
        OUTCOMES,
        improved=len(contrast.outcomes_with_word(IMPROVED)),
        worsened=len(contrast.outcomes_with_word(WORSENED)),
        same=len(contrast.outcomes_with_word(UNCHANGED)),
        none=len(contrast.unmeasured),
    )
    return f"{outputs}; {outcomes}"


def line(found: Line, base: str) -> str:
    """Return the first and last value with their periods and the word, or why nothing was compared."""
    if found.pair is None:
        return tr("no comparable figure: {why}", why=label("no comparison", found.reason or "NO_DATA"))
    pair = found.pair
    values = {
        "first": value(found, pair.first),
        "start": period(pair.first),
        "last": value(found, pair.last),
        "end": period(pair.last),
        "word": label("movement", found.word),
    }
    text = tr("{first} ({start}) → {last} ({end}): {word}", **values)
    return "; ".join((text, *notes(found, pair, base)))


def by_path(scores: ScoreAccess, found: Line, base: str | None) -> str:
    """Return what section 14 of the method compares in the series, or why it compares nothing; empty if the two agree."""
    if found.pair is None:
        return ""
    every = scores.indicator_paths(found.gauge.id, base).paths
    path = next((one for one in every if one.series == found.series), None)
    if path is None:
        return ""
    pair = (found.pair.first.end, found.pair.last.end)
    if path.path is not None and path.first and path.last and (path.first.end, path.last.end) == pair:
        return ""
    return tr("AT-2.0.0: {text}", text=paths.path(path))


def notes(found: Line, pair: Pair, base: str) -> list[str]:
    """Return the notes that a reader needs before quoting the two values."""
    turned = latest_step(found)
    by = sorted(
        {row.foreign_recorder for point in (pair.first, pair.last) for row in point.rows if row.foreign_recorder}
    )
    notes = (
        (pair.late and not straddles(pair, base), tr("first period ends after the agreement")),
        (straddles(pair, base), tr("first period ends after the agreement and lies mostly before it")),
        (ends_mostly_before(pair, base), tr("the last period lies mostly before the agreement")),
        (found.older, tr("older than the figures of government activity, not counted")),
        (bool(found.aside), label("not counted", found.aside or "context")),
        (not found.gauge.sign and found.gauge.is_result, tr("no good direction, not counted")),
        (bool(turned), turned),
        (UNCHANGED in {found.word, found.latest_word}, unchanged_margin(found.gauge.unchanged_within)),
        (has_unequal_periods(pair, found.series), tr("periods of unequal length")),
        *((True, tr("recorded by a desk of {side}", side=label("the side", side))) for side in by),
        (pair.last.is_preliminary and pair.first.is_preliminary, tr("both values preliminary")),
        (pair.first.is_preliminary and not pair.last.is_preliminary, tr("first value preliminary")),
        (pair.last.is_preliminary and not pair.first.is_preliminary, tr("last value preliminary")),
    )
    return [note for holds, note in notes if holds]


def ends_mostly_before(pair: Pair, base: str) -> bool:
    """Return whether the last period is mostly before the base, so that the change says little of what came after."""
    return _mostly_before(pair.last, base)


def straddles(pair: Pair, base: str) -> bool:
    """Return whether the first period ends after the base but is mostly before it."""
    return pair.late and _mostly_before(pair.first, base)


def _mostly_before(point: Point, base: str) -> bool:
    return days_between(point.start, base) > days_between(base, point.end)


def has_unequal_periods(pair: Pair, series: str | None) -> bool:
    """Return whether the two periods differ in length. Running totals are rates, so their length does not matter."""
    running = (series or "").startswith(RUNNING)
    return abs(pair.first.days - pair.last.days) > UNEQUAL_DAYS and not running


def latest_step(found: Line) -> str:
    """Return the movement of the latest step if it differs from that of the whole, else an empty text."""
    if not found.latest_word or found.latest_word == found.word:
        return ""
    return tr("latest step: {word}", word=label("movement", found.latest_word))


def links(found: Line, kind: str) -> str:
    """Return how closely commitments are linked: the word for a single commitment, else counts by word."""
    if kind == "commitment":
        return ", ".join(label("strength", strength) for strength in found.links)
    text = ", ".join(
        f"{label('strength', strength)} {found.links[strength]}" for strength in LinkStrength if strength in found.links
    )
    return tr("commitment links: {links}", links=text) if text else ""


def origin_text(found: Line) -> str:
    """Return the series, the releases and the sources behind the two values."""
    if found.pair is None or found.series is None:
        return ""
    text = release_dates.sources(row for point in (found.pair.first, found.pair.last) for row in point.rows)
    return tr("series {series}: {sources}", series=label("series", found.series), sources=text)


def value(found: Line, point: Point) -> str:
    """Return a value; for a running total, its growth per day."""
    text = f"{label('qualifier', point.qualifier)} {format_amount(point.value)}".strip()
    return tr("{value} a day", value=text) if (found.series or "").startswith(RUNNING) else text


def period(point: Point) -> str:
    """Return the period of a value: a year, a month, or its two days."""
    start, end = point.start, point.end
    if start[5:] == "01-01" and end[5:] == "12-31" and start[:4] == end[:4]:
        return start[:4]
    if start[:7] == end[:7] and start[8:] == "01" and int(end[8:]) >= 28:  # noqa: PLR2004
        return start[:7]
    return end if start == end else f"{start}/{end}"


def not_compared(found: NotCompared) -> str:
    """Return a value that is not compared, with the reason."""
    row = found.row
    text = format_amount(row.value) if row.value is not None else tr("n/a")
    why = label("no comparison", found.reason)
    return tr(
        "{value} ({series}, to {end}; {source}): {why}",
        value=text,
        series=label("series", row.series),
        end=row.end,
        source=row.source,
        why=why,
    )
