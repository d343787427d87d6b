"""Output for people: tables that fit the terminal, and pages of labelled facts.

With ``--plain`` the output has one field per line. Nothing here interprets markup: every cell becomes a
``rich.text.Text`` of sanitized text. With ``--ascii`` the text is converted to ASCII before columns are measured.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize, sanitize_line, to_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from accordtrack.cli.arguments import Globals

STYLES = {"overdue": "red", "disputed": "yellow", "head": "bold", "faint": "dim"}
LABEL_WIDTH, NAME_WIDTH, LONGEST_WHOLE = 18, 32, 28
NARROWEST = 56
"""Least terminal width for tables. A narrower one would break words, so rows appear as one field per line."""
LEAST_WORDS, INDENT = 24, "  "
"""Least width for text beside a label. With less, the text goes below the label, indented by ``INDENT``."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column.

    ``label`` is its full name for ``--plain``. The words of a ``whole`` column never break. Terminals narrower than
    ``from_width`` omit the column. ``--plain`` shows every column, including those marked ``plain_only``.
    """

    heading: str
    label: str = ""
    numeric: bool = False
    whole: bool = False
    at_least: int = 0
    from_width: int = 0
    plain_only: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one table cell with the name of its style.

    ``full`` is the text for ``--plain`` when it differs. Only a cell with ``lines`` may contain line breaks.
    """

    words: str
    style: str = ""
    full: str = ""
    lines: bool = False


class Quoted(str):
    """Text that contains another author's words.

    On a page, a vertical rule precedes each line; ``--plain`` puts the text in quotation marks.
    """

    __slots__ = ()


@dataclass(slots=True)
class Section:
    """A section of a page: a title and its facts, each a label with one or more lines."""

    title: str
    facts: list[tuple[str, list[str]]] = field(default_factory=list)
    label_width: int = LABEL_WIDTH

    def add(self, label: str, *lines: str) -> None:
        """Add a fact. Empty lines are omitted, and so is a fact with no other lines."""
        kept = [line for line in lines if line]
        if kept:
            self.facts.append((label, kept))


def console(chosen: Globals) -> Console:
    """Return a console without markup, emoji codes or automatic highlighting."""
    from rich.console import Console  # noqa: PLC0415

    return Console(
        file=sys.stdout,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=True if chosen.plain else None,
        safe_box=True,
    )


def table(chosen: Globals, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    """Print a table of ``rows``.

    With ``--plain`` or in a narrow terminal, print each row as a group of labelled lines.
    """
    if chosen.plain or console(chosen).width < NARROWEST:
        _labelled(chosen, columns, rows)
        return
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    screen = console(chosen)
    shown = [
        place for place, column in enumerate(columns) if not column.plain_only and column.from_width <= screen.width
    ]
    lines = box.ASCII2 if chosen.ascii_only else box.SIMPLE_HEAD
    made = Table(box=lines, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    held = list(rows)
    for place in shown:
        column = columns[place]
        made.add_column(
            _text(chosen, Cell(column.heading, "head")),
            justify="right" if column.numeric else "left",
            no_wrap=column.whole and _width(column, place, held) <= LONGEST_WHOLE,
            overflow="fold",
            width=_width(column, place, held) if column.numeric else None,
            min_width=column.at_least or None,
        )
    for row in held:
        made.add_row(*(_text(chosen, row[place]) for place in shown))
    _print(screen, made)


def _width(column: Column, place: int, rows: Sequence[Sequence[Cell | str]]) -> int:
    """Return the length of the longest word in the heading or the longest number, so that neither breaks."""
    cells = (row[place] for row in rows)
    numbers = (len(cell.words if isinstance(cell, Cell) else cell) for cell in cells)
    return max((*map(len, column.heading.split()), *numbers))


def page(chosen: Globals, sections: Iterable[Section]) -> None:
    """Print a page of sections. Sections without facts are omitted."""
    filled = [section for section in sections if section.facts]
    if chosen.plain:
        for section in filled:
            sys.stdout.write(f"{_line(chosen, section.title)}\n")
            for label, lines in section.facts:
                sys.stdout.write(f"{_line(chosen, label)}: {'; '.join(_plain(chosen, line) for line in lines)}\n")
            sys.stdout.write("\n")
        return
    screen = console(chosen)
    for section in filled:
        _print(screen, _title(chosen, screen, section.title))
        for row in _beside(chosen, section, screen.width):
            _print(screen, row)
        sys.stdout.write("\n")


def _beside(chosen: Globals, section: Section, width: int) -> Iterator[Table | Text]:
    """Yield labels with their text beside them, or below them when the terminal leaves too little room."""
    from rich.table import Table  # noqa: PLC0415

    def grid(first: int, gap: int) -> Table:
        made = Table.grid(padding=(0, gap, 0, 0))
        made.add_column(width=first, overflow="fold")
        made.add_column(overflow="fold")
        return made

    room = width - section.label_width - len(INDENT)
    below = room < LEAST_WORDS
    room = width - len(INDENT) if below else room
    whole = grid(section.label_width, len(INDENT))
    for label, lines in section.facts:
        name, words = _text(chosen, Cell(label, "faint")), _ruled(chosen, lines, room)
        if not below:
            whole.add_row(name, words)
            continue
        if label:
            yield name
        under = grid(len(INDENT), 0)
        under.add_row("", words)
        yield under
    if not below:
        yield whole


def _ruled(chosen: Globals, lines: Iterable[str], room: int) -> Text:
    """Return the lines of a fact.

    A rule marks quoted text and text with line breaks, so that neither can look like the register's own words.
    """
    from rich.text import Text  # noqa: PLC0415

    rule = "| " if chosen.ascii_only else "│ "
    made: list[str] = []
    for line in lines:
        washed = _spelt(chosen, sanitize(line))
        if isinstance(line, Quoted) or "\n" in washed:
            made += [rule + piece for part in washed.split("\n") for piece in _broken(chosen, part, room - len(rule))]
        else:
            made.append(washed)
    return Text("\n".join(made))


def _broken(chosen: Globals, line: str, room: int) -> list[str]:
    """Wrap a line by its width in terminal cells."""
    from rich.text import Text  # noqa: PLC0415

    return [piece.plain.rstrip() for piece in Text(line).wrap(console(chosen), max(room, 8), overflow="fold")] or [""]


def _title(chosen: Globals, screen: Console, title: str) -> Text:
    """Return the title of a section. Continuation lines are indented so that they do not look like labels."""
    from rich.text import Text  # noqa: PLC0415

    broken = _broken(chosen, _line(chosen, title), screen.width - len(INDENT))
    return Text(f"\n{INDENT}".join(broken), style=STYLES["head"])


def say(chosen: Globals, words: str) -> None:
    """Print text, wrapped to the terminal's width unless ``--plain``. Paths and URLs are never broken."""
    shown = _spelt(chosen, sanitize(words))
    if not chosen.plain:
        width, indent = shutil.get_terminal_size().columns, " " * (len(shown) - len(shown.lstrip(" ")))
        wrapper = TextWrapper(width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        shown = "\n".join(wrapper.fill(line) for line in shown.split("\n"))
    sys.stdout.write(f"{shown}\n")


def _print(screen: Console, made: Table | Text) -> None:
    """Print without the trailing blanks that Rich adds to fill each line."""
    with screen.capture() as caught:
        screen.print(made)
    sys.stdout.write("".join(f"{line.rstrip(' ')}\n" for line in caught.get().split("\n")[:-1]))


def _spelt(chosen: Globals, washed: str) -> str:
    return to_ascii(washed) if chosen.ascii_only else washed


def _line(chosen: Globals, words: str) -> str:
    return _spelt(chosen, sanitize_line(words))


def _plain(chosen: Globals, words: str) -> str:
    """Return text on one line. Quotation marks inside quoted text are replaced so that they cannot end the quote."""
    if not isinstance(words, Quoted):
        return _line(chosen, words)
    inside = sanitize_line(words).translate({ord(mark): "'" for mark in '“”„‟″"«»＂'})
    return _spelt(chosen, f"“{inside}”")


def _text(chosen: Globals, cell: Cell | str) -> Text:
    from rich.text import Text  # noqa: PLC0415

    held = cell if isinstance(cell, Cell) else Cell(cell)
    washed = sanitize(held.words) if held.lines else sanitize_line(held.words)
    return Text(_spelt(chosen, washed), style=STYLES.get(held.style, ""))


def _labelled(chosen: Globals, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    width = shutil.get_terminal_size().columns
    wrapper = TextWrapper(width, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            words = _line(chosen, (cell.full or cell.words) if isinstance(cell, Cell) else cell)
            if not words:
                continue
            told = f"{_line(chosen, column.label or column.heading)}: {words}"
            if not chosen.plain and len(told) > width:
                told = f"{_line(chosen, column.label or column.heading)}:\n{wrapper.fill(words)}"
            sys.stdout.write(f"{told}\n")
        sys.stdout.write("\n")
