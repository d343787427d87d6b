"""Paths of the pages of the site: file names made from codes, the same in every build and in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accordtrack.documents.model import Family

FRONT, LISTS = "index.html", "lists.html"
THEMES, COMMITMENTS, BODIES, EVENTS = "themes.html", "commitments.html", "bodies.html", "events.html"
TARGETS = "targets.html"
CHANGES, MONTHS, EDITIONS = "changes.html", "months.html", "editions.html"
DOWNLOADS, METHOD, GLOSSARY = "downloads.html", "method.html", "glossary.html"
SEARCH, BUILD = "search.html", "build.html"
ATOM = "feed.xml"
"""The Atom feed of everything. See ``feed_path`` for the other feeds."""
SEARCHED = "search-index.js"
"""The search index. Like the pages above, it is in each language folder."""
PREVIEWED = frozenset({"front", "themes", "commitments", "bodies", "events", "targets", "changes"})
"""Kinds of pages that have a picture for link previews."""
SHOWN = 16
"""Number of digest characters in an address or a line of text."""
STYLE, SCRIPT = "assets/site.css", "assets/search.js"
"""Shared files, next to the language folders."""
ARCHIVE = "archive"
"""The folder of earlier editions, next to the language folders."""
SITEMAP = "sitemap.xml"
"""The list of all pages for search engines, next to the language folders."""
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


_USUAL: Mapping[Family, Callable[[str], str]] = {
    "commitment": str.upper,
    "theme": str.lower,
    "body": str.upper,
    "event": str.lower,
    "month": str.lower,
}
"""How codes of a family are usually written. Codes that differ only in letter case thus have different file names."""


def file_name(code: str, usual: Callable[[str], str] = str) -> str:
    """Return a file name for a code: the code itself if valid on all systems and written as usual.

    Any other has safe characters and a digest after a tilde, which no code contains: so no two names differ only in letter
    case, and no record can take the name of another.
    """
    if _PLAIN.fullmatch(code) and code.partition(".")[0].lower() not in _DEVICES and code == usual(code):
        return f"{code}.html"
    digest = sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_UNSAFE.sub('-', code).strip('-')[:40] or 'x'}~{digest}.html"


def record_path(family: Family, code: str) -> str:
    """Return the path of the page of a record, relative to the language folder."""
    return f"{FOLDERS[family]}/{file_name(code, _USUAL[family])}"


def feed_path(family: Literal["theme", "body"], code: str) -> str:
    """Return the path of the Atom feed of a theme or body, relative to the language folder."""
    name = file_name(code, _USUAL[family]).removesuffix(".html")
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
    return "../" * here.count("/") + _quoted(there) + (f"#{quote(place)}" if place else "")


def archive_path(day: str, digest: str) -> str:
    """Return the path of the ZIP file of an earlier edition, relative to the site."""
    return f"{ARCHIVE}/{day}-{digest[:SHOWN]}.zip"


def preview_path(kind: str, page: str = "") -> str:
    """Return the path of the picture for link previews of a ``page`` that has its own, or of a kind of page.

    Kinds without a picture have that of the front page.
    """
    name = page.removesuffix(".html").replace("/", "-") or (kind if kind in PREVIEWED else "front")
    return f"previews/{name}.png"


def absolute_address(base_url: str, path: str) -> str:
    """Return the permanent address of a file of the site: below ``base_url``, or the path alone if that is not known."""
    return f"{base_url}/{_quoted(path)}" if base_url else path


@lru_cache(maxsize=4096)
def _quoted(path: str) -> str:
    return quote(path, safe="/#")
