"""Atom feeds (RFC 4287) of new entries in the current language: for everything, for each theme, and for each body.

All content is plain text, never markup. Addresses are relative to the feed, because the location of the site is
unknown. An entry keeps its id permanently, in whichever feed it appears. Its time is when it was recorded, never the
current time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from lxml import etree

from accordtrack import i18n
from accordtrack.core.safe_text import natural_sort_key, sanitize, sanitize_line, shorten
from accordtrack.documents.model import Count
from accordtrack.i18n import tr
from accordtrack.site.entries import common
from accordtrack.site.material import month_of
from accordtrack.site.page_paths import ATOM, CHANGES, FRONT, atom_of, record, relative
from accordtrack.site.sections.history import QUIET
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Link
    from accordtrack.site.sections.history import History
    from accordtrack.types import EntryView

NAMESPACE = "http://www.w3.org/2005/Atom"
SHOWN = 50
"""Maximum number of entries in a feed; the newest ones are kept."""
_SPACE = UUID("5b0d3c52-5b52-5d0e-9c37-0f6a6d5f1f4e")
"""UUID namespace of the ids of feeds and entries. It must never change."""
_LONG = 200
_MIDNIGHT = "T00:00:00Z"


def files(made: SiteData, history: History) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the language folder and the bytes of every Atom feed."""
    views = newest(history)
    yield ATOM, _feed(made, history, ATOM, made.card.title, FRONT, views)
    for code in sorted(made.index.known["theme"], key=natural_sort_key):
        path = atom_of("theme", code)
        some = [view for view in views if code in history.themes(view)]
        title = f"{made.card.title}: {made.held.title('theme', code)}"
        yield path, _feed(made, history, path, title, record("theme", code), some)
    spoken: dict[str, list[EntryView]] = {}
    for view in views:
        spoken.setdefault(common(view).speaker_body or "", []).append(view)
    for code in sorted(made.index.known["body"] & spoken.keys(), key=natural_sort_key):
        title = f"{made.card.title}: {made.held.title('body', code)}"
        path = atom_of("body", code)
        yield path, _feed(made, history, path, title, record("body", code), spoken[code])


def newest(history: History) -> list[EntryView]:
    """Return the entries that feeds include, the newest first by recording day, then by known date."""
    found = [view for view in history.views if view.kind not in QUIET]
    return sorted(found, key=lambda view: (view.at[:10], view.known_on if month_of(view) else ""), reverse=True)


def _feed(made: SiteData, history: History, path: str, title: str, page: str, views: Sequence[EntryView]) -> bytes:
    """Return one feed; ``page`` is the path of the page with the same content."""
    names: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap=names)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", i18n.language())
    shown = views[:SHOWN]
    _text(root, "title", title)
    _text(root, "subtitle", tr("What this register recorded, the newest first"))
    _text(root, "id", _urn(_accord(made), "feed", i18n.language(), path))
    _text(root, "updated", max((view.at for view in shown), default=made.card.as_of + _MIDNIGHT))
    _author(etree.SubElement(root, f"{{{NAMESPACE}}}author"), made)
    _link(root, "self", relative(path, path), "application/atom+xml")
    _link(root, "alternate", relative(path, page), "text/html")
    for view in shown:
        _entry(made, history, path, etree.SubElement(root, f"{{{NAMESPACE}}}entry"), view)
    etree.indent(root, " ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _accord(made: SiteData) -> str:
    accord = made.held.facts.accord
    return accord.id if accord else ""


def _author(author: etree._Element, made: SiteData) -> None:
    """Add the publisher of the site as the author, or the accord if there is none."""
    publisher = made.publisher
    _text(author, "name", publisher.name if publisher else made.card.title)
    if publisher is not None and publisher.contact:
        _text(author, "email" if publisher.address.startswith("mailto:") else "uri", publisher.contact)


def _entry(made: SiteData, history: History, path: str, root: etree._Element, view: EntryView) -> None:
    said = history.entry(view)
    title = history.title(view)
    _text(root, "title", shorten(f"{title}: {said.head}" if title != view.ref else said.head, _LONG))
    _text(root, "id", _urn(_accord(made), "entry", i18n.language(), view.hash))
    _text(root, "updated", view.at)
    month = month_of(view)
    if month is not None:
        _text(root, "published", f"{view.known_on}{_MIDNIGHT}")
    there = history.where(view) or ((record("month", month), said.anchor) if month else (CHANGES, ""))
    _link(root, "alternate", relative(path, *there), "text/html")
    for code in sorted(history.themes(view)):
        etree.SubElement(
            root, f"{{{NAMESPACE}}}category", term=sanitize_line(code), label=made.held.title("theme", code)
        )
    kind = etree.SubElement(root, f"{{{NAMESPACE}}}category", term=sanitize_line(view.kind))
    kind.set("label", sanitize_line(label("entry kind", view.kind)))
    lines = (said.words, f"{sanitize_line(view.ref)}, {said.day}", *("".join(map(_read, note)) for note in said.notes))
    _text(root, "summary", "\n".join(line for line in lines if line))


def _read(part: str | Count | Link) -> str:
    """Return one part of a sentence as plain text."""
    return part if isinstance(part, str) else part.shown if isinstance(part, Count) else part.text


def _text(parent: etree._Element, name: str, words: str) -> None:
    """Add a text element. Atom treats its content as plain text because it has no ``type`` attribute."""
    etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = sanitize(words)


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{NAMESPACE}}}link", rel=rel, href=href, type=kind)


def _urn(*names: str) -> str:
    return f"urn:uuid:{uuid5(_SPACE, chr(10).join(names))}"
