"""Result of writing a public site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """A site in its folder: its number of files and size, and how many files were written and kept.

    ``unchanged`` if there was nothing to do. ``part`` describes the only part that the site contains; empty for all.
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
    """The publishers named by this site and by the site that it replaced; empty if none is named."""
