"""Page of the measurements of an indicator: value, period, state, release date, source, and copy read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import gettext_lazy, tr
from accordtrack.text import release_dates
from accordtrack.text.calendar_names import short_dates
from accordtrack.text.numbers import format_amount
from accordtrack.tui import text_styles
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.sparkline import bars
from accordtrack.tui.tabs.indicators import value_text
from accordtrack.tui.widgets.record_view import Block
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series import Row
    from accordtrack.tui.screen_base import DeskScreen
    from accordtrack.types import MeasurementView

INDENT = 30


def show_measurements(screen: DeskScreen, scores: ScoreAccess, key: str) -> None:
    """Show the measurements of the indicator at the end of a line's key: ``series:<subject>/<indicator>``."""
    indicator, at = key.rpartition("/")[2], scores.inputs.at

    def open_screen(own: tuple[MeasurementView, ...]) -> None:
        title = gettext_lazy("measurements")
        screen.accord.push_screen(ReadingScreen(title, lambda: blocks(scores, indicator, own)))

    screen.ask("open", lambda desk: desk.own_values(indicator, at), open_screen, opens=True)


def blocks(scores: ScoreAccess, indicator: str, own: Sequence[MeasurementView] = ()) -> list[Block]:
    """Return the values of each series, newest first, and then the ``own`` values of a side, which are not counted."""
    gauge = scores.inputs.gauges[indicator]
    found = [
        Block(text_styles.words(i18n.localize(scores.title_of("indicator", indicator)), text_styles.HEADING)),
        Block(text_styles.muted(i18n.localize(scores.unit(indicator)))),
    ]
    for name in gauge.series:
        rows = sorted((row for row in gauge.rows if row.series == name), key=lambda row: (row.end, row.published))
        head = text_styles.join(
            text_styles.words(short_dates(label("series", name)), text_styles.STRONG),
            text_styles.muted(tr("headline series")) if name == gauge.headline else text_styles.BLANK,
            text_styles.words(bars([row.value for row in rows]), "$accent"),
            by="  ",
        )
        found.append(Block(head, gap=1))
        found += [
            Block(
                text_styles.words(_measurement_text(scores, row)), label=text_styles.muted(_period(row)), indent=INDENT
            )
            for row in reversed(rows)
        ]
    for number, value in enumerate(own):
        head = text_styles.muted(short_dates(label("series", value.series)))
        body = text_styles.words(value_text(value, scores.unit(indicator)))
        found.append(Block(body, label=head, indent=INDENT, gap=0 if number else 1))
    return found


def _period(row: Row) -> str:
    return short_dates(row.end if row.start == row.end else f"{row.start}/{row.end}")


def _measurement_text(scores: ScoreAccess, row: Row) -> str:
    source = scores.facts.sources.get(row.source)
    parts = [
        f"{label('qualifier', row.qualifier)} {format_amount(row.value) if row.value is not None else tr('n/a')}".strip(),
        label("grade", row.grade),
        "" if row.state == "final" else label("state", row.state),
        tr("to be confirmed, not counted") if row.confirm else "",
        tr("from a difference, not counted") if row.qualifier == Qualifier.DERIVED else "",
        short_dates(release_dates.release_text(row.published, row.exact)),
        row.source,
        label("copy", source.copy_) if source else "",
    ]
    return text_styles.dot().join(part for part in parts if part)
