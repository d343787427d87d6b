"""The checksum that every row of a local table carries: drafts, saved filters, and where a person was."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def checksum(values: Mapping[str, object]) -> str:
    """The checksum of a row of a local table: SHA-256 over its other columns."""
    told = "\x1f".join(f"{name}={values[name]}" for name in sorted(values) if name != "checksum")
    return hashlib.sha256(told.encode()).hexdigest()
