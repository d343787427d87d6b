"""Whether a commitment is verifiable as written. One that nobody examined counts as verifiable, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import localize, tr
from accordtrack.types import Text

if TYPE_CHECKING:
    from collections.abc import Container

NOT_EXAMINED = Text("Not examined when it was recorded.", "No se examinó al registrarse.")
"""The reason recorded with a commitment if whoever recorded it gave no verdict."""
NO_REASON = Text("No reason was recorded.", "No se registró el motivo.")
"""The reason recorded with a commitment if whoever recorded it gave a verdict alone."""


def is_assumed(inferred: Container[str], why: Text, *, verifiable: bool) -> bool:
    """Return whether the program set the verdict because nobody gave one."""
    return verifiable and "verifiable" in inferred and why == NOT_EXAMINED


def reason(why: Text) -> str:
    """Return the reason for a verdict that somebody gave, also after an amendment that gave no reason."""
    return localize(NO_REASON if why == NOT_EXAMINED else why)


def assumed_verdict() -> str:
    """Return the verdict on a commitment that nobody examined."""
    return tr("not examined; counted as verifiable")
