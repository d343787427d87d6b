"""Whether a commitment is verifiable as written. One that nobody examined counts as verifiable, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.types import Text

if TYPE_CHECKING:
    from collections.abc import Container

NOT_EXAMINED = Text("Not examined when it was recorded.", "No se examinó al registrarse.")
"""The reason recorded with a commitment if whoever recorded it gave no verdict."""


def is_assumed(inferred: Container[str], why: Text) -> bool:
    """Return whether the program set the verdict because nobody gave one."""
    return "verifiable" in inferred and why == NOT_EXAMINED


def assumed_verdict() -> str:
    """Return the verdict on a commitment that nobody examined."""
    return tr("not examined; counted as verifiable")
