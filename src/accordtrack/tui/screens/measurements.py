"""Page of the measurements behind a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.tabs import measurement_table

if TYPE_CHECKING:
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.tui.screen_base import DeskScreen
    from accordtrack.types import MeasurementView


def show_measurements(screen: DeskScreen, scores: ScoreAccess, key: str) -> None:
    """Show the measurements of the indicator at the end of a line's key: ``series:<subject>/<indicator>``."""
    indicator, at = key.rpartition("/")[2], scores.inputs.at

    def open_screen(own: tuple[MeasurementView, ...]) -> None:
        title = gettext_lazy("measurements")
        screen.accord.push_screen(ReadingScreen(title, lambda: measurement_table.blocks(scores, indicator, own)))

    screen.ask("open", lambda desk: desk.own_values(indicator, at), open_screen, opens=True)
