"""Scorecard as a Word document with its own styles and heading levels, for quoting and editing."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Inches

from accordtrack.documents import annexes, chart_tables, docx_tables, row_entries
from accordtrack.documents.counted_sentences import plain_text
from accordtrack.documents.docx_parts import (
    bookmarked,
    cell,
    columns,
    describe,
    fit,
    linked,
    paragraph,
    row,
    run,
    table,
)
from accordtrack.documents.docx_styles import TABLE, compact, document
from accordtrack.documents.keep_with_next import keep_flags
from accordtrack.documents.model import OPENING, Chart, Count, Facts, Heading, Paragraph, Quote, Table
from accordtrack.documents.stable_zip import stable

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Scorecard, Section, Sentence

_PORTRAIT, _LANDSCAPE, _BRIEF = 7.0, 9.5, 7.5
"""Text width in inches."""
_TALL, _TALL_WIDE = 7.8, 5.6
"""Maximum height of a chart in inches, which leaves space for its heading and sentence on the same page."""
_MOST_COLUMNS = 8
"""Sections whose tables have more columns are printed in landscape."""
_TWIPS = 1440


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """Return the whole document, or the one-page brief."""
    made = _Writing(card)
    if brief:
        made.brief()
    else:
        made.whole()
    return made.bytes()


class _Writing:
    """A document written from its first paragraph to its last."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.made = document(card.title, card.subtitle, card.language, card.as_of)
        self.wide = False
        self.columns = 1
        self._marks = 0

    def bytes(self) -> bytes:
        out = BytesIO()
        self.made.save(out)
        return stable(out.getvalue())

    def add(self, *elements: Any) -> None:  # noqa: ANN401 - lxml's own
        """Append elements to the body, before the properties of the last section."""
        body = self.made.element.body
        for one in elements:
            body.insert_element_before(one, "w:sectPr")

    def marked(self, name: str, *inside: Any) -> list[Any]:  # noqa: ANN401
        """Return ``inside`` wrapped in a bookmark."""
        self._marks += 1
        return bookmarked(self._marks, name, *inside)

    def brief(self) -> None:
        """Write the opening of the headline, then each part of the brief, on one page."""
        told = [*self.card.headline[:OPENING], *(one for part in self.card.brief for one in part.sentences)]
        rows = sum(len(part.table.rows) + 1 for part in self.card.brief if part.table)
        compact(self.made, len(self.card.brief), [plain_text(one) for one in told], rows)
        self._opening(self.card.headline[:OPENING], linked=False)
        for part in self.card.brief:
            self.add(paragraph("Heading2", run(part.title)))
            if part.table is not None:
                self.add(docx_tables.made(part.table, int(_BRIEF * _TWIPS), self.marked))
            for sentence in part.sentences:
                self.add(paragraph("Normal", *_spoken(sentence)))

    def whole(self) -> None:
        """Write all sections, then the lists behind the numbers."""
        self._opening(self.card.headline)
        for section, title in annexes.titled(self.card):
            self._section(section, title)
        held = [listing for listing in self.card.listings if listing.items]
        if held:
            self._turn(wide=False)
            self.add(paragraph("Heading1", run(annexes.lists(self.card))))
            self._columns(2)
        for listing in held:
            head = self.marked(f"list-{listing.id}", run(f"{listing.title} ({len(listing.items):,}): ", b=""))
            self.add(paragraph("Small", *head, run(", ".join(item.code for item in listing.items))))

    def _opening(self, told: tuple[Sentence, ...], *, linked: bool = True) -> None:
        """Write the title and the headline, with numbers linked to their lists if ``linked``."""
        self.add(paragraph("Title", run(self.card.title)), paragraph("Subtitle", run(self.card.subtitle)))
        for sentence in told:
            words = self._linked(sentence) if linked else _spoken(sentence)
            self.add(paragraph("Lead", *words))

    def _linked(self, sentence: Sentence) -> list[Any]:
        """Return the runs of a sentence, with numbers linked to their lists."""
        return [
            run(part)
            if isinstance(part, str)
            else linked(f"list-{part.listing}", part.shown)
            if part.number
            else run(part.shown)
            for part in sentence
        ]

    def _section(self, section: Section, title: str) -> None:
        tables = [one for one in section.blocks if isinstance(one, Table) and not one.entries]
        self._turn(wide=any(len(row_entries.stacks(one)) > _MOST_COLUMNS for one in tables))
        self.add(paragraph("Heading1", *self.marked(section.id, run(title))))
        for block, keep in zip(section.blocks, keep_flags(section.blocks), strict=True):
            self._block(block, keep=keep)

    def _turn(self, *, wide: bool) -> None:
        """Start a new page in landscape (``wide``) or portrait, unless nothing changes."""
        if wide == self.wide and self.columns == 1:
            return
        self.wide = wide
        self.columns = 1
        page = self.made.add_section(WD_SECTION.NEW_PAGE)
        columns(page, 1)
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (Inches(11), Inches(8.5)) if wide else (Inches(8.5), Inches(11))

    def _columns(self, many: int) -> None:
        """Start a continuous section with this number of columns."""
        self.columns = many
        columns(self.made.add_section(WD_SECTION.CONTINUOUS), many)

    def _block(self, block: Block, *, keep: bool) -> None:
        match block:
            case Table(entries=True):
                self._entries(block)
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

    def _entries(self, told: Table) -> None:
        """Write entries in two columns, each group under its name."""
        self.add(paragraph("Small", run(row_entries.legend(told))))
        self._columns(2)
        for name, rows in row_entries.groups(told):
            if name:
                self.add(paragraph("EntryHead", run(f"{name} ({len(rows):,})")))
            for one in rows:
                code = self.marked(one.anchor, run(one.cells[0].text, b=""))
                words = row_entries.SEPARATOR.join(
                    f"{piece.name}{piece.text}" for piece in row_entries.pieces(told, one)
                )
                self.add(paragraph("Entry", *code, run(f" {words}")))
        for note in told.notes:
            self.add(paragraph("Small", run(note)))

    def _table(self, told: Table) -> None:
        made = docx_tables.made(told, int((_LANDSCAPE if self.wide else _PORTRAIT) * _TWIPS), self.marked)
        self.add(paragraph("Caption", run(told.title)), made)
        for note in told.notes:
            self.add(paragraph("Small", run(note)))
        self.add(paragraph("Small"))

    def _chart(self, chart: Chart) -> None:
        """Write a chart as a picture, or as a table if the packages that draw it are not installed."""
        drawn = _drawn(chart, self.card.language)
        if drawn is not None:
            picture = self.made.add_picture(BytesIO(drawn), width=Inches(_PORTRAIT))
            fit(picture, Inches(_TALL_WIDE if self.wide else _TALL))
            describe(picture, chart.title, chart.alt)
            return
        self.add(paragraph("Small", run(chart.subtitle)))
        self._table(chart_tables.table(chart))

    def _facts(self, facts: Facts) -> None:
        if facts.run:
            told = [
                (run(f"{name}: ", b=""), run(f"{row_entries.SEPARATOR.join(lines)} ")) for name, lines in facts.pairs
            ]
            self.add(paragraph("Small", *(one for pair in told for one in pair)))
            return
        if facts.title:
            self.add(paragraph("Heading3", run(facts.title)))
        widths = [int(share * _TWIPS) for share in (1.9, 5.1)]
        rows = [
            row([cell(widths[0], paragraph("Cell", run(name, b=""))), cell(widths[1], *_lines(lines))])
            for name, lines in facts.pairs
        ]
        self.add(table(TABLE, widths, rows, title=facts.title, head=False), paragraph("Small"))

    def _quote(self, quote: Quote) -> None:
        """Write the speaker and date, then the words, the original words and the source."""
        self.add(paragraph("QuoteHead", *self.marked(quote.anchor, run(quote.head))))
        words = [run(quote.words)]
        if quote.original:
            tongue = {"lang": quote.original_language} if quote.original_language else {}
            words += [run(" "), run(quote.original, i="", **tongue)]
        if quote.source:
            words.append(run(f" ({quote.source})", color=docx_tables.INKS["muted"], sz="16"))
        self.add(paragraph("QuoteWords", *words))


def _lines(lines: tuple[str, ...]) -> list[Any]:
    return [paragraph("Cell", run(line)) for line in lines or ("",)]


def _spoken(sentence: Sentence) -> list[Any]:
    return [run(part.shown if isinstance(part, Count) else part) for part in sentence]


def _drawn(chart: Chart, language: str) -> bytes | None:
    """Return a chart as a PNG; None if the packages that draw it are not installed."""
    if find_spec("typst") is None or find_spec("fontpkg_noto_sans") is None:
        return None
    from accordtrack.documents.pdf import png  # noqa: PLC0415 - only where it can draw

    return png(chart, language)
