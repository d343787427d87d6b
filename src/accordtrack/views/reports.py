"""Values of verify: feeds, findings and the whole report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One line of verify: a feed's size, head and key."""

    feed: str
    side: str
    entries: int
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verify found wrong: ``message`` and ``advice`` are templates of the catalogue."""

    place: str
    message: str
    advice: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What verify saw. ``bodies`` counts present, withheld and wrong ones."""

    feeds: tuple[FeedReport, ...]
    findings: tuple[Finding, ...]
    entries: int
    signatures: int
    present: int
    withheld: int
    wrong: int
    state_digest: str
    deep: bool

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
