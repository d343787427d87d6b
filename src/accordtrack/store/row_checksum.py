"""Checksum of rows of local tables: drafts, saved filters, and the user's last position."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def checksum(values: Mapping[str, object]) -> str:
    """Return the checksum of a row of a local table: SHA-256 over its other columns."""
    text = "\x1f".join(f"{name}={values[name]}" for name in sorted(values) if name != "checksum")
    return hashlib.sha256(text.encode()).hexdigest()
