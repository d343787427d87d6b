"""Chart titles: the title of the indicator, and the finding if two of its values can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import with_minus_signs
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.contrast import Line
    from accordtrack.scoring.series import MeasuredIndicator, Pair, Row
    from accordtrack.site.material import SiteData


def finding_or_title(site: SiteData, gauge: MeasuredIndicator, line: Line | None) -> str:
    """Return the finding if two values can be compared, or else the title of the indicator."""
    if line is None or line.pair is None:
        return site.held.title("indicator", gauge.id)
    text = tr(
        "{title}: {word}, {change} ({start} to {end})",
        title=series_title(site, gauge, line.series),
        word=label("movement", line.word),
        change=with_minus_signs(named.percent_change(line.pair)),
        start=named.period(line.pair.first),
        end=named.period(line.pair.last),
    )
    return f"{text}; {_total_phrase(line.pair)}" if is_running_total(line.series) else text


def is_running_total(text: str | None) -> bool:
    """Whether a series is a running total, whose growth per day is compared and drawn."""
    return text is not None and text.startswith(series.RUNNING)


def series_title(site: SiteData, gauge: MeasuredIndicator, text: str | None) -> str:
    """Return the title of an indicator for one series, adjusted for a running total."""
    title = site.held.title("indicator", gauge.id)
    return tr("{title}, growth per day", title=title) if is_running_total(text) else title


def _total_phrase(pair: Pair) -> str:
    """Return a phrase with the total at the start and at the end of the two growth periods."""
    first, last = pair.first.rows[0], pair.last.rows[-1]
    values = {"start": _formatted_value(first), "end": _formatted_value(last)}
    if (last.value or 0.0) > (first.value or 0.0):
        return tr("the total rose from {start} to {end}", **values)
    return tr("the total went from {start} to {end}", **values)


def _formatted_value(row: Row) -> str:
    value = with_minus_signs(format_amount(row.value or 0.0))
    return value if row.qualifier == Qualifier.EXACT else f"{label('qualifier', row.qualifier)} {value}"
