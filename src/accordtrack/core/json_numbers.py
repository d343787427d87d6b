"""Numbers as JSON carries them: rounded to 12 decimals, so that no error of binary addition is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DECIMALS = 12
"""More than any number here is exact to; binary floats carry 15 to 17 significant digits."""


def rounded(value: Any) -> Any:  # noqa: ANN401
    """A JSON value with every float in it rounded half to even; no negative zero."""
    match value:
        case float():
            return round(value, DECIMALS) + 0.0
        case Mapping():
            return {name: rounded(held) for name, held in value.items()}
        case list() | tuple():
            return [rounded(held) for held in value]
    return value
