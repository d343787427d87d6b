"""Chart titles: the title of the indicator, with the path of the series if two of its values can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import tr
from accordtrack.scoring import series
from accordtrack.scoring.findings import spoken_series
from accordtrack.text import findings, paths

if TYPE_CHECKING:
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.score_access import ScoreAccess


def path_or_title(scores: ScoreAccess, found: IndicatorPaths, text: str | None) -> str:
    """Return the title of an indicator, followed by the path of its main series if that is the series ``text``."""
    title, main = paths.title(scores, found.gauge.id), found.main
    if is_running_total(text):
        return sanitize_line(tr("{title}, growth per day", title=title))
    if main is None or main.series != text:
        return sanitize_line(title)
    path = findings.path_alone(scores, spoken_series(scores, found, main))
    return sanitize_line(f"{title}. {path.removesuffix('.')}")


def is_running_total(text: str | None) -> bool:
    """Whether a series is a running total, whose growth per day is drawn."""
    return text is not None and text.startswith(series.RUNNING)
