"""Numbers as they are printed: one decimal at most, thousands apart, signs where they mean something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import minus
from accordtrack.i18n import tr
from accordtrack.scoring.rounding import rounded

if TYPE_CHECKING:
    from accordtrack.scoring.series import Gauge

WHOLE_FROM = 100


def points(value: float | None) -> str:
    """A score of 0 to 100, to a whole number; n/a where there is none."""
    return tr("n/a") if value is None else f"{_zero(rounded(value, 0)):.0f}"


def signed(value: float | None) -> str:
    """A trend of -100 to 100 with its sign."""
    if value is None:
        return tr("n/a")
    whole = _zero(rounded(value, 0))
    return minus(f"{whole:+.0f}") if whole else "0"


def exact(value: float | None) -> str:
    """A score to one decimal, for sums that a reader redoes."""
    return tr("n/a") if value is None else f"{_zero(rounded(value, 1)):.1f}"


def amount(value: float) -> str:
    """A measured value: as many decimals as it needs, at most two, thousands apart."""
    if abs(value) >= WHOLE_FROM or value == int(value):
        return f"{_zero(rounded(value, 1)):,.1f}".removesuffix(".0")
    return f"{_zero(rounded(value, 2)):,.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """A share of 0 to 1 as a percentage."""
    return f"{_zero(rounded(100 * value, 0)):.0f} %"


def margin(gauge: Gauge) -> str:
    """Up to which change the values of an indicator are called unchanged."""
    return tr("up to {n} % counts as unchanged", n=f"{100 * gauge.unchanged_within:g}")


def _zero(value: float) -> float:
    """No minus before a zero."""
    return 0.0 if value == 0 else value
