"""Counts on the first screen, each with the filter that shows its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack import counts

if TYPE_CHECKING:
    from accordtrack.counts import Terms


@dataclass(frozen=True, slots=True)
class AttentionCount:
    """One count on the first screen.

    ``name`` is ``owed``, ``overdue``, ``waits`` (with changes that wait for ``side``), ``reply`` (for an answer from
    ``side``), ``turn`` (of ``side`` in a dispute) or
    ``changed``. ``terms`` are the field and value of the filter that shows the counted rows, in canonical terms.
    """

    name: str
    side: str | None
    terms: Terms
    count: int = 0

    @property
    def filter(self) -> str:
        """The filter as text."""
        return counts.canonical_text(self.terms)

    def with_count(self, count: int) -> AttentionCount:
        """Return a copy with this count."""
        return replace(self, count=count)
