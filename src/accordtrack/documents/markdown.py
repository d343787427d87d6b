"""Scorecard as Markdown (CommonMark with tables); text from the register is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize
from accordtrack.documents import annexes, chart_tables, row_entries
from accordtrack.documents.model import OPENING, Chart, Count, Facts, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Block, Row, Scorecard, Section, Sentence

_ACTS = re.compile(r"([\\`*_{}\[\]<>#|~&$@^])")
_STARTS = re.compile(r"^([ \t]*)([-+=]|[0-9]+[.)])", re.MULTILINE)
_LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)([:.])")
_NAME = re.compile(r"[^0-9A-Za-z_.-]")


def render(card: Scorecard, *, brief: bool = False) -> bytes:
    """Return the whole document, or the one-page brief."""
    blocks = [f"# {line(card.title)}", line(card.subtitle)]
    blocks += [_said(sentence, linking=not brief) for sentence in (card.headline[:OPENING] if brief else card.headline)]
    if brief:
        for part in card.brief:
            blocks += [f"## {line(part.title)}", "\n".join(f"- {_said(one, linking=False)}" for one in part.sentences)]
            blocks += [] if part.table is None else _table(part.table)
    else:
        blocks += [words for section, title in annexes.titled(card) for words in _section(section, title)]
        blocks += _lists(card)
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def text(words: str) -> str:
    """Return escaped text that contains no active markup, link or tag. A newline becomes a line break."""
    escaped = _STARTS.sub(_started, _ACTS.sub(r"\\\1", sanitize(words).strip()))
    return _LINKS.sub(r"\1\\\2", escaped).replace("\n", "\\\n")


def line(words: str) -> str:
    """Return escaped text without line breaks, for headings and table cells."""
    return text(" ".join(words.split("\n")))


def _started(found: re.Match[str]) -> str:
    """Escape a character that would begin a list or heading, and drop indentation, which could make a code block."""
    return f"{found[2][:-1]}\\{found[2][-1]}"


def anchor(name: str) -> str:
    """Return an HTML anchor."""
    return f'<a id="{_NAME.sub("-", name)}"></a>'


def _said(sentence: Sentence, *, linking: bool) -> str:
    """Return a sentence, with its numbers linked to their lists if ``linking``."""
    parts = []
    for part in sentence:
        if not isinstance(part, Count):
            kept = text(part)
            lead, tail = (" " if part[:1].isspace() else ""), (" " if part[-1:].isspace() and part.strip() else "")
            parts.append(f"{lead}{kept}{tail}")
        elif linking and part.number:
            parts.append(f"[{text(part.shown)}](#list-{_NAME.sub('-', part.listing)})")
        else:
            parts.append(text(part.shown))
    return "".join(parts)


def _section(section: Section, title: str) -> Iterable[str]:
    yield f"## {anchor(section.id)}{line(title)}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Paragraph():
            said = _said(block.sentence, linking=True)
            yield f"*{said}*" if block.small else said
        case Heading():
            yield f"### {anchor(block.anchor)}{line(block.text)}"
        case Table(entries=True):
            yield from _entries(block)
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block)
        case Facts():
            yield from _facts(block)
        case Quote():
            yield _quote(block)


def _entries(table: Table) -> Iterable[str]:
    """Yield entries as list items, each group under its name."""
    yield f"*{line(row_entries.legend(table))}*"
    for name, rows in row_entries.groups(table):
        if name:
            yield f"**{line(name)} ({len(rows):,})**"
        yield "\n".join(f"- {anchor(row.anchor)}**{line(row.cells[0].text)}** {_pieces(table, row)}" for row in rows)
    yield from (f"*{line(note)}*" for note in table.notes)


def _pieces(table: Table, row: Row) -> str:
    return row_entries.SEPARATOR.join(
        f"{line(one.name)} {line(one.text)}".strip() for one in row_entries.pieces(table, row)
    )


def _table(table: Table) -> Iterable[str]:
    yield f"**{line(table.title)}**"
    yield "\n".join(
        [
            _cells([line(column.title) for column in table.columns]),
            _cells(["---:" if column.align == "right" else "---" for column in table.columns]),
            *(_cells(_row(row)) for row in table.rows),
        ]
    )
    yield from (f"*{line(note)}*" for note in table.notes)


def _row(row: Row) -> list[str]:
    found = []
    for number, cell in enumerate(row.cells):
        words = "<br>".join(text(part) for part in cell.text.split("\n"))
        strong = f"**{words}**" if row.strong and words else words
        found.append(anchor(row.anchor) + strong if number == 0 else strong)
    return found


def _cells(words: Sequence[str]) -> str:
    return f"| {' | '.join(words)} |"


def _chart(chart: Chart) -> Iterable[str]:
    """Yield the numbers of a chart as a table."""
    head, *rest = _table(chart_tables.table(chart))
    yield from (head, line(chart.subtitle), *rest)


def _facts(facts: Facts) -> Iterable[str]:
    if facts.title:
        yield f"**{line(facts.title)}**"
    told = []
    for name, lines in facts.pairs:
        if len(lines) == 1:
            told.append(f"- **{line(name)}**: {line(lines[0])}")
        else:
            told += [f"- **{line(name)}**:", *(f"  - {line(one)}" for one in lines)]
    yield "\n".join(told)


def _quote(quote: Quote) -> str:
    """Return a quotation as a block quote."""
    parts = [f"{anchor(quote.anchor)}**{line(quote.head)}**", text(quote.words)]
    if quote.original:
        tongue = f" ({line(quote.original_language)})" if quote.original_language else ""
        parts.append(f"{text(quote.original)}{tongue}")
    if quote.source:
        parts.append(line(quote.source))
    return "\n>\n".join("\n".join(f"> {one}" for one in part.split("\n")) for part in parts)


def _lists(card: Scorecard) -> Iterable[str]:
    """Yield the codes of each list."""
    held = [listing for listing in card.listings if listing.items]
    if held:
        yield f"## {line(annexes.lists(card))}"
    for listing in held:
        codes = ", ".join(line(item.code) for item in listing.items)
        yield f"{anchor(f'list-{listing.id}')}**{line(listing.title)} ({len(listing.items):,})**: {codes}"
