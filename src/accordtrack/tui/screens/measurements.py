"""Page of the measurements behind a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import gettext_lazy
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.tabs import measurement_table

if TYPE_CHECKING:
    from accordtrack.scoring.score_access import ScoreAccess


def measurements_screen(scores: ScoreAccess, key: str) -> ReadingScreen:
    """Return the screen for the indicator at the end of a line's key: ``series:<subject>/<indicator>``."""
    indicator = key.rpartition("/")[2]
    return ReadingScreen(gettext_lazy("measurements"), lambda: measurement_table.blocks(scores, indicator))
