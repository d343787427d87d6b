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
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import tr
from accordtrack.site.entries import common_fields
from accordtrack.site.material import month_of
from accordtrack.site.page_paths import ATOM, CHANGES, FRONT, feed_path, record_path, relative_address
from accordtrack.site.sections.history import QUIET
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.site.material import SiteData
    from accordtrack.site.sections.history import History
    from accordtrack.types import EntryView

NAMESPACE = "http://www.w3.org/2005/Atom"
SHOWN = 50
"""Maximum number of entries in a feed; the newest ones are kept."""
_SPACE = UUID("5b0d3c52-5b52-5d0e-9c37-0f6a6d5f1f4e")
"""UUID namespace of the ids of feeds and entries. It must never change."""
_LONG = 200
_MIDNIGHT = "T00:00:00Z"


def feed_files(site: SiteData, history: History) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the language folder and the bytes of every Atom feed."""
    views = feed_entries(history)
    yield ATOM, _feed(site, history, ATOM, site.card.title, FRONT, views)
    for code in sorted(site.index.known["theme"], key=natural_sort_key):
        path = feed_path("theme", code)
        some = [view for view in views if code in history.themes(view)]
        title = f"{site.card.title}: {site.held.title('theme', code)}"
        yield path, _feed(site, history, path, title, record_path("theme", code), some)
    views_by_body: dict[str, list[EntryView]] = {}
    for view in views:
        views_by_body.setdefault(common_fields(view).speaker_body or "", []).append(view)
    for code in sorted(site.index.known["body"] & views_by_body.keys(), key=natural_sort_key):
        title = f"{site.card.title}: {site.held.title('body', code)}"
        path = feed_path("body", code)
        yield path, _feed(site, history, path, title, record_path("body", code), views_by_body[code])


def feed_entries(history: History) -> list[EntryView]:
    """Return the entries that feeds include, the newest first by recording day, then by known date."""
    entries = [view for view in history.views if view.kind not in QUIET]
    return sorted(entries, key=lambda view: (view.at[:10], view.known_on if month_of(view) else ""), reverse=True)


def _feed(site: SiteData, history: History, path: str, title: str, page: str, views: Sequence[EntryView]) -> bytes:
    """Return one feed; ``page`` is the path of the page with the same content."""
    names: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap=names)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", i18n.language())
    entries = views[:SHOWN]
    _add_text(root, "title", title)
    _add_text(root, "subtitle", tr("What this register recorded, newest first"))
    _add_text(root, "id", _urn(_accord_id(site), "feed", i18n.language(), path))
    _add_text(root, "updated", max((view.at for view in entries), default=site.card.as_of + _MIDNIGHT))
    _fill_author(etree.SubElement(root, f"{{{NAMESPACE}}}author"), site)
    _add_link(root, "self", relative_address(path, path), "application/atom+xml")
    _add_link(root, "alternate", relative_address(path, page), "text/html")
    for view in entries:
        _fill_entry(site, history, path, etree.SubElement(root, f"{{{NAMESPACE}}}entry"), view)
    etree.indent(root, " ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _accord_id(site: SiteData) -> str:
    accord = site.held.facts.accord
    return accord.id if accord else ""


def _fill_author(author: etree._Element, site: SiteData) -> None:
    """Add the publisher of the site as the author, or the accord if there is none."""
    publisher = site.publisher
    _add_text(author, "name", publisher.name if publisher else site.card.title)
    if publisher is not None and publisher.contact:
        _add_text(author, "email" if publisher.address.startswith("mailto:") else "uri", publisher.contact)


def _fill_entry(site: SiteData, history: History, path: str, root: etree._Element, view: EntryView) -> None:
    entry_block = history.build_entry_block(view)
    title = history.title(view)
    _add_text(root, "title", shorten(f"{title}: {entry_block.head}" if title != view.ref else entry_block.head, _LONG))
    _add_text(root, "id", _urn(_accord_id(site), "entry", i18n.language(), view.hash))
    _add_text(root, "updated", view.at)
    month = month_of(view)
    if month is not None:
        _add_text(root, "published", f"{view.known_on}{_MIDNIGHT}")
    there = history.location_of(view) or ((record_path("month", month), entry_block.anchor) if month else (CHANGES, ""))
    _add_link(root, "alternate", relative_address(path, *there), "text/html")
    for code in sorted(history.themes(view)):
        etree.SubElement(
            root, f"{{{NAMESPACE}}}category", term=sanitize_line(code), label=site.held.title("theme", code)
        )
    kind = etree.SubElement(root, f"{{{NAMESPACE}}}category", term=sanitize_line(view.kind))
    kind.set("label", sanitize_line(label("entry kind", view.kind)))
    lines = (
        entry_block.words,
        f"{sanitize_line(view.ref)}, {entry_block.day}",
        *(plain_text(note) for note in entry_block.notes),
    )
    _add_text(root, "summary", "\n".join(line for line in lines if line))


def _add_text(parent: etree._Element, name: str, words: str) -> None:
    """Add a text element. Atom treats its content as plain text because it has no ``type`` attribute."""
    etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = sanitize(words)


def _add_link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{NAMESPACE}}}link", rel=rel, href=href, type=kind)


def _urn(*names: str) -> str:
    return f"urn:uuid:{uuid5(_SPACE, chr(10).join(names))}"
