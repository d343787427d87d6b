"""Scorecard as Markdown (CommonMark with tables); text from the register is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize
from accordtrack.documents import annexes, table_layout
from accordtrack.documents.charts import bar_table, line_table
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Chart, Count, Facts, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Block, Row, Scorecard, Section, Sentence

_ACTS = re.compile(r"([\\`*_{}\[\]<>#|~&$@^])")
_STARTS = re.compile(r"^([ \t]*)([-+=]|[0-9]+[.)])", re.MULTILINE)
_LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)([:.])")
_NAME = re.compile(r"[^0-9A-Za-z_.-]")


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """Return the whole document, or the one-page brief."""
    blocks = [f"# {escape_line(card.title)}", escape_line(card.subtitle)]
    blocks += [_sentence_text(sentence, linking=not brief) for sentence in (card.opening if brief else card.headline)]
    if brief:
        for part in card.brief:
            blocks += [
                f"## {escape_line(part.title)}",
                "\n".join(f"- {_sentence_text(one, linking=False)}" for one in part.sentences),
            ]
            blocks += [] if part.table is None else _table(part.table)
    else:
        blocks += [words for section, title in annexes.titled_sections(card) for words in _section(section, title)]
        blocks += _lists(card)
    blocks.append(_sentence_text(card.closing, linking=False))
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def escape_text(words: str) -> str:
    """Return escaped text that contains no active markup, link or tag. A newline becomes a line break."""
    escaped = _STARTS.sub(_escape_start, _ACTS.sub(r"\\\1", sanitize(words).strip()))
    return _LINKS.sub(r"\1\\\2", escaped).replace("\n", "\\\n")


def escape_line(words: str) -> str:
    """Return escaped text without line breaks, for headings and table cells."""
    return escape_text(" ".join(words.split("\n")))


def _escape_start(found: re.Match[str]) -> str:
    """Escape a character that would begin a list or heading, and drop indentation, which could make a code block."""
    return f"{found[2][:-1]}\\{found[2][-1]}"


def anchor(name: str) -> str:
    """Return an HTML anchor."""
    return f'<a id="{_NAME.sub("-", name)}"></a>'


def _sentence_text(sentence: Sentence, *, linking: bool) -> str:
    """Return a sentence, with its numbers linked to their lists if ``linking``."""
    parts = []
    for part in sentence:
        if isinstance(part, str):
            body = escape_text(part)
            lead, tail = (" " if part[:1].isspace() else ""), (" " if part[-1:].isspace() and part.strip() else "")
            parts.append(f"{lead}{body}{tail}")
        elif linking and isinstance(part, Count) and part.number:
            parts.append(f"[{escape_text(part.shown)}](#list-{_NAME.sub('-', part.listing)})")
        else:
            parts.append(escape_text(part.shown))
    return "".join(parts)


def _section(section: Section, title: str) -> Iterable[str]:
    yield f"## {anchor(section.id)}{escape_line(title)}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Paragraph():
            phrase = _sentence_text(block.sentence, linking=True)
            yield f"*{phrase}*" if block.small else phrase
        case Heading():
            yield f"### {anchor(block.anchor)}{escape_line(block.text)}"
        case Table(entries=True):
            yield from _entries(block)
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block, bar_table.table(block))
        case LineChart():
            yield from _chart(block, line_table.table(block))
        case Facts():
            yield from _facts(block)
        case Quote():
            yield _quote(block)


def _entries(table: Table) -> Iterable[str]:
    """Yield entries as list items, each group under its name."""
    yield f"*{escape_line(table_layout.legend(table))}*"
    for name, rows in table_layout.groups(table):
        if name:
            yield f"**{escape_line(name)} ({len(rows):,})**"
        yield "\n".join(
            f"- {anchor(row.anchor)}**{escape_line(row.cells[0].text)}** {_pieces(table, row)}" for row in rows
        )
    yield from (f"*{escape_line(note)}*" for note in table.notes)


def _pieces(table: Table, row: Row) -> str:
    return table_layout.SEPARATOR.join(
        f"{escape_line(one.name)} {escape_line(one.text)}".strip() for one in table_layout.pieces(table, row)
    )


def _table(table: Table) -> Iterable[str]:
    yield f"**{escape_line(table.title)}**"
    yield "\n".join(
        [
            _table_line([escape_line(column.title) for column in table.columns]),
            _table_line(["---:" if column.align == "right" else "---" for column in table.columns]),
            *(_table_line(_cell_texts(row)) for row in table.rows),
        ]
    )
    yield from (f"*{escape_line(note)}*" for note in table.notes)


def _cell_texts(row: Row) -> list[str]:
    found = []
    for number, cell in enumerate(row.cells):
        words = "<br>".join(escape_text(part) for part in cell.text.split("\n"))
        strong = f"**{words}**" if row.strong and words else words
        found.append(anchor(row.anchor) + strong if number == 0 else strong)
    return found


def _table_line(words: Sequence[str]) -> str:
    return f"| {' | '.join(words)} |"


def _chart(chart: Chart | LineChart, numbers: Table) -> Iterable[str]:
    """Yield the numbers of a chart as a table."""
    head, *rest = _table(numbers)
    yield from (head, escape_line(chart.subtitle), *rest)


def _facts(facts: Facts) -> Iterable[str]:
    if facts.title:
        yield f"**{escape_line(facts.title)}**"
    bullets = []
    for name, lines in facts.pairs:
        if len(lines) == 1:
            bullets.append(f"- **{escape_line(name)}**: {escape_line(lines[0])}")
        else:
            bullets += [f"- **{escape_line(name)}**:", *(f"  - {escape_line(one)}" for one in lines)]
    yield "\n".join(bullets)


def _quote(quote: Quote) -> str:
    """Return a quotation as a block quote."""
    parts = [f"{anchor(quote.anchor)}**{escape_line(quote.head)}**", escape_text(quote.words)]
    if quote.original:
        tongue = f" ({escape_line(quote.original_language)})" if quote.original_language else ""
        parts.append(f"{escape_text(quote.original)}{tongue}")
    if quote.source:
        parts.append(escape_line(quote.source))
    return "\n>\n".join("\n".join(f"> {one}" for one in part.split("\n")) for part in parts)


def _lists(card: Scorecard) -> Iterable[str]:
    """Yield the codes of each list."""
    listings = [listing for listing in card.listings if listing.items]
    if listings:
        yield f"## {escape_line(annexes.lists_title(card))}"
    for listing in listings:
        codes = ", ".join(escape_line(item.code) for item in listing.items)
        yield f"{anchor(f'list-{listing.id}')}**{escape_line(listing.title)} ({len(listing.items):,})**: {codes}"
