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
    """The publisher that the site names, and the one named by the site that it replaced; empty where none is named."""
