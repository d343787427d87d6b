"""Where the pages of the site are: names of files made of codes, the same in every build and in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.site.page import Family

FRONT, LISTS = "index.html", "lists.html"
THEMES, COMMITMENTS, BODIES, EVENTS = "themes.html", "commitments.html", "bodies.html", "events.html"
CHANGES, MONTHS = "changes.html", "months.html"
DOWNLOADS, METHOD, GLOSSARY = "downloads.html", "method.html", "glossary.html"
SEARCH, BUILD = "search.html", "build.html"
ATOM = "feed.xml"
"""The Atom feed of everything; ``atom_of`` has the others."""
SEARCHED = "search-index.js"
"""What the search looks in. All of these lie below the folder of a language."""
SHOWN = 16
"""Characters of a digest in an address or in a line."""
STYLE, SCRIPT = "assets/site.css", "assets/search.js"
"""Beside the folders of the languages."""
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
"""Names that Windows keeps for itself, with any ending."""


def file_name(code: str) -> str:
    """A code as the name of a file: itself where it is one anywhere, else what is plain of it with a digest of the whole."""
    if _PLAIN.fullmatch(code) and code.partition(".")[0].lower() not in _DEVICES:
        return f"{code}.html"
    digest = sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_UNSAFE.sub('-', code).strip('-')[:40] or 'x'}-{digest}.html"


def record(family: Family, code: str) -> str:
    """The page of a record, below the folder of a language."""
    return f"{FOLDERS[family]}/{file_name(code)}"


def atom_of(family: Literal["theme", "body"], code: str) -> str:
    """The Atom feed of a theme, or of a body that said something, below the folder of a language."""
    name = file_name(code).removesuffix(".html")
    return f"feeds/{name}.xml" if family == "theme" else f"feeds/{family}-{name}.xml"


@dataclass(frozen=True, slots=True)
class Index:
    """The records that have a page, by family."""

    known: Mapping[Family, frozenset[str]]

    def of(self, family: Family, code: object) -> str | None:
        """The page of a record; None where it has none."""
        return record(family, str(code)) if code in self.known[family] else None

    def find(self, code: str) -> str | None:
        """The page of the record of that code, of whichever family."""
        return next((record(family, code) for family, codes in self.known.items() if code in codes), None)


def relative(here: str, there: str, place: str = "") -> str:
    """The address of the page ``there``, which may name a place ``#…`` on it, on the page ``here``, both below the same folder."""
    return "../" * here.count("/") + quote(there, safe="/#") + (f"#{quote(place)}" if place else "")
