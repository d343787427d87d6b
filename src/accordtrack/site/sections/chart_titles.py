"""Chart titles: the title of the indicator, and the finding if two of its values can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import minus
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.text.numbers import amount
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.contrast import Line
    from accordtrack.scoring.series import MeasuredIndicator, Pair, Row
    from accordtrack.site.material import SiteData


def finding(made: SiteData, gauge: MeasuredIndicator, line: Line | None) -> str:
    """Return the finding if two values can be compared, or else the title of the indicator."""
    if line is None or line.pair is None:
        return made.held.title("indicator", gauge.id)
    told = tr(
        "{title}: {word}, {change} ({start} to {end})",
        title=titled(made, gauge, line.series),
        word=label("movement", line.word),
        change=minus(named.percent(line.pair)),
        start=named.period(line.pair.first),
        end=named.period(line.pair.last),
    )
    return f"{told}; {_total(line.pair)}" if running(line.series) else told


def running(told: str | None) -> bool:
    """Whether a series is a running total, whose growth per day is compared and drawn."""
    return told is not None and told.startswith(series.RUNNING)


def titled(made: SiteData, gauge: MeasuredIndicator, told: str | None) -> str:
    """Return the title of an indicator for one series, adjusted for a running total."""
    title = made.held.title("indicator", gauge.id)
    return tr("{title}, growth a day", title=title) if running(told) else title


def _total(pair: Pair) -> str:
    """Return a phrase with the total at the start and at the end of the two growth periods."""
    first, last = pair.first.rows[0], pair.last.rows[-1]
    values = {"start": _shown(first), "end": _shown(last)}
    if (last.value or 0.0) > (first.value or 0.0):
        return tr("the total rose from {start} to {end}", **values)
    return tr("the total went from {start} to {end}", **values)


def _shown(row: Row) -> str:
    value = minus(amount(row.value or 0.0))
    return value if row.qualifier == Qualifier.EXACT else f"{label('qualifier', row.qualifier)} {value}"
