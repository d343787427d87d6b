"""Formatting of numbers: scores, shares and measured values."""

from __future__ import annotations

from accordtrack.core.safe_text import with_minus_signs
from accordtrack.i18n import tr
from accordtrack.scoring.rounding import round_half_even

WHOLE_FROM = 100


def format_points(value: float | None) -> str:
    """Format a score of 0 to 100 as a whole number, or n/a."""
    return tr("n/a") if value is None else f"{_without_negative_zero(round_half_even(value, 0)):.0f}"


def format_signed(value: float | None) -> str:
    """Format a trend of -100 to 100 as a whole number with its sign, or n/a."""
    if value is None:
        return tr("n/a")
    whole = _without_negative_zero(round_half_even(value, 0))
    return with_minus_signs(f"{whole:+.0f}") if whole else "0"


def format_exact(value: float | None) -> str:
    """Format a score with one decimal, for sums that a reader checks, or n/a."""
    return tr("n/a") if value is None else f"{_without_negative_zero(round_half_even(value, 1)):.1f}"


def format_amount(value: float) -> str:
    """Format a measured value: at most two decimals, with thousands separators."""
    if abs(value) >= WHOLE_FROM or value == int(value):
        return f"{_without_negative_zero(round_half_even(value, 1)):,.1f}".removesuffix(".0")
    return f"{_without_negative_zero(round_half_even(value, 2)):,.2f}".rstrip("0").rstrip(".")


def format_percent(value: float) -> str:
    """Format a share of 0 to 1 as a percentage, spaced as the current language does."""
    return tr("{n}%", n=f"{_without_negative_zero(round_half_even(100 * value, 0)):.0f}")


def unchanged_margin(share: float) -> str:
    """Return the largest change that counts as unchanged: a share of the earlier value."""
    return tr("up to {n}% counts as unchanged", n=f"{100 * share:g}")


def _without_negative_zero(value: float) -> float:
    """Return the value without the minus sign of a negative zero."""
    return 0.0 if value == 0 else value
