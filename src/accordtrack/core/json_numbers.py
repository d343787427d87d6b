"""Rounding of numbers for JSON: to 12 decimals, which hides binary rounding errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DECIMALS = 12
"""More decimals than any number here is exact to; binary floats carry 15 to 17 significant digits."""


def round_floats(value: Any) -> Any:  # noqa: ANN401
    """Return a JSON value with every float rounded half to even, and no negative zero."""
    match value:
        case float():
            return round(value, DECIMALS) + 0.0
        case Mapping():
            return {name: round_floats(member) for name, member in value.items()}
        case list() | tuple():
            return [round_floats(item) for item in value]
    return value
