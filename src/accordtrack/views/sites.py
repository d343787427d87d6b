"""What came of writing a site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """A site that stands in its folder: its files and bytes, of these files how many were written and how many kept.

    ``unchanged`` is set where nothing was to be done; ``part`` says in words what alone it holds, empty for all.
    """

    path: str
    files: int
    size: int
    written: int
    kept: int
    day: str
    withheld: int
    part: str
    unchanged: bool = False
    publisher: str = ""
    before: str = ""
    """Who the site names as its publisher, and whom the one named that it replaced; empty where nobody is named."""
