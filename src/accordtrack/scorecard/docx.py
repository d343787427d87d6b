"""A scorecard as a Word document, to be quoted from and worked on: our own styles, headings that outline it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Emu, Inches

from accordtrack.i18n import tr
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.docxparts import bookmarked, cell, describe, linked, paragraph, row, run, table
from accordtrack.scorecard.docxstyles import TABLE, compact, document
from accordtrack.scorecard.kept import kept
from accordtrack.scorecard.value import Cell, Chart, Column, Count, Facts, Heading, Paragraph, Quote, Row, Table
from accordtrack.scorecard.zipped import stable
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scorecard.value import Block, Scorecard, Section, Sentence

_PORTRAIT, _LANDSCAPE = 7.0, 9.5
"""Inches between the margins."""
_BREAKS = re.compile(r"[\s/]+|(?<![0-9])-|-(?![0-9])")
"""Where a line of a cell may break; a day stays whole."""
_MOST_COLUMNS, _DENSE = 6, 9
"""More columns than these are read across, and in smaller letters."""
_FILLS = {"warn": "FFF4D6", "bad": "FDE8E6", "good": "E2F4E8", "mark": "E3ECF7"}
_INKS = {"muted": "5A6570", "warn": "7A4B00", "bad": "8C1D18", "good": "0B5A2B", "mark": "1F3A5F"}
_TWIPS = 1440
_LETTER, _WORD, _MOST_CUT = 11.5, 15, 0.6
"""Width of a letter in twentieths of a point for each point of its size, the longest word that widens a column, and what the others give for it."""


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """The document, or its one page for readers in a hurry."""
    made = _Writing(card)
    if brief:
        made.brief()
    else:
        made.whole()
    return made.bytes()


class _Writing:
    """A document that is written from its first paragraph to its last."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.made = document(card.title, card.subtitle, card.language, card.as_of)
        self.wide = False
        self._marks = 0

    def bytes(self) -> bytes:
        out = BytesIO()
        self.made.save(out)
        return stable(out.getvalue())

    def add(self, *elements: Any) -> None:  # noqa: ANN401 - lxml's own
        """Elements at the end of the body, before what describes its last pages."""
        body = self.made.element.body
        for one in elements:
            body.insert_element_before(one, "w:sectPr")

    def marked(self, name: str, *inside: Any) -> list[Any]:  # noqa: ANN401
        """What can be pointed at by ``name``."""
        self._marks += 1
        return bookmarked(self._marks, name, *inside)

    def brief(self) -> None:
        """Sentences under a few headings, on one page."""
        told = [*self.card.headline, *(one for part in self.card.brief for one in part.sentences)]
        compact(self.made, len(self.card.brief), [read(one) for one in told])
        self._opening(brief=True)
        for part in self.card.brief:
            self.add(paragraph("Heading2", run(part.title)))
            for sentence in part.sentences:
                self.add(paragraph("Normal", *_spoken(sentence)))

    def whole(self) -> None:
        """Every section, then the lists behind the numbers."""
        self._opening()
        for section in self.card.sections:
            self._section(section)
        held = [listing for listing in self.card.listings if listing.items]
        if held:
            self._turn(wide=False)
            self.add(paragraph("Heading1", run(tr("Lists behind the numbers"))))
        for listing in held:
            head = self.marked(f"list-{listing.id}", run(f"{listing.title} ({len(listing.items):,}): ", b=""))
            self.add(paragraph("Small", *head, run(", ".join(item.code for item in listing.items))))

    def _opening(self, *, brief: bool = False) -> None:
        """The title and the finding; its numbers lead to their lists where the document has them."""
        self.add(paragraph("Title", run(self.card.title)), paragraph("Subtitle", run(self.card.subtitle)))
        for sentence in self.card.headline:
            words = _spoken(sentence) if brief else self._linked(sentence)
            self.add(paragraph("Normal" if brief else "Lead", *words))

    def _linked(self, sentence: Sentence) -> list[Any]:
        """A sentence whose numbers lead to their lists."""
        return [
            run(part)
            if isinstance(part, str)
            else linked(f"list-{part.listing}", part.shown)
            if part.number
            else run(part.shown)
            for part in sentence
        ]

    def _section(self, section: Section) -> None:
        self._turn(wide=any(isinstance(one, Table) and len(one.columns) > _MOST_COLUMNS for one in section.blocks))
        self.add(paragraph("Heading1", *self.marked(section.id, run(section.title))))
        for block, keep in zip(section.blocks, kept(section.blocks), strict=True):
            self._block(block, keep=keep)

    def _turn(self, *, wide: bool) -> None:
        """Pages across from here, or upright again."""
        if wide == self.wide:
            return
        self.wide = wide
        page = self.made.add_section(WD_SECTION.NEW_PAGE)
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (Inches(11), Inches(8.5)) if wide else (Inches(8.5), Inches(11))

    def _block(self, block: Block, *, keep: bool) -> None:
        match block:
            case Paragraph():
                self.add(paragraph("Small" if block.small else "Normal", *self._linked(block.sentence), keep=keep))
            case Heading():
                self.add(paragraph("Heading2", *self.marked(block.anchor, run(block.text))))
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Facts():
                self._facts(block)
            case Quote():
                self._quote(block)

    def _table(self, told: Table) -> None:
        widths = _widths(told, int((_LANDSCAPE if self.wide else _PORTRAIT) * _TWIPS))
        dense = "Dense" if len(told.columns) > _DENSE else ""
        heads = [
            cell(
                width,
                paragraph(f"{dense}CellHead", run(column.title), *_under(column), right=column.align == "right"),
                fill="1F3A5F",
            )
            for width, column in zip(widths, told.columns, strict=True)
        ]
        rows = [row(heads, head=True), *(self._row(one, told.columns, widths, dense) for one in told.rows)]
        self.add(paragraph("Caption", run(told.title)), table(TABLE, widths, rows, title=told.title))
        for note in told.notes:
            self.add(paragraph("Small", run(note)))
        self.add(paragraph("Small"))

    def _row(self, told: Row, columns: tuple[Column, ...], widths: list[int], dense: str) -> Any:  # noqa: ANN401
        cells = []
        for number, (one, column, width) in enumerate(zip(told.cells, columns, widths, strict=True)):
            words = run(one.text, **_look(one, strong=told.strong))
            inside = [*(self.marked(told.anchor, words) if number == 0 else [words]), *_under(one)]
            text = paragraph(f"{dense}Cell", *inside, right=column.align == "right")
            cells.append(cell(width, text, fill=_FILLS.get(one.tone, "")))
        return row(cells)

    def _chart(self, chart: Chart) -> None:
        """A picture where one can be drawn, which holds title, numbers and source; else the same as a table."""
        drawn = _drawn(chart, self.card.language)
        if drawn is not None:
            picture = self.made.add_picture(BytesIO(drawn), width=Emu(int(_PORTRAIT * 914_400)))
            describe(picture, chart.title, chart.alt)
            return
        self.add(paragraph("Small", run(chart.subtitle)))
        columns = (
            Column("series", tr("series"), weight=4.0),
            Column("kind", tr("kind")),
            Column("change", tr("change"), "right", 2.0),
            Column("detail", tr("about"), weight=2.0),
        )
        rows = tuple(
            Row(
                f"{chart.id}-{at}", (Cell(bar.label), Cell(label("level", bar.kind)), Cell(bar.shown), Cell(bar.detail))
            )
            for at, bar in enumerate(chart.bars, 1)
        )
        self._table(Table(chart.id, chart.title, columns, rows, (chart.source,)))

    def _facts(self, facts: Facts) -> None:
        if facts.title:
            self.add(paragraph("Heading3", run(facts.title)))
        widths = [int(share * _TWIPS) for share in (1.9, 5.1)]
        rows = [
            row([cell(widths[0], paragraph("Cell", run(name, b=""))), cell(widths[1], *_lines(lines))])
            for name, lines in facts.pairs
        ]
        self.add(table(TABLE, widths, rows, title=facts.title, head=False), paragraph("Small"))

    def _quote(self, quote: Quote) -> None:
        self.add(paragraph("QuoteHead", *self.marked(quote.anchor, run(quote.head))))
        self.add(paragraph("QuoteWords", run(quote.words)))
        if quote.original:
            tongue = {"lang": quote.original_language} if quote.original_language else {}
            self.add(paragraph("QuoteWords", run(quote.original, i="", **tongue)))
        if quote.source:
            self.add(paragraph("QuoteSource", run(quote.source)))
        self.add(paragraph("Small"))


def _widths(told: Table, across: int) -> list[int]:
    """Widths by weight, but no column narrower than its longest word where the others can spare it."""
    words = [[column.title, *(row.cells[at].text for row in told.rows)] for at, column in enumerate(told.columns)]
    letter = _LETTER * (7.0 if len(told.columns) > _DENSE else 8.5)
    least = [
        min(max(len(word) for text in texts for word in _BREAKS.split(text)), _WORD) * letter + 160 for texts in words
    ]
    share = sum(column.weight for column in told.columns)
    wanted = [across * column.weight / share for column in told.columns]
    short = sum(max(0.0, low - wide) for low, wide in zip(least, wanted, strict=True))
    spare = sum(max(0.0, wide - low) for low, wide in zip(least, wanted, strict=True))
    cut = min(_MOST_CUT, short / spare) if spare else 0.0
    given = min(1.0, spare * cut / short) if short else 0.0
    return [
        int(wide - (wide - low) * cut if wide >= low else wide + (low - wide) * given)
        for low, wide in zip(least, wanted, strict=True)
    ]


def _lines(lines: tuple[str, ...]) -> list[Any]:
    return [paragraph("Cell", run(line)) for line in lines or ("",)]


def _spoken(sentence: Sentence) -> list[Any]:
    return [run(part.shown if isinstance(part, Count) else part) for part in sentence]


def _look(one: Cell, *, strong: bool) -> dict[str, str]:
    look = {"b": ""} if strong else {}
    ink = _INKS.get(one.tone)
    return {**look, "color": ink} if ink else look


def _under(one: Cell | Column) -> list[Any]:
    """What stands in small letters on a line of its own."""
    colour = {"color": _INKS["muted"]} if isinstance(one, Cell) else {"b": "0"}
    return [run(f"\n{one.under}", **colour, sz="13")] if one.under else []


def _drawn(chart: Chart, language: str) -> bytes | None:
    """The chart as a picture; None where the packages that draw it are not installed."""
    if find_spec("typst") is None or find_spec("fontpkg_noto_sans") is None:
        return None
    from accordtrack.scorecard.pdf import png  # noqa: PLC0415 - only where it can draw

    return png(chart, language)
