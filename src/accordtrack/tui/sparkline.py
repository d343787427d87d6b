"""Sparkline: values as a line of bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = ".:-=+*#@"
MOST = 24


def bars(values: Sequence[float | None]) -> str:
    """Return bars for the newest values, at most 24. None becomes a gap; fewer than two values give an empty string."""
    shown = values[-MOST:]
    numbers = [value for value in shown if value is not None]
    if len(numbers) < 2:  # noqa: PLR2004
        return ""
    signs = text_styles.mark_or_ascii(BARS, ASCII_BARS)
    low, high = min(numbers), max(numbers)
    width = (high - low) or 1.0
    return "".join(
        text_styles.mark_or_ascii("┆", "!")
        if value is None
        else signs[min(int((value - low) / width * len(signs)), len(signs) - 1)]
        for value in shown
    )
