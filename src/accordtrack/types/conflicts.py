"""Conflicts of figures or words: their claims, and the claim that stands once settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.types.commitments import SourceView
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim of a conflict of figures or words."""

    number: int
    speaker: str
    body: str | None
    said_on: str
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Figures or words that do not fit together; ``settled`` is the number of the claim that stands, None if open."""

    id: str
    title: Text
    themes: tuple[str, ...]
    indicators: tuple[str, ...]
    commitments: tuple[str, ...]
    events: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    may_explain: Text
    would_settle: Text
    settled: int | None
    settled_by: str | None
    settled_why: Text | None
    cited: tuple[SourceView, ...]
    """The sources of the claims and of the settlement, with the copy that was read."""
