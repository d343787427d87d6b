"""Words of a PDF, read page by page through the tables by which its fonts say what their glyphs mean."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf

_HEX = rb"<([0-9a-fA-F]+)>"
_PAIR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*" + _HEX)


def pages(held: bytes) -> list[str]:
    """The text of each page; glyphs of one run stand together, runs are parted by a blank."""
    with pikepdf.open(BytesIO(held)) as document:
        return [_page(page) for page in document.pages]


def opened(held: bytes) -> list[int]:
    """The page to which each link inside the document leads, by its place; the order is that of the pages."""
    with pikepdf.open(BytesIO(held)) as document:
        places = {page.obj.objgen: at for at, page in enumerate(document.pages)}
        named: Any = document.Root.Names.Dests.Names if "/Names" in document.Root else []
        names = {str(name): told for name, told in zip(list(named)[::2], list(named)[1::2], strict=True)}
        notes = [note for page in document.pages for note in page.get("/Annots", []) if "/Dest" in note]
        told = [names[str(note.Dest)] if isinstance(note.Dest, pikepdf.String) else note.Dest for note in notes]
        targets = [one.D if isinstance(one, pikepdf.Dictionary) else one for one in told]
        return [places[target[0].objgen] for target in targets]


def squeezed(held: bytes) -> str:
    """The whole text without blanks and line breaks, for asking whether words occur."""
    return re.sub(r"\s", "", "".join(pages(held)))


def body(held: bytes) -> str:
    """The same without what stands above and below each page: a sentence may run from one page to the next."""
    with pikepdf.open(BytesIO(held)) as document:
        return re.sub(r"\s", "", "".join(_page(page, running=False) for page in document.pages))


def sizes(held: bytes) -> list[tuple[float, str]]:
    """The font size in points and the text of every run, of pages whose text is not scaled."""
    with pikepdf.open(BytesIO(held)) as document:
        return [run for page in document.pages for run in _sized(page)]


def _sized(page: pikepdf.Page) -> list[tuple[float, str]]:
    fonts = {name: _meanings(font) for name, font in page.resources.get("/Font", {}).items()}
    found, font, size = [], {}, 0.0
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) == "Tf":
            font, size = fonts[str(step.operands[0])], float(step.operands[1])
        elif str(step.operator) == "Tm":
            assert abs(float(step.operands[0])) == abs(float(step.operands[3])) == 1
        elif str(step.operator) in {"Tj", "TJ"}:
            found.append((size, "".join(_told(piece, font) for piece in _pieces(step.operands[0]))))
    return found


def _page(page: pikepdf.Page, *, running: bool = True) -> str:
    fonts = {name: _meanings(font) for name, font in page.resources.get("/Font", {}).items()}
    words: list[str] = []
    font: dict[int, str] = {}
    marked: list[str] = []
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) in {"BMC", "BDC"}:
            marked.append(str(step.operands[0]))
        elif str(step.operator) == "EMC":
            marked.pop()
        elif str(step.operator) == "Tf":
            font = fonts[str(step.operands[0])]
        elif str(step.operator) in {"Tj", "TJ"} and (running or "/Artifact" not in marked):
            words.append("".join(_told(piece, font) for piece in _pieces(step.operands[0])) + " ")
    return "".join(words)


def _pieces(operand: Any) -> list[Any]:  # noqa: ANN401
    return list(operand) if isinstance(operand, pikepdf.Array) else [operand]


def _told(piece: Any, font: dict[int, str]) -> str:  # noqa: ANN401
    if not isinstance(piece, pikepdf.String):
        return ""
    held = bytes(piece)
    return "".join(font.get(int.from_bytes(held[at : at + 2], "big"), "?") for at in range(0, len(held), 2))


def _meanings(font: Any) -> dict[int, str]:  # noqa: ANN401
    told = bytes(font.ToUnicode.read_bytes())
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for code, meaning in _PAIR.findall(part):
            found[int(code, 16)] = bytes.fromhex(meaning.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last, meaning in _RANGE.findall(part):
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(int(meaning, 16) + code - int(first, 16))
    return found
