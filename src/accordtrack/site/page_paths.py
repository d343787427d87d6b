"""Paths of the pages of the site: file names made from codes, the same in every build and in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Family

FRONT, LISTS = "index.html", "lists.html"
THEMES, COMMITMENTS, BODIES, EVENTS = "themes.html", "commitments.html", "bodies.html", "events.html"
TARGETS = "targets.html"
CHANGES, MONTHS = "changes.html", "months.html"
DOWNLOADS, METHOD, GLOSSARY = "downloads.html", "method.html", "glossary.html"
SEARCH, BUILD = "search.html", "build.html"
ATOM = "feed.xml"
"""The Atom feed of everything. See ``feed_path`` for the other feeds."""
SEARCHED = "search-index.js"
"""The search index. Like the pages above, it is in each language folder."""
SHOWN = 16
"""Number of digest characters in an address or a line of text."""
STYLE, SCRIPT = "assets/site.css", "assets/search.js"
"""Shared files, next to the language folders."""
FOLDERS: Mapping[Family, str] = {
    "commitment": "commitments",
    "theme": "themes",
    "body": "bodies",
    "event": "events",
    "month": "months",
}
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?")
_UNSAFE = re.compile("[^A-Za-z0-9_-]+")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows reserves, with any extension."""


def file_name(code: str) -> str:
    """Return a file name for a code: the code itself if valid on all systems, else safe characters and a digest."""
    if _PLAIN.fullmatch(code) and code.partition(".")[0].lower() not in _DEVICES:
        return f"{code}.html"
    digest = sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_UNSAFE.sub('-', code).strip('-')[:40] or 'x'}-{digest}.html"


def record_path(family: Family, code: str) -> str:
    """Return the path of the page of a record, relative to the language folder."""
    return f"{FOLDERS[family]}/{file_name(code)}"


def feed_path(family: Literal["theme", "body"], code: str) -> str:
    """Return the path of the Atom feed of a theme or body, relative to the language folder."""
    name = file_name(code).removesuffix(".html")
    return f"feeds/{name}.xml" if family == "theme" else f"feeds/{family}-{name}.xml"


@dataclass(frozen=True, slots=True)
class Index:
    """The records that have a page, by family."""

    known: Mapping[Family, frozenset[str]]

    def page_path(self, family: Family, code: object) -> str | None:
        """Return the path of the page of a record, or None if it has none."""
        return record_path(family, str(code)) if code in self.known[family] else None

    def find_page(self, code: str) -> str | None:
        """Return the path of the page of the record with that code, in any family, or None."""
        return next((record_path(family, code) for family, codes in self.known.items() if code in codes), None)


def relative_address(here: str, there: str, place: str = "") -> str:
    """Return the relative address of the page ``there`` as seen from the page ``here``.

    Both paths are relative to the same folder. The anchor is either in ``there`` (after ``#``) or given as ``place``.
    """
    return "../" * here.count("/") + quote(there, safe="/#") + (f"#{quote(place)}" if place else "")
