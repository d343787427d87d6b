"""Elements of IATI with their narratives in two languages, and the schema by which a file is checked before it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from accordtrack.core.addresses import url_problem
from accordtrack.core.safe_text import wash, wash_line
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
"""Addresses that xsd:anyURI takes as they are; what has to be escaped first is not guessed at."""
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
    """A parser that resolves no entity, loads no DTD and asks no network."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def add(parent: etree._Element, tag: str, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """A new last child."""
    return etree.SubElement(parent, tag, {name: wash_line(value) for name, value in (attributes or {}).items()})


def both(text: LocalText) -> Words:
    """The words of a record by language."""
    return {"en": text.en, "es": text.es}


def told(parent: etree._Element, tag: str, words: Words, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """A new last child with a narrative a language. Every word is washed: what XML cannot hold becomes a visible mark."""
    made = add(parent, tag, attributes)
    for language in LANGUAGES:
        narrative = etree.SubElement(made, "narrative", {LANG: language})
        narrative.text = wash(words[language])
    return made


def document_link(parent: etree._Element, url: str, category: str, title: str, about: Words, date: str | None) -> None:
    """A link to a document; ``date`` is a day, else it is left out. What the address may not be, ``linkable`` says.

    The title is in the language in which it was published, which the register does not name: it has one narrative.
    """
    ending = re.search(r"\.[a-z]{3,4}$", url.lower().partition("?")[0].partition("#")[0])
    form = _FORMATS.get(ending[0], "text/html") if ending else "text/html"
    made = add(parent, "document-link", {"url": url, "format": form})
    add(add(made, "title"), "narrative").text = wash(title)
    told(made, "description", about)
    add(made, "category", {"code": category})
    if date is not None:
        add(made, "document-date", {"iso-date": date})


def linkable(url: str | None) -> bool:
    """Whether an address is one of the web and may stand in a file as it is."""
    return url is not None and url_problem(url) is None and _URL.fullmatch(url) is not None


def written(root: etree._Element) -> bytes:
    """The file."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def complaints(data: bytes) -> tuple[str, ...]:
    """What the schema of IATI 2.03 has against a file, the first of it; empty where it is valid."""
    schema = etree.XMLSchema(etree.parse(str(SCHEMA), parser()))
    try:
        if schema.validate(etree.fromstring(data, parser())):
            return ()
    except etree.LxmlError as error:
        return (str(error),)
    return tuple(str(schema.error_log).splitlines()[:MOST_COMPLAINTS])
