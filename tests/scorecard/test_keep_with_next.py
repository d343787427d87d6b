"""A heading, its sentences and what they head are never parted by the end of a page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from docx import Document

from accordtrack.documents import pdf_data, render
from accordtrack.documents.keep_with_next import keep_flags
from accordtrack.documents.model import Chart, Column, Heading, Paragraph, Section, Table
from scorecard.samples import sample

CHART = next(block for part in sample().sections for block in part.blocks if isinstance(block, Chart))
TABLE = Table("plain", "Plain", (Column("one", "one"),), ())
BLOCKS = (
    Paragraph(("Before all.",)),
    TABLE,
    Heading("h", "Firearms"),
    Paragraph(("Too few to say.",)),
    CHART,
    Paragraph(("After the chart.",)),
    replace(TABLE, id="other"),
    Heading("i", "Last"),
    Paragraph(("Alone.",)),
)


def test_sentences_after_a_heading_are_kept_with_the_next_block() -> None:
    assert keep_flags(BLOCKS) == [False, False, False, True, False, False, False, False, False]


def test_pdf_and_docx_get_the_keep_flags() -> None:
    card = replace(sample(), sections=(Section("contrast", "Contrast", BLOCKS),))
    told = pdf_data.document(card, str)["sections"][0]["blocks"]
    assert [block.get("keep", False) for block in told] == keep_flags(BLOCKS)
    document = Document(BytesIO(render(card, "docx")))
    held = {one.text: one.paragraph_format.keep_with_next for one in document.paragraphs}
    assert (held["Too few to say."], held["After the chart."]) == (True, None)
