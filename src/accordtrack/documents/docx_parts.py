"""What python-docx has no words for: header rows that repeat, shaded cells, bookmarks, fields and pictures with words."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from accordtrack.core.safe_text import wash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.shared import Length

_NAME = re.compile(r"[^0-9A-Za-z_]")
_LONGEST_NAME = 40


def element(tag: str, *children: Any, **attributes: str) -> Any:  # noqa: ANN401 - lxml's own
    """An element of WordprocessingML with attributes of the same space."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


def run(text: str, *, style: str = "", **properties: str) -> Any:  # noqa: ANN401
    """A run of text; a newline breaks the line. ``properties`` are elements without or with a value."""
    marks = element("rPr")
    if style:
        marks.append(element("rStyle", val=style))
    for name, value in properties.items():
        marks.append(element(name, val=value) if value else element(name))
    made = element("r", marks) if len(marks) else element("r")
    for number, line in enumerate(wash(text).split("\n")):
        if number:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def paragraph(style: str, *runs: Any, right: bool = False, keep: bool = False) -> Any:  # noqa: ANN401
    """A paragraph of a style, by its id; ``keep`` on the page of what follows."""
    look = element("pPr", element("pStyle", val=style), *([element("keepNext")] if keep else []))
    if right:
        look.append(element("jc", val="right"))
    return element("p", look, *runs)


def bookmarked(number: int, name: str, *inside: Any) -> list[Any]:  # noqa: ANN401
    """What stands between the ends of a bookmark."""
    start = element("bookmarkStart", id=str(number), name=bookmark(name))
    return [start, *inside, element("bookmarkEnd", id=str(number))]


def bookmark(name: str) -> str:
    """A name that Word takes: letters, digits and lines, at most 40, a letter first; a long one ends in its digest."""
    plain = f"a_{_NAME.sub('_', name)}"
    if len(plain) <= _LONGEST_NAME:
        return plain
    return f"{plain[: _LONGEST_NAME - 9]}_{sha256(name.encode()).hexdigest()[:8]}"


def linked(name: str, text: str) -> Any:  # noqa: ANN401
    """Text that leads to a bookmark of the document."""
    return element("hyperlink", run(text, style="Counted"), anchor=bookmark(name), history="1")


def field(code: str) -> list[Any]:
    """A field that Word fills in, such as PAGE."""
    told = element("instrText")
    told.text = f" {code} "
    ends = [element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    return [ends[0], element("r", told), ends[1], run("1"), ends[2]]


def cell(width: int, *paragraphs: Any, fill: str = "") -> Any:  # noqa: ANN401
    """A table cell, ``width`` in twentieths of a point."""
    look = element("tcPr", element("tcW", w=str(width), type="dxa"))
    if fill:
        look.append(element("shd", val="clear", color="auto", fill=fill))
    return element("tc", look, *paragraphs)


def row(cells: Sequence[Any], *, head: bool = False) -> Any:  # noqa: ANN401
    """A table row that no page breaks; the head is repeated on every page."""
    look = element("trPr", element("cantSplit"))
    if head:
        look.append(element("tblHeader"))
    return element("tr", look, *cells)


def table(style: str, widths: Sequence[int], rows: Sequence[Any], *, title: str = "", head: bool = True) -> Any:  # noqa: ANN401
    """A table of fixed widths, so that every program breaks its lines alike; screen readers read ``title``."""
    look = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=str(sum(widths)), type="dxa"),
        element("tblLayout", type="fixed"),
        element(
            "tblLook",
            val="0420" if head else "0600",
            firstRow=str(int(head)),
            lastRow="0",
            firstColumn="0",
            lastColumn="0",
            noHBand=str(int(not head)),
            noVBand="1",
        ),
    )
    if title:
        look.append(element("tblCaption", val=wash(title)[:250]))
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
    return element("tbl", look, grid, *rows)


def columns(section: Any, many: int) -> None:  # noqa: ANN401
    """So many columns of text on the pages of a section."""
    held = section._sectPr  # noqa: SLF001 - there is no public way
    for one in held.findall(qn("w:cols")):
        held.remove(one)
    held.insert_element_before(element("cols", num=str(many), space="360"), "w:titlePg", "w:docGrid")


def fit(picture: Any, tallest: Length) -> None:  # noqa: ANN401
    """A picture that python-docx placed, made smaller in both ways where it is too tall."""
    if picture.height > tallest:
        picture.width, picture.height = int(picture.width * tallest / picture.height), tallest


def describe(picture: Any, title: str, words: str) -> None:  # noqa: ANN401
    """Alternative text of a picture that python-docx placed."""
    told = picture._inline.docPr  # noqa: SLF001 - there is no public way
    told.set("title", wash(title)[:250])
    told.set("descr", wash(words)[:2000])
    told.set("name", f"chart {told.get('id')}")
