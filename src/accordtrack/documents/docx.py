"""Scorecard as a Word document with its own styles and heading levels, for quoting and editing."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Inches

from accordtrack.documents import annexes, docx_tables, table_layout
from accordtrack.documents.charts import bar_table, line_table
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.docx_parts import (
    cell,
    fit_picture,
    hyperlink,
    paragraph,
    row,
    run,
    set_alternative_text,
    set_column_count,
    table,
    wrap_in_bookmark,
)
from accordtrack.documents.docx_styles import TABLE, new_document, set_compact_layout
from accordtrack.documents.keep_with_next import keep_flags
from accordtrack.documents.model import Chart, Count, Facts, Heading, Paragraph, Quote, Table
from accordtrack.documents.sentences import for_people, plain_text, table_for_people
from accordtrack.documents.stable_zip import repack_archive
from accordtrack.text.calendar_names import dates_in_words

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
    writing = _Writing(card)
    if brief:
        writing.write_brief()
    else:
        writing.write_document()
    writing.write_closing()
    return writing.to_bytes()


class _Writing:
    """A document written from its first paragraph to its last."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.made = new_document(card.title, card.subtitle, card.language, card.as_of)
        self.wide = False
        self.columns = 1
        self._marks = 0

    def to_bytes(self) -> bytes:
        out = BytesIO()
        self.made.save(out)
        return repack_archive(out.getvalue())

    def add(self, *elements: Any) -> None:  # noqa: ANN401 - lxml's own
        """Append elements to the body, before the properties of the last section."""
        body = self.made.element.body
        for one in elements:
            body.insert_element_before(one, "w:sectPr")

    def with_bookmark(self, name: str, *inside: Any) -> list[Any]:  # noqa: ANN401
        """Return ``inside`` wrapped in a bookmark."""
        self._marks += 1
        return wrap_in_bookmark(self._marks, name, *inside)

    def write_brief(self) -> None:
        """Write the opening of the headline, then each part of the brief, on one page."""
        sentences = [
            *self.card.opening,
            self.card.closing,
            *(one for part in self.card.brief for one in part.sentences),
        ]
        rows = sum(len(part.table.rows) + 1 for part in self.card.brief if part.table)
        set_compact_layout(self.made, len(self.card.brief), [plain_text(one) for one in sentences], rows)
        self._write_opening(self.card.opening, linked=False)
        for part in self.card.brief:
            self.add(paragraph("Heading2", run(part.title)))
            if part.table is not None:
                self.add(docx_tables.build_table(part.table, int(_BRIEF * _TWIPS), self.with_bookmark))
            for sentence in part.sentences:
                self.add(paragraph("Normal", *_plain_runs(sentence)))

    def write_document(self) -> None:
        """Write all sections, then the lists behind the numbers."""
        self._write_opening(self.card.headline)
        for section, title in annexes.titled_sections(self.card):
            self._write_section(section, title)
        listings = [listing for listing in self.card.listings if listing.items]
        if listings:
            self._start_page(wide=False)
            self.add(paragraph("Heading1", run(annexes.lists_title(self.card))))
            self._start_columns(2)
        for listing in listings:
            head = self.with_bookmark(f"list-{listing.id}", run(f"{listing.title} ({len(listing.items):,}): ", b=""))
            self.add(paragraph("Small", *head, run(", ".join(item.code for item in listing.items))))

    def write_closing(self) -> None:
        """Write the end of every document."""
        if self.card.closing:
            self.add(paragraph("Small", *_plain_runs(self.card.closing)))

    def _write_opening(self, sentences: tuple[Sentence, ...], *, linked: bool = True) -> None:
        """Write the title and the headline, with numbers linked to their lists if ``linked``."""
        self.add(paragraph("Title", run(self.card.title)), paragraph("Subtitle", run(self.card.subtitle)))
        for sentence in sentences:
            words = self._linked_runs(sentence) if linked else _plain_runs(sentence)
            self.add(paragraph("Lead", *words))

    def _linked_runs(self, sentence: Sentence) -> list[Any]:
        """Return the runs of a sentence, with numbers linked to their lists."""
        return [
            hyperlink(f"list-{part.listing}", part.shown)
            if isinstance(part, Count) and part.number
            else run(part if isinstance(part, str) else part.shown)
            for part in for_people(sentence)
        ]

    def _write_section(self, section: Section, title: str) -> None:
        tables = [one for one in section.blocks if isinstance(one, Table) and not one.entries]
        self._start_page(wide=any(len(table_layout.stacks(one)) > _MOST_COLUMNS for one in tables))
        self.add(paragraph("Heading1", *self.with_bookmark(section.id, run(title))))
        for at, (block, keep) in enumerate(zip(section.blocks, keep_flags(section.blocks), strict=True)):
            self._write_block(block, keep=keep or at == 0)

    def _start_page(self, *, wide: bool) -> None:
        """Start a new page in landscape (``wide``) or portrait, unless nothing changes."""
        if wide == self.wide and self.columns == 1:
            return
        self.wide = wide
        self.columns = 1
        page = self.made.add_section(WD_SECTION.NEW_PAGE)
        set_column_count(page, 1)
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (Inches(11), Inches(8.5)) if wide else (Inches(8.5), Inches(11))

    def _start_columns(self, many: int) -> None:
        """Start a continuous section with this number of columns."""
        self.columns = many
        set_column_count(self.made.add_section(WD_SECTION.CONTINUOUS), many)

    def _write_block(self, block: Block, *, keep: bool) -> None:
        match block:
            case Table(entries=True):
                self._write_entries(table_for_people(block))
            case Paragraph():
                self.add(paragraph("Small" if block.small else "Normal", *self._linked_runs(block.sentence), keep=keep))
            case Heading():
                self.add(paragraph("Heading2", *self.with_bookmark(block.anchor, run(block.text))))
            case Table():
                self._write_table(table_for_people(block))
            case Chart():
                self._write_chart(block, bar_table.table(block))
            case LineChart():
                self._write_chart(block, line_table.table(block))
            case Facts():
                self._write_facts(block)
            case Quote():
                self._write_quote(block)

    def _write_entries(self, block: Table) -> None:
        """Write entries in two columns, each group under its name."""
        self.add(paragraph("Small", run(table_layout.legend(block))))
        self._start_columns(2)
        for name, rows in table_layout.groups(block):
            if name:
                self.add(paragraph("EntryHead", run(f"{name} ({len(rows):,})")))
            for one in rows:
                code = self.with_bookmark(one.anchor, run(one.cells[0].text, b=""))
                words = table_layout.SEPARATOR.join(
                    f"{piece.name}{piece.text}" for piece in table_layout.pieces(block, one)
                )
                self.add(paragraph("Entry", *code, run(f" {words}")))
        for note in block.notes:
            self.add(paragraph("Small", run(note)))

    def _write_table(self, block: Table) -> None:
        word_table = docx_tables.build_table(
            block, int((_LANDSCAPE if self.wide else _PORTRAIT) * _TWIPS), self.with_bookmark
        )
        self.add(paragraph("Caption", run(block.title)), word_table)
        for note in block.notes:
            self.add(paragraph("Small", run(note)))
        self.add(paragraph("Small"))

    def _write_chart(self, chart: Chart | LineChart, numbers: Table) -> None:
        """Write a chart as a picture, or as a table if the packages that draw it are not installed."""
        raw = _chart_png(chart, self.card.language)
        if raw is not None:
            picture = self.made.add_picture(BytesIO(raw), width=Inches(_PORTRAIT))
            fit_picture(picture, Inches(_TALL_WIDE if self.wide else _TALL))
            set_alternative_text(picture, chart.title, chart.alt)
            return
        self.add(paragraph("Small", run(chart.subtitle)))
        self._write_table(numbers)

    def _write_facts(self, facts: Facts) -> None:
        if facts.run:
            pairs = [
                (run(f"{name}: ", b=""), run(f"{table_layout.SEPARATOR.join(lines)} ")) for name, lines in facts.pairs
            ]
            self.add(paragraph("Small", *(one for pair in pairs for one in pair)))
            return
        if facts.title:
            self.add(paragraph("Heading3", run(facts.title)))
        widths = [int(share * _TWIPS) for share in (1.9, 5.1)]
        rows = [
            row([cell(widths[0], paragraph("Cell", run(name, b=""))), cell(widths[1], *_line_paragraphs(lines))])
            for name, lines in facts.pairs
        ]
        self.add(table(TABLE, widths, rows, title=facts.title, head=False), paragraph("Small"))

    def _write_quote(self, quote: Quote) -> None:
        """Write the speaker and date, then the words, the original words and the source."""
        self.add(paragraph("QuoteHead", *self.with_bookmark(quote.anchor, run(dates_in_words(quote.head)))))
        words = [run(quote.words)]
        if quote.original:
            tongue = {"lang": quote.original_language} if quote.original_language else {}
            words += [run(" "), run(quote.original, i="", **tongue)]
        if quote.source:
            words.append(run(f" ({dates_in_words(quote.source)})", color=docx_tables.INKS["muted"], sz="16"))
        self.add(paragraph("QuoteWords", *words))


def _line_paragraphs(lines: tuple[str, ...]) -> list[Any]:
    return [paragraph("Cell", run(dates_in_words(line))) for line in lines or ("",)]


def _plain_runs(sentence: Sentence) -> list[Any]:
    return [run(part if isinstance(part, str) else part.shown) for part in for_people(sentence)]


def _chart_png(chart: Chart | LineChart, language: str) -> bytes | None:
    """Return a chart as a PNG; None if the packages that draw it are not installed."""
    if find_spec("typst") is None or find_spec("fontpkg_noto_sans") is None:
        return None
    from accordtrack.documents.pdf import chart_png  # noqa: PLC0415 - only where it can draw

    return chart_png(chart, language)
