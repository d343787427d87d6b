"""XML helpers for IATI: elements with narratives in two languages, and validation against the IATI schema."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from accordtrack.core.addresses import url_problem
from accordtrack.core.safe_text import sanitize, sanitize_line
from accordtrack.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.ledger.fields import LocalText

    Words = Mapping[str, str]

SCHEMA = Path(__file__).parent / "schema203" / "iati-activities-schema.xsd"
MOST_COMPLAINTS = 5
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_URL = re.compile(
    r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?]([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(#([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
"""Matches addresses that are valid as xsd:anyURI without escaping; others are not escaped but left out."""
_FORMATS = {
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def parser() -> etree.XMLParser:
    """Return a parser that resolves no entities, loads no DTD and does not access the network."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def add_element(parent: etree._Element, tag: str, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """Append and return a new child element."""
    return etree.SubElement(parent, tag, {name: sanitize_line(value) for name, value in (attributes or {}).items()})


def text_by_language(text: LocalText) -> Words:
    """Return the text of a record by language."""
    return {"en": text.en, "es": text.es}


def add_narratives(
    parent: etree._Element, tag: str, words: Words, attributes: Mapping[str, str] | None = None
) -> etree._Element:
    """Append and return a child element with one narrative per language, without characters that XML cannot hold."""
    element = add_element(parent, tag, attributes)
    for language in LANGUAGES:
        narrative = etree.SubElement(element, "narrative", {LANG: language})
        narrative.text = sanitize(words[language])
    return element


def add_document_link(
    parent: etree._Element, url: str, category: str, title: str, about: Words, date: str | None
) -> None:
    """Append a link to a document. ``url`` must satisfy ``is_linkable``; ``date`` must be a full date or None.

    The title is in the language of the publication, which the register does not record, so it has a single narrative.
    """
    ending = re.search(r"\.[a-z]{3,4}$", url.lower().partition("?")[0].partition("#")[0])
    form = _FORMATS.get(ending[0], "text/html") if ending else "text/html"
    element = add_element(parent, "document-link", {"url": url, "format": form})
    add_element(add_element(element, "title"), "narrative").text = sanitize(title)
    add_narratives(element, "description", about)
    add_element(element, "category", {"code": category})
    if date is not None:
        add_element(element, "document-date", {"iso-date": date})


def is_linkable(url: str | None) -> bool:
    """Whether an address is a web address that is valid in the file as it is."""
    return url is not None and url_problem(url) is None and _URL.fullmatch(url) is not None


def to_bytes(root: etree._Element) -> bytes:
    """Return the file as UTF-8 bytes."""
    raw: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return raw


def schema_errors(data: bytes) -> tuple[str, ...]:
    """Return the first schema errors of an IATI 2.03 file; an empty tuple means that it is valid."""
    schema = etree.XMLSchema(etree.parse(str(SCHEMA), parser()))
    try:
        if schema.validate(etree.fromstring(data, parser())):
            return ()
    except etree.LxmlError as error:
        return (str(error),)
    return tuple(str(schema.error_log).splitlines()[:MOST_COMPLAINTS])
