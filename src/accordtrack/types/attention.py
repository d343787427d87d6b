"""What the first screen answers without a key: counts, each with the filter that shows its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack import counts

if TYPE_CHECKING:
    from accordtrack.counts import Terms


@dataclass(frozen=True, slots=True)
class AttentionCount:
    """One number: ``name`` is ``owed``, ``overdue``, ``waits`` (for an answer of ``side``), ``turn`` (of ``side`` in a dispute) or ``changed``.

    ``terms`` are field and value of the filter that shows the rows counted, in canonical words.
    """

    name: str
    side: str | None
    terms: Terms
    count: int = 0

    @property
    def filter(self) -> str:
        """The filter as text."""
        return counts.text(self.terms)

    def with_count(self, count: int) -> AttentionCount:
        """The same question, counted."""
        return replace(self, count=count)
