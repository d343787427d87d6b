"""WordprocessingML elements that python-docx lacks: repeated header rows, shading, bookmarks, fields and alt text."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from accordtrack.core.safe_text import sanitize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.shared import Length

_NAME = re.compile(r"[^0-9A-Za-z_]")
_LONGEST_NAME = 40


def element(tag: str, *children: Any, **attributes: str) -> Any:  # noqa: ANN401 - lxml's own
    """Return an element and its attributes, all in the ``w:`` namespace."""
    node = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    for child in children:
        node.append(child)
    return node


def run(text: str, *, style: str = "", **properties: str) -> Any:  # noqa: ANN401
    """Return a run of text; a newline breaks the line. ``properties`` are run properties; "" means no value."""
    marks = element("rPr")
    if style:
        marks.append(element("rStyle", val=style))
    for name, value in properties.items():
        marks.append(element(name, val=value) if value else element(name))
    node = element("r", marks) if len(marks) else element("r")
    for number, line in enumerate(sanitize(text).split("\n")):
        if number:
            node.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        node.append(words)
    return node


def paragraph(style: str, *runs: Any, right: bool = False, keep: bool = False) -> Any:  # noqa: ANN401
    """Return a paragraph with the style of this ID; ``keep`` keeps it on the page of the next paragraph."""
    look = element("pPr", element("pStyle", val=style), *([element("keepNext")] if keep else []))
    if right:
        look.append(element("jc", val="right"))
    return element("p", look, *runs)


def wrap_in_bookmark(number: int, name: str, *inside: Any) -> list[Any]:  # noqa: ANN401
    """Return ``inside`` between the start and the end of a bookmark."""
    start = element("bookmarkStart", id=str(number), name=bookmark_name(name))
    return [start, *inside, element("bookmarkEnd", id=str(number))]


def bookmark_name(name: str) -> str:
    """Return a valid bookmark name: a letter, then letters, digits and underscores, at most 40 characters."""
    plain = f"a_{_NAME.sub('_', name)}"
    if len(plain) <= _LONGEST_NAME:
        return plain
    return f"{plain[: _LONGEST_NAME - 9]}_{sha256(name.encode()).hexdigest()[:8]}"


def hyperlink(name: str, text: str) -> Any:  # noqa: ANN401
    """Return a hyperlink to a bookmark of the document."""
    return element("hyperlink", run(text, style="Counted"), anchor=bookmark_name(name), history="1")


def field_runs(code: str) -> list[Any]:
    """Return the runs of a field that Word fills in, such as PAGE."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    ends = [element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    return [ends[0], element("r", instruction), ends[1], run("1"), ends[2]]


def cell(width: int, *paragraphs: Any, fill: str = "") -> Any:  # noqa: ANN401
    """Return a table cell; ``width`` is in twentieths of a point."""
    look = element("tcPr", element("tcW", w=str(width), type="dxa"))
    if fill:
        look.append(element("shd", val="clear", color="auto", fill=fill))
    return element("tc", look, *paragraphs)


def row(cells: Sequence[Any], *, head: bool = False) -> Any:  # noqa: ANN401
    """Return a table row that does not break across pages; a header row repeats on every page."""
    look = element("trPr", element("cantSplit"))
    if head:
        look.append(element("tblHeader"))
    return element("tr", look, *cells)


def table(style: str, widths: Sequence[int], rows: Sequence[Any], *, title: str = "", head: bool = True) -> Any:  # noqa: ANN401
    """Return a table with fixed column widths, alike in all programs; ``title`` is for screen readers."""
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
        look.append(element("tblCaption", val=sanitize(title)[:250]))
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
    return element("tbl", look, grid, *rows)


def set_column_count(section: Any, many: int) -> None:  # noqa: ANN401
    """Set the number of text columns of a section."""
    properties = section._sectPr  # noqa: SLF001 - there is no public way
    for one in properties.findall(qn("w:cols")):
        properties.remove(one)
    properties.insert_element_before(element("cols", num=str(many), space="360"), "w:titlePg", "w:docGrid")


def fit_picture(picture: Any, tallest: Length) -> None:  # noqa: ANN401
    """Scale a python-docx picture down, with its proportions, if it is taller than ``tallest``."""
    if picture.height > tallest:
        picture.width, picture.height = int(picture.width * tallest / picture.height), tallest


def set_alternative_text(picture: Any, title: str, words: str) -> None:  # noqa: ANN401
    """Set the alternative text of a python-docx picture."""
    properties = picture._inline.docPr  # noqa: SLF001 - there is no public way
    properties.set("title", sanitize(title)[:250])
    properties.set("descr", sanitize(words)[:2000])
    properties.set("name", f"chart {properties.get('id')}")
