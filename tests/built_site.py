"""The site of the shipped register for tests that read it: built once a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from accordtrack.i18n import LANGUAGES
from shared import once
from shipped_scores import shipped_desk


def built() -> Path:
    return once("site", lambda folder: shipped_desk().build_site(folder / "site")) / "site"


def pages() -> list[Path]:
    """Every page, below the folder: the door, and those of both languages; what can be taken away is no page."""
    here = built()
    found = [here / "index.html", *(path for language in LANGUAGES for path in (here / language).rglob("*.html"))]
    return sorted(path.relative_to(here) for path in found)


def kinds() -> Mapping[str, list[str]]:
    """Paths below a language's folder by kind: a page of its own, or those of a folder from the smallest to the largest."""
    found: dict[str, list[str]] = {}
    here = built() / "en"
    for path in sorted(here.rglob("*.html"), key=lambda one: (one.stat().st_size, one)):
        name = path.relative_to(here)
        found.setdefault(name.parts[0] if len(name.parts) > 1 else name.name, []).append(name.as_posix())
    return found
