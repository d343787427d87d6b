"""Styles of a Word document: fonts, headings, tables, quotations, language, and properties without a clock time."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.docx_parts import element, field_runs, run
from accordtrack.documents.text_width import wrap
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Made

INK, PALE = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x5A, 0x65, 0x70)
FONT = "Arial"
TONGUES = {"en": "en-US", "es": "es-MX"}
TABLE = "ScorecardTable"
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_ACROSS, _ROOM = 7.5 * 72, 9.85 * 72
"""Text width and height of a brief, in points."""
_LEADING = 1.18
"""Line height per point of font size, in the fonts that replace Arial if it is missing."""
_RULE = 0.75
"""Thickness of the line under a table row, in points."""


def new_document(title: str, subtitle: str, language: str, as_of: str) -> Made:
    """Return an empty letter-size document with the styles, a page-number footer and fixed properties."""
    document = Document()
    _add_styles(document.styles, TONGUES[language])
    page = document.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = Inches(0.75)
    page.top_margin = page.bottom_margin = Inches(0.8)
    foot = page.footer.paragraphs[0]
    foot.style = document.styles["Small"]
    foot._p.append(run(f"{sanitize_line(title)}, {day_name(as_of)}   ·   "))  # noqa: SLF001 - fields have no public way
    for part in field_runs("PAGE"):
        foot._p.append(part)  # noqa: SLF001
    metadata, day = document.core_properties, date.fromisoformat(as_of)
    moment = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a day, in no zone
    metadata.title, metadata.subject, metadata.language = (
        sanitize_line(title)[:250],
        sanitize_line(subtitle)[:250],
        TONGUES[language],
    )
    metadata.author = metadata.last_modified_by = metadata.comments = metadata.keywords = metadata.category = ""
    metadata.created = metadata.modified = moment
    metadata.revision = 1
    return document


def set_compact_layout(document: Made, headings: int, paragraphs: Sequence[str], rows: int) -> None:
    """Set up one page with the largest font size that fits, estimated with the widest font a reader may have."""
    page = document.sections[0]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(0.5)
    page.footer_distance = Inches(0.25)
    size = next((one for one in _SIZES if _height(one, headings, paragraphs, rows) <= _ROOM), _SIZES[-1])
    for name, points, before, after in (
        ("Normal", size, 0.0, 1.5),
        ("Title", size + 5, 0.0, 0.0),
        ("Subtitle", size, 0.0, 3.0),
        ("Heading 2", size + 1, 3.0, 1.0),
        ("Lead", size, 0.0, 1.5),
        ("Cell", size, 0.0, 0.0),
        ("CellHead", size, 0.0, 0.0),
    ):
        style: Any = document.styles[name]
        style.font.size = Pt(points)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0


def _height(size: float, headings: int, paragraphs: Sequence[str], rows: int) -> float:
    """Return the height of a brief in points, with one line per table row."""
    lines = sum(len(wrap(words, size, _ACROSS)) for words in paragraphs)
    words = lines * size * _LEADING + 1.5 * len(paragraphs) + headings * ((size + 1) * _LEADING + 4)
    return words + rows * (size * _LEADING + _RULE) + 3 * size + 12


def _add_styles(styles: Any, tongue: str) -> None:  # noqa: ANN401 - its own types are partial
    normal = _set_style(styles, "Normal", 10.5, after=4)
    look = normal.element.get_or_add_rPr()
    look.append(element("lang", val=tongue, eastAsia=tongue, bidi="ar-SA"))
    _set_style(styles, "Title", 22, bold=True, colour=INK, after=2)
    _set_style(styles, "Subtitle", 11, colour=PALE, after=10)
    for level, points, before in ((1, 16, 16), (2, 13, 12), (3, 11, 8)):
        heading = _set_style(styles, f"Heading {level}", points, bold=True, colour=INK, before=before, after=4)
        heading.paragraph_format.keep_with_next = True
    lead = _set_style(styles, "Lead", 10.5, after=5, new=True)
    lead.paragraph_format.line_spacing = 1.1
    _set_style(styles, "Small", 8.5, colour=PALE, before=2, after=2, new=True)
    entry = _set_style(styles, "Entry", 8, after=2.5, new=True)
    entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Inches(0.12), Inches(-0.12)
    group = _set_style(styles, "EntryHead", 8.5, bold=True, colour=INK, before=5, after=2, new=True)
    group.paragraph_format.keep_with_next = True
    for dense, size in (("", 8.5), ("Dense", 7.0)):
        _set_style(styles, f"{dense}Cell", size, after=0, new=True)
        head = _set_style(styles, f"{dense}CellHead", size, bold=True, after=0, new=True)
        head.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    caption = _set_style(styles, "Caption", 10, bold=True, colour=INK, before=6, after=3)
    caption.paragraph_format.keep_with_next = True
    for name, large, bold in (("QuoteHead", 9.0, True), ("QuoteWords", 9.5, False)):
        quoted = _set_style(styles, name, large, bold=bold, after=2, new=True)
        quoted.paragraph_format.left_indent = Inches(0.3)
        quoted.paragraph_format.keep_with_next = name == "QuoteHead"
        bar = element("left", val="single", sz="18", space="8", color="B8C2CC")
        quoted.element.get_or_add_pPr().insert_element_before(element("pBdr", bar), "w:spacing", "w:ind")
    counted = styles.add_style("Counted", WD_STYLE_TYPE.CHARACTER)
    counted.font.color.rgb = INK
    counted.font.bold = True
    _add_table_style(styles)


def _set_style(
    styles: Any,  # noqa: ANN401
    name: str,
    size: float,
    *,
    bold: bool = False,
    colour: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    new: bool = False,
) -> Any:  # noqa: ANN401 - python-docx names no type that mypy knows
    style: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else styles[name]
    if new:
        style.base_style = styles["Normal"]
    for spread in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(spread)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:
        style.element.pPr.remove(borders)
    return style


def _add_table_style(styles: Any) -> None:  # noqa: ANN401
    """Add the table style: thin lines, a dark header row, alternating pale rows."""
    style: Any = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    lines = [
        element(side, val="single", sz="4", space="0", color="B8C2CC")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    gaps = [element(side, w="70", type="dxa") for side in ("left", "right")]
    style.element.append(
        element(
            "tblPr",
            element("tblStyleRowBandSize", val="1"),
            element("tblBorders", *lines),
            element("tblCellMar", *gaps),
        )
    )
    for part, fill in (("firstRow", "1F3A5F"), ("band2Horz", "EEF2F6")):
        shade = element("tcPr", element("shd", val="clear", color="auto", fill=fill))
        style.element.append(element("tblStylePr", shade, type=part))
