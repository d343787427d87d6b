"""Series and single values that a contrast does not compare, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Item
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells
from accordtrack.scorecard.sections.cards import place_of_series
from accordtrack.scorecard.sections.series import outside_guards
from accordtrack.text.numbers import format_amount
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.documents.model import Count, Part, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.contrast import Contrast, Line, NotCompared

_ABSENT = "NO_DATA"


def indicators_sentence(data: ScorecardData, lists: Listings, contrasts: Sequence[Contrast]) -> Sentence:
    """Return the number of indicators without a compared series in any theme, and the reasons."""
    every = (
        line for one in contrasts for line in (*one.outputs, *one.outcomes, *outside_guards(one)) if line.pair is None
    )
    held_by = {(line.gauge.id, line.reason or _ABSENT): series_item(data, line) for line in every}
    by_reason = {code: [row for (_id, why), row in held_by.items() if why == code] for code in _sorted_reasons(held_by)}
    count, reasons = _counts_by_reason(lists, "contrast-without", tr("Indicators without a compared series"), by_reason)
    return _reasons_sentence(
        tr("Indicators without a compared series, by the reason for the headline series of each: {n}"),
        count,
        reasons,
        tr("Each is in the list for its number."),
    )


def values_sentence(data: ScorecardData, lists: Listings, contrasts: Sequence[Contrast]) -> Sentence:
    """Return the number of single values outside of all comparisons, each counted once, and the reasons."""
    every = {(one.row.id, one.reason): one for contrast in contrasts for one in contrast.not_compared}
    order = sorted(every.values(), key=lambda one: (natural_sort_key(one.gauge.id), one.row.end, one.row.id))
    by_reason = {
        code: [_value_item(data, one) for one in order if one.reason == code] for code in _sorted_reasons(every)
    }
    count, reasons = _counts_by_reason(
        lists,
        "contrast-values",
        tr(
            "Values left out of every comparison (awaiting confirmation, replaced, or the only one in "
            "their series that counts)"
        ),
        by_reason,
    )
    where = tr("They are in the workbook and in the JSON, among the measurements.")
    return _reasons_sentence(
        tr(
            "Values left out of every comparison (awaiting confirmation, replaced, or the only one in "
            "their series that counts): {n}"
        ),
        count,
        reasons,
        where,
    )


def series_item(data: ScorecardData, line: Line) -> Item:
    """Return a series that no count of movements includes, with the reason."""
    title = f"{data.title('indicator', line.gauge.id)} ({place_of_series(line.gauge)})"
    absent = tr("headline series: {why}", why=label("no comparison", line.reason or _ABSENT))
    why = absent if line.pair is None else tr("older than the activity, not counted")
    return Item(sanitize_line(line.gauge.id), f"{title}: {why}")


def _sorted_reasons(found: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({why for _id, why in found})


def _counts_by_reason(
    lists: Listings, name: str, title: str, by_reason: Mapping[str, Sequence[Item]]
) -> tuple[Count, list[tuple[str, Count]]]:
    """Return the total, and the count for each reason, most frequent first."""
    reasons = []
    for code, rows in sorted(by_reason.items(), key=lambda one: (-len(one[1]), one[0])):
        why = label("no comparison", code)
        reasons.append((why, cells.count_for_cell(lists, f"{name}-{code}", f"{title}: {why}", rows)))
    return cells.count_for_cell(lists, name, title, [row for rows in by_reason.values() for row in rows]), reasons


def _reasons_sentence(whole: str, count: Count, reasons: Sequence[tuple[str, Count]], where: str) -> Sentence:
    """Return a sentence with the total, the counts by reason in parentheses, and where to find them."""
    parts: list[Part] = []
    for why, many in reasons:
        parts += [", " if parts else " (", f"{why} ", many]
    return join_parts(*sentence(whole, n=count), *parts, f"). {where}" if parts else ".")


def _value_item(data: ScorecardData, one: NotCompared) -> Item:
    row = one.row
    text = tr("n/a") if row.value is None else f"{label('qualifier', row.qualifier)} {format_amount(row.value)}".strip()
    title = f"{data.title('indicator', one.gauge.id)} ({place_of_series(one.gauge)})"
    phrase = tr(
        "{value}, to {end}; {source}", value=text, end=row.end, source=f"{label('series', row.series)}, {row.source}"
    )
    return Item(sanitize_line(one.gauge.id), sanitize_line(f"{title}: {phrase}"))
